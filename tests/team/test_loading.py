"""The figures and the sample read from a real encrypted cache of two sites, with actions that wait to be sent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.adapters.cache.store import SqlCache
from app.domain.actions import FileDocument, ForwardDocument, RecordFilingCheck
from app.domain.records import FILED, RIGHT, Absence, Announcement, CaseFile, Document, FollowUp, Record, Site, Worker
from app.services.filing_sample import load_sample
from app.services.team_figures import ABSENT, SITE, Slice, Times, lead_sites, load_figures, within
from tests.cache.making import MemoryKeeper, line, open_cache

TODAY = date(2026, 11, 20)
LEAD = Worker(id="maria", name="Maria Koch", roles=("team-lead",))
ANNA = Worker(id="anna", name="Anna Berger", roles=("caseworker",))
CASE = CaseFile(id="c", case_number="35502BG0000001")


def document(id_: str, **fields: object) -> Document:
    return Document(id=id_, sha256=(id_.encode().hex() + "0" * 64)[:64], **fields)  # type: ignore[arg-type]


def filed(id_: str, received: str, at: str) -> Document:
    return document(id_, received_on=received, state_of_work=FILED, case="c", filed_by="anna", filed_at=at)


BORKEN: tuple[Record, ...] = (
    Site(id="borken", name="Borken"), LEAD, ANNA, CASE,
    document("old", received_on="2026-10-01", worker="anna"),
    document("new", received_on="2026-11-19"),
    filed("f1", "2026-11-10", "2026-11-13T10:00:00Z"),
    filed("f2", "2026-11-10", "2026-11-18T10:00:00Z"),
    replace(filed("sent", "2026-11-18", "2026-11-18T10:00:00Z"), channel="outgoing"),
    Absence(id="a", worker="anna", since="2026-11-20", until="2026-11-20"),
    Absence(id="over", worker="maria", since="2026-11-01", until="2026-11-19"),
    FollowUp(id="late", due_on="2026-11-19", document="old"),
    FollowUp(id="today", due_on="2026-11-20", document="old"),
    Announcement(id="n", item="K1", delivery="D", received_on="2026-11-19"),
)  # fmt: skip
RHEDE: tuple[Record, ...] = (
    Site(id="rhede", name="Rhede"), LEAD, document("there", received_on="2026-11-15", channel="fax"),
)  # fmt: skip
GRONAU: tuple[Record, ...] = (Site(id="gronau", name="Gronau"), document("foreign", received_on="2026-11-15"))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[SqlCache]:
    opened = open_cache(tmp_path, MemoryKeeper())
    for site, records in (("borken", BORKEN), ("rhede", RHEDE), ("gronau", GRONAU)):
        opened.fill(site, 1, map(line, records))
    yield opened
    opened.close()


def test_a_lead_sees_the_sites_that_they_lead_and_no_other(cache: SqlCache) -> None:
    sites = lead_sites(cache, "maria")
    assert [site.id for site in sites] == ["borken", "rhede"] and lead_sites(cache, "anna") == ()
    figures = load_figures(cache, sites, TODAY)
    assert [row.id for row in figures.rows] == ["old", "there", "new"]
    assert {bar.key: bar.count for bar in figures.sites} == {"borken": 2, "rhede": 1}
    one = load_figures(cache, sites[1:], TODAY)
    assert [row.id for row in one.rows] == ["there"] and one.times == Times()
    assert [row.id for row in filter(within(figures, Slice(SITE, "rhede")), figures.rows)] == ["there"]


def test_absences_follow_ups_and_times_are_those_of_today(cache: SqlCache) -> None:
    figures = load_figures(cache, lead_sites(cache, "maria"), TODAY)
    assert figures.people.away() == {"anna"} and figures.absent == 1
    assert [(entry.follow_up.id, entry.days) for entry in figures.overdue] == [("late", 1)]
    assert figures.times == Times(2, 3, 8)
    flow = {day.id: (day.received, day.in_transit, day.filed) for day in figures.flow}
    assert flow["2026-11-19"] == (1, 1, 0) and flow["2026-11-10"] == (2, 0, 0) and flow["2026-11-18"] == (0, 0, 1)


def test_what_waits_to_be_sent_is_counted_as_done(cache: SqlCache) -> None:
    sites = lead_sites(cache, "maria")
    forward = ForwardDocument(site="borken", by="maria", document="new", base=1, worker="anna")
    assert cache.enqueue(forward) is None
    assert cache.enqueue(FileDocument(site="borken", by="anna", document="old", case="c")) is None
    figures = load_figures(cache, sites, TODAY)
    assert [row.id for row in filter(within(figures, Slice(ABSENT)), figures.rows)] == ["new"]
    assert figures.loads == {("borken", ("", "anna")): 1, ("rhede", ("", "")): 1}


def test_documents_on_their_way_to_another_queue_are_there_already(cache: SqlCache) -> None:
    figures = load_figures(cache, lead_sites(cache, "maria"), TODAY, {"new": ("", "maria"), "gone": ("", "anna")})
    assert figures.loads["borken", ("", "maria")] == 1 and figures.unassigned == 1
    assert next(row for row in figures.rows if row.id == "new").pending


def test_the_sample_keeps_what_was_checked_today(cache: SqlCache) -> None:
    today = date.today()  # noqa: DTZ011 - checks are decided at this computer's own instant
    yesterday = f"{(today - timedelta(days=1)).isoformat()}T10:00:00Z"
    cache.fill("rhede", 2, map(line, (*RHEDE, CASE, ANNA, filed("f3", "2026-11-01", yesterday))))
    sites = [site for site in lead_sites(cache, "maria") if site.id == "rhede"]
    sample = load_sample(cache, sites, today)
    assert [(one.id, one.check) for one in sample.entries] == [("f3", None)] and sample.results == ()
    check = RecordFilingCheck(site="rhede", by="maria", document="f3", filed_at=yesterday, verdict=RIGHT)
    assert cache.enqueue(check) is None
    sample = load_sample(cache, sites, today)
    assert [(one.id, one.check.verdict) for one in sample.entries if one.check] == [("f3", RIGHT)]
    assert [(result.worker, result.checked, result.wrong) for result in sample.results] == [("anna", 1, 0)]
