"""Documents whose pages were arranged: lists, texts, marks, pages and bytes, before and after the centre has heard."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from app.adapters.cache.store import SqlCache
from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.central.memory import MemoryCentral
from app.domain.actions import (
    ArrangePages,
    CheckPaper,
    Erase,
    FileDocument,
    ImportCases,
    PutMark,
    SetUpSite,
    TakeIn,
    WishPaper,
)
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, TEXTS, Accepted, KeptCentral
from app.domain.errors import WrongUse
from app.domain.page_sets import merge, sheets_of, split, turned
from app.domain.records import HIGHLIGHT, HOLD, Document, Mark, Site
from app.services.fetch_page import fetch_original, fetch_page, fetch_sheet
from app.services.fetch_texts import fetch_texts
from app.services.hand_over import hand_over
from app.services.send_waiting import send_waiting
from app.services.synchronise import synchronise
from app.services.verify_store import verify_site
from tests.cache.making import SITE, MemoryKeeper, case, document, ids, open_cache
from tests.sync.test_three_clients import set_up

CASE = case("35502BG0000001")
WHO = {"site": SITE, "by": "anna"}
TEXT = ("Antrag Zitrone", "Mietvertrag Apfelsine", "Kontoauszug Pampelmuse", "Ausweis Limette")
PAGES = [b"%PDF page " + str(number).encode() * number for number in range(1, 5)]


def with_pages(central: KeptCentral, id_: str, packed: bool) -> Document:
    data = b"%PDF " + id_.encode()
    sha256 = sha256_hex(data)
    central.put(SITE, ORIGINALS, sha256, data)
    central.put(SITE, TEXTS, sha256, zstandard.compress(json.dumps([f"{text}{id_}" for text in TEXT]).encode()))
    pack: list[tuple[int, int]] = []
    if packed:
        central.put(SITE, PACKS, sha256, b"".join(PAGES))
        for page in PAGES:
            pack.append((sum(length for _, length in pack), len(page)))
    made = replace(
        document(id_, pages=4, item=f"N-{id_}", provider="Nord", received_on="2026-11-02", scanned_at="2026-11-03"),
        sha256=sha256, size=len(data), has_text=True, pack=tuple(pack), page_sizes=((21000, 29700),),
    )  # fmt: skip
    central.submit(TakeIn(site=SITE, by="system", documents=(made,)))
    return made


@pytest.fixture
def central() -> MemoryCentral:
    made = MemoryCentral()
    set_up(made, [CASE], ["x"])
    for id_, packed in (("p", True), ("q", False)):
        with_pages(made, id_, packed)
    return made


@pytest.fixture
def cache(tmp_path: Path, central: MemoryCentral) -> Iterator[SqlCache]:
    opened = open_cache(tmp_path, MemoryKeeper())
    synchronise(central, opened)
    fetch_texts(central, opened)
    yield opened
    opened.close()


def seen(cache: SqlCache, id_: str) -> tuple[int, Document]:
    found = cache.document(id_)
    assert found is not None
    return found[1], found[2]


def cut(cache: SqlCache, id_: str, after: int) -> str:
    """Split behind a page, the rest turned; the id of the new document."""
    version, record = seen(cache, id_)
    sheets = sheets_of(record)
    rest = [turned(sheet, 90) for sheet in sheets[after:]]
    contents = split((version, record), [sheets[:after], rest], [])
    assert cache.enqueue(ArrangePages(**WHO, contents=contents)) is None
    return contents[1].document


def together(cache: SqlCache, *documents: str) -> None:
    assert cache.enqueue(ArrangePages(**WHO, contents=merge([seen(cache, id_) for id_ in documents]))) is None


def settle(cache: SqlCache, central: MemoryCentral) -> None:
    send_waiting(central, cache)
    synchronise(central, cache)
    fetch_texts(central, cache)
    assert cache.waiting() == ()


def text(*pages: str) -> tuple[str, ...]:
    return tuple(f"{TEXT[int(page[1]) - 1]}{page[0]}" for page in pages)


@pytest.mark.parametrize("sent", [False, True])
def test_lists_texts_and_search_follow_the_pages(cache: SqlCache, central: MemoryCentral, sent: bool) -> None:
    part = cut(cache, "p", 1)
    together(cache, "q", part)
    last = cut(cache, "q", 6)
    if sent:
        settle(cache, central)
        assert [row.id for row in cache.search("Limettep").inbox] == [last]
        assert [row.id for row in cache.search("Apfelsinep").inbox] == ["q"]
    assert ids(cache.inbox(SITE)) == ["x", "p", "q", last]
    assert [row.pages for row in cache.inbox(SITE)] == [3, 1, 6, 1]
    assert cache.text("p") == text("p1") and cache.text(last) == text("p4")
    assert cache.text("q") == text("q1", "q2", "q3", "q4", "p2", "p3")
    assert cache.counts()["inbox"] == 4 and [row.id for row in cache.papers_due(SITE, "2026-11-01", "2026-12-31")] == [
        "p", "q", last,
    ]  # fmt: skip


def test_a_first_fill_knows_arranged_documents(cache: SqlCache, central: MemoryCentral, tmp_path: Path) -> None:
    part = cut(cache, "p", 1)
    together(cache, "q", part)
    settle(cache, central)
    central.write_checkpoint(SITE)
    other = open_cache(tmp_path / "other", MemoryKeeper())
    synchronise(central, other)
    fetch_texts(central, other)
    assert other.inbox(SITE) == cache.inbox(SITE) and other.text("q") == cache.text("q")
    assert other.document(part) == cache.document(part) and other.text(part) is None
    assert not [row for found in (other.search("Zitronep"), cache.search("Zitronep")) for row in found.documents]
    other.close()


def test_pages_are_fetched_and_kept_by_their_original(cache: SqlCache, central: MemoryCentral) -> None:
    fetch_page(lambda: central, cache, "p", 3)
    part = cut(cache, "p", 1)
    together(cache, "q", part)

    def away() -> MemoryCentral:
        raise AssertionError("asked the centre")

    here = fetch_page(away, cache, "q", 6)
    assert (here.data, here.page, here.whole, here.turn, here.wire_bytes) == (PAGES[2], 1, False, 90, 0)
    whole = fetch_page(lambda: central, cache, "q", 2)
    assert (whole.data, whole.page, whole.whole, whole.turn) == (b"%PDF q", 2, True, 0)
    assert fetch_sheet(away, cache, "q", 1).data == whole.data
    assert fetch_page(lambda: central, cache, "p", 1).data == PAGES[0]
    for ask, code in (
        (lambda: fetch_page(away, cache, "p", 2), "wrong-use"),
        (lambda: fetch_page(away, cache, part, 1), "merged"),
        (lambda: fetch_original(away, cache, "q"), "arranged"),
    ):
        with pytest.raises(WrongUse) as caught:
            ask()
        assert caught.value.code == code


@pytest.mark.parametrize("sent", [False, True])
def test_marks_are_found_where_their_page_is(cache: SqlCache, central: MemoryCentral, sent: bool) -> None:
    def put(page: int, base: int = 0) -> None:
        mark = Mark(id=f"m{page}", document="p", page=page, shape=HIGHLIGHT, areas=((0, 0, 100, 100),))
        assert cache.enqueue(PutMark(**WHO, mark=mark, base=base)) is None

    put(4)
    together(cache, "q", cut(cache, "p", 2))
    put(3)
    put(1)
    if sent:
        settle(cache, central)
    assert [mark.id for mark, _ in cache.marks("q")] == ["m3", "m4"]
    assert [mark.id for mark, _ in cache.marks("p")] == ["m1"]


def test_a_part_is_filed_and_its_paper_wished_for(cache: SqlCache, central: MemoryCentral) -> None:
    part = cut(cache, "p", 2)
    assert cache.enqueue(FileDocument(**WHO, document=part, case=CASE.id)) is None
    assert cache.enqueue(CheckPaper(**WHO, document=part)) is None
    assert cache.enqueue(WishPaper(**WHO, document="p", wish=HOLD)) is None
    settle(cache, central)
    (row,) = cache.case_documents(CASE.id)
    assert (row.id, row.pages, row.checked, row.item) == (part, 2, True, "N-p")


def test_bytes_go_with_the_last_document_that_has_a_page_of_them(tmp_path: Path) -> None:
    create_store(tmp_path / "store", "test")
    central = FolderCentral(tmp_path / "store")
    set_up(central, [CASE], [])
    p, q = with_pages(central, "p", True), with_pages(central, "q", False)
    contents = split((1, p), [sheets_of(p)[:1], sheets_of(p)[1:]], [])
    part = contents[1].document
    assert isinstance(central.submit(ArrangePages(**WHO, contents=contents)), Accepted)
    cut_off = next(one for one in documents(central) if one.id == part)
    assert isinstance(central.submit(ArrangePages(**WHO, contents=merge([(1, q), (1, cut_off)]))), Accepted)
    assert verify_site(central, SITE).sound
    erase(central, "p")
    assert central.has(SITE, ORIGINALS, p.sha256) and central.has(SITE, PACKS, p.sha256)
    report = verify_site(central, SITE)
    assert report.sound and report.orphans == 0, report
    erase(central, "q")
    assert not any(central.has(SITE, ORIGINALS, one.sha256) for one in (p, q))
    report = verify_site(central, SITE)
    assert report.sound and report.orphans == 0 and documents(central) == []


def erase(central: KeptCentral, id_: str) -> None:
    central.submit(Erase(site=SITE, by="system", records=((Document.kind, id_),)))
    central.finish_erasures(SITE)


def documents(central: KeptCentral) -> list[Document]:
    return [one for one in central.office(SITE)[1].all(Document.kind) if isinstance(one, Document)]


def test_a_case_goes_to_another_site_with_arranged_documents(cache: SqlCache, central: MemoryCentral) -> None:
    part = cut(cache, "p", 1)
    together(cache, "q", part)
    last = cut(cache, "q", 6)
    for id_ in ("q", last):
        assert cache.enqueue(FileDocument(**WHO, document=id_, case=CASE.id)) is None
    settle(cache, central)
    central.add_site("heek")
    set_up_other(central)
    hand_over(central, CASE, SITE, "heek")
    other = central.office("heek")[1]
    moved = {one.id: one for one in other.all(Document.kind) if isinstance(one, Document)}
    assert [one.id for one in moved.values() if one.duplicate_of] == []
    assert moved.keys() == {"q", part, last} and sheets_of(moved["q"]) == sheets_of(seen(cache, "q")[1])
    synchronise(central, cache)
    cache.forget(SITE)
    assert fetch_page(lambda: central, cache, "q", 6).data == PAGES[2]
    assert verify_site(central, "heek").sound


def set_up_other(central: MemoryCentral) -> None:
    central.submit(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek")))
    central.submit(ImportCases(site="heek", by="system", cases=(replace(CASE, id="there"),)))
