"""``sync``, ``find`` and ``fetch`` on a folder store."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.desktop import keys
from app.cli import run
from app.domain.actions import ArrangePages, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, Accepted
from app.domain.page_sets import merge, split
from app.domain.records import FILED, Document, Sheet
from tests.cache.test_vault import Ring
from tests.central.contract import SITE, set_up

WHOLE = b"%PDF the original"
PAGES = (b"%PDF 1", b"%PDF page 2")


class Store:
    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root / "store"
        self._capsys = capsys
        create_store(self.root, "test")
        self.central = FolderCentral(self.root)
        case = set_up(self.central)
        sha256 = sha256_hex(WHOLE)
        self.central.put(SITE, ORIGINALS, sha256, WHOLE)
        self.central.put(SITE, PACKS, sha256, b"".join(PAGES))
        pack = ((0, len(PAGES[0])), (len(PAGES[0]), len(PAGES[1])))
        unfiled = Document(id="d2", sha256=sha256, pages=1, document_type="Mietvertrag")
        filed = replace(unfiled, id="d1", pages=2, pack=pack, state_of_work=FILED, case=case.id)
        self.central.submit(TakeIn(site=SITE, by="system", documents=(filed, unfiled)))

    def __call__(self, *words: str, store: bool = True, by: str = "anna") -> tuple[int, dict[str, Any]]:
        who = ["--as", by] if by else []
        status = run([*words, *(["--store", str(self.root)] if store else []), *who, "--json"])
        return status, json.loads(self._capsys.readouterr().out)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    monkeypatch.setattr(keys, "system_keyring", lambda: ring)
    return ring


@pytest.fixture
def store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ring: Ring
) -> Store:
    monkeypatch.setenv("ESOZIALAKTE_CACHE_DIR", str(tmp_path / "cache"))
    return Store(tmp_path, capsys)


def test_sync_fills_once_and_brings_what_is_new_afterwards(store: Store) -> None:
    status, result = store("sync")
    assert status == 0 and (result["commits"], result["documents"]) == (3, 2) and result["bytes"] > 0
    status, result = store("sync")
    assert (status, result["commits"], result["documents"]) == (0, 0, 0) and result["took_ms"] > 0


def test_find_brings_cases_documents_and_post(store: Store) -> None:
    status, result = store("find", "özdemir")
    assert status == 0 and [item["case_number"] for item in result["cases"]] == ["35502BG0001234"]
    _, result = store("find", "1234", "Mietv")
    assert [(item["id"], item["case_number"], item["name"]) for item in result["documents"]] == [
        ("d1", "35502BG0001234", "Özdemir-Schulte")
    ]
    _, result = store("find", "mietvertrag")
    assert [item["id"] for item in result["inbox"]] == ["d2"]


def test_find_works_without_the_centre_when_it_was_here_before(store: Store) -> None:
    store("sync")
    store.root.rename(store.root.with_name("away"))
    status, result = store("find", "schulte")
    assert status == 0 and len(result["cases"]) == 1


def test_find_without_centre_and_cache_says_so(store: Store) -> None:
    store.root.rename(store.root.with_name("away"))
    status, result = store("find", "schulte")
    assert status == 4 and result["error"]["advice"]


def test_fetch_brings_a_page_or_the_original(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    status, result = store("fetch", "d1", "--page", "2", "--out", str(out))
    assert (status, result["bytes"], result["wire_bytes"]) == (0, len(PAGES[1]), len(PAGES[1]))
    assert out.read_bytes() == PAGES[1]
    assert store("fetch", "d1", "--page", "2", "--out", str(out))[1]["wire_bytes"] == 0
    store("fetch", "d1", "--out", str(out))
    assert out.read_bytes() == WHOLE
    store("fetch", "d2", "--page", "1", "--out", str(out))
    assert out.read_bytes() == WHOLE


def test_documents_whose_pages_were_arranged_are_fetched_listed_and_verified(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    d1 = next(one for one in store.central.office(SITE)[1].all(Document.kind) if one.id == "d1")
    assert isinstance(d1, Document)
    first, second = (Sheet(original="d1", page=page) for page in (1, 2))
    contents = split((1, d1), [[second], [replace(first, turn=90)]], [])
    outcome = store.central.submit(ArrangePages(site=SITE, by="anna", contents=contents))
    assert isinstance(outcome, Accepted)
    part = contents[1].document
    for document, page in (("d1", PAGES[1]), (part, PAGES[0])):
        status, result = store("fetch", document, "--page", "1", "--out", str(out))
        assert status == 0 and out.read_bytes() == page
    status, result = store("fetch", "d1", "--page", "2", "--out", str(out))
    assert status == 2 and "nur eine Seite" in result["error"]["title"]
    status, result = store("fetch", part, "--out", str(out))
    assert status == 2 and result["error"]["code"] == "arranged" and result["error"]["advice"]
    _, listed = store("list", "documents", by="")
    found = {item["id"]: item for item in listed["items"]}
    assert found[part]["sheets"] == [{"original": "d1", "page": 1, "turn": 90}] and found[part]["pages"] == 1
    again = merge([(versioned.version, versioned.record) for versioned in (
        store.central.office(SITE)[1].get(Document.kind, id_) for id_ in ("d1", part)
    ) if versioned is not None and isinstance(versioned.record, Document)])  # fmt: skip
    store.central.submit(ArrangePages(site=SITE, by="anna", contents=again))
    _, listed = store("list", "documents", by="")
    found = {item["id"]: item for item in listed["items"]}
    assert (found[part]["state"], found[part]["merged_into"], found[part]["pages"]) == ("merged", "d1", 0)
    assert [one["page"] for one in found["d1"]["sheets"]] == [2, 1]
    store("sync")
    status, result = store("fetch", part, "--page", "1", "--out", str(out))
    assert status == 2 and result["error"]["code"] == "merged" and "d1" in result["error"]["advice"]
    status, result = store("verify", by="")
    assert status == 0, result


def test_fetch_says_what_is_wrong(store: Store, tmp_path: Path) -> None:
    out = str(tmp_path / "out.pdf")
    status, result = store("fetch", "d1", "--page", "3", "--out", out)
    assert status == 2 and "2 Seiten" in result["error"]["title"]
    status, result = store("fetch", "nirgends", "--out", out)
    assert status == 2 and result["error"]["code"] == "unknown-document"
    status, result = store("fetch", "d1", "--out", str(tmp_path / "no" / "where.pdf"))
    assert status == 1 and result["error"]["code"] == "not-written"
