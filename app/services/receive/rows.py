"""What a row of the index says about a document: values as records hold them, and warnings about the rest."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.bags import LEGACY, Finding, Row
from app.domain.case_number import parse_case_number
from app.domain.channels import CHANNELS
from app.domain.office import Office
from app.domain.records import CaseFile, Worker
from app.domain.registers import register_of
from app.domain.texts import _

_MOST_PAGES = 100_000


@dataclass(slots=True)
class Statement:
    """A row as the record will hold it. What cannot be read is kept in ``extra`` as it came, with a warning."""

    item: str = ""
    channel: str = "letter"
    received_on: str = ""
    scanned_at: str = ""
    pages: int = 0
    """As counted by the provider; 0 when it does not say."""
    case_number: str = ""
    case: CaseFile | None = None
    document_type: str = ""
    register: str = ""
    volume: int = 0
    code: str = ""
    remark: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Finding, ...] = ()


def read_row(row: Row, kind: str, office: Office) -> Statement:
    """``office`` is that of the row's site: cases of other sites are not looked for."""
    statement = Statement(extra=row.extra)
    for column in ("item", "document_type", "register", "code", "remark"):
        setattr(statement, column, row.get(column))
    _read_channel(row, statement)
    _read_dates(row, statement, kind)
    statement.pages = _read_count(row, "pages", statement)
    statement.volume = _read_count(row, "volume", statement)
    _read_case(row, statement, office)
    if not statement.register and kind == LEGACY:
        statement.register = register_of(statement.document_type)
    if not statement.item:
        _warn(statement, "no-item", _("Im Verzeichnis fehlt die Nummer des Papiers beim Dienstleister."))
    return statement


def is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and _parses(date, text)


def is_instant(text: str) -> bool:
    return len(text) >= len("2026-11-20T06:12") and _parses(datetime, text)


def worker_of(case: CaseFile, office: Office) -> str:
    """Who works on the case, if that is somebody who still does; "" for the site's queue."""
    found = office.get(Worker.kind, case.worker) if case.worker else None
    worker = found.record if found is not None else None
    return worker.id if isinstance(worker, Worker) and not worker.ended else ""


def _read_channel(row: Row, statement: Statement) -> None:
    channel = row.get("channel").lower()
    if channel in CHANNELS:
        statement.channel = channel
    elif channel:
        _keep(row, "channel", statement)
        _warn(statement, "bad-channel", _("Der Eingangsweg ist unbekannt; angenommen wurde: Brief."))


def _read_dates(row: Row, statement: Statement, kind: str) -> None:
    received_on, scanned_at = row.get("received_on"), row.get("scanned_at")
    if is_date(received_on):
        statement.received_on = received_on
    elif received_on:
        _keep(row, "received_on", statement)
        _warn(statement, "bad-received-on", _("Das Eingangsdatum lässt sich nicht lesen."))
    elif kind != LEGACY:
        _warn(statement, "no-received-on", _("Das Eingangsdatum fehlt."))
    if is_instant(scanned_at):
        statement.scanned_at = scanned_at
    elif scanned_at:
        _keep(row, "scanned_at", statement)
        _warn(statement, "bad-scanned-at", _("Der Zeitpunkt des Scannens lässt sich nicht lesen."))


def _read_count(row: Row, column: str, statement: Statement) -> int:
    text = row.get(column)
    if not text:
        return 0
    if re.fullmatch(r"[0-9]{1,6}", text) and 0 < int(text) < _MOST_PAGES:
        return int(text)
    _keep(row, column, statement)
    _warn(statement, f"bad-{column}", _("Die Spalte „{column}“ enthält keine brauchbare Zahl.").format(column=column))
    return 0


def _read_case(row: Row, statement: Statement, office: Office) -> None:
    written = row.get("case_number")
    if not written:
        return
    number = parse_case_number(written)
    case = None if number is None else office.case_by_number(number)
    if case is not None and not case.moved_to:
        statement.case, statement.case_number = case, case.case_number
        return
    _keep(row, "case_number", statement)
    if number is None:
        _warn(statement, "bad-case-number", _("Das Aktenzeichen lässt sich nicht lesen."))
    elif case is None:
        _warn(statement, "unknown-case", _("Diese Akte gibt es am Standort nicht."))
    else:
        _warn(statement, "case-moved", _("Die Akte wurde an einen anderen Standort abgegeben."))


def _parses(cls: type[date], text: str) -> bool:
    try:
        cls.fromisoformat(text)
    except ValueError:
        return False
    return True


def _keep(row: Row, column: str, statement: Statement) -> None:
    statement.extra = (*statement.extra, (column, row.get(column)))


def _warn(statement: Statement, code: str, text: str) -> None:
    statement.warnings = (*statement.warnings, Finding(code, text))
