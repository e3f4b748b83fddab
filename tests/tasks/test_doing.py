"""Steps and what takes them back, over several levels on one record."""

import pytest

from app.domain.actions import Action, PutMark, RecordAccess, RemoveMark, RotateDocument
from app.domain.records import EXPORT, NOTE, Access, Mark
from app.tasks.doing import Doer
from tests.ui.example import ME, SITE
from tests.ui.fakes import FakeCache

DOCUMENT = "doc-0"


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache(filed=4, inbox=2)


def mark(text: str) -> Mark:
    return Mark(id="m", document=DOCUMENT, page=1, shape=NOTE, areas=((0, 0, 500, 500),), text=text)


def state(cache: FakeCache) -> tuple[int, list[str]]:
    found = cache.document(DOCUMENT)
    assert found is not None
    return found[2].rotation, [entry.text for entry, _ in cache.marks(DOCUMENT)]


def test_steps_on_one_record_are_taken_back_and_repeated_one_by_one(cache: FakeCache) -> None:
    found = cache.document(DOCUMENT)
    assert found is not None
    version = found[1]
    who = {"site": SITE, "by": ME.id}
    steps: list[Action] = [
        PutMark(**who, mark=mark("eins"), base=0),
        RotateDocument(**who, document=DOCUMENT, base=version, rotation=90),
        PutMark(**who, mark=mark("zwei"), base=1),
        RotateDocument(**who, document=DOCUMENT, base=version + 1, rotation=180),
        RemoveMark(**who, mark="m", document=DOCUMENT, base=2),
    ]
    doer = Doer(cache)
    undo, redo, states = [], [], [state(cache)]
    for action in steps:
        done, touched, refusals = doer.do("", [action], taking_back=False)
        assert not refusals and touched.documents == {DOCUMENT}
        undo.append(done.undo)
        states.append(state(cache))
    for _ in range(2):
        for expected in reversed(states[:-1]):
            done, _, refusals = doer.do("", undo.pop(), taking_back=True)
            assert not refusals and state(cache) == expected
            redo.append(done.undo)
        for expected in states[1:]:
            done, _, refusals = doer.do("", redo.pop(), taking_back=True)
            assert not refusals and state(cache) == expected
            undo.append(done.undo)


def test_what_somebody_changed_since_is_not_taken_back(cache: FakeCache) -> None:
    doer = Doer(cache)
    done, _, _ = doer.do("", [PutMark(site=SITE, by=ME.id, mark=mark("eins"), base=0)], taking_back=False)
    cache.enqueue(PutMark(site=SITE, by=ME.id, mark=mark("anderswo"), base=1))
    again, _, refusals = doer.do("", done.undo, taking_back=True)
    assert [refusal.code for refusal in refusals] == ["changed-since"] and again.undo == ()


def test_what_changed_nothing_and_what_was_noted_for_good_is_not_taken_back(cache: FakeCache) -> None:
    found = cache.document(DOCUMENT)
    assert found is not None
    same = RotateDocument(site=SITE, by=ME.id, document=DOCUMENT, base=found[1], rotation=0)
    access = Access(id="a", what=EXPORT, documents=(DOCUMENT,), by=ME.id)
    done, _, refusals = Doer(cache).do("", [same, RecordAccess(site=SITE, by=ME.id, access=access)], taking_back=False)
    assert done.undo == () and not refusals
