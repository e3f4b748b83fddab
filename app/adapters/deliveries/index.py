"""``index.csv``: one row an item (delivery-format.md)."""

import csv
import io
from collections.abc import Iterator, Sequence

from app.domain.bags import ANNOUNCEMENT, DESTRUCTION, LEGACY, POST, RECEIPT, BagRefused, Finding, Row
from app.domain.texts import _

INDEX = "index.csv"
COLUMNS = (
    "file",
    "item",
    "channel",
    "received_on",
    "scanned_at",
    "pages",
    "site",
    "case_number",
    "document_type",
    "volume",
    "register",
    "code",
    "remark",
    "destroyed_at",
)
RECEIPT_COLUMNS = ("order", "item", "wish", "act", "result")
NEEDED = {
    POST: ("file", "item", "received_on", "scanned_at"),
    LEGACY: ("file", "item", "scanned_at", "case_number"),
    ANNOUNCEMENT: ("item",),
    DESTRUCTION: ("item", "destroyed_at"),
    RECEIPT: ("order", "item", "wish", "result"),
}


def unreadable_index(reason: str) -> BagRefused:
    return BagRefused(
        "bad-index",
        _("Das Verzeichnis der Lieferung lässt sich nicht lesen: {reason}").format(reason=reason),
        _("Lassen Sie sich die Lieferung mit einem richtigen Verzeichnis erneut geben."),
    )


def index_text(raw: bytes, encoding: str = "utf-8") -> str:
    """Raises ``BagRefused``."""
    try:
        text = raw.decode(encoding).removeprefix("\ufeff")
    except (UnicodeError, LookupError) as error:
        raise unreadable_index(_("Es ist kein Text in der vereinbarten Zeichenkodierung.")) from error
    if "\0" in text:
        raise unreadable_index(_("Es enthält Zeichen, die in keinem Text vorkommen."))
    return text


def csv_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, values) of every line that is not empty. Raises ``BagRefused`` for quoting against RFC 4180."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield line, [value.strip() for value in values]
            line = reader.line_num + 1
    except csv.Error as error:
        raise unreadable_index(_("Die Anführungszeichen in Zeile {line} stimmen nicht.").format(line=line)) from error


def read_index(raw: bytes, kind: str) -> tuple[Row, ...]:
    """The rows of an index with a header line. Raises ``BagRefused``."""
    lines = csv_lines(index_text(raw), ";")
    _line, header = next(lines, (0, []))
    names = [name.lower() for name in header]
    missing = [column for column in NEEDED[kind] if column not in names]
    if missing:
        raise unreadable_index(_("Es fehlen Spalten: {columns}.").format(columns=", ".join(missing)))
    if len(set(filter(None, names))) != len([name for name in names if name]):
        raise unreadable_index(_("Eine Spalte steht mehrfach darin."))
    columns = RECEIPT_COLUMNS if kind == RECEIPT else COLUMNS
    return tuple(make_row(line, names, header, values, columns) for line, values in lines)


def make_row(
    line: int, names: Sequence[str], labels: Sequence[str], values: Sequence[str], columns: Sequence[str] = COLUMNS
) -> Row:
    """``names`` are the columns in lower case, ``labels`` as they are to be shown; known are ``columns``."""
    known = {name: value for name, value in zip(names, values, strict=False) if name in columns and value}
    extra = tuple(
        (label, value)
        for name, label, value in zip(names, labels, values, strict=False)
        if name not in columns and value and label
    )
    fault = None
    if any(values[len(names) :]):
        fault = Finding(
            "row-too-long",
            _("Zeile {line} des Verzeichnisses hat mehr Felder als Spalten.").format(line=line),
        )
    return Row(line, known, extra, fault)
