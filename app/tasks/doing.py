"""Steps into the outbox, and what takes them back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.actions import Action, Based
from app.domain.cache import Cache, Touched
from app.domain.decide import Refused
from app.domain.records import Document, Mark, Record
from app.domain.undo import inverse, touched_document, touched_record


@dataclass(slots=True)
class Done:
    """A step that was done: ``undo`` takes it back."""

    label: str
    undo: tuple[Action, ...]


class Doer:
    """Not safe to use from several threads: one lane does everything, in order."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._same: dict[tuple[str, str, int], int] = {}
        """(kind, id, version) to a later version that says the same, because a step was taken back.

        Steps below that one on the stack were made for the earlier number.
        """

    def do(self, label: str, actions: Sequence[Action], *, taking_back: bool) -> tuple[Done, Touched, list[Refused]]:
        """``taking_back``: the actions come from a ``Done``. Also what a screen has to show anew, and refusals."""
        undo: list[Action] = []
        refusals: list[Refused] = []
        touched = Touched(others=frozenset({"outbox"}))
        for action in actions:
            meant = self._on_newest(action) if taking_back else action
            before = self._look(meant)
            refusal = self._cache.enqueue(meant)
            if refusal is not None:
                refusals.append(refusal)
                continue
            after = self._look(meant)
            touched = touched | _touched(meant, before, after)
            version = meant.base if isinstance(meant, Based) else before[0]
            if after == before:
                continue
            if taking_back:
                self._note_same(action, version)
            taken_back = inverse(meant, before[1], version + 1)
            if taken_back is not None:
                undo.insert(0, taken_back)
        return Done(label, tuple(undo)), touched, refusals

    def _on_newest(self, action: Action) -> Action:
        key = touched_record(action)
        if key is None or not isinstance(action, Based):
            return action
        newest = action.base
        while (*key, newest) in self._same:
            newest = self._same[(*key, newest)]
        return action if newest == action.base else replace(action, base=newest)

    def _note_same(self, action: Action, version: int) -> None:
        """``action`` left ``version + 1``, which says what the version before its own ``base`` said."""
        key = touched_record(action)
        if key is not None:
            base = action.base if isinstance(action, Based) else version
            self._same[(*key, base - 1)] = version + 1

    def _look(self, action: Action) -> tuple[int, Record | None]:
        """(version, record) that the action changes, as shown now; (0, None) when there is none."""
        key, document = touched_record(action), touched_document(action)
        if key is None or document is None:
            return 0, None
        kind, id_ = key
        if kind == Mark.kind:
            marks = self._cache.marks(document)
            return next(((version, mark) for mark, version in marks if mark.id == id_), (0, None))
        found = self._cache.document(document)
        return (0, None) if found is None else (found[1], found[2])


def _touched(action: Action, *states: tuple[int, Record | None]) -> Touched:
    document = touched_document(action)
    if document is None:
        return Touched()
    cases = {record.case for _, record in states if isinstance(record, Document)}
    return Touched(frozenset({document}), frozenset(cases - {""}))
