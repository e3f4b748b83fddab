"""The records of a site: what the log's bodies hold, one frozen dataclass a kind.

A record's *state* is the JSON object of its fields that differ from their defaults (so that a field added
later does not change the digest of what was written before). Dates are ISO 8601 text (``2026-11-18``), instants
ISO 8601 with offset; there are no floats.
"""

from app.domain.codec import Json
from app.domain.errors import StoreIncompatible
from app.domain.records.base import Record
from app.domain.records.documents import (
    DECLINED,
    DONE,
    FILED,
    HANDED_OVER,
    HOLD,
    INBOX,
    MERGED,
    ORIGINAL,
    PAPER_WISHES,
    RELEASE,
    RESCAN,
    Document,
    ForwardNote,
    PaperWish,
    SuggestedCase,
    SuggestedType,
)
from app.domain.records.lead import RIGHT, VERDICTS, WRONG, FilingCheck
from app.domain.records.letters import Letter, LetterOffice, SentContent
from app.domain.records.marks import EXPORT, HIGHLIGHT, MARK_COLOURS, MARK_SHAPES, NOTE, PRINT, STAMP, Access, Mark
from app.domain.records.office import PROMISED_DAYS, CaseFile, Person, Site, Team, Worker
from app.domain.records.pages import Original, Sheet
from app.domain.records.paper import OrderLine, PaperOrder
from app.domain.records.post import Announcement, Delivery, SetAside
from app.domain.records.work import ROUTING_ID, Absence, FollowUp, HandOver, Information, Routing, RoutingRule
from app.domain.texts import _

__all__ = [
    "DECLINED",
    "DONE",
    "EXPORT",
    "FILED",
    "HANDED_OVER",
    "HIGHLIGHT",
    "HOLD",
    "INBOX",
    "MARK_COLOURS",
    "MARK_SHAPES",
    "MERGED",
    "NOTE",
    "ORIGINAL",
    "PAPER_WISHES",
    "PRINT",
    "PROMISED_DAYS",
    "RECORD_KINDS",
    "RELEASE",
    "RESCAN",
    "RIGHT",
    "ROUTING_ID",
    "STAMP",
    "VERDICTS",
    "WRONG",
    "Absence",
    "Access",
    "Announcement",
    "CaseFile",
    "Delivery",
    "Document",
    "FilingCheck",
    "FollowUp",
    "ForwardNote",
    "HandOver",
    "Information",
    "Letter",
    "LetterOffice",
    "Mark",
    "OrderLine",
    "Original",
    "PaperOrder",
    "PaperWish",
    "Person",
    "Record",
    "Routing",
    "RoutingRule",
    "SentContent",
    "SetAside",
    "Sheet",
    "Site",
    "SuggestedCase",
    "SuggestedType",
    "Team",
    "Worker",
    "record_of",
]

RECORD_KINDS: dict[str, type[Record]] = {
    record.kind: record
    for record in (
        Site,
        Team,
        Worker,
        CaseFile,
        Document,
        Original,
        SetAside,
        Announcement,
        Delivery,
        PaperOrder,
        Mark,
        Access,
        FilingCheck,
        Absence,
        FollowUp,
        Information,
        HandOver,
        Routing,
        Letter,
        LetterOffice,
        SentContent,
    )
}


def record_of(kind: str, state: Json) -> Record:
    """The record of a stored state. Raises ``StoreIncompatible`` for what only a newer program can have written."""
    try:
        return RECORD_KINDS[kind].from_state(state)
    except (KeyError, TypeError, AttributeError) as error:
        raise StoreIncompatible(
            _("Der Speicher enthält Angaben, die diese Programmversion nicht kennt."),
            _("Aktualisieren Sie das Programm auf die Version, mit der am Standort gearbeitet wird."),
        ) from error
