"""Rules of the sample of filings: a team lead says once of each filing whether it is right, never of an own one."""

from typing import Protocol

from app.domain.actions import Action, RecordFilingCheck
from app.domain.ids import derived_id
from app.domain.office import Office
from app.domain.records import FILED, VERDICTS, WRONG, FilingCheck, Worker
from app.domain.rules.ruling import Changes, Rule, Who, known_document, put, record_in, refuse
from app.domain.texts import _

LEADS = Who(frozenset({"team-lead"}))
LONGEST_REMARK = 1_000


class Filed(Protocol):
    """What of a document says who filed it and when."""

    @property
    def filed_by(self) -> str: ...
    @property
    def filed_at(self) -> str: ...
    @property
    def first_filed_by(self) -> str: ...
    @property
    def first_filed_at(self) -> str: ...


def check_id(document: str, filed_at: str) -> str:
    """Two leads who check the same filing mean the same record."""
    return derived_id("filing-check", document, filed_at)


def first_filing(document: Filed) -> tuple[str, str]:
    """(worker, instant) of the filing that took the document out of the inbox; moving it later changes nothing."""
    if document.first_filed_at:
        return document.first_filed_by, document.first_filed_at
    return document.filed_by, document.filed_at


def record_filing_check(action: RecordFilingCheck, office: Office, at: str) -> Changes:
    document = known_document(office, action.document)
    filed_by, filed_at = first_filing(document)
    if document.state_of_work != FILED or filed_at != action.filed_at:
        raise refuse(
            "filed-anew",
            _("Das Dokument wurde inzwischen zurückgelegt oder neu abgelegt."),
            _("Sehen Sie sich den neuen Stand an, bevor Sie ihn beurteilen."),
            by=document.filed_by,
            at=document.filed_at,
        )
    if filed_by == action.by:
        raise refuse(
            "own-filing",
            _("Die eigene Ablage kann niemand selbst prüfen."),
            _("Bitten Sie eine andere Teamleitung, dieses Dokument zu prüfen."),
        )
    remark = action.remark.strip()
    _check_verdict(action.verdict, remark)
    id_ = check_id(document.id, filed_at)
    known = record_in(office, FilingCheck, id_)
    if known is not None:
        if (known.by, known.verdict, known.remark) == (action.by, action.verdict, remark):
            return ()
        raise _already_checked(known, office)
    check = FilingCheck(
        id=id_,
        document=document.id,
        case=document.case,
        filed_by=filed_by,
        filed_at=filed_at,
        verdict=action.verdict,
        remark=remark,
        by=action.by,
        at=at,
    )
    return put(office, check)


def _check_verdict(verdict: str, remark: str) -> None:
    if verdict not in VERDICTS:
        raise refuse("wrong-verdict", _("Diese Beurteilung gibt es nicht."), _("Wählen Sie „richtig“ oder „falsch“."))
    if verdict == WRONG and not remark:
        raise refuse(
            "remark-missing",
            _("Zu „falsch“ gehört eine Bemerkung."),
            _("Schreiben Sie in einem Satz, was an der Ablage nicht stimmt."),
        )
    if len(remark) > LONGEST_REMARK:
        raise refuse(
            "long-remark",
            _("Die Bemerkung ist zu lang."),
            _("Kürzen Sie sie auf {count} Zeichen.").format(count=LONGEST_REMARK),
        )


def _already_checked(known: FilingCheck, office: Office) -> Exception:
    lead = record_in(office, Worker, known.by)
    return refuse(
        "already-checked",
        _("{name} hat diese Ablage schon geprüft.").format(name=lead.name if lead else known.by),
        _("Es ist nichts zu tun."),
        by=known.by,
        at=known.at,
    )


def checks_of(office: Office, documents: set[str]) -> list[FilingCheck]:
    """The checks of these documents: they go with a document that is erased."""
    if not documents:
        return []
    found = (check for check in office.all(FilingCheck.kind) if isinstance(check, FilingCheck))
    return [check for check in found if check.document in documents]


RULES: dict[type[Action], Rule] = {RecordFilingCheck: Rule(LEADS, record_filing_check)}
