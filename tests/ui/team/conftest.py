"""A team lead's screen over a small office: five open documents, one person away, a follow-up overdue."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.records import Absence, Document, FollowUp, Worker
from app.tasks.desk import Desk
from app.tasks.lanes import Bridge
from app.tasks.pages import PageQueue
from app.ui.team.screen import TeamScreen
from tests.ui.example import ME, SITE, WORKERS, days_ago
from tests.ui.fake_pages import FakePages
from tests.ui.fakes import FakeCache

LEAD = WORKERS[2]


def post(number: int, days: int, worker: str = "", team: str = "", **fields: object) -> Document:
    made = Document(
        id=f"p-{number}", sha256=f"{number:064x}", title=f"Brief {number}", received_on=days_ago(days),
        item=f"K17-{number}", worker=worker, team=team,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def cache() -> FakeCache:
    made = FakeCache(filed=0, inbox=0)
    made.now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    made.put(
        post(0, 30, worker=ME.id),
        post(1, 20, worker=ME.id),
        post(2, 10, worker="jan.weber", channel="fax"),
        post(3, 5, team="leistung-2"),
        post(4, 0),
        Absence(id="a", worker=ME.id, since=days_ago(2), until=(date.today() + timedelta(days=3)).isoformat()),  # noqa: DTZ011
        FollowUp(id="late", due_on=days_ago(4), reason="Antwort fehlt", document="p-2", worker="jan.weber"),
        FollowUp(id="done", due_on=days_ago(9), reason="erledigt", document="p-2", done_at=days_ago(8)),
    )
    return made


def desk_for(cache: FakeCache, who: Worker) -> Desk:
    bridge, pages = Bridge(), FakePages()
    return Desk(cache, PageQueue(pages, pages, bridge), who, SITE, bridge)


@pytest.fixture
def desk(cache: FakeCache, qapp: QApplication) -> Iterator[Desk]:
    made = desk_for(cache, LEAD)
    yield made
    made.close()


class StubViewer(QLabel):
    def show_document(self, document_id: str | None) -> None:
        self.setText(document_id or "")


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> TeamScreen:
    made = TeamScreen(desk, StubViewer)
    qtbot.addWidget(made)
    made.resize(1360, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow() and made.figures is not None)
    made.focus_search()
    return made
