"""How people share the work: who is away, what shall be looked at again, what was sent for information, and where
post goes by rule."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Record):
    """Abwesenheit: while it lasts, the person's post is the deputy's too."""

    kind: ClassVar[str] = "absence"
    worker: str
    since: str
    until: str
    """First and last day (ISO 8601), both included."""
    deputies: tuple[str, ...] = ()
    """Ids of workers: the first who is there stands in (``rules.deputies``)."""
    by: str = ""
    at: str = ""
    """Who entered it, and when; both are set when the action is decided."""
    removed: bool = False
    """Taken back."""

    def covers(self, day: str) -> bool:
        return not self.removed and self.since <= day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """Wiedervorlage of a document or a case for a person, a team or (both empty) the site."""

    kind: ClassVar[str] = "follow-up"
    due_on: str
    """ISO 8601 day."""
    reason: str = ""
    document: str = ""
    case: str = ""
    """Id of the document, of the case, or of both when the document lies in it."""
    team: str = ""
    worker: str = ""
    by: str = ""
    at: str = ""
    done_by: str = ""
    done_at: str = ""
    removed: bool = False

    @property
    def open(self) -> bool:
        return not self.done_at and not self.removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Information(Record):
    """Zur Kenntnis: somebody was shown a document that stays in the queue or file where it is."""

    kind: ClassVar[str] = "information"
    document: str
    team: str = ""
    worker: str = ""
    """To whom: a person if ``worker`` is set, else a team."""
    text: str = ""
    by: str = ""
    at: str = ""
    seen_by: str = ""
    seen_at: str = ""
    removed: bool = False

    @property
    def open(self) -> bool:
        return not self.seen_at and not self.removed


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Record):
    """Abgabe: a document on its way to another site. It has arrived when both logs say so."""

    kind: ClassVar[str] = "hand-over"
    document: str
    to_site: str
    text: str = ""
    by: str = ""
    at: str = ""
    arrived_at: str = ""

    @property
    def open(self) -> bool:
        return not self.arrived_at


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRule:
    """Whose queue a document goes to when it meets every condition that is not empty."""

    number_from: str = ""
    number_to: str = ""
    """Case numbers in their one spelling (``35502BG0001234``), both included."""
    letter_from: str = ""
    letter_to: str = ""
    """Beginnings of the applicant's last name, both included: ``A`` to ``K``, ``Sa`` to ``Sch``."""
    legal_area: str = ""
    document_type: str = ""
    team: str = ""
    worker: str = ""
    """The target: one of both."""


ROUTING_ID = "routing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing(Record):
    """The site's routing rules; there is one such record, ``ROUTING_ID``. The first rule that is met counts."""

    kind: ClassVar[str] = "routing"
    rules: tuple[RoutingRule, ...] = ()
    """Switched on."""
    draft: tuple[RoutingRule, ...] = ()
    """Being worked at: tried out, not switched on."""
    tried_on: str = ""
    """The day (ISO 8601) on whose post ``rules`` were tried out before they were switched on."""
    by: str = ""
    at: str = ""
