"""``list``, ``file`` and ``verify`` on a folder store, as administrators and checks use them."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard

from app.adapters.central.folder import FolderCentral, create_store
from app.bootstrap import store_folder
from app.cli import run
from app.domain.actions import ImportCases, TakeIn
from app.domain.canonical import canonical, sha256_hex
from app.domain.central import ORIGINALS, TEXTS
from app.domain.errors import WrongUse
from app.domain.recognise.clues import NUMBER as NUMBER_CLUE
from app.domain.records import CaseFile, Delivery, Document, Person, SuggestedCase
from app.services.verify_store import INTACT
from tests.central.contract import SITE, set_up

NUMBER = "35502BG0001234"


class Store:
    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys
        create_store(root, "test")
        self.central = FolderCentral(root)
        self.case = set_up(self.central)
        made = [self.original(number) for number in range(3)]
        made[1] = replace(made[1], proposed_case=self.case.id, document_type="Mietvertrag", received_on="2026-11-01")
        made.append(replace(made[2], id="d3", item="K17-3", warnings=(("pages", "Seitenzahl weicht ab"),)))
        delivery = Delivery(id="x", number="SD-1", provider="Scan", taken_in=4)
        self.central.submit(TakeIn(site=SITE, by="system", documents=tuple(made), delivery=delivery))

    def original(self, number: int) -> Document:
        data = f"%PDF {number}".encode()
        self.central.put(SITE, ORIGINALS, sha256_hex(data), data)
        return Document(id=f"d{number}", sha256=sha256_hex(data), item=f"K17-{number}", received_on="2026-11-18")

    def call(self, *arguments: str) -> tuple[int, Any]:
        status = run([*arguments, "--store", str(self.root), "--json"])
        return status, json.loads(self._capsys.readouterr().out)

    def text(self, *arguments: str) -> str:
        run([*arguments, "--store", str(self.root)])
        return self._capsys.readouterr().out

    def files(self, pattern: str) -> list[Path]:
        return sorted((self.root / "sites" / SITE).glob(pattern))


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Store:
    return Store(tmp_path / "store", capsys)


# --- list -------------------------------------------------------------------------------------------------
def test_the_inbox_lists_the_oldest_first_with_all_that_is_known(store: Store) -> None:
    status, result = store.call("list", "inbox")
    assert status == 0 and [item["id"] for item in result["items"]] == ["d1", "d0", "d2", "d3"]
    first, *_, last = result["items"]
    assert (first["case_number"], first["state"], first["site"], first["pages"]) == (NUMBER, "inbox", SITE, 1)
    assert (last["case_number"], last["duplicate_of"], last["duplicate_of_id"]) == (None, "K17-2", "d2")
    assert last["warnings"] == [{"code": "pages", "text": "Seitenzahl weicht ab"}]


def test_lists_of_cases_documents_deliveries_and_letters(store: Store) -> None:
    store.call("file", "d0", "--case", NUMBER, "--as", "anna")
    states = {item["id"]: item["state"] for item in store.call("list", "documents")[1]["items"]}
    assert states == {"d0": "filed", "d1": "inbox", "d2": "inbox", "d3": "inbox"}
    assert "d0" not in {item["id"] for item in store.call("list", "inbox")[1]["items"]}
    (case,) = store.call("list", "cases", "--site", SITE)[1]["items"]
    assert case["case_number"] == NUMBER and case["persons"][0]["last_name"] == "Özdemir-Schulte"
    (delivery,) = store.call("list", "deliveries")[1]["items"]
    assert (delivery["id"], delivery["taken_in"]) == ("SD-1", 4)
    assert store.call("list", "letters") == (0, {"items": []})
    assert "Özdemir-Schulte" in store.text("list", "cases") and "18.11.2026" in store.text("list", "inbox")


def test_an_unknown_site_is_wrong_use(store: Store) -> None:
    for command in (["list", "inbox"], ["verify"]):
        status, result = store.call(*command, "--site", "nirgends")
        assert status == 2 and SITE in result["error"]["advice"]


# --- file -------------------------------------------------------------------------------------------------
def test_filing_by_id_or_item_in_any_spelling(store: Store) -> None:
    assert store.call("file", "d1", "--case", "35502//1234", "--as", "anna") == (0, {"commit": 4})
    assert store.call("file", "K17-0", "--case", "BG 35502/1234", "--register", "Antrag", "--as", "bert")[0] == 0
    items = {item["id"]: item for item in store.call("list", "documents")[1]["items"]}
    assert (items["d1"]["register"], items["d0"]["register"]) == ("Kosten der Unterkunft", "Antrag")
    assert items["d0"]["case_number"] == items["d1"]["case_number"] == NUMBER


def test_a_refusal_says_who_was_first(store: Store) -> None:
    store.call("file", "d1", "--case", NUMBER, "--as", "bert")
    status, result = store.call("file", "d1", "--case", NUMBER, "--as", "anna")
    refused = result["refused"]
    assert status == 1 and (refused["code"], refused["by"]) == ("already-filed", "bert") and refused["at"]
    assert "Bert" in store.text("file", "d1", "--case", NUMBER, "--as", "anna")


OTHER = "35502BG0002345"
SAID = SuggestedCase(case="case-2", per_mille=990, certain=True, clues=((NUMBER_CLUE, "35502//2345"),))


def test_filing_with_care_refuses_what_the_document_speaks_against_with_both_shown(store: Store) -> None:
    person = Person(last_name="Meier", first_name="Klaus", born="1983-03-13")
    other = CaseFile(id="case-2", case_number=OTHER, persons=(person,))
    store.central.submit(ImportCases(site=SITE, by="system", cases=(other,)))
    kept = replace(store.original(4), id="kept", item="K17-4", suggestions=(SAID,))
    texts = replace(store.original(5), id="texts", item="K17-5", has_text=True)
    pages = zstandard.compress(json.dumps(["BG-Nummer 35502//2345, Klaus Meier, geb. 13.03.1983"]).encode())
    store.central.put(SITE, TEXTS, texts.sha256, pages)
    store.central.submit(TakeIn(site=SITE, by="system", documents=(kept, texts)))
    for document in ("kept", "K17-5"):
        status, result = store.call("file", document, "--case", NUMBER, "--as", "anna", "--careful")
        refused = result["refused"]
        assert status == 1 and (refused["code"], refused["named"]) == ("contradicts", OTHER)
        assert NUMBER in refused["title"] and OTHER in refused["title"] and "35502//2345" in refused["reason"]
        assert "--careful" in store.text("file", document, "--case", NUMBER, "--as", "anna", "--careful")
    assert store.call("file", "kept", "--case", OTHER, "--as", "anna", "--careful")[0] == 0
    assert store.call("file", "kept", "--case", NUMBER, "--as", "anna")[1]["refused"]["code"] == "already-filed"
    assert store.call("file", "texts", "--case", NUMBER, "--as", "anna")[0] == 0


@pytest.mark.parametrize(
    ("document", "number", "worker", "code"),
    [
        ("nix", NUMBER, "anna", "unknown-document"),
        ("d1", "35502BG9999999", "anna", "unknown-case"),
        ("d1", NUMBER, "nobody", "unknown-worker"),
    ],
)
def test_refusals(store: Store, document: str, number: str, worker: str, code: str) -> None:
    status, result = store.call("file", document, "--case", number, "--as", worker)
    assert status == 1 and result["refused"]["code"] == code and result["refused"]["advice"]


def test_what_cannot_be_meant_is_wrong_use(store: Store) -> None:
    assert store.call("file", "d1", "--case", "Meier", "--as", "anna")[0] == 2
    store.central.submit(TakeIn(site=SITE, by="system", documents=(Document(id="d9", sha256="0", item="K17-0"),)))
    status, result = store.call("file", "K17-0", "--case", NUMBER, "--as", "anna")
    assert status == 2 and "id" in result["error"]["advice"]


def test_without_a_name_the_system_user_acts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "anna")
    assert store.call("file", "d1", "--case", NUMBER)[0] == 0
    assert next(iter(store.central.commits(SITE, 3))).head.by == "anna"


# --- verify -----------------------------------------------------------------------------------------------
def rewrite(path: Path, change: Callable[[Any], Any]) -> None:
    path.write_bytes(canonical(change(json.loads(path.read_bytes()))))


def test_a_sound_store_is_intact(store: Store) -> None:
    store.central.write_checkpoint(SITE)
    store.call("file", "d1", "--case", NUMBER, "--as", "anna")
    status, result = store.call("verify")
    assert status == 0 and (result["commits"], result["chain"], result["orphans"]) == (4, INTACT, 0)
    assert result["originals_missing"] == result["originals_damaged"] == []
    assert "unversehrt" in store.text("verify", "--site", SITE)


TAMPERING: dict[str, Callable[[Store], Any]] = {
    "another worker": lambda s: rewrite(s.files("log/*/*.json")[1], lambda head: {**head, "by": "somebody"}),
    "another hash": lambda s: rewrite(s.files("log/*/*.json")[2], lambda head: {**head, "previous": "0" * 64}),
    "no head": lambda s: s.files("log/*/*.json")[1].unlink(),
    "no last head": lambda s: s.files("log/*/*.json")[-1].unlink(),
    "junk head": lambda s: s.files("log/*/*.json")[1].write_bytes(b"{"),
    "no body": lambda s: s.files("bodies/*/*")[1].unlink(),
    "empty body": lambda s: s.files("bodies/*/*")[1].write_bytes(b""),
    "junk body": lambda s: s.files("bodies/*/*")[1].write_bytes(b"{"),
    "another name": lambda s: [
        path.write_bytes(path.read_bytes().replace(b"zdemir", b"zdemur")) for path in s.files("bodies/*/*")
    ],
    "short checkpoint": lambda s: [
        path.write_bytes(path.read_bytes()[:-9]) for path in s.files("checkpoints/*")
    ],
    "junk checkpoint": lambda s: s.files("checkpoints/*")[0].write_bytes(b"junk"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_breaks_the_chain(store: Store, what: str) -> None:
    store.central.write_checkpoint(SITE)
    TAMPERING[what](store)
    status, result = store.call("verify")
    assert status == 1 and result["chain"] != INTACT and SITE in result["chain"] and result["orphans"] is None


def test_a_checkpoint_of_another_history_is_found(store: Store, tmp_path: Path) -> None:
    store.central.write_checkpoint(SITE)
    (tmp_path / "other").mkdir()
    other = Store(tmp_path / "other" / "store", store._capsys)
    other.central.write_checkpoint(SITE)
    store.files("checkpoints/*")[0].write_bytes(other.files("checkpoints/*")[0].read_bytes())
    assert "checkpoint 3" in store.call("verify")[1]["chain"]


def test_originals_missing_damaged_and_unnamed(store: Store) -> None:
    missing, damaged = (store.original(number).sha256 for number in (0, 1))
    unnamed = store.original(7).sha256
    paths = {sha: store.central.local_path(SITE, ORIGINALS, sha) for sha in (missing, damaged)}
    paths[missing].unlink()  # type: ignore[union-attr]
    paths[damaged].write_bytes(b"other")  # type: ignore[union-attr]
    status, result = store.call("verify")
    assert status == 1 and result["chain"] == INTACT
    assert (result["originals_missing"], result["originals_damaged"]) == ([missing], [damaged])
    assert result["orphans"] == 1 and store.central.has(SITE, ORIGINALS, unnamed)


# --- what --store may be ------------------------------------------------------------------------------------
def test_ways_to_name_a_store(tmp_path: Path) -> None:
    assert store_folder(str(tmp_path)) == store_folder(tmp_path.as_uri()) == tmp_path
    assert store_folder("file:///srv/mit%20Leerzeichen") == Path("/srv/mit Leerzeichen")
    for wrong in ("https://akte.example", "gopher://akte.example", "", "  "):
        with pytest.raises(WrongUse):
            store_folder(wrong)


def test_the_program_itself_with_nothing_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "verify", "--store", str(tmp_path / "nix"), "--json"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert result.returncode == 4 and json.loads(result.stdout)["error"]["code"] == "centre-unreachable"


@pytest.mark.parametrize(
    "words",
    [["list", "nonsense"], ["list"], ["paper", "due", "--days", "soon"], ["letter", "send"], ["account", "add"]],
)
def test_wrong_words_are_told_in_json_too(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run([*words, "--json"])
    assert ended.value.code == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], "--help" in error["advice"]) == ("wrong-use", True)


def test_what_nobody_thought_of_is_told_in_json_too(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_what: object) -> None:
        raise RuntimeError("Frau Klaus, 35502BG0001234")

    monkeypatch.setattr("app.cli.verify_command.verify_site", broken)
    with pytest.raises(RuntimeError):
        run(["verify", "--store", str(store.root), "--json"])
    said = capsys.readouterr().out
    assert json.loads(said)["error"]["code"] == "unexpected"
    assert "Klaus" not in said
