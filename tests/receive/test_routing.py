"""Rules that are switched on choose the queue at receipt; a trial says what they would have done."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral
from app.domain.actions import SYSTEM, PutRouting, SetUpSite
from app.domain.central import Accepted
from app.domain.records import CaseFile, Document, Person, RoutingRule, Site, Team, Worker
from app.services.routing import post_of_last_day, try_rules
from tests.receive.bags import BagMaker, pdf, row
from tests.receive.conftest import CASE

Offer = Callable[[Path], dict[str, Any]]
LEAD = Worker(id="lead", name="Lea Lang", roles=("team-lead",))
ONE = Worker(id="heek.one", name="Petra Meier", roles=("caseworker",))
TEAMS = (Team(id="o-team", name="O"), Team(id="legal", name="Recht"))


def switch_on(central: FolderCentral, *rules: RoutingRule, draft: bool = False) -> None:
    site = Site(id="heek", name="heek")
    central.submit(SetUpSite(site="heek", by=SYSTEM, record=site, teams=TEAMS, workers=(LEAD, ONE)))
    given = {"draft": rules} if draft else {"rules": rules, "tried_on": "2026-11-19"}
    assert isinstance(central.submit(PutRouting(site="heek", by="lead", base=0, **given)), Accepted)  # type: ignore[arg-type]


def queues(central: FolderCentral, offer: Offer, maker: Callable[..., BagMaker]) -> dict[str, tuple[str, str]]:
    bag = maker().file("a.pdf", pdf("Stadtwerke", 1)).file("b.pdf", pdf("Anwalt", 1))
    bag.index(row("a.pdf", "K1", case_number=CASE), row("b.pdf", "K2", document_type="Widerspruch"))
    offer(bag.write())
    found = (entry for entry in central.office("heek")[1].all(Document.kind) if isinstance(entry, Document))
    return {document.item: (document.team, document.worker) for document in found}


@pytest.mark.parametrize("draft", [False, True])
def test_rules_send_what_they_know_once_they_are_switched_on(
    offer: Offer, maker: Callable[..., BagMaker], central: FolderCentral, draft: bool
) -> None:
    by_letter = RoutingRule(letter_from="O", letter_to="P", team="o-team")
    switch_on(central, by_letter, RoutingRule(document_type="Widerspruch", team="legal"), draft=draft)
    routed = {"K1": ("o-team", ""), "K2": ("legal", "")}
    before = {"K1": ("", "heek.one"), "K2": ("", "")}
    assert queues(central, offer, maker) == (before if draft else routed)


def test_a_rule_whose_team_is_gone_sends_nothing(
    offer: Offer, maker: Callable[..., BagMaker], central: FolderCentral
) -> None:
    switch_on(central, RoutingRule(letter_to="Z", team="o-team"))
    site = Site(id="heek", name="heek")
    central.submit(SetUpSite(site="heek", by=SYSTEM, record=site, teams=TEAMS[1:], workers=(LEAD, ONE)))
    assert queues(central, offer, maker)["K1"] == ("", "heek.one")


def test_a_trial_compares_where_post_would_go_with_where_it_went() -> None:
    cases = {f"c{n}": CaseFile(id=f"c{n}", case_number=f"35502BG000000{n}", persons=(Person(last_name=name),))
             for n, name in enumerate(("Arndt", "Berg", "Zeller"))}
    post = [
        Document(id="1", sha256="1", scanned_at="2026-11-20T07:00", proposed_case="c0", worker="anna"),
        Document(id="2", sha256="2", scanned_at="2026-11-20T07:00", case="c1", state_of_work="filed", filed_by="bert"),
        Document(id="3", sha256="3", scanned_at="2026-11-20T07:00", proposed_case="c2"),
        Document(id="4", sha256="4", scanned_at="2026-11-18T07:00", proposed_case="c2"),
    ]
    day, documents = post_of_last_day(post, "2026-11-23")
    teams = (Team(id="one", name="Eins"),)
    carl = Worker(id="carl", name="Carl", teams=("one",))
    workers = (Worker(id="anna", name="Anna"), Worker(id="bert", name="Bert"), carl)
    rules = (RoutingRule(letter_to="A", worker="anna"), RoutingRule(letter_to="K", team="one"))
    trial = try_rules(day, documents, cases.get, rules, teams, workers)
    assert (trial.day, trial.documents, trial.by_rule, trial.unmet, trial.moved) == ("2026-11-20", 3, (1, 1), 1, 1)
    assert [(flow.went, flow.would_go, flow.documents, flow.elsewhere) for flow in trial.flows] == [
        (("", "anna"), ("", "anna"), 1, False),
        (("", "bert"), ("one", ""), 1, True),
    ]
    own_team = try_rules(day, [replace(documents[1], filed_by="carl")], cases.get, rules, teams, workers)
    assert (own_team.moved, own_team.flows[0].elsewhere) == (0, False), "it went to one of the team"
    assert post_of_last_day(post, "2026-11-01") == ("", [])
