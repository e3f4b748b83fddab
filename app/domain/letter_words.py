"""The states and options of letters in words."""

from app.domain.records.letters import (
    ACCEPTED,
    APPROVED,
    CANCELLED,
    CHECKED,
    DELIVERED,
    DRAFT,
    FAILED,
    HANDED,
    LETTERBOX,
    POSTED,
    PRINTED,
    REGISTERED,
    RETURNED,
    Letter,
    LetterOptions,
)
from app.domain.texts import N_, _

_STATES = {
    DRAFT: N_("Entwurf"),
    CHECKED: N_("geprüft"),
    APPROVED: N_("freigegeben"),
    HANDED: N_("übergeben"),
    ACCEPTED: N_("angenommen"),
    PRINTED: N_("gedruckt"),
    POSTED: N_("aufgegeben"),
    DELIVERED: N_("zugestellt"),
    RETURNED: N_("zurückgekommen"),
    CANCELLED: N_("storniert"),
    FAILED: N_("fehlgeschlagen"),
}
_REGISTERED = {REGISTERED: N_("Einschreiben"), LETTERBOX: N_("Einschreiben Einwurf")}


def state_word(state: str) -> str:
    return _(_STATES[state]) if state in _STATES else state


def letter_state(letter: Letter) -> str:
    """What a list says of a letter: its state, and what is wanted of it and not done yet."""
    if letter.job and letter.cancel_at and letter.under_way:
        return _("wird aufgehalten")
    if letter.job and letter.status in (CHECKED, APPROVED):
        return _("wird übergeben")
    return state_word(letter.status)


def options_in_words(options: LetterOptions) -> str:
    """``beidseitig, Einschreiben``."""
    said = [_("beidseitig") if options.duplex else _("einseitig")]
    if options.colour:
        said.append(_("farbig"))
    if options.registered in _REGISTERED:
        said.append(_(_REGISTERED[options.registered]))
    if options.formal_service:
        said.append(_("Zustellungsurkunde"))
    if options.priority:
        said.append(_("bevorzugt"))
    return ", ".join(said)
