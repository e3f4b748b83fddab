"""How a letter stands, as a pill: the same in the outgoing post and in its case."""

from app.domain.letter_words import letter_state
from app.domain.records.letters import CANCELLED, DELIVERED, DRAFT, FAILED, POSTED, RETURNED, Letter
from app.domain.texts import _
from app.ui.common.roles import Mark

_TONES = {DELIVERED: "good", POSTED: "good", RETURNED: "bad", FAILED: "bad", CANCELLED: ""}
_ICONS = {
    RETURNED: "mail-returned",
    FAILED: "error",
    CANCELLED: "dismiss",
    DELIVERED: "mail-read",
    POSTED: "on-the-way",
}


def letter_icon(letter: Letter) -> str:
    return _ICONS.get(letter.status, "mail")


def letter_title(letter: Letter) -> str:
    return letter.title or letter.letter_type or _("Brief")


def letter_mark(letter: Letter, *, lacks_approval: bool = False, ready: bool = False) -> Mark:
    """The state; what somebody has to do stands out."""
    if letter.status == DRAFT and letter.check is not None:
        return _("Prüfung nicht bestanden"), "bad"
    if lacks_approval and not letter.job:
        return _("wartet auf Freigabe"), "caution"
    return letter_state(letter), _TONES.get(letter.status, "accent" if ready or letter.under_way else "")
