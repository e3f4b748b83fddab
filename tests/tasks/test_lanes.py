"""Lanes: work leaves the Qt thread, answers come back on it, newer questions make older ones void."""

import logging
import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, CentreUnreachable
from app.tasks.lanes import Bridge, Lane


def test_work_runs_elsewhere_and_the_answer_comes_back_on_the_qt_thread(qtbot: QtBot) -> None:
    lane = Lane("test", Bridge())
    here = QThread.currentThread()
    seen: list[tuple[bool, bool]] = []
    lane.run(lambda: threading.current_thread() is threading.main_thread(), lambda main: seen.append(
        (main, QThread.currentThread() is here)
    ))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]
    assert lane.close()


def test_only_the_newest_of_a_name_is_answered_and_none_waits_for_the_one_before(qtbot: QtBot) -> None:
    lane = Lane("test", Bridge())
    gate, begun = threading.Event(), threading.Event()
    ran: list[str] = []
    answers: list[str] = []

    def work(text: str) -> str:
        ran.append(text)
        begun.set()
        assert gate.wait(10)
        return text

    lane.run(lambda: work("M"), answers.append, newest="search")
    assert begun.wait(10)
    for text in ("Me", "Mei", "Meie", "Meier"):
        lane.run(lambda text=text: work(text), answers.append, newest="search")  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["Meier"]
    assert ran == ["M", "Meier"]
    assert lane.close()


def test_errors_for_people_pass_and_others_never_show_their_text(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    lane = Lane("test", Bridge())
    errors: list[AppError] = []

    def broken() -> None:
        raise ValueError("Ayşe Özdemir")

    def away() -> None:
        raise CentreUnreachable("Der Ordner ist nicht erreichbar.")

    with caplog.at_level(logging.DEBUG):
        lane.run(away, None, errors.append)
        lane.run(broken, None, errors.append)
        qtbot.waitUntil(lambda: len(errors) == 2)
    assert [error.code for error in errors] == ["centre-unreachable", "unexpected"]
    assert "Özdemir" not in errors[1].title + errors[1].advice + caplog.text
    assert "ValueError at test_lanes.py" in caplog.text
    assert lane.close()
