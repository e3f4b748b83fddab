"""What was filed since a day, in a real SQLCipher file: confirmed and waiting, moved and taken back."""

from app.adapters.cache.filed import FILED_SINCE
from app.adapters.cache.store import SqlCache
from app.domain.actions import FileDocument, MoveDocument, ReturnToInbox
from app.domain.cache import FilingRow
from app.domain.records import Person
from tests.cache.making import SITE, Log, case, document, filed

CASE = case("35502BG0000001", Person(last_name="Meier"))
OTHER = case("35502BG0000002", Person(last_name="Koch"))


def names(cache: SqlCache, since: str = "2026-11-01") -> list[str]:
    return [row.document for row in cache.filings(SITE, since)]


def test_filings_are_those_by_people_since_a_day(cache: SqlCache) -> None:
    Log(
        cache,
        CASE,
        filed("new", CASE, filed_by="anna", filed_at="2026-11-03T08:00:00Z", received_on="2026-11-01", team="t",
              channel="fax"),
        filed("first", CASE, filed_by="anna", filed_at="2026-11-01T00:00:00Z"),
        filed("before", CASE, filed_by="anna", filed_at="2026-10-31T23:59:59Z"),
        filed("old-file", CASE, received_on="2026-11-02"),
        document("open", received_on="2026-11-02"),
    )  # fmt: skip
    assert names(cache) == ["first", "new"] and names(cache, "2026-01-01") == ["before", "first", "new"]
    assert cache.filings(SITE, "2026-11-02") == [
        FilingRow("new", SITE, "2026-11-01", "2026-11-03T08:00:00Z", "anna", "fax", "t")
    ]
    assert cache.filings("elsewhere", "2026-01-01") == []


def test_waiting_and_confirmed_filings_count_once(cache: SqlCache) -> None:
    log = Log(cache, CASE, document("d", received_on="2026-11-02"))
    assert names(cache) == []
    action = FileDocument(site=SITE, by="anna", document="d", case=CASE.id)
    assert cache.enqueue(action) is None and names(cache) == ["d"]
    commit = log.commit(action, at="2026-11-20T10:00:00.000Z")
    cache.accepted(action.id, 1)
    assert names(cache) == ["d"]
    cache.apply(SITE, [commit])
    assert cache.filings(SITE, "2026-11-01") == [
        FilingRow("d", SITE, "2026-11-02", "2026-11-20T10:00:00.000Z", "anna", "letter", "")
    ]
    assert cache.enqueue(ReturnToInbox(site=SITE, by="anna", document="d", base=2)) is None and names(cache) == []


def test_moving_is_no_second_filing(cache: SqlCache) -> None:
    log = Log(cache, CASE, OTHER, document("d"))
    at = "2026-11-05T10:00:00.000Z"
    commits = [log.commit(FileDocument(site=SITE, by="anna", document="d", case=CASE.id), at=at)]
    move = MoveDocument(site=SITE, by="anna", document="d", base=2, case=OTHER.id)
    commits.append(log.commit(move, at="2026-11-19T10:00:00.000Z"))
    cache.apply(SITE, commits)
    assert [(row.filed_at, row.filed_by) for row in cache.filings(SITE, "2026-11-01")] == [(at, "anna")]
    assert names(cache, "2026-11-06") == []


def test_filings_are_found_by_an_index(cache: SqlCache) -> None:
    Log(cache, CASE, filed("d", CASE, filed_by="anna", filed_at="2026-11-03T08:00:00Z"))
    assert names(cache) == ["d"]
    with cache._sites.all()[SITE].read() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {FILED_SINCE}", ("2026-11-01",)).fetchall()
    assert "document_filed" in str(plan) and "TEMP B-TREE" not in str(plan)


def test_who_moved_an_old_file_has_not_filed_it(cache: SqlCache) -> None:
    log = Log(cache, CASE, OTHER, filed("old", CASE, received_on="2026-11-04"))
    move = MoveDocument(site=SITE, by="anna", document="old", base=1, case=OTHER.id)
    assert cache.enqueue(move) is None and names(cache) == []
    cache.accepted(move.id, 1)
    cache.apply(SITE, [log.commit(move)])
    assert names(cache) == []
