"""What takes an action back. Undoing is an action like any other: recorded, decided, perhaps refused."""

from app.domain.actions import (
    Action,
    CheckPaper,
    FileDocument,
    MoveDocument,
    PutFollowUp,
    PutInformation,
    PutMark,
    RemoveMark,
    ReturnToInbox,
    RotateDocument,
    WishPaper,
    WithdrawWish,
)
from app.domain.records import Document, Mark, Record
from app.domain.rules.paper import wish_of
from app.domain.undo_work import entry_back, entry_of, queue_back


def inverse(action: Action, before: Record | None, version_after: int) -> Action | None:
    """The action that brings the record back to ``before`` (None: there was none, or one that had been removed).

    None for actions that cannot be taken back. ``version_after`` is the version that ``action`` left: if somebody
    changed the record since, undoing is refused.
    """
    who = {"site": action.site, "by": action.by}
    if isinstance(before, Document):
        return _document_back(action, before, version_after, who)
    match action:
        case PutMark() if isinstance(before, Mark):
            return PutMark(**who, mark=before, base=version_after)
        case PutMark():
            return RemoveMark(**who, mark=action.mark.id, document=action.mark.document, base=version_after)
        case RemoveMark() if isinstance(before, Mark):
            return PutMark(**who, mark=before, base=version_after)
    return entry_back(action, before, version_after, who)


def _document_back(action: Action, before: Document, version_after: int, who: dict[str, str]) -> Action | None:
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
        case RotateDocument():
            return RotateDocument(**who, document=before.id, base=version_after, rotation=before.rotation)
        case CheckPaper():
            return CheckPaper(**who, document=before.id, checked=not action.checked)
        case WishPaper() | WithdrawWish():
            known = wish_of(before, action.wish)
            if known is None or not known.open:
                return WithdrawWish(**who, document=before.id, wish=action.wish)
            return WishPaper(**who, document=before.id, wish=action.wish, reason=known.reason)
    return queue_back(action, before, version_after, who)


def touched_document(action: Action) -> str | None:
    """Id of the one document that the action is about, if it is about one."""
    if isinstance(action, PutMark):
        return action.mark.document
    if isinstance(action, PutInformation):
        return action.information.document
    if isinstance(action, PutFollowUp):
        return action.follow_up.document or None
    document = getattr(action, "document", None)
    return document if isinstance(document, str) else None


def touched_record(action: Action) -> tuple[str, str] | None:
    """(kind, id) of the one record that the action changes and undoing brings back, if there is one."""
    match action:
        case PutMark():
            return Mark.kind, action.mark.id
        case RemoveMark():
            return Mark.kind, action.mark
    entry = entry_of(action)
    if entry is not None:
        return entry
    document = touched_document(action)
    return None if document is None else (Document.kind, document)
