"""What the desk tells the screens."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.adapters.cache.store import SqlCache
from app.domain.actions import Action, ArrangePages, FileDocument, RotateDocument
from app.domain.cache import Touched
from app.domain.page_sets import merge, sheets_of, split
from app.domain.records import Document, Sheet, Worker
from app.tasks.desk import Desk, Step
from app.tasks.doing import Done
from app.tasks.kept_steps import keep_steps, kept_steps
from app.tasks.lanes import Bridge
from app.tasks.pages import PageQueue
from tests.cache.making import SITE, MemoryKeeper, case, document, lines, open_cache
from tests.ui.fake_pages import FakePages
from tests.ui.fakes import FakeCache, make_desk

ANNA = Worker(id="anna", name="Anna", roles=("caseworker",))


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(FakeCache(filed=0, inbox=1))
    yield made
    made.close()


def test_many_changes_are_told_together(desk: Desk, qtbot: QtBot) -> None:
    told: list[Touched] = []
    desk.touched.connect(told.append)
    numbers = range(10)
    for number in numbers:
        desk.tell(Touched(documents=frozenset({f"d{number}"})))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [Touched(documents=frozenset(f"d{number}" for number in numbers))]
    for number in numbers:
        desk.tell(Touched(cases=frozenset({f"c{number}"})))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == Touched(cases=frozenset(f"c{number}" for number in numbers))


# --- after a restart --------------------------------------------------------------------------------------------------
def settle(desk: Desk, qtbot: QtBot) -> None:
    """All that was begun is written down."""
    done: list[bool] = []
    desk.write(lambda _cache: None, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))


def sit(cache: SqlCache, qtbot: QtBot) -> Desk:
    desk = Desk(cache, PageQueue(FakePages(), FakePages(), bridge := Bridge()), ANNA, SITE, bridge)
    settle(desk, qtbot)
    return desk


def act(desk: Desk, qtbot: QtBot, what: Callable[[], None]) -> None:
    with qtbot.waitSignal(desk.undo_changed):
        what()
    settle(desk, qtbot)


def test_steps_are_taken_back_one_by_one_after_a_restart_and_repeated(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    keeper = MemoryKeeper()
    cache = open_cache(tmp_path, keeper)
    where = case("35502BG0000001")
    cache.fill(SITE, 0, lines(where, document("a", pages=3), document("b", pages=2)))
    desk = sit(cache, qtbot)
    who = {"site": SITE, "by": ANNA.id}

    def seen(id_: str) -> tuple[int, Document]:
        found = desk.cache.document(id_)
        assert found is not None
        return found[1:]

    def state() -> list[tuple[str, str, tuple[object, ...], int]]:
        rows = [*desk.cache.inbox(SITE), *desk.cache.case_documents(where.id)]
        return sorted((row.id, row.case, sheets_of(seen(row.id)[1]), seen(row.id)[1].rotation) for row in rows)

    def restart() -> Desk:
        desk.close()
        desk.cache.close()
        return sit(open_cache(tmp_path, keeper), qtbot)

    steps: list[Callable[[], Action]] = [
        lambda: RotateDocument(**who, document="a", base=seen("a")[0], rotation=90),
        lambda: ArrangePages(**who, contents=split(seen("a"), [pages("a", 1), pages("a", 2, 3)], [])),
        lambda: ArrangePages(**who, contents=merge([seen("b"), seen("a")])),
        lambda: FileDocument(**who, document="b", case=where.id),
    ]
    states = [state()]
    for number, step in enumerate(steps):
        act(desk, qtbot, lambda step=step, number=number: desk.perform(Step(f"Schritt {number}", (step(),))))  # type: ignore[misc]
        states.append(state())
    for number in (3, 2, 1, 0):
        desk = restart()
        assert desk.undo_label == f"Schritt {number}" and state() == states[number + 1]
        act(desk, qtbot, desk.undo)
        assert state() == states[number]
    for number in range(4):
        desk = restart()
        assert desk.redo_label == f"Schritt {number}"
        act(desk, qtbot, desk.redo)
        assert state() == states[number + 1]
    act(desk, qtbot, desk.undo)
    act(desk, qtbot, desk.undo)
    assert state() == states[2]
    desk.close()
    desk.cache.close()


def pages(id_: str, *numbers: int) -> list[Sheet]:
    return [Sheet(original=id_, page=number) for number in numbers]


def test_what_somebody_changed_since_the_restart_is_refused_with_a_reason(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    cache = open_cache(tmp_path)
    cache.fill(SITE, 0, lines(document("a", pages=3)))
    desk = sit(cache, qtbot)
    contents = split((1, document("a", pages=3)), [pages("a", 1), pages("a", 2, 3)], [])
    act(desk, qtbot, lambda: desk.perform(Step("Geteilt", (ArrangePages(site=SITE, by="anna", contents=contents),))))
    desk.close()
    cache.enqueue(RotateDocument(site=SITE, by="anna", document="a", base=2, rotation=90))
    desk = sit(cache, qtbot)
    with qtbot.waitSignal(desk.was_refused) as refused:
        desk.undo()
    assert refused.args[0].code == "changed-since" and refused.args[0].advice
    assert [row.pages for row in cache.inbox(SITE)] == [1, 2]
    desk.close()
    cache.close()


def test_steps_are_kept_for_an_hour(qtbot: QtBot, tmp_path: Path) -> None:
    cache = FakeCache(filed=0, inbox=1)
    action = RotateDocument(site=SITE, by="anna", document="a", base=2, rotation=90)
    now = datetime.now(UTC)
    old, young = (Done("", (action,), (now - timedelta(minutes=age)).isoformat()) for age in (61, 59))
    keep_steps(cache, "n", [old, young], [old], {("document", "a", 1): 3, ("document", "other", 1): 3})
    kept = kept_steps(cache, "n", now)
    assert (kept.undo, kept.redo, kept.same) == ([young], [], {("document", "a", 1): 3})
    cache.remember("n", cache.recall("n").replace("rotate-document", "of-a-newer-program"))  # type: ignore[union-attr]
    assert kept_steps(cache, "n", now).undo == []
