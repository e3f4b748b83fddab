"""What the outbox will make of a site: the confirmed records with the waiting actions decided on top, in order.

The confirmed records stay as they are, so a refusal or a commit of somebody else only means deciding again
("rebase"), and nothing has to be taken back.
"""

from collections.abc import Iterable

from app.adapters.cache.desk import ACCEPTED, Entry
from app.domain.actions import Action
from app.domain.cache import WAITING
from app.domain.decide import Refused, decide
from app.domain.log import make_body
from app.domain.office import LayeredOffice, Office
from app.domain.records import Document, Mark, Record


class Overlay:
    """Records as they will be, by id: (version, record); None when one will be gone."""

    def __init__(self, base: Office, entries: Iterable[Entry], position: int) -> None:
        self.office = LayeredOffice(base)
        self.documents: dict[str, tuple[int, Document | None]] = {}
        self.marks: dict[str, tuple[int, Mark]] = {}
        self.others: dict[str, dict[str, tuple[int, Record | None]]] = {}
        """Of all other kinds, by kind."""
        self.actions = 0
        for entry in entries:
            accepted = entry.waiting.state == ACCEPTED and entry.number > position
            if entry.waiting.state == WAITING or accepted:
                # What makes no sense any more is left out; the centre will say so when it is sent.
                self.add(entry.waiting.action, entry.waiting.since)

    def shown(self) -> frozenset[str]:
        """Ids of the documents that look different with what waits."""
        return frozenset(self.documents) | {mark.document for _, mark in self.marks.values()}

    def add(self, action: Action, at: str) -> Refused | None:
        """Decide ``action`` on top; nothing changes when it is refused."""
        changes = decide(action, self.office, at)
        if isinstance(changes, Refused):
            return changes
        self.office.apply(make_body(changes))
        self.actions += 1
        for change in changes:
            if change.kind == Document.kind:
                record = change.record if isinstance(change.record, Document) else None
                self.documents[change.id] = (change.version, record)
            elif isinstance(change.record, Mark):
                self.marks[change.id] = (change.version, change.record)
            else:
                self.others.setdefault(change.kind, {})[change.id] = (change.version, change.record)
        return None
