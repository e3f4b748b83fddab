"""What can be taken back, kept in the encrypted local store: after a restart it can be taken back still."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.domain.actions import action_from_json, action_to_json
from app.domain.cache import Cache
from app.domain.codec import Json
from app.domain.undo import Key, touched_records
from app.tasks.doing import Done

KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 200
"""Steps of each kind; a step is some hundred bytes, one that arranges a long document some ten thousand."""

Same = dict[tuple[str, str, int], int]
"""As ``Doer.same``."""


@dataclass(slots=True)
class Steps:
    """The newest come last."""

    undo: list[Done] = field(default_factory=list)
    redo: list[Done] = field(default_factory=list)
    same: Same = field(default_factory=dict)


def keep_steps(
    cache: Cache, name: str, undo: Sequence[Done], redo: Sequence[Done], same: Mapping[tuple[str, str, int], int]
) -> None:
    """Write them down in place of what was kept under ``name``."""
    stacks = (undo[-MOST_KEPT:], redo[-MOST_KEPT:])
    records = {key for stack in stacks for key in _records(stack)}
    kept = [[*key, version] for key, version in same.items() if key[:2] in records]
    done, undone = ([_to_json(entry) for entry in stack] for stack in stacks)
    state = {"undo": done, "redo": undone, "same": kept}
    cache.remember(name, json.dumps(state, ensure_ascii=False, separators=(",", ":")))


def kept_steps(cache: Cache, name: str, now: datetime) -> Steps:
    """What was kept within the last hour. What another version of the program wrote and this one cannot read is left
    out as a whole: a step below one that is missing could not be taken back."""
    since = (now - KEPT_FOR).astimezone(UTC).isoformat()
    try:
        state = json.loads(cache.recall(name) or "{}")
        undo = [_from_json(done) for done in state.get("undo", ()) if done["at"] >= since]
        redo = [_from_json(done) for done in state.get("redo", ()) if done["at"] >= since]
        same = {(kind, id_, version): later for kind, id_, version, later in state.get("same", ())}
    except (KeyError, TypeError, ValueError):
        return Steps()
    return Steps(undo, redo, same)


def _records(stack: Iterable[Done]) -> set[Key]:
    return {key for done in stack for action in done.undo for key in touched_records(action)}


def _to_json(done: Done) -> Json:
    return {"label": done.label, "at": done.at, "actions": [action_to_json(action) for action in done.undo]}


def _from_json(state: Json) -> Done:
    return Done(state["label"], tuple(action_from_json(action) for action in state["actions"]), state["at"])
