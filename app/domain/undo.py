"""What takes an action back. Undoing is an action like any other: recorded, decided, perhaps refused."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.domain.actions import (
    Action,
    ArrangePages,
    Based,
    CheckPaper,
    Content,
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
from app.domain.page_sets import as_it_was, sheets_of
from app.domain.records import Document, Mark, Record
from app.domain.rules.filing import FILED_AS
from app.domain.rules.paper import wish_of
from app.domain.undo_letters import letter_back, letter_of
from app.domain.undo_work import entry_back, entry_of, queue_back

Key = tuple[str, str]
"""(kind, id) of a record."""


def taken_back(action: Action, before: Mapping[Key, tuple[int, Record | None]]) -> Action | None:
    """The action that takes back ``action``, which was done when its records were as ``before`` says ((version, record)
    of each of ``touched_records``, (0, None) of one that was not there). None: it cannot be taken back."""
    if isinstance(action, ArrangePages):
        pairs = ((content, before[Document.kind, content.document][1]) for content in action.contents)
        contents = tuple(_content_back(content, was) for content, was in pairs if _changes_pages(content, was))
        return ArrangePages(site=action.site, by=action.by, contents=contents) if contents else None
    keys = touched_records(action)
    if not keys:
        return None
    version, record = before[keys[0]]
    return inverse(action, record, bases(action).get(keys[0], version) + 1)


def _changes_pages(content: Content, before: Record | None) -> bool:
    if not isinstance(before, Document):
        return True
    return (content.sheets, content.dropped) != (sheets_of(before), before.dropped)


def _content_back(content: Content, before: Record | None) -> Content:
    left = content.base + 1
    return as_it_was(before, left) if isinstance(before, Document) else Content(document=content.document, base=left)


def bases(action: Action) -> dict[Key, int]:
    """The versions on which alone the action holds."""
    if isinstance(action, ArrangePages):
        return {(Document.kind, content.document): content.base for content in action.contents}
    keys = touched_records(action)
    return {keys[0]: action.base} if isinstance(action, Based) and keys else {}


def on_versions(action: Action, version: Callable[[Key, int], int]) -> Action:
    """The same action on the versions that ``version`` names for the (record, version) that it was made for."""
    if isinstance(action, ArrangePages):
        return replace(
            action,
            contents=tuple(
                replace(content, base=version((Document.kind, content.document), content.base))
                for content in action.contents
            ),
        )
    if isinstance(action, Based):
        for key, base in bases(action).items():
            return replace(action, base=version(key, base))
    return action


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
    return letter_back(action, before, version_after, who) or entry_back(action, before, version_after, who)


def _document_back(action: Action, before: Document, version_after: int, who: dict[str, str]) -> Action | None:
    match action:
        case FileDocument():
            was = {name: str(getattr(before, name)) for name in FILED_AS}
            changed = tuple((name, value) for name, value in was.items() if getattr(action, name) not in ("", value))
            return ReturnToInbox(**who, document=before.id, base=version_after, restore=changed)
        case ReturnToInbox():
            return FileDocument(
                **who,
                document=before.id,
                case=before.case,
                document_type=before.document_type,
                register=before.register,
                title=before.title,
                received_on=before.received_on,
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
                received_on=before.received_on,
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


def touched_records(action: Action) -> tuple[Key, ...]:
    """(kind, id) of the records that the action changes and undoing brings back."""
    if isinstance(action, ArrangePages):
        return tuple((Document.kind, content.document) for content in action.contents)
    record = touched_record(action)
    return () if record is None else (record,)


def touched_documents(action: Action) -> tuple[str, ...]:
    """Ids of the documents that the action is about, the one first that stands for it."""
    if isinstance(action, ArrangePages):
        return tuple(content.document for content in action.contents)
    document = touched_document(action)
    return () if document is None else (document,)


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
    entry = letter_of(action) or entry_of(action)
    if entry is not None:
        return entry
    document = touched_document(action)
    return None if document is None else (Document.kind, document)
