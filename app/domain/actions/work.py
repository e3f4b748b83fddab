"""Sharing the work: whose queue, absences, follow-ups, information, hand-over to another site, routing rules."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.actions.base import Action
from app.domain.records import Absence, FollowUp, ForwardNote, Information, RoutingRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardDocument(Action):
    """Put a document of the inbox into the queue of a person, a team, (both empty) the site, or give it to another
    site, where it comes into the site's queue."""

    kind: ClassVar[str] = "forward-document"
    document: str
    base: int
    team: str = ""
    worker: str = ""
    note: str = ""
    """Shown beside the document; empty: what was said before stays."""
    to_site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDocument(Action):
    """Into one's own queue. ``team`` and ``worker`` say in whose queue the user saw it: it is refused when somebody
    else has taken it since, whatever else has changed."""

    kind: ClassVar[str] = "take-document"
    document: str
    team: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(Action):
    """Out of one's own queue, back to the one from which it was taken, else to one's team."""

    kind: ClassVar[str] = "give-back"
    document: str
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToMailRoom(Action):
    """The mail room shall look where it belongs; ``note`` says why it does not belong here."""

    kind: ClassVar[str] = "return-to-mail-room"
    document: str
    base: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreQueue(Action):
    """Undo of taking, giving back, forwarding and returning: all that says whose it is, as it was before."""

    kind: ClassVar[str] = "restore-queue"
    document: str
    base: int
    team: str = ""
    worker: str = ""
    assigned_by: str = ""
    assigned_at: str = ""
    taken_from: tuple[str, ...] = ()
    note: ForwardNote | None = None
    at_mail_room: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PutInformation(Action):
    """Show somebody a document for information only, or (``removed``) take that back. ``base`` 0: a new one."""

    kind: ClassVar[str] = "put-information"
    information: Information
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteInformation(Action):
    """Zur Kenntnis genommen, or (``seen`` False) not yet after all."""

    kind: ClassVar[str] = "note-information"
    information: str
    seen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PutFollowUp(Action):
    """Enter a follow-up (``base`` 0), change it, or (``removed``) take it back."""

    kind: ClassVar[str] = "put-follow-up"
    follow_up: FollowUp
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishFollowUp(Action):
    """Done, or (``done`` False) open again."""

    kind: ClassVar[str] = "finish-follow-up"
    follow_up: str
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAbsence(Action):
    """Enter an absence (``base`` 0), change it, or (``removed``) take it back; others' only by the team lead."""

    kind: ClassVar[str] = "put-absence"
    absence: Absence
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRouting(Action):
    """The site's routing rules as they shall be: those switched on, those being worked at. ``base`` 0: the first."""

    kind: ClassVar[str] = "put-routing"
    base: int
    rules: tuple[RoutingRule, ...] = ()
    draft: tuple[RoutingRule, ...] = ()
    tried_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmHandOver(Action):
    """The other site has the document with its bytes."""

    kind: ClassVar[str] = "confirm-hand-over"
    hand_over: str
