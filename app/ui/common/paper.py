"""The paper clock in words and colour."""

from collections.abc import Sequence
from datetime import date

from app.domain.paper_clock import days_left
from app.domain.records import HOLD, ORIGINAL, RESCAN
from app.domain.rules.paper import ASKED, CONFIRMED, REASONS, REFUSED, WAITING
from app.domain.texts import _, ngettext
from app.ui.common import format as fmt
from app.ui.common.roles import Mark

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


WISH_ICONS = {ORIGINAL: "returned", RESCAN: "scan-text", HOLD: "lock"}
_TONES = {WAITING: "accent", ASKED: "accent", CONFIRMED: "good", REFUSED: "bad"}


def wish_label(wish: str) -> str:
    return {ORIGINAL: _("Original"), RESCAN: _("Neu scannen"), HOLD: _("Aufbewahren")}.get(wish, wish)


def state_label(state: str) -> str:
    """What became of a wish, as an adjective."""
    return {
        WAITING: _("vorgemerkt"),
        ASKED: _("beauftragt"),
        CONFIRMED: _("bestätigt"),
        REFUSED: _("abgelehnt"),
    }.get(state, "")


def wish_marks(wishes: Sequence[tuple[str, str]]) -> tuple[Mark, ...]:
    """Pills for (wish, state) pairs, short enough for a narrow list: of what is refused the icon says what it was."""
    return tuple(
        (state_label(state) if state == REFUSED else wish_label(wish), _TONES.get(state, ""))
        for wish, state in wishes
    )


def wishes_said(wishes: Sequence[tuple[str, str]]) -> str:
    """(wish, state) pairs in words: ``"Aufbewahren: beauftragt, Original: bestätigt"``."""
    return ", ".join(f"{wish_label(wish)}: {state_label(state)}" for wish, state in wishes)


def paper_icon(wishes: Sequence[tuple[str, str]], checked: bool) -> str | None:
    """The icon beside the days: of the first wish, else a tick when the scan was seen to be good."""
    if wishes:
        return f"{WISH_ICONS.get(wishes[0][0], 'info')}:{'bad' if wishes[0][1] == REFUSED else 'text'}"
    return "ok:good" if checked else None


def reason_labels() -> tuple[tuple[str, str], ...]:
    """(code, label) of the reasons that an order may give."""
    labels = {
        "unreadable": _("der Scan nicht lesbar ist"),
        "cut-off": _("etwas abgeschnitten ist"),
        "pages-missing": _("Seiten fehlen"),
        "evidence": _("das Papier selbst Beweis ist"),
        "proceeding": _("Widerspruch oder Klage läuft"),
        "return": _("es zurückgegeben wird"),
        "other": _("es einen anderen Grund gibt"),
    }
    return tuple((code, labels[code]) for code in REASONS)


def late_mark(days: int) -> Mark:
    """Announced post that the provider has not delivered in the time that he promised."""
    return ngettext("{n} Tag überfällig", "{n} Tage überfällig", days).format(n=days), "bad"
