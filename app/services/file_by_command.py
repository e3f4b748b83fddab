"""File a document without a window: found by its id or its number at the provider, decided by the centre."""

from app.domain.actions import FileDocument
from app.domain.case_number import parse_case_number
from app.domain.central import KeptCentral, Outcome
from app.domain.decide import Refused
from app.domain.errors import WrongUse
from app.domain.office import Office
from app.domain.records import CaseFile, Document
from app.domain.texts import _
from app.services.document_types import register_for


def file_by_command(
    central: KeptCentral, document: str, case_number: str, worker: str, document_type: str = "", register: str = ""
) -> Outcome:
    """File ``document`` (an id, or an item number that only one document has) into the case of its site.

    Without ``register`` the document's own counts, else the one in which its type belongs. Raises ``WrongUse``.
    """
    number = parse_case_number(case_number)
    if number is None:
        raise WrongUse(
            _("„{value}“ ist keine BG-Nummer.").format(value=case_number),
            _("Schreiben Sie fünf Ziffern, BG und bis zu sieben Ziffern, zum Beispiel 35502BG0001234."),
        )
    found = _find(central, document)
    if found is None:
        return Refused(
            code="unknown-document",
            title=_("Das Dokument gibt es in diesem Speicher nicht."),
            advice=_("Sehen Sie mit „esozialakte list documents“ nach, wie es heißt."),
        )
    site, record = found
    case = central.office(site)[1].case_by_number(number)
    document_type = document_type or record.document_type
    return central.submit(
        FileDocument(
            site=site,
            by=worker,
            document=record.id,
            case=case.id if case is not None else "",
            document_type=document_type,
            register=register or record.register or register_for(document_type),
        )
    )


def _find(central: KeptCentral, document: str) -> tuple[str, Document] | None:
    offices = [(site, central.office(site)[1]) for site in central.sites()]
    by_id = [(site, record, office) for site, office in offices if (record := _with_id(office, document)) is not None]
    by_item = [
        (site, record, office)
        for site, office in (() if by_id else offices)
        for record in office.all(Document.kind)
        if isinstance(record, Document) and record.item == document
    ]
    found = [(site, record) for site, record, office in by_id or by_item if not _moved(office, record)]
    if len(found) > 1:
        raise WrongUse(
            _("Die Nummer „{item}“ tragen mehrere Dokumente.").format(item=document),
            _("Geben Sie die id des Dokuments an; „esozialakte list documents“ nennt sie."),
        )
    return found[0] if found else None


def _with_id(office: Office, document: str) -> Document | None:
    versioned = office.get(Document.kind, document)
    return versioned.record if versioned is not None and isinstance(versioned.record, Document) else None


def _moved(office: Office, record: Document) -> bool:
    """Whether the document went to another site with its case, and is found there."""
    versioned = office.get(CaseFile.kind, record.case) if record.case else None
    return versioned is not None and isinstance(versioned.record, CaseFile) and bool(versioned.record.moved_to)
