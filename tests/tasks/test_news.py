"""Waiting for news: the loop is woken by it, and looks by itself only when nobody tells."""

import queue
import threading
from collections.abc import Iterator

import pytest

from app.domain.errors import CentreUnreachable, DeviceRevoked
from app.tasks import news
from app.tasks.news import NewsWatch


class Loop:
    def __init__(self) -> None:
        self.is_told = False
        self.woken: queue.Queue[bool] = queue.Queue()

    def wake(self) -> None:
        self.woken.put(self.is_told)


class Answers:
    """What the centre says, one after another; then it says nothing more until it is let go."""

    def __init__(self, *answers: bool | Exception | None) -> None:
        self._answers = iter(answers)
        self.exhausted = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, seconds: int) -> bool | None:
        answer = next(self._answers, "silent")
        if answer == "silent":
            self.exhausted.set()
            self.let_go.wait(20)
            return False
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    monkeypatch.setattr(news, "AT_LEAST", 0.0)
    monkeypatch.setattr(news, "LONGEST_PAUSE", 0.0)
    yield Loop()


def run(answers: Answers, loop: Loop) -> NewsWatch:
    watch = NewsWatch(answers, loop)  # type: ignore[arg-type]
    watch.start()
    return watch


def test_news_wakes_the_loop_and_silence_does_not(loop: Loop) -> None:
    answers = Answers(False, True, False, True, False)
    watch = run(answers, loop)
    assert [loop.woken.get(timeout=20) for _ in range(2)] == [True, True]
    assert answers.exhausted.wait(20) and loop.woken.empty() and loop.is_told
    watch.close()
    answers.let_go.set()
    watch._thread.join(20)
    assert not watch._thread.is_alive() and loop.woken.empty()


def test_while_nobody_tells_the_loop_looks_by_itself(loop: Loop) -> None:
    answers = Answers(False, CentreUnreachable("weg"), RuntimeError("ein Fehler"))
    watch = run(answers, loop)
    assert answers.exhausted.wait(20) and not loop.is_told
    watch.close()
    answers.let_go.set()


def test_a_centre_that_cannot_tell_is_asked_once(loop: Loop) -> None:
    watch = run(Answers(None), loop)
    watch._thread.join(20)
    assert not watch._thread.is_alive() and not loop.is_told


def test_a_lost_computer_asks_no_more(loop: Loop) -> None:
    watch = run(Answers(DeviceRevoked("verloren")), loop)
    assert loop.woken.get(timeout=20) is False
    watch._thread.join(20)
    assert not watch._thread.is_alive()
