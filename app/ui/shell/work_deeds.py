"""Actions of sharing the work, in words."""

from app.domain.actions import (
    Action,
    FinishFollowUp,
    ForwardDocument,
    GiveBack,
    NoteInformation,
    PutAbsence,
    PutFollowUp,
    PutInformation,
    PutRouting,
    RestoreQueue,
    ReturnToMailRoom,
    TakeDocument,
)
from app.domain.texts import _


def work_said(action: Action, document: str) -> str:
    """What the action does, "" for one of another theme; ``document`` is the document's title, if it is about one."""
    match action:
        case ForwardDocument():
            pattern = _("„{document}“ abgeben") if action.to_site else _("„{document}“ weiterleiten")
        case TakeDocument():
            pattern = _("„{document}“ übernehmen")
        case GiveBack():
            pattern = _("„{document}“ zurückgeben")
        case ReturnToMailRoom():
            pattern = _("„{document}“ an die Poststelle zurückgeben")
        case RestoreQueue():
            pattern = _("„{document}“ zurück in den Eingang von vorher")
        case PutInformation():
            pattern = _("„{document}“ zur Kenntnis geben")
        case NoteInformation():
            pattern = _("Zur Kenntnis genommen")
        case PutFollowUp() | FinishFollowUp():
            pattern = _("Wiedervorlage")
        case PutAbsence():
            pattern = _("Abwesenheit eintragen oder ändern")
        case PutRouting():
            pattern = _("Verteilregeln ändern")
        case _other:
            return ""
    return pattern.format(document=document)
