"""What the rules are made of: refusing with a reason, looking up, leaving a record changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.log import Change
from app.domain.office import Office
from app.domain.records import HANDED_OVER, MERGED, Document, Record
from app.domain.texts import _

Changes = tuple[Change, ...]
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Who:
    """Who may do an action. ``roles`` None: whoever works at the site."""

    roles: frozenset[str] | None
    system: bool = False
    """The machine account too."""


SET_UP = Who(frozenset({"admin", "mail-room"}), system=True)
CASEWORK = Who(frozenset({"caseworker", "team-lead", "mail-room", "central"}))
ANYBODY = Who(None)


@dataclass(frozen=True, slots=True)
class Rule:
    who: Who
    apply: Callable[[Any, Office, str], Changes]
    """(action, office, instant of the commit): the changes. Raises ``Refusal``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why an action was not done: a stable ``code``, a sentence, and what the user can do.

    ``by`` and ``at`` name who was first and when (ISO 8601), if somebody was.
    """

    code: str
    title: str
    advice: str = ""
    by: str = ""
    at: str = ""

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "title": self.title, "advice": self.advice, "by": self.by, "at": self.at}


class Refusal(Exception):
    """Ends a rule; ``decide`` answers with what it carries."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def refuse(code: str, title: str, advice: str = "", *, by: str = "", at: str = "") -> Refusal:
    return Refusal(Refused(code=code, title=title, advice=advice, by=by, at=at))


def put(office: Office, record: Record) -> Changes:
    """The change that leaves ``record``; none if it is so already."""
    found = office.get(record.kind, record.id)
    if found is not None and found.record == record:
        return ()
    version = 1 if found is None else found.version + 1
    return (Change(kind=record.kind, id=record.id, version=version, record=record),)


def record_in(office: Office, cls: type[R], id_: str) -> R | None:
    """The living record of that kind, or None."""
    found = office.get(cls.kind, id_)
    return found.record if found is not None and isinstance(found.record, cls) else None


def known_document(office: Office, id_: str, base: int | None = None, *, merged_too: bool = False) -> Document:
    """The document; refused when it is gone, was merged into another, or changed since version ``base``."""
    found = office.get(Document.kind, id_)
    if found is None or not isinstance(found.record, Document):
        raise refuse(
            "unknown-document",
            _("Dieses Dokument gibt es am Standort nicht (mehr)."),
            _("Aktualisieren Sie die Liste."),
        )
    if found.record.state_of_work == HANDED_OVER:
        raise refuse(
            "handed-over",
            _("Das Dokument wurde an den Standort „{site}“ abgegeben.").format(site=found.record.handed_to),
            _("Wenden Sie sich an diesen Standort; nur er kann es zurückgeben."),
            by=found.record.assigned_by,
            at=found.record.assigned_at,
        )
    if base is not None and found.version != base:
        document = found.record
        raise refuse(
            "changed-since",
            _("Das Dokument wurde inzwischen geändert."),
            _("Sehen Sie sich den neuen Stand an und wiederholen Sie den Vorgang, wenn er noch passt."),
            by=document.filed_by,
            at=document.filed_at,
        )
    if found.record.state_of_work == MERGED and not merged_too:
        raise refuse(
            "merged",
            _("Die Seiten dieses Dokuments liegen jetzt in einem anderen."),
            _("Öffnen Sie das Dokument, mit dem es zusammengeführt wurde."),
        )
    return found.record
