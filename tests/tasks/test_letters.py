"""Letters off the Qt thread: from a file in a watched folder, through the outbox, to the provider and back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.adapters.cache.store import SqlCache
from app.adapters.central.folder import FolderCentral
from app.adapters.example.print_provider import PrintProvider
from app.bootstrap import open_adding, open_posting
from app.domain.actions.letters import LetterReport, ReportLetters, SendLetter
from app.domain.errors import AppError
from app.domain.records.letters import ACCEPTED, DRAFT, HANDED, POSTED, Letter, LetterStep
from app.services.letters.adding import Added
from app.services.letters.wanted import NewLetter
from app.services.send_waiting import send_waiting
from app.services.synchronise import synchronise
from app.tasks.lanes import Bridge
from app.tasks.letters import LetterPost
from tests.cache.making import open_cache
from tests.letters.sending import SITE, Place
from tests.receive.bags import pdf


class Desk:
    """A desk's half: a cache over a store, kept up by hand."""

    def __init__(self, tmp_path: Path) -> None:
        self.place = Place(tmp_path)
        self.cache: SqlCache = open_cache(tmp_path / "cache")
        self.central = FolderCentral(self.place.store, self.cache)
        store = str(self.place.store)
        self.post = LetterPost(
            lambda: open_adding(store, "anna", self.central, self.cache),
            lambda: open_posting(store, "anna", self.central, self.cache),
            self.cache,
            Bridge(),
            site=SITE,
            me="anna",
            roles=("caseworker",),
        )
        self.synchronise()

    def synchronise(self) -> None:
        synchronise(self.central, self.cache)

    def letters(self) -> list[Letter]:
        self.synchronise()
        return [letter for letter, _version in self.cache.records(SITE, Letter)]

    def send(self, id_: str) -> None:
        assert self.cache.enqueue(SendLetter(site=SITE, by="anna", letter=id_)) is None
        send_waiting(self.central, self.cache)
        self.synchronise()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.post.close()
    made.cache.close()


def test_what_is_sent_is_handed_over_and_followed(desk: Desk, qtbot: QtBot) -> None:
    desk.place.write()
    desk.synchronise()
    desk.send("l1")
    with qtbot.waitSignal(desk.post.told):
        desk.post.post_now()
    assert [letter.status for letter in desk.letters()] == [HANDED]
    provider = PrintProvider(desk.place.store / "outgoing" / SITE)
    provider.turn(datetime(2026, 11, 23, 8, tzinfo=UTC))
    with qtbot.waitSignal(desk.post.told):
        desk.post.post_now()
    assert [letter.status for letter in desk.letters()] == [ACCEPTED]
    (letter,) = desk.letters()
    shown = desk.cache.document(letter.document)
    assert shown is not None and shown[2].sha256 == letter.sha256


def test_a_letter_can_be_looked_at_before_it_is_a_document(desk: Desk) -> None:
    desk.place.write()
    desk.synchronise()
    found, row = desk.cache.document("l1"), desk.cache.document_row("l1")
    assert found is not None and row is not None
    assert (found[0], found[2].case, row.case_number) == (SITE, "c1", "35502BG0000001")


def test_others_letters_are_left_to_them_and_the_mail_room(desk: Desk, qtbot: QtBot) -> None:
    desk.place.write()
    desk.place.do(SendLetter(site=SITE, by="lena", letter="l1"))
    desk.synchronise()
    desk.post.post_now()
    qtbot.waitUntil(lambda: not desk.post._running)
    assert not desk.place.letter().history[-1].source


def test_a_carrier_that_is_away_is_told_once_and_again_when_it_is_back(desk: Desk, qtbot: QtBot) -> None:
    desk.place.write()
    desk.synchronise()
    desk.send("l1")
    (desk.place.store / "outgoing").write_text("in the way")
    with qtbot.waitSignal(desk.post.problem_changed) as told:
        desk.post.post_now()
    assert told.args and isinstance(told.args[0], AppError) and told.args[0].code == "carrier-unreachable"
    (desk.place.store / "outgoing").unlink()
    with qtbot.waitSignal(desk.post.problem_changed) as told:
        desk.post.post_now()
    assert told.args == [None]
    assert [letter.status for letter in desk.letters()] == [HANDED]


def test_what_is_printed_into_the_watched_folder_becomes_a_letter(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "drucke"
    folder.mkdir()
    (folder / "Brief.pdf").write_bytes(pdf("BG-Nummer 35502BG0000001"))
    (folder / "fremd.pdf").write_bytes(pdf("ohne Nummer"))
    told: list[object] = []
    desk.post.arrived.connect(told.append)
    desk.post.watch(str(folder))
    qtbot.waitUntil(lambda: bool(desk.post._watched and desk.post._watched._seen))
    assert desk.letters() == [], "a program may still be writing"
    desk.post._tick()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    (letter,) = desk.letters()
    assert (letter.case, letter.title, letter.status) == ("c1", "Brief", DRAFT)
    assert isinstance(told[0], Added) and isinstance(told[1], AppError)
    assert sorted(path.name for path in folder.rglob("*.pdf")) == ["Brief.pdf", "fremd.pdf"]
    assert not list(folder.glob("*.pdf"))


def test_adding_by_hand_answers_with_what_the_check_found(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "Brief.pdf").write_bytes(pdf("ohne Anschrift"))
    added: list[Added] = []
    failed: list[AppError] = []
    new = NewLetter([tmp_path / "Brief.pdf"], "35502 BG 2")
    desk.post.add(new, added.append, failed.append)
    qtbot.waitUntil(lambda: bool(added or failed), timeout=20_000)
    assert failed == [] and "address-missing" in [finding.code for finding in added[0].checked.findings]
    (letter,) = desk.letters()
    answers: list[object] = []
    desk.post.check(letter, answers.append, failed.append)
    qtbot.waitUntil(lambda: bool(answers or failed), timeout=20_000)
    assert failed == []


def test_letters_are_found_by_case_and_by_what_is_to_be_done(desk: Desk) -> None:
    for id_, case in (("l1", "c1"), ("l2", "c2"), ("l3", "c1")):
        desk.place.write(id_, case)
    desk.place.send("l3")
    desk.synchronise()
    told = LetterStep(state=POSTED, at="2026-11-23T10:00:00Z", source="folder")
    report = LetterReport(letter="l3", job=desk.place.letter("l3").job, steps=(told,))
    assert desk.cache.enqueue(ReportLetters(site=SITE, by="anna", reports=(report,))) is None

    def ids(**asked: str) -> list[str]:
        return [letter.id for letter, _version in desk.cache.letters(SITE, **asked)]

    assert ids(case="c1") == ["l1", "l3"]
    assert ids(since="2999-01-01") == ["l1", "l2"], "what waits to be sent counts: l3 is done with"
    assert ids(since="2000-01-01") == ["l1", "l2", "l3"]
