"""A small office for the tests of the team lead's figures."""

from dataclasses import replace
from datetime import date, timedelta

from app.domain.cache import DocumentRow, FilingRow
from app.domain.records import Absence, Site, Team, Worker
from app.services.team_figures import People

TODAY = date(2026, 11, 20)
SITE = "borken"
STAFF = (
    Worker(id="anna", name="Anna Berger", teams=("t1",), roles=("caseworker",)),
    Worker(id="ben", name="Ben Ahlers", teams=("t2", "t1"), roles=("caseworker",)),
    Worker(id="maria", name="Maria Koch", teams=("t1",), roles=("team-lead",)),
    Worker(id="gone", name="Gerd Alt", teams=("t1",), roles=("caseworker",), ended=True),
)
TEAMS = (Team(id="t1", name="Leistung 1"), Team(id="t2", name="Leistung 2"))
AWAY = Absence(id="a", worker="ben", since="2026-11-18", until="2026-11-24")
PEOPLE = People(
    sites=(Site(id=SITE, name="Borken"),),
    teams=tuple((SITE, team) for team in TEAMS),
    workers=tuple((SITE, worker) for worker in STAFF),
    absences=(("ben", AWAY),),
)
_ROW = DocumentRow(
    id="", site=SITE, version=1, state_of_work="inbox", title="", document_type="", register="", sender="",
    channel="letter", received_on="", scanned_at="", pages=1, media="pdf", team="", worker="", case="",
    case_number="", case_name="", item="", delivery="", destroyed_at="", warned=False, duplicate=False, pending=False,
)  # fmt: skip


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def row(id_: str, days: int | None = 0, **fields: object) -> DocumentRow:
    """An open document that was received so many days ago."""
    received = "" if days is None else ago(days)
    return replace(_ROW, id=id_, received_on=received, **fields)  # type: ignore[arg-type]


def filing(id_: str, received: int, filed: int, by: str = "anna", clock: str = "10:00:00") -> FilingRow:
    """A document received and filed so many days ago."""
    return FilingRow(id_, SITE, ago(received), f"{ago(filed)}T{clock}Z", by, "letter", "")
