"""What takes an action back. Undoing is an action like any other: recorded, decided, perhaps refused."""

from app.domain.actions import (
    Action,
    FileDocument,
    ForwardDocument,
    MoveDocument,
    ReturnToInbox,
    RotateDocument,
)
from app.domain.records import Document


def inverse(action: Action, before: Document, version_after: int) -> Action | None:
    """The action that brings the document back to ``before``; None for actions that cannot be taken back.

    ``version_after`` is the version that ``action`` left: if somebody changed the document since, undoing is refused.
    """
    who = {"site": action.site, "by": action.by}
    match action:
        case FileDocument():
            return ReturnToInbox(**who, document=before.id, base=version_after)
        case ReturnToInbox():
            return FileDocument(
                **who,
                document=before.id,
                case=before.case,
                document_type=before.document_type,
                register=before.register,
                title=before.title,
            )
        case MoveDocument():
            return MoveDocument(
                **who,
                document=before.id,
                base=version_after,
                case=before.case,
                document_type=before.document_type,
                register=before.register,
                title=before.title,
            )
        case ForwardDocument():
            return ForwardDocument(
                **who, document=before.id, base=version_after, team=before.team, worker=before.worker
            )
        case RotateDocument():
            return RotateDocument(**who, document=before.id, base=version_after, rotation=before.rotation)
    return None


def touched_document(action: Action) -> str | None:
    """Id of the one document that the action is about, if it is about one."""
    document = getattr(action, "document", None)
    return document if isinstance(document, str) else None
