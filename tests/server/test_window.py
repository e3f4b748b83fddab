"""The real window on a real service: a sign-in that ended is said and renewed, a lost computer shows nothing more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import DeviceRevoked, SignInNeeded
from app.service_access import open_sign_in
from app.window import open_desk
from tests.server.auth_world import World
from tests.server.served import Served

OWN = "vier Wörter Bleistift Regenschirm"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("ESOZIALAKTE_CACHE_DIR", str(tmp_path / "cache"))
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path)
    world.real_time()
    world.auth.accounts.add("caseworker", OWN, must_change=False)
    with Served(world) as served:
        yield served
    world.close()


def test_a_sign_in_that_ends_and_a_computer_that_is_lost(served: Served, qtbot: QtBot, tmp_path: Path) -> None:
    sign_in = open_sign_in(served.url)
    sign_in.with_password("caseworker", OWN)
    opened = open_desk(served.url, "caseworker")
    assert opened is not None
    desk, auth = opened.desk, served.world.auth
    opened.keeper.show()
    qtbot.waitUntil(lambda: desk.status.synchronised_at != "", timeout=30_000)
    auth.sessions.end_all_of("caseworker")
    desk.synchronise_now()
    qtbot.waitUntil(lambda: isinstance(desk.status.problem, SignInNeeded), timeout=30_000)
    assert opened.keeper.window.telling.offline.isVisible()
    sign_in.with_password("caseworker", OWN)
    desk.synchronise_now()
    qtbot.waitUntil(lambda: desk.status.problem is None, timeout=30_000)
    [device] = auth.devices.all()
    auth.devices.revoke(device.id, "county.admin")
    auth.sessions.forget()
    desk.synchronise_now()
    qtbot.waitUntil(lambda: isinstance(desk.status.problem, DeviceRevoked), timeout=30_000)
    assert not list((tmp_path / "cache").rglob("*.db*"))
    opened.close()
