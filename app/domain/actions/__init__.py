"""Actions (Vorgänge): what somebody wants done. They are written down, sent, decided, and may be refused.

``base`` is the version of the record that the user saw; ``decide`` refuses what no longer makes sense on a newer one.
"""

from typing import Any, cast

from app.domain.actions.base import SYSTEM, Action
from app.domain.actions.documents import FileDocument, MoveDocument, ReturnToInbox, RotateDocument
from app.domain.actions.lead import RecordFilingCheck
from app.domain.actions.letters import LETTER_ACTIONS, ApproveLetter, PutLetter
from app.domain.actions.marks import PutMark, RecordAccess, RemoveMark
from app.domain.actions.office import Erase, ImportCases, SetUpSite, TakeIn
from app.domain.actions.pages import ArrangePages, Content
from app.domain.actions.paper import AnswerOrder, CheckPaper, OrderPaper, WishPaper, WithdrawWish
from app.domain.actions.work import (
    ConfirmHandOver,
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
from app.domain.codec import Json, build, plain

__all__ = [
    "ACTION_KINDS",
    "SYSTEM",
    "Action",
    "AnswerOrder",
    "ArrangePages",
    "Based",
    "CheckPaper",
    "ConfirmHandOver",
    "Content",
    "Erase",
    "FileDocument",
    "FinishFollowUp",
    "ForwardDocument",
    "GiveBack",
    "ImportCases",
    "MoveDocument",
    "NoteInformation",
    "OrderPaper",
    "PutAbsence",
    "PutFollowUp",
    "PutInformation",
    "PutMark",
    "PutRouting",
    "RecordAccess",
    "RecordFilingCheck",
    "RemoveMark",
    "RestoreQueue",
    "ReturnToInbox",
    "ReturnToMailRoom",
    "RotateDocument",
    "SetUpSite",
    "TakeDocument",
    "TakeIn",
    "WishPaper",
    "WithdrawWish",
    "action_from_json",
    "action_to_json",
]

Based = (
    ReturnToInbox
    | MoveDocument
    | ForwardDocument
    | GiveBack
    | ReturnToMailRoom
    | RestoreQueue
    | RotateDocument
    | PutMark
    | RemoveMark
    | PutInformation
    | PutFollowUp
    | PutAbsence
    | PutRouting
    | PutLetter
    | ApproveLetter
)
"""Actions that hold only on the version that the user saw."""

ACTION_KINDS: dict[str, type[Action]] = {
    action.kind: action
    for action in (
        SetUpSite,
        ImportCases,
        TakeIn,
        FileDocument,
        ReturnToInbox,
        MoveDocument,
        ForwardDocument,
        TakeDocument,
        GiveBack,
        ReturnToMailRoom,
        RestoreQueue,
        ConfirmHandOver,
        PutInformation,
        NoteInformation,
        PutFollowUp,
        FinishFollowUp,
        PutAbsence,
        PutRouting,
        RotateDocument,
        ArrangePages,
        PutMark,
        RemoveMark,
        WishPaper,
        WithdrawWish,
        CheckPaper,
        OrderPaper,
        AnswerOrder,
        RecordAccess,
        RecordFilingCheck,
        Erase,
    )
} | {action.kind: action for action in LETTER_ACTIONS}


def action_to_json(action: Action) -> Json:
    """``{"kind": ..., ...fields}``; ``id`` is always there."""
    return {"kind": action.kind, **cast(dict[str, Any], plain(action))}


def action_from_json(state: Json) -> Action:
    """The action that ``action_to_json`` wrote. Raises ``KeyError`` or ``TypeError`` if a newer program wrote it."""
    fields = dict(state)
    return build(ACTION_KINDS[fields.pop("kind")], fields)
