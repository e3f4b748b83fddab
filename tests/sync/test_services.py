"""Synchronising, sending, fetching: the rules one by one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard

from app.adapters.cache.store import SqlCache
from app.adapters.central.memory import MemoryCentral
from app.domain.actions import FileDocument, ImportCases, TakeIn
from app.domain.cache import Touched
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, TEXTS, Outcome
from app.domain.errors import CacheDamaged, CentreUnreachable, NotAllowed, StorageFull, StoreDamaged, WrongUse
from app.domain.records import Document
from app.services.fetch_page import fetch_original, fetch_page
from app.services.fetch_texts import fetch_texts
from app.services.send_waiting import send_round, send_waiting
from app.services.synchronise import pull, synchronise
from tests.cache.making import SITE, MemoryKeeper, case, document, ids, open_cache
from tests.sync.test_three_clients import FaultyLine, set_up

CASE = case("35502BG0000001")
NOW = datetime.now(UTC)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[SqlCache]:
    opened = open_cache(tmp_path, MemoryKeeper())
    yield opened
    opened.close()


@pytest.fixture
def central() -> MemoryCentral:
    made = MemoryCentral()
    set_up(made, [CASE], ["d", "e"])
    return made


def file(id_: str = "d", by: str = "anna") -> FileDocument:
    return FileDocument(site=SITE, by=by, document=id_, case=CASE.id)


# --- synchronising -----------------------------------------------------------------------------------------------
def test_the_first_fill_comes_from_the_checkpoint_and_the_rest_from_the_log(
    cache: SqlCache, central: MemoryCentral
) -> None:
    central.write_checkpoint(SITE)
    central.submit(file())
    told: list[tuple[int, int]] = []
    pulled = pull(central, cache, lambda done, total: told.append((done, total)))
    assert (pulled.commits, pulled.documents, pulled.problem) == (4, 3, None) and pulled.bytes > 500
    assert cache.position(SITE) == 4 and ids(cache.inbox(SITE)) == ["e"]
    assert synchronise(central, cache) == Touched()
    central.submit(file("e"))
    assert synchronise(central, cache).documents == {"e"}


def test_a_store_that_was_restored_from_a_backup_fills_anew(cache: SqlCache, central: MemoryCentral) -> None:
    backup = MemoryCentral()
    set_up(backup, [CASE], ["d", "e"])
    central.submit(file())
    synchronise(central, cache)
    waiting = file("e")
    cache.enqueue(waiting)
    assert synchronise(backup, cache).everything
    assert cache.position(SITE) == 3 and "d" in ids(cache.inbox(SITE))
    assert [entry.action for entry in cache.waiting()] == [waiting]
    send_waiting(backup, cache, NOW)
    synchronise(backup, cache)
    assert cache.waiting() == () and ids(cache.case_documents(CASE.id)) == ["e"]


def test_another_log_of_the_same_length_is_noticed(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    other = MemoryCentral()
    set_up(other, [CASE], ["x"])
    assert synchronise(other, cache).everything
    assert ids(cache.inbox(SITE)) == ["x"]


def test_what_was_accepted_and_lost_with_the_centre_is_sent_again(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    action = file()
    cache.enqueue(action)
    send_waiting(central, cache, NOW)
    restored = MemoryCentral()
    set_up(restored, [CASE], ["d", "e"])
    synchronise(restored, cache)
    send_waiting(restored, cache, NOW)
    assert restored.outcome(SITE, action.id) is not None


def test_a_centre_that_is_away_changes_nothing(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    line: Any = FaultyLine(central, set())
    line.online = False
    with pytest.raises(CentreUnreachable):
        synchronise(line, cache)
    assert cache.position(SITE) == 3 and ids(cache.inbox(SITE)) == ["d", "e"]


def test_a_site_that_may_not_be_seen_any_more_is_forgotten(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    assert synchronise(MemoryCentral(), cache).everything
    assert cache.sites() == () and not cache.search("d").documents


def test_one_site_in_trouble_does_not_keep_the_others_away(cache: SqlCache, central: MemoryCentral) -> None:
    class Locked(MemoryCentral):
        def position(self, site: str) -> int:
            raise NotAllowed("Kein Zugriff.")

        def commits(self, site: str, after: int) -> Any:
            if site == "ahaus":
                raise NotAllowed("Kein Zugriff.")
            return super().commits(site, after)

    locked = Locked()
    locked.add_site("ahaus")
    set_up_like(locked)
    pulled = pull(locked, cache)
    assert pulled.problem is not None and cache.sites() == (SITE,) and pulled.touched.documents == {"d"}


def set_up_like(central: MemoryCentral) -> None:
    set_up(central, [CASE], ["d"])


def test_a_damaged_cache_is_rebuilt_on_the_way(
    cache: SqlCache, central: MemoryCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronise(central, cache)
    real, calls = cache.head_hash, []

    def damaged(site: str) -> str:
        calls.append(site)
        if len(calls) == 1:
            raise CacheDamaged("Beschädigt.")
        return real(site)

    monkeypatch.setattr(cache, "head_hash", damaged)
    assert synchronise(central, cache).everything
    assert cache.position(SITE) == 3


def test_it_can_be_stopped_and_goes_on_later(cache: SqlCache, central: MemoryCentral) -> None:
    with pytest.raises(InterruptedError):
        synchronise(central, cache, cancelled=lambda: True)
    assert cache.position(SITE) == 0
    synchronise(central, cache)
    assert cache.position(SITE) == 3


# --- sending -----------------------------------------------------------------------------------------------------
def test_a_lost_answer_is_looked_up_and_not_sent_twice(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    line: Any = FaultyLine(central, set())
    action = file()
    cache.enqueue(action)
    line.fault = "after"
    with pytest.raises(CentreUnreachable):
        send_waiting(line, cache, NOW)
    assert central.position(SITE) == 4
    (entry,) = cache.waiting()
    assert entry.attempts == 1 and datetime.fromisoformat(entry.next_attempt) > NOW
    line.fault = "none"
    assert send_round(line, cache, NOW).accepted == 0
    sent = send_round(line, cache, NOW + timedelta(minutes=2))
    assert sent.accepted == 1 and central.position(SITE) == 4 and cache.waiting() == ()


def test_pauses_grow(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    line: Any = FaultyLine(central, set())
    line.online = False
    cache.enqueue(file())
    now, pauses = NOW, []
    for _ in range(8):
        next_attempt = datetime.fromisoformat(send_round(line, cache, now).next_attempt)
        pauses.append((next_attempt - now).total_seconds())
        now = next_attempt
    assert pauses[0] <= 2 and pauses[-1] >= 30 and max(pauses) <= 60


def test_the_order_is_kept_behind_an_action_that_waits(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    sent: list[str] = []

    class Picky(MemoryCentral):
        def submit(self, action: Any) -> Outcome:
            sent.append(action.document)
            raise StorageFull("Voll.")

    for id_ in ("d", "e"):
        cache.enqueue(file(id_))
    assert send_round(Picky(), cache, NOW).problem is not None
    assert sent == ["d"] and len(cache.waiting()) == 2


def test_a_refusal_is_noted_and_the_next_one_sent(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    central.submit(file("d", by="bert"))
    cache.enqueue(file("d"))
    cache.enqueue(file("e"))
    sent = send_round(central, cache, NOW)
    assert (sent.refused, sent.accepted) == (1, 1)
    (entry,) = cache.waiting()
    assert entry.refused is not None and entry.refused.by == "bert" and entry.refused.advice


def test_an_unforeseen_fault_drops_nothing(cache: SqlCache, central: MemoryCentral) -> None:
    synchronise(central, cache)
    cache.enqueue(file())

    class Broken(MemoryCentral):
        def submit(self, action: Any) -> Outcome:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send_waiting(Broken(), cache, NOW)
    assert [entry.attempts for entry in cache.waiting()] == [1]


# --- pages and texts ---------------------------------------------------------------------------------------------
PAGES = [b"%PDF one", b"%PDF number two"]


def with_document(central: MemoryCentral, packed: bool, damaged: bool = False) -> Document:
    data = b"%PDF original " + str(packed).encode()
    sha256 = sha256_hex(data)
    central._site(SITE).blobs[ORIGINALS, sha256] = b"other" if damaged else data
    central.put(SITE, PACKS, sha256, b"".join(PAGES))
    pack = ((0, len(PAGES[0])), (len(PAGES[0]), len(PAGES[1]))) if packed else ()
    made = replace(document("p", pages=2), sha256=sha256, pack=pack, size=len(data), has_text=True)
    central.submit(TakeIn(site=SITE, by="system", documents=(made,)))
    return made


def test_one_ranged_read_brings_one_page_and_it_stays(cache: SqlCache, central: MemoryCentral) -> None:
    with_document(central, packed=True)
    synchronise(central, cache)
    page = fetch_page(lambda: central, cache, "p", 2)
    assert (page.data, page.whole, page.page, page.media, page.wire_bytes) == (PAGES[1], False, 1, "pdf", len(PAGES[1]))

    def away() -> MemoryCentral:
        raise CentreUnreachable("Weg.")

    assert fetch_page(away, cache, "p", 2).wire_bytes == 0
    with pytest.raises(CentreUnreachable):
        fetch_page(away, cache, "p", 1)


def test_a_small_document_travels_whole(cache: SqlCache, central: MemoryCentral) -> None:
    made = with_document(central, packed=False)
    synchronise(central, cache)
    first = fetch_page(lambda: central, cache, "p", 2)
    assert first.whole and first.page == 2 and sha256_hex(first.data) == made.sha256
    assert fetch_page(lambda: central, cache, "p", 1).wire_bytes == 0
    assert fetch_original(lambda: central, cache, "p").wire_bytes == 0


def test_a_page_that_is_not_there(cache: SqlCache, central: MemoryCentral) -> None:
    with_document(central, packed=True)
    synchronise(central, cache)
    for page in (0, 3, -1):
        with pytest.raises(WrongUse):
            fetch_page(lambda: central, cache, "p", page)
    with pytest.raises(WrongUse) as caught:
        fetch_page(lambda: central, cache, "nirgends", 1)
    assert caught.value.code == "unknown-document"


def test_a_damaged_original_is_named_and_not_kept(cache: SqlCache, central: MemoryCentral) -> None:
    with_document(central, packed=False, damaged=True)
    synchronise(central, cache)
    with pytest.raises(StoreDamaged):
        fetch_page(lambda: central, cache, "p", 1)
    assert cache.page_bytes("p", 0) is None


def test_a_full_disk_does_not_keep_a_page_from_being_shown(
    cache: SqlCache, central: MemoryCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_document(central, packed=True)
    synchronise(central, cache)

    def full(*_: object) -> None:
        raise StorageFull("Voll.")

    monkeypatch.setattr(cache, "keep_page", full)
    assert fetch_page(lambda: central, cache, "p", 1).data == PAGES[0]


def test_texts_are_fetched_once_and_found(cache: SqlCache, central: MemoryCentral) -> None:
    made = with_document(central, packed=True)
    text = zstandard.ZstdCompressor().compress(json.dumps(["Bürgschaft", "zwei"]).encode())
    central.put(SITE, TEXTS, made.sha256, text)
    bare = replace(document("bare"), has_text=True)
    broken = replace(document("broken"), has_text=True)
    central.put(SITE, TEXTS, broken.sha256, b"no zstd")
    central.submit(TakeIn(site=SITE, by="system", documents=(bare, broken)))
    synchronise(central, cache)
    assert fetch_texts(central, cache) == 3 and fetch_texts(central, cache) == 0
    assert cache.text("p") == ("Bürgschaft", "zwei") and cache.text("bare") == () and cache.text("broken") == ()
    assert ids(cache.search("buergschaft").inbox) == ["p"]
    central.submit(ImportCases(site=SITE, by="system", cases=(CASE,)))
