"""How post comes, and that our own goes."""

from app.domain.texts import N_, _

_NAMES = {
    "letter": N_("Brief"),
    "fax": N_("Fax"),
    "email": N_("E-Mail"),
    "online": N_("Online"),
    "counter": N_("Abgabe vor Ort"),
}
CHANNELS = tuple(_NAMES)
"""The ways in which post comes."""
OUTGOING = "outgoing"
"""Of our own letters in a file: they never came."""


def channel_name(code: str) -> str:
    """How the post came, in words; what is no known way stays as it is."""
    if code == OUTGOING:
        return _("Postausgang")
    return _(_NAMES[code]) if code in _NAMES else code
