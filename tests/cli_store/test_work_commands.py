"""Shared work on the command line: whose post it is, follow-ups, and rules on trial."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.cli import run
from app.domain.actions import ForwardDocument, PutAbsence, PutFollowUp, PutRouting, SetUpSite, TakeIn
from app.domain.central import Accepted
from app.domain.records import Absence, Document, FollowUp, RoutingRule, Site, Team, Worker
from tests.central.contract import set_up

TODAY = datetime.now().astimezone().date().isoformat()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    root = tmp_path / "store"
    create_store(root, "test")
    central = FolderCentral(root)
    case = set_up(central)
    people = tuple(Worker(id=name, name=name.title(), roles=("team-lead", "caseworker")) for name in ("anna", "bert"))
    site, teams = Site(id="heek", name="Heek"), (Team(id="one", name="Eins"),)
    post = (
        Document(id="d1", sha256="a" * 64, item="K1", worker="anna", scanned_at="2026-11-19T07:00:00+01:00"),
        Document(id="d2", sha256="b" * 64, item="K2", proposed_case=case.id, scanned_at="2026-11-20T07:00:00+01:00"),
    )
    absence = Absence(id="a", worker="anna", since=TODAY, until=TODAY, deputies=("bert",))
    due = FollowUp(id="f", due_on="2026-12-01", reason="Antwort", case=case.id, worker="bert")
    who = {"site": "heek", "by": "anna"}
    for action in (
        SetUpSite(site="heek", by="system", record=site, teams=teams, workers=people),
        TakeIn(site="heek", by="system", documents=post),
        PutAbsence(**who, absence=absence, base=0),
        PutFollowUp(**who, follow_up=due, base=0),
        ForwardDocument(**who, document="d1", base=1, worker="anna", note="eilt"),
        PutRouting(**who, base=0, draft=(RoutingRule(letter_to="Z", team="one"),)),
    ):
        assert isinstance(central.submit(action), Accepted)
    return root


def call(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run([*arguments, "--store", str(store), "--json"]) == 0
    return json.loads(capsys.readouterr().out)["items"]


def test_the_inbox_says_whose_it_is_and_who_stands_in(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = sorted(call(store, capsys, "list", "inbox"), key=lambda item: str(item["id"]))
    assert (first["worker"], first["deputy"], first["note"]) == ("anna", "bert", "eilt")
    assert (second["worker"], second["team"], second["deputy"], second["handed_to"]) == (None, None, None, None)


def test_follow_ups_are_listed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (item,) = call(store, capsys, "list", "follow-ups")
    assert (item["due_on"], item["reason"], item["worker"]) == ("2026-12-01", "Antwort", "bert")
    run(["list", "follow-ups", "--store", str(store)])
    assert "01.12.2026" in capsys.readouterr().out


def test_rules_are_tried_on_the_post_of_the_last_day(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = FolderCentral(store).position("heek")
    (item,) = call(store, capsys, "routing", "try")
    assert (item["switched_on"], item["day"], item["documents"], item["moved"]) == (False, "2026-11-20", 1, 1)
    assert item["rules"] == [{"letter_to": "Z", "team": "one", "documents": 1}]
    (flow,) = item["flows"]
    assert (flow["went"], flow["goes"]) == ({"team": "", "worker": ""}, {"team": "one", "worker": ""})
    assert FolderCentral(store).position("heek") == before
    run(["routing", "try", "--store", str(store)])
    assert "one" in capsys.readouterr().out
