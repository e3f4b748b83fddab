"""The whole program on a real store: post is filed by keyboard and undone, also while the store is away."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import open_central
from app.cli.bench.key_file import FOLDER, KeyFile
from app.domain.actions import FileDocument, SetUpSite, TakeIn
from app.domain.errors import AppError, CentreUnreachable
from app.domain.page_sets import sheets_of
from app.domain.records import FILED, INBOX, Document, Site, Worker
from app.ui.inbox.screen import InboxScreen
from app.ui.viewer.pane import ViewerPane
from app.window import Opened, open_desk
from tests.atspi.office import SITE, WORKER, make_office

DEADLINE = 30_000
Key = Qt.Key
CONTROL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, qapp: QApplication) -> None:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    make_office(folder)
    return folder


@pytest.fixture
def opened(store: Path, qtbot: QtBot) -> Iterator[Opened]:
    made = open_desk(str(store), WORKER)
    assert made is not None
    try:
        made.keeper.show()
        made.keeper.window.activateWindow()
        qtbot.waitUntil(made.keeper.window.isActiveWindow)
        yield made
    finally:
        made.close()


def inbox_of(opened: Opened) -> InboxScreen:
    inbox = opened.keeper.window.inbox
    assert isinstance(inbox, InboxScreen)
    return inbox


def documents(store: Path) -> dict[str, Document]:
    found = (line.record() for line in _lines(store))
    return {record.document_type: record for record in found if isinstance(record, Document)}


def open_post(store: Path) -> list[Document]:
    found = (line.record() for line in _lines(store))
    return [record for record in found if isinstance(record, Document) and record.state_of_work == INBOX]


def _lines(store: Path):  # type: ignore[no-untyped-def]
    newest = {}
    for commit in open_central(str(store)).commits(SITE, 0):
        newest.update({(line.kind, line.id): line for line in commit.body})
    return newest.values()


def open_first(opened: Opened, qtbot: QtBot) -> InboxScreen:
    inbox = inbox_of(opened)
    viewer = inbox.viewer
    assert isinstance(viewer, ViewerPane)
    qtbot.waitUntil(lambda: viewer.settled and inbox.panel.isEnabled(), timeout=DEADLINE)
    return inbox


def file_into(inbox: InboxScreen, name: str, qtbot: QtBot) -> None:
    inbox.panel.focus_case()
    field = inbox.panel.search.field
    QTest.keyClicks(field, name)
    qtbot.waitUntil(lambda: inbox.panel.search.highlighted() is not None, timeout=DEADLINE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: inbox.panel.target() is not None, timeout=DEADLINE)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_letter_is_filed_by_name_and_the_next_one_opens(opened: Opened, store: Path, qtbot: QtBot) -> None:
    inbox = open_first(opened, qtbot)
    first = inbox.queue.table.current_row()
    assert first is not None and first.document_type == "Mietvertrag"
    file_into(inbox, "kowal", qtbot)
    qtbot.waitUntil(lambda: documents(store)["Mietvertrag"].state_of_work == FILED, timeout=DEADLINE)
    following = inbox.queue.table.current_row()
    assert following is not None and following.document_type == "Kontoauszug"
    assert documents(store)["Mietvertrag"].filed_by == WORKER

    opened.desk.undo()
    qtbot.waitUntil(lambda: documents(store)["Mietvertrag"].state_of_work == INBOX, timeout=DEADLINE)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring, so that the cache is the same one after a restart."""
    (tmp_path / "keys").mkdir()
    monkeypatch.setenv(FOLDER, str(tmp_path / "keys"))
    monkeypatch.setenv("ESOZIALAKTE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "app.cli.bench.key_file.KeyFile")
    monkeypatch.setattr(KeyFile, "priority", 1)


@pytest.mark.usefixtures("kept")
def test_after_a_restart_the_key_takes_back_what_was_split_and_filed_before(store: Path, qtbot: QtBot) -> None:
    with restarted(store, qtbot) as (_opened, inbox):
        split_after_first_page(inbox, documents(store)["Kontoauszug"].id, qtbot)
        qtbot.waitUntil(lambda: len(open_post(store)) == 4 and len(inbox.panel.rows()) == 2, timeout=DEADLINE)
        letter = documents(store)["Mietvertrag"].id
        inbox.queue.go_to(letter)
        qtbot.waitUntil(lambda: [row.id for row in inbox.panel.rows()] == [letter], timeout=DEADLINE)
        file_into(inbox, "kowal", qtbot)
        qtbot.waitUntil(lambda: len(open_post(store)) == 3, timeout=DEADLINE)
    for left in (4, 3):  # the letter is back, then the parts are one again
        with restarted(store, qtbot) as (opened, _inbox):
            qtbot.waitUntil(lambda opened=opened: bool(opened.desk.undo_label), timeout=DEADLINE)  # type: ignore[misc]
            opened.keeper.window.navigation.go_to("inbox")
            QTest.keyClick(opened.keeper.window, Key.Key_Z, CONTROL)
            qtbot.waitUntil(lambda left=left: len(open_post(store)) == left, timeout=DEADLINE)  # type: ignore[misc]
    assert {one.document_type: len(sheets_of(one)) for one in open_post(store)} == {
        "Mietvertrag": 1, "Kontoauszug": 2, "Lohnabrechnung": 1,
    }  # fmt: skip


@contextmanager
def restarted(store: Path, qtbot: QtBot) -> Iterator[tuple[Opened, InboxScreen]]:
    made = open_desk(str(store), WORKER)
    assert made is not None
    try:
        made.keeper.show()
        made.keeper.window.activateWindow()
        yield made, open_first(made, qtbot)
    finally:
        made.close()


def split_after_first_page(inbox: InboxScreen, document: str, qtbot: QtBot) -> None:
    pane = inbox.viewer
    assert isinstance(pane, ViewerPane)
    inbox.queue.go_to(document)
    qtbot.waitUntil(lambda: pane.document_id == document and pane.settled, timeout=DEADLINE)
    pane.commands.thumbnails.trigger()
    pane.thumbnails.setFocus()
    qtbot.waitUntil(lambda: pane.arranging.plan is not None, timeout=DEADLINE)
    for key, modifier in ((Key.Key_Down, PLAIN), (Key.Key_Return, PLAIN), (Key.Key_Return, CONTROL)):
        QTest.keyClick(pane.thumbnails, key, modifier)


def test_a_letter_whose_case_the_provider_named_is_filed_with_one_key(store: Path, qtbot: QtBot) -> None:
    central = open_central(str(store))
    case = next(line for line in _lines(store) if line.kind == "case")
    letter = replace(documents(store)["Mietvertrag"], id="named", received_on="2026-01-02", document_type="Sparbuch")
    post = replace(letter, proposed_case=case.id, worker=WORKER)
    central.submit(TakeIn(site=SITE, by="system", documents=(post,), shared_bytes=True))
    opened = open_desk(str(store), WORKER)
    assert opened is not None
    try:
        opened.keeper.show()
        inbox = open_first(opened, qtbot)
        qtbot.waitUntil(lambda: inbox.panel.target() is not None, timeout=DEADLINE)
        QTest.keyClick(inbox.panel.search.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: documents(store)["Sparbuch"].state_of_work == FILED, timeout=DEADLINE)
        assert documents(store)["Sparbuch"].case == case.id
    finally:
        opened.close()


def test_work_goes_on_while_the_store_is_away_and_arrives_later(opened: Opened, store: Path, qtbot: QtBot) -> None:
    inbox = open_first(opened, qtbot)
    qtbot.waitUntil(lambda: opened.desk.status.online, timeout=DEADLINE)
    away = store.with_name("away")
    store.rename(away)
    file_into(inbox, "nowak", qtbot)
    qtbot.waitUntil(lambda: not opened.desk.status.online and opened.desk.status.waiting == 1, timeout=DEADLINE)
    assert isinstance(opened.desk.status.problem, CentreUnreachable)
    assert inbox.queue.table.current_row() is not None

    away.rename(store)
    opened.desk.synchronise_now()
    qtbot.waitUntil(lambda: documents(store)["Mietvertrag"].state_of_work == FILED, timeout=DEADLINE)
    qtbot.waitUntil(lambda: opened.desk.status.online and opened.desk.status.waiting == 0, timeout=DEADLINE)


def test_who_loses_a_race_is_told_who_won(opened: Opened, store: Path, qtbot: QtBot) -> None:
    inbox = open_first(opened, qtbot)
    letter = documents(store)["Mietvertrag"]
    other = open_central(str(store))
    case = next(line for line in _lines(store) if line.kind == "case")
    bert = Worker(id="bert.kurz", name="Bert Kurz", roles=("caseworker",))
    anna = Worker(id=WORKER, name="Anna Berger", roles=("caseworker",))
    other.submit(SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Heek"), workers=(anna, bert)))
    refusals: list[str] = []
    opened.desk.was_refused.connect(lambda refusal: refusals.append(refusal.title))
    away = store.with_name("away")
    store.rename(away)
    file_into(inbox, "nowak", qtbot)
    qtbot.waitUntil(lambda: opened.desk.status.waiting == 1, timeout=DEADLINE)
    away.rename(store)
    open_central(str(store)).submit(FileDocument(site=SITE, by=bert.id, document=letter.id, case=case.id))
    opened.desk.synchronise_now()
    qtbot.waitUntil(lambda: opened.desk.status.refused == 1, timeout=DEADLINE)
    waiting = opened.cache.waiting()
    assert len(waiting) == 1 and waiting[0].refused is not None
    assert "Bert Kurz" in waiting[0].refused.title
    assert documents(store)["Mietvertrag"].filed_by == bert.id


def test_a_stranger_is_told_what_to_do(store: Path, qapp: QApplication) -> None:
    with pytest.raises(AppError) as caught:
        open_desk(str(store), "niemand")
    assert caught.value.code == "unknown-worker"
    assert "--as" in caught.value.advice


def test_no_store_and_no_cache_is_said_in_one_sentence(tmp_path: Path, qapp: QApplication) -> None:
    with pytest.raises(AppError) as caught:
        open_desk(str(tmp_path / "nowhere"), WORKER)
    assert caught.value.title and caught.value.advice


def test_the_program_opens_its_window_with_the_first_document(store: Path, tmp_path: Path) -> None:
    """From the command line to the painted page, as the bench measures it. What reads documents is in no process but
    the reading one."""
    (tmp_path / "keys").mkdir()
    own = {
        "ESOZIALAKTE_CACHE_DIR": str(tmp_path / "cache"),
        "ESOZIALAKTE_LAYOUT_DIR": str(tmp_path / "layout"),
        FOLDER: str(tmp_path / "keys"),
        "PYTHON_KEYRING_BACKEND": "app.cli.bench.key_file.KeyFile",
        "QT_QPA_PLATFORM": "offscreen",
    }
    program = (
        "import sys; from app.cli.bench.opening import main; status = main();"
        "print(*{'pymupdf', 'fitz', 'pypdfium2', 'pikepdf', 'img2pdf', 'PIL'} & set(sys.modules)); sys.exit(status)"
    )
    command = [sys.executable, "-c", program, str(store), WORKER]
    ended = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "ready\n\n")
    assert (tmp_path / "layout" / "window.ini").exists()
