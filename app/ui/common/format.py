"""How dates, ages, counts and names are written on screen. Input is what the records hold: ISO 8601 text."""

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.cache import CaseRow, DocumentRow
from app.domain.channels import OUTGOING, channel_name
from app.domain.records import CaseFile, Document, Person
from app.domain.texts import _, ngettext


def day(iso: str) -> str:
    """``2026-11-18`` (or an instant) as ``18.11.2026``; what is no date stays as it is."""
    head = iso[:10]
    if len(head) == 10 and head[4] == head[7] == "-":
        return f"{head[8:10]}.{head[5:7]}.{head[:4]}"
    return iso


def moment(iso: str, today: date | None = None) -> str:
    """An instant in local time: ``10:42`` if of today, else ``18.11., 10:42``, with the year if it is another."""
    try:
        when = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    now = today or _today()
    clock = f"{when:%H:%M}"
    if when.date() == now:
        return clock
    return f"{when:%d.%m.}, {clock}" if when.year == now.year else f"{when:%d.%m.%Y}, {clock}"


def days_since(iso: str, today: date | None = None) -> int | None:
    """Whole days from a date to today, None if it is no date."""
    try:
        return ((today or _today()) - date.fromisoformat(iso[:10])).days
    except ValueError:
        return None


def age(iso: str, today: date | None = None) -> str:
    """How long ago in words: ``heute``, ``gestern``, ``vor 3 Tagen``, ``vor 2 Wochen``, ``vor 5 Monaten``."""
    days = days_since(iso, today)
    if days is None:
        return ""
    if days < 0:
        return ngettext("in {n} Tag", "in {n} Tagen", -days).format(n=-days)
    if days == 0:
        return _("heute")
    if days == 1:
        return _("gestern")
    if days < 14:
        return ngettext("vor {n} Tag", "vor {n} Tagen", days).format(n=days)
    if days < 61:
        return ngettext("vor {n} Woche", "vor {n} Wochen", days // 7).format(n=days // 7)
    if days < 730:
        return ngettext("vor {n} Monat", "vor {n} Monaten", days // 30).format(n=days // 30)
    return ngettext("vor {n} Jahr", "vor {n} Jahren", days // 365).format(n=days // 365)


def month(iso: str) -> str:
    """``2026-11-18`` as ``November 2026``: a heading of the timeline."""
    names = (
        _("Januar"),
        _("Februar"),
        _("März"),
        _("April"),
        _("Mai"),
        _("Juni"),
        _("Juli"),
        _("August"),
        _("September"),
        _("Oktober"),
        _("November"),
        _("Dezember"),
    )
    try:
        when = date.fromisoformat(iso[:10])
    except ValueError:
        return _("Ohne Eingangsdatum")
    return f"{names[when.month - 1]} {when.year}"


def pages(count: int) -> str:
    return ngettext("{n} Seite", "{n} Seiten", count).format(n=number(count))


def documents(count: int) -> str:
    return ngettext("{n} Dokument", "{n} Dokumente", count).format(n=number(count))


def number(value: int) -> str:
    """With a narrow space as the thousands separator: right in German and English alike."""
    return f"{value:,}".replace(",", "\u202f")


def size(count: int) -> str:
    """Bytes in words: ``0 kB``, ``812 kB``, ``3,4 MB``."""
    if count < 1_000_000:
        return _("{n} kB").format(n=number(round(count / 1000)))
    return _("{n} MB").format(n=f"{count / 1_000_000:.1f}".replace(".", _(",")))


def channel(code: str) -> str:
    """How the post came, in words."""
    return channel_name(code)


def came(document: Document) -> str:
    """``Eingang 18.11.2026``; of a letter that we wrote, its own date; "" without one."""
    if not document.received_on:
        return ""
    said = _("vom {date}") if document.channel == OUTGOING else _("Eingang {date}")
    return said.format(date=day(document.received_on))


def title(document: DocumentRow | Document) -> str:
    """What a document is called: its title, else its type, else how it came and that it has no type yet."""
    return document.title or document.document_type or _("{channel}, noch ohne Typ").format(
        channel=channel(document.channel) or _("Dokument")
    )


def case_number(number_: str) -> str:
    """``35502BG0001234`` with thin spaces round BG, easier to read aloud; the stored spelling is what is copied."""
    return number_.replace("BG", "\u202fBG\u202f", 1)


def person(entry: Person) -> str:
    """``Berger, Anna, geb. 12.03.1984``"""
    return _("{name}, geb. {date}").format(name=entry.name, date=day(entry.born)) if entry.born else entry.name


def household(persons: Sequence[Person]) -> str:
    """The persons in one line, never broken inside one; the applicant's last name is not repeated."""
    shown = []
    for entry in persons:
        alike = entry.first_name and entry.last_name == persons[0].last_name
        name = entry.first_name if alike else entry.name
        born = _("{name}, geb. {date}").format(name=name, date=day(entry.born)) if entry.born else name
        shown.append(born.replace(" ", "\u00a0").replace("-", "\u2011"))
    return " · ".join(shown)


def address(case: CaseFile | CaseRow) -> str:
    town = f"{case.postcode} {case.town}".strip()
    return ", ".join(part for part in (case.street, town) if part)


def _today() -> date:
    return datetime.now().astimezone().date()
