"""The read log: nothing read goes unnoted, nothing noted can be altered, and the officer gets answers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from app.domain.errors import AppError
from app.server.auth.tables import read_log
from app.server.readlog import CASE, DOCUMENT, ONCE_IN, PAGE, Question, ReadLog
from app.server.store.database import Database
from tests.server.auth_world import HERE, THERE, World


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    world = World(database_url, tmp_path)
    yield world
    world.close()


def test_the_officers_two_questions(world: World) -> None:
    log, anna, lead = world.auth.readlog, world.principal("caseworker"), world.principal("team-lead")
    log.note(anna, HERE, CASE, case="c1")
    log.note(anna, HERE, PAGE, case="c1", document="d1", sha256="a" * 64)
    log.note(lead, HERE, DOCUMENT, case="c2", document="d2")
    log.note(lead, HERE, CASE, case="c1")
    assert [(r.worker, r.kind) for r in log.ask(Question(case="c1"))] == [
        ("team-lead", CASE),
        ("caseworker", PAGE),
        ("caseworker", CASE),
    ]
    assert [r.case for r in log.ask(Question(worker="team-lead"))] == ["c1", "c2"]
    assert [r.worker for r in log.ask(Question(document="d2"))] == ["team-lead"]
    assert log.ask(Question(case="c1", sites=(THERE,))) == ()
    assert [r.number for r in log.ask(Question(limit=2))] == [4, 3]
    assert [r.number for r in log.ask(Question(limit=2, before=3))] == [2, 1]
    assert log.first_break() is None


def test_the_same_reading_again_is_noted_once_in_a_while(world: World) -> None:
    log, anna = world.auth.readlog, world.principal("caseworker")
    for _page in range(50):
        log.note(anna, HERE, PAGE, document="d1")
    assert len(log.ask(Question(document="d1"))) == 1
    world.clock.now += ONCE_IN
    log.note(anna, HERE, PAGE, document="d1")
    log.note(world.principal("caseworker"), HERE, PAGE, document="d1")
    assert len(log.ask(Question(document="d1"))) == 3


def test_a_reading_by_grant_names_the_grant(world: World) -> None:
    grant = world.auth.grants.give(
        worker="caseworker", site=THERE, reason="Vertretung", until="2027-01-20T12:00:00+01:00", by="other"
    )
    world.auth.readlog.note(world.principal("caseworker"), THERE, DOCUMENT, document="d9")
    assert world.auth.readlog.ask(Question(document="d9"))[0].detail == f"grant {grant}"


def test_several_threads_and_processes_write_one_unbroken_chain(world: World) -> None:
    logs = [world.auth.readlog, ReadLog(world.database, world.clock), ReadLog(world.database, world.clock)]
    anna = world.principal("caseworker")
    faults: list[BaseException] = []

    def read(number: int) -> None:
        try:
            for document in range(10):
                logs[number % 3].note(anna, HERE, PAGE, document=f"d{number}-{document}")
        except AppError as error:
            faults.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(logs[0].ask(Question(limit=1000))) == logs[0].end()[0] == 90
    assert logs[0].first_break() is None


def test_rows_cannot_be_altered_or_taken_out(world: World) -> None:
    log, anna = world.auth.readlog, world.principal("caseworker")
    for number in range(5):
        log.note(anna, HERE, PAGE, document=f"d{number}")
    for statement in (
        update(read_log).where(read_log.c.number == 3).values(worker="somebody"),
        delete(read_log).where(read_log.c.number == 3),
        delete(read_log),
    ):
        with pytest.raises(AppError), world.database.write() as connection:
            connection.execute(statement)
    if world.database.is_postgres:
        with pytest.raises(AppError), world.database.write() as connection:
            connection.execute(text("TRUNCATE read_log"))
    assert log.first_break() is None


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE read_log SET worker = 'somebody' WHERE number = 3", 3),
        ("UPDATE read_log SET at = '' WHERE number = 1", 1),
        ("DELETE FROM read_log WHERE number = 2", 2),
        ("DELETE FROM read_log WHERE number >= 4", 4),
        ("UPDATE read_log SET number = number + 10 WHERE number = 5", 5),
    ],
)
def test_what_somebody_altered_all_the_same_is_found(world: World, harm: str, found: int) -> None:
    """Whoever owns the database can switch triggers off."""
    log, anna = world.auth.readlog, world.principal("caseworker")
    for number in range(5):
        log.note(anna, HERE, PAGE, document=f"d{number}")
    with world.database.write() as connection:
        if world.database.is_postgres:
            connection.execute(text("ALTER TABLE read_log DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER read_log_no_update"))
            connection.execute(text("DROP TRIGGER read_log_no_delete"))
        connection.execute(text(harm))
    assert log.first_break() == found


def test_what_cannot_be_noted_is_not_shown(tmp_path: Path) -> None:
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path)
    anna = world.principal("caseworker")
    with world.database.write() as connection:
        connection.execute(text("DROP TABLE read_log"))
    with pytest.raises(AppError):
        world.auth.readlog.note(anna, HERE, PAGE, document="d1")
    with pytest.raises(AppError):
        world.auth.readlog.note(anna, HERE, PAGE, document="d1")
    world.close()


def test_a_fresh_database_has_an_empty_unbroken_log(database_url: str) -> None:
    database = Database(database_url)
    database.migrate()
    log = ReadLog(database, lambda: 0)
    assert log.end() == (0, "") and log.first_break() is None and log.ask(Question()) == ()
    database.close()
