"""File a document without a window: found by its id or its number at the provider, decided by the centre."""

from dataclasses import dataclass

from app.domain.actions import FileDocument
from app.domain.case_number import parse_case_number
from app.domain.central import KeptCentral, Outcome
from app.domain.decide import Refused
from app.domain.errors import WrongUse
from app.domain.office import Office
from app.domain.recognise.clues import reason_of
from app.domain.records import INBOX, CaseFile, Document, SuggestedCase
from app.domain.suggested import contradiction
from app.domain.texts import _
from app.services.document_types import register_for
from app.services.fetch_texts import text_of_document


@dataclass(frozen=True, slots=True)
class Wanted:
    """``careful``: not into a case that the document speaks against."""

    case_number: str
    document_type: str = ""
    register: str = ""
    careful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted(Refused):
    """The document names another case: its number and by what it is named."""

    named: str
    reason: str

    def as_json(self) -> dict[str, str]:
        return {**super(Contradicted, self).as_json(), "named": self.named, "reason": self.reason}


def file_by_command(central: KeptCentral, document: str, wanted: Wanted, worker: str) -> Outcome:
    """File ``document`` (an id, or an item number that only one document has) into the case of its site.

    Without a register the document's own counts, else the one in which its type belongs. Raises ``WrongUse``.
    """
    case_number, document_type, register = wanted.case_number, wanted.document_type, wanted.register
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
    office = central.office(site)[1]
    case = office.case_by_number(number)
    if case is not None and record.state_of_work == INBOX and wanted.careful:
        against = contradiction(_suggestions(central, site, office, record), case.id)
        if against is not None:
            return _contradicted(office, case, against)
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


def _suggestions(central: KeptCentral, site: str, office: Office, record: Document) -> tuple[SuggestedCase, ...]:
    """What was kept with the document, else what its text gives."""
    if record.suggestions or record.suggested_types or not record.has_text:
        return record.suggestions
    pages = text_of_document(central, site, office, record)
    if not any(pages):
        return ()
    from app.domain.recognise.reading import read_texts
    from app.services.suggest import knowledge, suggest_to_keep

    cases = ((site, case) for case in office.all(CaseFile.kind) if isinstance(case, CaseFile))
    return suggest_to_keep(read_texts(pages), knowledge(cases, ()), record.sender)[0]


def _contradicted(office: Office, case: CaseFile, against: SuggestedCase) -> Contradicted:
    found = office.get(CaseFile.kind, against.case)
    named = found.record.case_number if found is not None and isinstance(found.record, CaseFile) else ""
    reason = reason_of(against.clues, against.households)
    return Contradicted(
        code="contradicts",
        title=_("Das Dokument nennt eine andere Akte als {chosen}: {named} ({reason}).").format(
            chosen=case.case_number, named=named or "?", reason=reason
        ),
        advice=_("Prüfen Sie das Dokument. Ohne „--careful“ wird es trotzdem abgelegt."),
        named=named,
        reason=reason,
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
