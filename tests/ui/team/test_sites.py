"""A lead of two sites, on real encrypted caches: both together or one of them; post stays at its site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.adapters.cache.store import SqlCache
from app.domain.records import Document, Record, Site, Worker
from app.services.team_figures import SITE, Slice
from app.tasks.desk import Desk
from app.tasks.lanes import Bridge
from app.tasks.pages import PageQueue
from app.ui.team.screen import TeamScreen
from tests.cache.making import MemoryKeeper, line, open_cache
from tests.ui.fake_pages import FakePages
from tests.ui.team.conftest import StubViewer

LEAD = Worker(id="lena", name="Lena Vogt", roles=("team-lead",))


def post(id_: str, received_on: str, worker: str) -> Document:
    return Document(id=id_, sha256=(id_.encode().hex() + "0" * 64)[:64], received_on=received_on, worker=worker)


OFFICES: dict[str, tuple[Record, ...]] = {
    "borken": (
        Site(id="borken", name="Borken"), LEAD, Worker(id="anna", name="Anna Berger", roles=("caseworker",)),
        post("b1", "2026-10-01", "anna"), post("b2", "2026-10-03", ""),
    ),
    "rhede": (
        Site(id="rhede", name="Rhede"), LEAD, Worker(id="ralf", name="Ralf Timm", roles=("caseworker",)),
        post("r1", "2026-10-02", "ralf"),
    ),
}  # fmt: skip


@pytest.fixture
def sites_cache(tmp_path: Path) -> Iterator[SqlCache]:
    opened = open_cache(tmp_path / "cache", MemoryKeeper())
    for site, records in OFFICES.items():
        opened.fill(site, 1, map(line, records))
    yield opened
    opened.close()


@pytest.fixture
def wide(sites_cache: SqlCache, qapp: QApplication, qtbot: QtBot) -> Iterator[TeamScreen]:
    bridge, pages = Bridge(), FakePages()
    desk = Desk(sites_cache, PageQueue(pages, pages, bridge), LEAD, "borken", bridge)
    screen = TeamScreen(desk, StubViewer)
    qtbot.addWidget(screen)
    screen.resize(1360, 760)
    screen.show()
    qtbot.waitUntil(lambda: screen.figures is not None)
    yield screen
    desk.close()


def listed(screen: TeamScreen) -> list[str]:
    return [row.id for row in screen.overview.post.list.rows()]


def test_both_sites_together_or_one_of_them(wide: TeamScreen, qtbot: QtBot) -> None:
    assert listed(wide) == ["b1", "r1", "b2"] and wide.scope.isVisible()
    assert [wide.scope.itemText(place) for place in range(wide.scope.count())] == ["Alle Standorte", "Borken", "Rhede"]
    wide.overview.holders.kinds.buttons[SITE].click()
    assert {row.name: row.count for row in wide.overview.holders.bars.shown()} == {"Borken": 2, "Rhede": 1}
    wide.overview.toggle(Slice(SITE, "rhede"))
    qtbot.waitUntil(lambda: listed(wide) == ["r1"])
    wide.scope.setCurrentIndex(1)
    wide.scope.activated.emit(1)
    qtbot.waitUntil(lambda: listed(wide) == ["b1", "b2"])
    assert wide.scope.site == "borken" and not wide.overview.holders.kinds.buttons[SITE].isVisible()


def test_post_is_not_given_to_another_site(wide: TeamScreen, sites_cache: SqlCache, qtbot: QtBot) -> None:
    rows = list(wide.overview.post.list.rows())
    wide.overview.post.list.selectAll()
    wide.redistribute()
    assert "mehreren Standorten" in wide.notice.accessibleName()
    wide.giving.drop(rows[:1], "person", "ralf")
    assert "an einem anderen Standort als der Empfänger" in wide.notice.accessibleName()
    wide.giving.drop(rows[2:], "person", "anna")
    qtbot.waitUntil(lambda: not wide.giving.moved)
    found = sites_cache.document("b2")
    assert found is not None and found[2].worker == "anna"
