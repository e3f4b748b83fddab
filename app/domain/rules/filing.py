"""Filing documents, taking them out again, moving and turning them."""

from dataclasses import replace
from datetime import date

from app.domain.actions import FileDocument, MoveDocument, ReturnToInbox, RotateDocument
from app.domain.office import Office
from app.domain.records import FILED, INBOX, CaseFile, Document, Worker
from app.domain.rules.ruling import CASEWORK, Changes, Refusal, Rule, known_document, put, record_in, refuse
from app.domain.texts import _


def _open_case(office: Office, id_: str) -> CaseFile:
    case = record_in(office, CaseFile, id_)
    if case is None:
        raise refuse(
            "unknown-case",
            _("Diese Akte gibt es am Standort nicht."),
            _("Prüfen Sie die Nummer, oder suchen Sie die Akte über Name oder Anschrift."),
        )
    if case.moved_to:
        raise refuse(
            "case-moved",
            _("Die Akte wurde an den Standort „{site}“ abgegeben.").format(site=case.moved_to),
            _("Leiten Sie das Dokument dorthin weiter."),
        )
    return case


def _file_document(action: FileDocument, office: Office, at: str) -> Changes:
    document = known_document(office, action.document)
    if document.state_of_work == FILED:
        raise already_filed(document, office)
    case = _open_case(office, action.case)
    return put(
        office,
        replace(
            document,
            state_of_work=FILED,
            case=case.id,
            document_type=action.document_type or document.document_type,
            register=action.register or document.register,
            title=action.title or document.title,
            received_on=_receipt(action.received_on) or document.received_on,
            filed_by=action.by,
            filed_at=at,
            # They quote what the page says about households, and have done their work.
            suggestions=(),
            suggested_types=(),
        ),
    )


def already_filed(document: Document, office: Office) -> Refusal:
    """Who filed it, when and where."""
    worker = record_in(office, Worker, document.filed_by)
    case = record_in(office, CaseFile, document.case)
    return refuse(
        "already-filed",
        _("{worker} hat das Dokument am {date} um {time} Uhr (UTC) in der Akte {number} abgelegt.").format(
            worker=worker.name if worker else document.filed_by,
            date=f"{document.filed_at[8:10]}.{document.filed_at[5:7]}.{document.filed_at[:4]}",
            time=document.filed_at[11:16],
            number=case.case_number if case else "?",
        ),
        _("Es ist nichts zu tun. Liegt es in der falschen Akte, verschieben Sie es von dort."),
        by=document.filed_by,
        at=document.filed_at,
    )


def _receipt(received_on: str) -> str:
    """A receipt date as it was given; refused when it is none."""
    if received_on:
        try:
            date.fromisoformat(received_on)
        except ValueError:
            raise refuse(
                "wrong-date",
                _("Das Eingangsdatum ist kein Datum."),
                _("Schreiben Sie Tag, Monat und Jahr, zum Beispiel 18.11.2026."),
            ) from None
    return received_on


FILED_AS = ("document_type", "register", "title", "received_on")
"""Fields of a document that filing may set."""


def _return_to_inbox(action: ReturnToInbox, office: Office, at: str) -> Changes:
    document = known_document(office, action.document, action.base)
    was = dict(action.restore)
    return put(
        office,
        replace(
            document,
            document_type=was.get("document_type", document.document_type),
            register=was.get("register", document.register),
            title=was.get("title", document.title),
            received_on=was.get("received_on", document.received_on),
            state_of_work=INBOX,
            case="",
            filed_by="",
            filed_at="",
            first_filed_by="",
            first_filed_at="",
        ),
    )


def _move_document(action: MoveDocument, office: Office, at: str) -> Changes:
    document = known_document(office, action.document, action.base)
    if document.state_of_work != FILED:
        raise refuse("not-filed", _("Das Dokument liegt noch im Posteingang."), _("Legen Sie es zuerst ab."))
    case = _open_case(office, action.case)
    return put(
        office,
        replace(
            document,
            case=case.id,
            document_type=action.document_type,
            register=action.register,
            title=action.title,
            received_on=_receipt(action.received_on) or document.received_on,
            filed_by=action.by,
            filed_at=at,
            first_filed_by=document.first_filed_by or document.filed_by,
            first_filed_at=document.first_filed_at or document.filed_at or document.received_on,
        ),
    )


def _rotate_document(action: RotateDocument, office: Office, at: str) -> Changes:
    document = known_document(office, action.document, action.base)
    return put(office, replace(document, rotation=action.rotation % 360))


RULES = {
    FileDocument: Rule(CASEWORK, _file_document),
    ReturnToInbox: Rule(CASEWORK, _return_to_inbox),
    MoveDocument: Rule(CASEWORK, _move_document),
    RotateDocument: Rule(CASEWORK, _rotate_document),
}
