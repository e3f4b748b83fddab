"""The outbox and its effect: what waits, and what the sites look like with it."""

import threading

from app.adapters.cache.desk import ACCEPTED, Desk, Entry
from app.adapters.cache.overlay import Overlay
from app.adapters.cache.rows import read_filled
from app.adapters.cache.site_office import SiteOffice
from app.adapters.cache.sites import Sites
from app.domain.actions import Action, FileDocument, MoveDocument, TakeIn
from app.domain.cache import WAITING, Touched, Waiting
from app.domain.decide import Refused
from app.domain.office import MemoryOffice, Office
from app.domain.undo import touched_documents

OUTBOX = frozenset({"outbox"})
_State = tuple[int, int, int]
"""(desk's version, site's position, identity of the site's store): while it is the same, so is the overlay."""


class Outbox:
    def __init__(self, desk: Desk, sites: Sites) -> None:
        self._desk = desk
        self._sites = sites
        self._lock = threading.RLock()
        self._entries: tuple[int, list[Entry]] = (-1, [])
        self._overlays: dict[str, tuple[_State, Overlay]] = {}

    def entries(self) -> list[Entry]:
        with self._lock:
            version = self._desk.version()
            if self._entries[0] != version:
                self._entries = (version, self._desk.entries())
            return self._entries[1]

    def waiting(self) -> tuple[Waiting, ...]:
        return tuple(entry.waiting for entry in self.entries() if entry.waiting.state != ACCEPTED)

    def overlay(self, site: str) -> Overlay | None:
        """The site with its waiting actions on top; None when there are none."""
        with self._lock:
            entries = [entry for entry in self.entries() if entry.site == site]
            return self._overlay(site, entries) if entries else None

    def _state(self, site: str) -> _State:
        store = self._sites.get(site)
        return (self._desk.version(), 0 if store is None else store.position(), id(store))

    def _overlay(self, site: str, entries: list[Entry]) -> Overlay:
        state = self._state(site)
        known = self._overlays.get(site)
        if known is not None and known[0] == state:
            return known[1]
        store = self._sites.get(site)
        base: Office = MemoryOffice() if store is None else SiteOffice(store)
        overlay = Overlay(base, entries, state[1])
        self._overlays[site] = (state, overlay)
        return overlay

    def enqueue(self, action: Action, now: str) -> Refused | None:
        with self._lock:
            entries = [entry for entry in self.entries() if entry.site == action.site]
            if any(entry.waiting.action.id == action.id for entry in entries):
                return None
            overlay = self._overlay(action.site, entries)
            refusal = overlay.add(action, now)
            if refusal is not None:
                return refusal
            # Should writing fail, the overlay must not go on showing what was not written down.
            state, _ = self._overlays.pop(action.site)
            self._desk.add(action, now, state[1])
            after = [entry for entry in self.entries() if entry.site == action.site]
            if after[:-1] == entries and after[-1].waiting.action.id == action.id:
                self._overlays[action.site] = ((self._desk.version(), *state[1:]), overlay)
            return None

    def accepted(self, action_id: str, number: int) -> Touched:
        with self._lock:
            entry = self._find(action_id)
            if entry is None:
                return Touched()
            before = self._touched(entry)
            store = self._sites.get(entry.site)
            if store is not None and store.position() >= number:
                self._desk.remove([action_id])
            else:
                self._desk.settle(action_id, number)
            return before | self._touched(entry)

    def refused(self, action_id: str, refusal: Refused) -> Touched:
        with self._lock:
            entry = self._find(action_id)
            if entry is None:
                return Touched()
            before = self._touched(entry)
            self._desk.refuse(action_id, refusal)
            return before | self._touched(entry)

    def taken_in(self, site: str, actions: set[str]) -> Touched:
        """The site has come to a new position; ``actions`` stand in the log now, whether their answer came or not."""
        with self._lock:
            entries = [entry for entry in self.entries() if entry.site == site]
            if not entries:
                return Touched()
            store = self._sites.get(site)
            position = 0 if store is None else store.position()
            done = [entry for entry in entries if _is_done(entry, position, actions)]
            if done:
                self._desk.remove(entry.waiting.action.id for entry in done)
            overlay = self.overlay(site)
            shown = overlay.shown() if overlay else frozenset()
            touched = Touched(documents=shown, others=OUTBOX if done else frozenset())
            for entry in done:
                touched = touched | self._touched(entry)
            return touched

    def _find(self, action_id: str) -> Entry | None:
        return next((entry for entry in self.entries() if entry.waiting.action.id == action_id), None)

    def _touched(self, entry: Entry) -> Touched:
        """What an action changes on the screen, by what it names and by where its document is shown now."""
        action = entry.waiting.action
        documents: set[str] = set()
        cases: set[str] = set()
        if isinstance(action, TakeIn):
            documents.update(document.id for document in action.documents)
        if isinstance(action, (FileDocument, MoveDocument)):
            cases.add(action.case)
        overlay = self.overlay(entry.site)
        others = OUTBOX | frozenset(overlay.others if overlay is not None else ())
        for document_id in touched_documents(action):
            documents.add(document_id)
            store = self._sites.get(entry.site)
            if overlay is not None and document_id in overlay.documents:
                record = overlay.documents[document_id][1]
                cases.add(record.case if record is not None else "")
            elif store is not None:
                found = store.document_state(document_id)
                cases.add(read_filled(found[1]).case if found else "")
        return Touched(frozenset(documents), frozenset(cases - {""}), others)


def _is_done(entry: Entry, position: int, actions: set[str]) -> bool:
    if entry.waiting.state == ACCEPTED:
        return entry.number <= position
    return entry.waiting.state == WAITING and entry.waiting.action.id in actions
