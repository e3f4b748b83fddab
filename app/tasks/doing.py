"""Steps into the outbox, and what takes them back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.actions import Action
from app.domain.cache import Cache, Touched
from app.domain.decide import Refused
from app.domain.records import RECORD_KINDS, Document, Mark, Record
from app.domain.undo import Key, bases, on_versions, taken_back, touched_documents, touched_records

State = tuple[int, Record | None]
"""(version, record) as shown; (0, None) when there is none."""


@dataclass(slots=True)
class Done:
    """A step that was done: ``undo`` takes it back."""

    label: str
    undo: tuple[Action, ...]
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())
    """When it was done (ISO 8601, UTC)."""


class Doer:
    """Not safe to use from several threads: one lane does everything, in order."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.same: dict[tuple[str, str, int], int] = {}
        """(kind, id, version) to a later version that says the same, because a step was taken back.

        Steps below that one on the stack were made for the earlier number.
        """

    def do(self, label: str, actions: Sequence[Action], *, taking_back: bool) -> tuple[Done, Touched, list[Refused]]:
        """``taking_back``: the actions come from a ``Done``. Also what a screen has to show anew, and refusals."""
        undo: list[Action] = []
        refusals: list[Refused] = []
        touched = Touched(others=frozenset({"outbox"}))
        for action in actions:
            meant = on_versions(action, self._newest) if taking_back else action
            before = self._look(meant)
            refusal = self._cache.enqueue(meant)
            if refusal is not None:
                refusals.append(refusal)
                continue
            after = self._look(meant)
            touched = touched | _touched(meant, before, after)
            if after == before:
                continue
            if taking_back:
                self._note_same(action, meant, before)
            back = taken_back(meant, before)
            if back is not None:
                undo.insert(0, back)
        return Done(label, tuple(undo)), touched, refusals

    def _newest(self, key: Key, version: int) -> int:
        while (*key, version) in self.same:
            version = self.same[(*key, version)]
        return version

    def _note_same(self, action: Action, meant: Action, before: dict[Key, State]) -> None:
        """``meant``, which is ``action`` on the newest versions, left in each record the version after its base: it
        says what the version before ``action``'s base said."""
        made_for, held_on = bases(action), bases(meant)
        for key, (found, _record) in before.items():
            base, version = made_for.get(key, found), held_on.get(key, found)
            self.same[(*key, base - 1)] = version + 1

    def _look(self, action: Action) -> dict[Key, State]:
        """What the action changes, as shown now."""
        return {key: self._state(action, *key) for key in touched_records(action)}

    def _state(self, action: Action, kind: str, id_: str) -> State:
        if kind == Document.kind:
            found = self._cache.document(id_)
            return (0, None) if found is None else (found[1], found[2])
        if kind == Mark.kind:
            holders = self._holders(touched_documents(action))
            marks = (found for document in holders for found in self._cache.marks(document))
            return next(((version, mark) for mark, version in marks if mark.id == id_), (0, None))
        records = self._cache.records(action.site, RECORD_KINDS[kind])
        return next(((version, record) for record, version in records if record.id == id_), (0, None))


    def _holders(self, originals: Sequence[str]) -> list[str]:
        """A mark names the original on which it lies; the documents that have its pages."""
        known = (self._cache.original(id_) for id_ in originals)
        return list(dict.fromkeys((*originals, *(id_ for one in known if one is not None for id_ in one[1].holders))))


def _touched(action: Action, *states: dict[Key, State]) -> Touched:
    records = [record for state in states for _version, record in state.values()]
    cases = {record.case for record in records if isinstance(record, Document)}
    kinds = {kind for kind, _id in touched_records(action)} - {Document.kind, Mark.kind}
    return Touched(frozenset(touched_documents(action)), frozenset(cases - {""}), frozenset(kinds))
