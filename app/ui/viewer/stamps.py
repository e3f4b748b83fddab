"""The stamps that are at hand."""

from dataclasses import dataclass
from datetime import date

from app.domain.records import Document
from app.domain.texts import _
from app.ui.common import format as fmt


@dataclass(frozen=True, slots=True)
class Stamp:
    """``label`` names it in the menu; the first line of ``text`` is the large one."""

    label: str
    text: str
    colour: str


def stamps(document: Document | None, name: str, today: date) -> tuple[Stamp, ...]:
    """The receipt stamp has the legal receipt date, if the document has one; all say who put them and when."""
    received = fmt.day(document.received_on) if document is not None and document.received_on else ""
    now = fmt.day(today.isoformat())
    signed = _("{name}, {when}").format(name=name, when=now)
    lines = (
        (_("Eingegangen am {date}").format(date=received or now), "blue"),
        (_("Original angefordert"), "red"),
        (_("Kopie"), "blue"),
        (_("Erledigt"), "green"),
    )
    return tuple(Stamp(line, f"{line}\n{signed}", colour) for line, colour in lines)
