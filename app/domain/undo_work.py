"""What takes back the actions of sharing the work: see ``domain.undo``."""

from dataclasses import replace
from typing import Any

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
from app.domain.records import ROUTING_ID, Absence, Document, FollowUp, Information, Record, Routing


def queue_back(action: Action, before: Document, base: int, who: dict[str, str]) -> Action | None:
    """What brings the document back into the queue in which it lay. Another site alone can give it back."""
    if not isinstance(action, TakeDocument | GiveBack | ReturnToMailRoom | RestoreQueue | ForwardDocument):
        return None
    if isinstance(action, ForwardDocument) and action.to_site:
        return None
    return RestoreQueue(
        **who,
        document=before.id,
        base=base,
        team=before.team,
        worker=before.worker,
        assigned_by=before.assigned_by,
        assigned_at=before.assigned_at,
        taken_from=before.taken_from,
        note=before.note,
        at_mail_room=before.at_mail_room,
    )


def entry_back(action: Action, before: Record | None, base: int, who: dict[str, Any]) -> Action | None:
    """What brings an absence, a follow-up, an information or the routing rules back; a new one is marked as removed."""
    match action:
        case PutFollowUp():
            known = before if isinstance(before, FollowUp) else replace(action.follow_up, removed=True)
            return PutFollowUp(**who, follow_up=known, base=base)
        case FinishFollowUp() if isinstance(before, FollowUp):
            return FinishFollowUp(**who, follow_up=before.id, done=bool(before.done_at))
        case PutInformation():
            shown = before if isinstance(before, Information) else replace(action.information, removed=True)
            return PutInformation(**who, information=shown, base=base)
        case NoteInformation() if isinstance(before, Information):
            return NoteInformation(**who, information=before.id, seen=bool(before.seen_at))
        case PutAbsence():
            away = before if isinstance(before, Absence) else replace(action.absence, removed=True)
            return PutAbsence(**who, absence=away, base=base)
        case PutRouting():
            rules = before if isinstance(before, Routing) else Routing(id=ROUTING_ID)
            return PutRouting(**who, base=base, rules=rules.rules, draft=rules.draft, tried_on=rules.tried_on)
    return None


def entry_of(action: Action) -> tuple[str, str] | None:
    """(kind, id) of the absence, follow-up ... that the action changes."""
    match action:
        case PutFollowUp():
            return FollowUp.kind, action.follow_up.id
        case FinishFollowUp():
            return FollowUp.kind, action.follow_up
        case PutInformation():
            return Information.kind, action.information.id
        case NoteInformation():
            return Information.kind, action.information
        case PutAbsence():
            return Absence.kind, action.absence.id
        case PutRouting():
            return Routing.kind, ROUTING_ID
    return None
