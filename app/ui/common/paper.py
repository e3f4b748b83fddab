"""The paper clock in words and colour."""

from datetime import date

from app.domain.paper_clock import days_left
from app.domain.texts import _, ngettext
from app.ui.common import format as fmt

URGENT_DAYS, SOON_DAYS = 14, 28


def paper_tone(left: int) -> str:
    """Red under 14 days, amber under 28."""
    return "bad" if left < URGENT_DAYS else "caution" if left < SOON_DAYS else ""


def paper_mark(scanned_at: str, destroyed_at: str, today: date) -> tuple[str, str]:
    """(words, tone): ``("Papier noch 12 Tage", "bad")``; empty words when there is no paper."""
    left = days_left(scanned_at, destroyed_at, today)
    if left is None:
        return "", ""
    if destroyed_at:
        return _("Papier vernichtet am {date}").format(date=fmt.day(destroyed_at)), "bad"
    if left <= 0:
        return _("Papierfrist abgelaufen"), "bad"
    return ngettext("Papier noch {n} Tag", "Papier noch {n} Tage", left).format(n=left), paper_tone(left)
