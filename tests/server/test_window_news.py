"""The real window on a real service: what others do is there when it happened, not when the window next looks."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.actions import SYSTEM, TakeIn
from app.domain.ids import new_id
from app.domain.records import Document
from app.service_access import open_sign_in
from app.window import open_desk
from tests.server.auth_world import HERE, World
from tests.server.served import Served

OWN = "vier Wörter Bleistift Regenschirm"


def test_new_post_is_there_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setenv("ESOZIALAKTE_CACHE_DIR", str(tmp_path / "cache"))
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path)
    world.real_time()
    world.auth.accounts.add("caseworker", OWN, must_change=False)
    with Served(world) as served:
        open_sign_in(served.url).with_password("caseworker", OWN)
        opened = open_desk(served.url, "caseworker")
        assert opened is not None
        opened.loop.is_told = True  # by itself it looks once in five minutes now
        qtbot.waitUntil(lambda: opened.desk.status.synchronised_at != "", timeout=30_000)
        new = Document(id=new_id(), sha256="ab" * 32, item="K-1", provider="Nord")
        world.do(TakeIn(site=HERE, by=SYSTEM, documents=(new,)))
        qtbot.waitUntil(lambda: opened.desk.cache.document(new.id) is not None, timeout=30_000)
        opened.close()
    world.close()
