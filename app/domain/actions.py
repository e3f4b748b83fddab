"""Actions (Vorgänge): what somebody wants done. They are written down, sent, decided, and may be refused.

``base`` is the version of the record that the user saw; ``decide`` refuses what no longer makes sense on a newer one.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from app.domain.codec import Json, build, plain
from app.domain.ids import new_id
from app.domain.records import (
    Access,
    Announcement,
    CaseFile,
    Delivery,
    Document,
    Mark,
    PaperOrder,
    SetAside,
    Site,
    Team,
    Worker,
)

SYSTEM = "system"
"""The machine account: sets up, imports, receives and verifies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """``id`` is a UUIDv7; ``by`` a worker's id or ``SYSTEM``; ``acted_at`` the user's clock (ISO 8601)."""

    kind: ClassVar[str] = ""
    id: str = field(default_factory=new_id)
    site: str
    by: str
    acted_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpSite(Action):
    """Bring site, teams and workers up to the county's file; who is not named is ended, not deleted."""

    kind: ClassVar[str] = "set-up-site"
    record: Site
    teams: tuple[Team, ...] = ()
    workers: tuple[Worker, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCases(Action):
    """Add or update case files, found by their case number; ``CaseFile.id`` counts only for new ones."""

    kind: ClassVar[str] = "import-cases"
    cases: tuple[CaseFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn(Action):
    """What a delivery brought to a site. Originals, packs and texts are stored before this is sent."""

    kind: ClassVar[str] = "take-in"
    documents: tuple[Document, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    destroyed: tuple[tuple[str, str], ...] = ()
    """(document id, destroyed_at) pairs."""
    delivery: Delivery | None = None
    """The summary; comes with the last part of a large delivery."""
    shared_bytes: bool = False
    """Equal bytes are meant (one blank form in many files, example data): nothing is marked as a duplicate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDocument(Action):
    """File a document of the inbox into a case."""

    kind: ClassVar[str] = "file-document"
    document: str
    case: str
    """Id of the case file."""
    document_type: str = ""
    register: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToInbox(Action):
    """Take a filed document out of its case (also the undo of filing), back to the queue it came from."""

    kind: ClassVar[str] = "return-to-inbox"
    document: str
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDocument(Action):
    """Change where and as what a filed document lies: case, register, type, title (all given, changed or not)."""

    kind: ClassVar[str] = "move-document"
    document: str
    base: int
    case: str
    document_type: str = ""
    register: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardDocument(Action):
    """Put a document of the inbox into the queue of a person, a team, or (both empty) the site."""

    kind: ClassVar[str] = "forward-document"
    document: str
    base: int
    team: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateDocument(Action):
    """Show a document's pages turned, for everyone; ``rotation`` is degrees clockwise, the original stays as it is."""

    kind: ClassVar[str] = "rotate-document"
    document: str
    base: int
    rotation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PutMark(Action):
    """Put a mark on a page (``base`` 0), change one, or bring a removed one back."""

    kind: ClassVar[str] = "put-mark"
    mark: Mark
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMark(Action):
    """Take a mark off its page. Its record stays, so that this can be undone."""

    kind: ClassVar[str] = "remove-mark"
    mark: str
    document: str
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WishPaper(Action):
    """Say what shall happen with a document's paper (``wish`` is one of ``PAPER_WISHES``)."""

    kind: ClassVar[str] = "wish-paper"
    document: str
    wish: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawWish(Action):
    """Take back what was wished for a document's paper."""

    kind: ClassVar[str] = "withdraw-wish"
    document: str
    wish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPaper(Action):
    """Gesichtet: the scan is good, the paper need not be kept for it; or, not ``checked``, take that back."""

    kind: ClassVar[str] = "check-paper"
    document: str
    checked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaper(Action):
    """Write down an order before its file goes to the provider. Refused if a line is not due any more."""

    kind: ClassVar[str] = "order-paper"
    order: PaperOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOrder(Action):
    """The provider's receipt for an order: (item, wish, recall, answer) of its lines."""

    kind: ClassVar[str] = "answer-order"
    order: str
    """Id of the ``PaperOrder``."""
    answers: tuple[tuple[str, str, bool, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccess(Action):
    """Note that the actor printed or exported pages."""

    kind: ClassVar[str] = "record-access"
    access: Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(Action):
    """Delete records for good, as the law orders: (kind, id) pairs. Heads stay; bodies, checkpoints, originals go."""

    kind: ClassVar[str] = "erase"
    records: tuple[tuple[str, str], ...]


Based = ReturnToInbox | MoveDocument | ForwardDocument | RotateDocument | PutMark | RemoveMark
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
        RotateDocument,
        PutMark,
        RemoveMark,
        WishPaper,
        WithdrawWish,
        CheckPaper,
        OrderPaper,
        AnswerOrder,
        RecordAccess,
        Erase,
    )
}


def action_to_json(action: Action) -> Json:
    """``{"kind": ..., ...fields}``; ``id`` is always there."""
    return {"kind": action.kind, **cast(dict[str, Any], plain(action))}


def action_from_json(state: Json) -> Action:
    """The action that ``action_to_json`` wrote. Raises ``KeyError`` or ``TypeError`` if a newer program wrote it."""
    fields = dict(state)
    return build(ACTION_KINDS[fields.pop("kind")], fields)
