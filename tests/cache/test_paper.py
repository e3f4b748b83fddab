"""Paper in the cache: wishes in rows at once, what comes due found by an index."""

from app.adapters.cache.site_store import MOST_DUE, PAPERS_DUE
from app.adapters.cache.store import SqlCache
from app.domain.actions import CheckPaper, WishPaper, WithdrawWish
from app.domain.records import HOLD, RESCAN, Document
from tests.cache.making import SITE, Log, document


def paper(id_: str, scanned_at: str, **more: object) -> Document:
    return document(id_, item=f"K-{id_}", provider="Nord", scanned_at=scanned_at, **more)


def wish(id_: str, what: str) -> WishPaper:
    return WishPaper(site=SITE, by="anna", document=id_, wish=what)


def due(cache: SqlCache, until: str = "2026-10-31") -> list[str]:
    return [row.id for row in cache.papers_due(SITE, "2026-09-01", until)]


def test_a_wish_is_in_the_row_while_it_waits_and_when_it_is_confirmed(cache: SqlCache) -> None:
    log = Log(cache, paper("d", "2026-10-01T08:00:00+02:00"))
    action = wish("d", HOLD)
    assert cache.enqueue(action) is None
    row = cache.document_row("d")
    assert row is not None and row.wishes == ((HOLD, "waiting"),) and row.pending and not row.checked
    commit = log.commit(action)
    cache.accepted(action.id, 1)
    cache.apply(SITE, [commit])
    (row,) = cache.inbox(SITE)
    assert row.wishes == ((HOLD, "waiting"),) and not row.pending
    cache.enqueue(wish("d", RESCAN))
    cache.enqueue(WithdrawWish(site=SITE, by="anna", document="d", wish=HOLD))
    cache.enqueue(CheckPaper(site=SITE, by="anna", document="d"))
    (row,) = cache.inbox(SITE)
    assert row.wishes == ((RESCAN, "waiting"),) and row.checked


def test_due_is_the_oldest_unchecked_paper_first(cache: SqlCache) -> None:
    log = Log(
        cache,
        paper("late", "2026-11-01T08:00:00+01:00"),
        paper("second", "2026-10-31T23:00:00+01:00"),
        paper("first", "2026-10-01T08:00:00+02:00"),
        paper("gone", "2026-10-01T08:00:00+02:00", destroyed_at="2026-11-20T08:00:00+01:00"),
        paper("old-file", "2026-08-31T08:00:00+02:00"),
        document("no-paper", scanned_at="2026-10-01T08:00:00+02:00"),
        document("never-scanned", item="K-0"),
    )
    assert due(cache) == ["first", "second"]
    cache.enqueue(CheckPaper(site=SITE, by="anna", document="first"))
    assert due(cache) == ["second"]
    cache.apply(SITE, [log.commit(CheckPaper(site=SITE, by="anna", document="second"))])
    assert due(cache) == []
    cache.enqueue(CheckPaper(site=SITE, by="anna", document="second", checked=False))
    assert due(cache) == ["second"]


def test_due_papers_are_found_by_an_index(cache: SqlCache) -> None:
    Log(cache, paper("d", "2026-10-01T08:00:00+02:00"))
    assert due(cache) == ["d"]
    with cache._sites.all()[SITE].read() as connection:
        days = ("2026-09-01", "2026-10-31T~", MOST_DUE)
        plan = connection.execute(f"EXPLAIN QUERY PLAN {PAPERS_DUE}", days).fetchall()
    assert "document_paper" in str(plan) and "TEMP B-TREE" not in str(plan)
