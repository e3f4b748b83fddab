"""``esozialakte letter add | approve | send | cancel | poll | setup`` and ``list letters``."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.adapters.example.print_provider import PrintProvider
from app.cli import run
from tests.letters.sending import SITE, Place

Json = dict[str, Any]


class Desk:
    def __init__(self, place: Place, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.place, self._capsys = place, capsys
        self.samples = shared / "samples" / "letters"

    def say(self, *words: str, by: str = "anna") -> tuple[int, Json]:
        self._capsys.readouterr()
        who = () if words[0] in ("list", "verify") else ("--as", by)
        status = run([*words, "--store", str(self.place.store), *who, "--json"])
        said: Json = json.loads(self._capsys.readouterr().out)
        return status, said

    def add(self, *more: str, files: tuple[str, ...] = ("good-form-b.pdf",)) -> Json:
        paths = [str(self.samples / file) for file in files]
        status, said = self.say("letter", "add", *paths, "--case", "35502 BG 1", *more)
        assert status == 0, said
        return said

    def listed(self) -> Json:
        (item,) = self.say("list", "letters")[1]["items"]
        found: Json = item
        return found

    def provider(self) -> PrintProvider:
        return PrintProvider(self.place.store / "outgoing" / SITE)


@pytest.fixture
def desk(tmp_path: Path, shared: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(Place(tmp_path), shared, capsys)


def test_a_letter_goes_out_and_its_states_come_back(desk: Desk) -> None:
    added = desk.add("--title", "Ihr Antrag", "--type", "Bewilligungsbescheid")
    assert (added["state"], added["case_number"], added["check"]["ok"]) == ("checked", "35502BG0000001", True)
    status, sent = desk.say("letter", "send", added["id"][:13])
    assert (status, sent["state"]) == (0, "handed-over")
    assert desk.say("letter", "send", sent["job"])[0] == 0
    provider = desk.provider()
    for hour in range(3):
        provider.turn(datetime(2026, 11, 23, 8 + hour, tzinfo=UTC))
        status, polled = desk.say("letter", "poll")
        assert (status, polled["sites"][0]["problems"]) == (0, [])
    item = desk.listed()
    assert item["state"] == "posted"
    assert provider.printed == [item["job"]]
    (document,) = desk.say("list", "documents")[1]["items"]
    assert (document["id"], document["case_number"]) == (item["document"], "35502BG0000001")
    assert (document["register"], document["title"]) == ("Bescheide und Verfügungen", "Ihr Antrag")
    assert desk.say("verify")[1]["originals_missing"] == []


def test_what_fails_the_check_is_added_and_cannot_be_sent(desk: Desk) -> None:
    status, added = desk.say("letter", "add", str(desk.samples / "outside-margin.pdf"), "--case", "35502BG0000001")
    assert (status, added["state"]) == (1, "draft")
    assert "margin" in [finding["code"] for finding in added["check"]["findings"]]
    status, refused = desk.say("letter", "send", added["id"])
    assert (status, refused["refused"]["code"]) == (1, "letter-not-checked")
    assert not (desk.place.store / "outgoing").exists()


def test_several_files_are_one_letter_with_enclosures(desk: Desk) -> None:
    added = desk.add(files=("good-form-b.pdf", "good-form-a.pdf"))
    (enclosure,) = added["enclosures"]
    assert (enclosure["title"], enclosure["pages"]) == ("good-form-a", added["pages"] - enclosure["first_page"] + 1)
    desk.say("letter", "send", added["id"])
    (package,) = (desk.place.store / "outgoing" / SITE / "jobs").iterdir()
    with zipfile.ZipFile(package) as opened:
        ticket = json.loads(opened.read(f"{package.stem}/data/job.json"))
    assert (ticket["pages"], ticket["enclosures"][0]["first_page"]) == (added["pages"], enclosure["first_page"])


def test_where_the_site_wants_a_second_person_no_command_gets_round_it(desk: Desk, tmp_path: Path) -> None:
    rules = tmp_path / "letters.toml"
    rules.write_text('[[approval]]\nfrom_cents = 100000\napprovers = ["team-lead"]\n')
    assert desk.say("letter", "setup", str(rules), by="system")[0] == 0
    assert desk.say("letter", "setup", str(rules), by="anna")[1]["refused"]["code"] == "not-allowed"
    added = desk.add("--amount", "1.250,00")
    assert (added["amount_cents"], added["needs_approval"]) == (125000, True)
    for who in ("anna", "lena"):
        assert desk.say("letter", "send", added["id"], by=who)[1]["refused"]["code"] == "approval-missing"
    assert desk.say("letter", "send", added["id"], "--again")[1]["refused"]["code"] == "approval-missing"
    assert desk.say("letter", "approve", added["id"])[1]["refused"]["code"] == "not-the-second-person"
    assert desk.say("letter", "poll")[1]["sites"][0]["handed_over"] == 0
    status, approved = desk.say("letter", "approve", added["id"], by="lena")
    assert (status, approved["state"], approved["needs_approval"]) == (0, "approved", False)
    assert desk.say("letter", "send", added["id"])[1]["state"] == "handed-over"


def test_a_letter_with_an_answer_code_is_filed_under_it_and_still_known_again(desk: Desk) -> None:
    added = desk.add("--answer-code")
    assert added["answer_code"].startswith("ES2-")
    assert added["check"]["ok"]
    assert desk.say("letter", "send", added["id"])[1]["state"] == "handed-over"
    documents = desk.say("list", "documents")[1]["items"]
    (record,) = [desk.place.central.office(SITE)[1].get("document", item["id"]) for item in documents]
    assert record is not None
    assert getattr(record.record, "code", "") == added["answer_code"]
    again = desk.add("--answer-code")
    assert (again["answer_code"] != added["answer_code"], again["sha256"] != added["sha256"]) == (True, True)
    assert desk.say("letter", "send", again["id"])[1]["refused"]["code"] == "sent-before"


def test_the_same_letter_again_asks_first(desk: Desk) -> None:
    first = desk.add()
    desk.say("letter", "send", first["id"])
    again = desk.add()
    assert desk.say("letter", "send", again["id"])[1]["refused"]["code"] == "sent-before"
    assert desk.say("letter", "send", again["id"], "--again")[1]["state"] == "handed-over"


def test_a_letter_is_discarded_before_it_is_sent(desk: Desk) -> None:
    added = desk.add()
    assert desk.say("letter", "cancel", added["id"])[1]["state"] == "cancelled"
    assert desk.say("letter", "send", added["id"])[1]["refused"]["code"] == "letter-withdrawn"


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("letter", "add", "broken.pdf", "--case", "35502BG0000001"), 3, "unreadable"),
        (("letter", "add", "encrypted.pdf", "--case", "35502BG0000001"), 3, "password"),
        (("letter", "add", "good-form-b.pdf", "--case", "35502BG9999999"), 2, "wrong-use"),
        (("letter", "add", "good-form-b.pdf", "--case", "35502BG0000001", "--carrier", "raven"), 2, "wrong-use"),
        (("letter", "add", "good-form-b.pdf", "--case", "35502BG0000001", "--amount", "viel"), 2, "wrong-use"),
        (("letter", "send", "nothing"), 2, "wrong-use"),
    ],
)
def test_wrong_input_is_told(desk: Desk, words: tuple[str, ...], status: int, code: str) -> None:
    words = tuple(str(desk.samples / word) if word.endswith(".pdf") else word for word in words)
    found, said = desk.say(*words)
    assert (found, said["error"]["code"]) == (status, code)
    assert said["error"]["advice"]


@pytest.mark.parametrize(
    "text",
    ["[[approval]]\nfrom_cents = 'viel'", "[[aproval]]\n", "[[carrier]]\ncarrier='x'\ntransport='pigeon'", "a = [",
     "[[carrier]]\ncarrier='x'\ncollected_at='25:00'", "[[carrier]]\nplace='x'", "same_within_days = -1",
     "[[approval]]\nworkers = 'anna'"],
)  # fmt: skip
def test_a_slip_in_the_set_up_is_named(desk: Desk, tmp_path: Path, text: str) -> None:
    (tmp_path / "letters.toml").write_text(text)
    status, said = desk.say("letter", "setup", str(tmp_path / "letters.toml"), by="system")
    assert (status, said["error"]["code"]) == (3, "letters-file")


def test_an_envelope_or_carrier_that_there_is_not(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = str(desk.samples / "good-form-b.pdf")
    status, said = desk.say("letter", "add", letter, "--case", "35502 BG 1", "--envelope", "nonsense")
    assert (status, said["error"]["code"]) == (2, "wrong-use")
    assert "DIN lang" in said["error"]["advice"]
    assert desk.say("list", "letters")[1]["items"] == []
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for carrier in ("nonsense", "folder"):  # of the second no password is given
        assert desk.say("letter", "login", carrier)[0] == 2
