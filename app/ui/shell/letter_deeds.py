"""Actions on outgoing letters, in words."""

from app.domain.actions import Action
from app.domain.actions.letters import ApproveLetter, CancelLetter, CheckLetter, PutLetter, ReviveLetter, SendLetter
from app.domain.texts import _


def letter_said(action: Action) -> str:
    """What the action does, "" for one of another theme."""
    match action:
        case PutLetter():
            return _("Brief „{title}“ in den Postausgang legen oder ändern").format(title=action.letter.title)
        case CheckLetter():
            return _("Prüfung eines Briefs vermerken")
        case ApproveLetter():
            return _("Brief freigeben") if action.approved else _("Freigabe eines Briefs zurücknehmen")
        case SendLetter():
            return _("Brief senden")
        case CancelLetter():
            return _("Brief verwerfen oder aufhalten")
        case ReviveLetter():
            return _("Verworfenen Brief zurückholen")
    return ""
