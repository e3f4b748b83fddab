"""``esozialakte paper``: order files, their receipts, what comes due; whatever breaks off, nothing is told twice."""

import csv
import io
import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest

from app.adapters.deliveries.order_bag import OrderFolder
from app.bootstrap import open_central
from app.cli import run
from app.domain.actions import CheckPaper, SetUpSite, WishPaper
from app.domain.errors import CentreUnreachable
from app.domain.records import HOLD, RESCAN, Document, Site, Worker
from app.services.order_paper import Ordering, order_paper
from tests.receive.bags import PROVIDER, BagMaker, pdf, row

Json = dict[str, Any]
TODAY = date(2026, 11, 22)


class Place:
    """A store with three papers, the folder for orders, and the command line."""

    def __init__(self, store: Path, tmp: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self.out, self._tmp, self._capsys = store, tmp / "orders", tmp, capsys
        self.central = open_central(str(store))
        anna = Worker(id="anna", name="Anna", roles=("caseworker",))
        self.central.submit(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=(anna,)))
        bag = BagMaker(tmp / "post", "SD-post")
        for item in ("K1", "K2", "K3"):
            bag.file(f"{item}.pdf", pdf(item))
        bag.index(*(row(f"{item}.pdf", item) for item in ("K1", "K2", "K3"))).write()
        assert self.say("receive", str(tmp / "post"))[0] == 0

    def say(self, *words: str) -> tuple[int, Json]:
        self._capsys.readouterr()
        status = run([*words, "--store", str(self.store), "--json"])
        return status, json.loads(self._capsys.readouterr().out)

    def order(self) -> list[Json]:
        status, said = self.say("paper", "order", "--provider", PROVIDER, "--out", str(self.out))
        assert status == 0
        orders: list[Json] = said["orders"]
        return orders

    def document(self, item: str) -> Document:
        (found,) = self.central.office("heek")[1].documents_of_item(PROVIDER, item)
        return found

    def wish(self, item: str, what: str = HOLD, reason: str = "") -> None:
        self.central.submit(
            WishPaper(site="heek", by="anna", document=self.document(item).id, wish=what, reason=reason)
        )

    def check(self, item: str) -> None:
        self.central.submit(CheckPaper(site="heek", by="anna", document=self.document(item).id))

    def receipt(self, *rows: str) -> Path:
        number = len(list(self._tmp.glob("receipt*"))) + 1
        bag = BagMaker(self._tmp / f"receipt{number}", f"SD-R{number}", "receipt")
        return bag.index(*rows, columns="order;item;wish;act;result").write()

    def ordering(self, central: Any = None) -> Ordering:
        return Ordering(central or self.central, self.central, OrderFolder(self.out), TODAY)


@pytest.fixture
def place(empty_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    return Place(Path(shutil.copytree(empty_store, tmp_path / "store")), tmp_path, capsys)


def rows(folder: Path) -> list[dict[str, str]]:
    text = (folder / "data" / "orders.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_an_order_is_a_valid_bag_that_is_sent_once(place: Place) -> None:
    assert place.order() == []
    place.wish("K1", HOLD, "proceeding")
    place.wish("K2", RESCAN, "cut-off")
    place.check("K3")
    (order,) = place.order()
    assert (order["number"], order["site"], order["provider"]) == ("AUF-heek-000001", "heek", PROVIDER)
    folder = Path(order["path"])
    bagit.Bag(str(folder)).validate()
    assert [(line["item"], line["wish"], line["act"], line["reason"]) for line in rows(folder)] == [
        ("K1", "hold", "ask", "proceeding"),
        ("K2", "rescan", "ask", "cut-off"),
        ("K3", "release", "ask", ""),
    ]
    assert place.order() == []
    assert [path.name for path in place.out.iterdir()] == ["AUF-heek-000001"]


def test_only_what_was_looked_at_and_nobody_needs_is_released(place: Place, tmp_path: Path) -> None:
    place.check("K1")
    place.check("K2")
    place.wish("K2", HOLD, "evidence")
    broken = BagMaker(tmp_path / "broken", "SD-broken").file("K1.pdf", b"%PDF-1.7 cut off")
    assert place.say("receive", str(broken.index(row("K1.pdf", "K1")).write()))[0] != 0
    (order,) = place.order()  # K1 has something set aside, K2 is held, K3 was not looked at
    assert [(line["item"], line["wish"], line["act"]) for line in rows(Path(order["path"]))] == [("K2", "hold", "ask")]
    place.check("K3")
    (order,) = place.order()
    assert [(line["item"], line["wish"]) for line in rows(Path(order["path"]))] == [("K3", "release")]
    whole = BagMaker(tmp_path / "whole", "SD-whole").file("K1.pdf", pdf("K1"))
    assert place.say("receive", str(whole.index(row("K1.pdf", "K1")).write()))[0] == 0
    (order,) = place.order()
    assert [(line["item"], line["wish"]) for line in rows(Path(order["path"]))] == [("K1", "release")]


def test_the_receipt_says_what_was_done(place: Place) -> None:
    place.wish("K1")
    place.wish("K2")
    (order,) = place.order()
    number = order["number"]
    receipt = place.receipt(f"{number};K1;hold;ask;done", f"{number};K2;hold;;declined")
    status, said = place.say("paper", "receipt", str(receipt))
    assert (status, said["deliveries"][0]["answered"]) == (0, 2)
    assert place.say("receive", str(receipt)) == (status, said)
    assert [place.document(item).wishes[0].answer for item in ("K1", "K2")] == ["done", "declined"]


def test_the_new_scan_ends_the_wish_when_it_is_delivered(place: Place, tmp_path: Path) -> None:
    place.wish("K2", RESCAN, "cut-off")
    old = place.document("K2").id
    place.order()
    again = BagMaker(tmp_path / "again", "SD-again").post(K2=pdf("K2, jetzt ganz")).write()
    status, said = place.say("receive", str(again))
    (taken,) = said["deliveries"][0]["taken_in"]
    assert status == 0 and taken["rescan_of"] == old
    before, after = sorted(
        place.central.office("heek")[1].documents_of_item(PROVIDER, "K2"), key=lambda one: bool(one.rescan_of)
    )
    assert (before.id, before.replaced_by, after.rescan_of, after.worker) == (old, after.id, old, "anna")
    assert place.order() == []
    assert place.say("receive", str(again))[1] == said


def test_answers_that_fit_no_order_are_set_aside_with_the_reason(place: Place) -> None:
    place.wish("K1")
    (order,) = place.order()
    number = order["number"]
    status, said = place.say(
        "receive",
        str(place.receipt(f"{number};K9;hold;ask;done", "AUF-x;K1;hold;ask;done", f"{number};K1;hold;ask;maybe")),
    )
    assert status == 1 and said["deliveries"][0]["answered"] == 0
    codes = [entry["code"] for entry in said["deliveries"][0]["set_aside"]]
    assert sorted(codes) == ["bad-answer", "unknown-line", "unknown-order"]


def test_destruction_against_a_hold_is_told_and_shown_as_a_fault(place: Place, tmp_path: Path) -> None:
    place.wish("K1")
    place.order()
    at = "2027-01-15T10:00:00+01:00"
    bag = BagMaker(tmp_path / "destroyed", "SD-V", "destruction").file("certificate.pdf", pdf("Nachweis"))
    bag.index(f"K1;{at}", f"K2;{at}", columns="item;destroyed_at").write()
    _status, said = place.say("receive", str(tmp_path / "destroyed"))
    assert [warning["code"] for warning in said["deliveries"][0]["warnings"]] == ["destroyed-on-hold"]
    _status, listed = place.say("list", "documents")
    warned = {entry["item"]: [warning["code"] for warning in entry["warnings"]] for entry in listed["items"]}
    assert warned["K1"] == ["destroyed-on-hold"] and warned["K2"] == []


def test_a_run_that_breaks_off_after_the_log_publishes_the_file_the_next_time(place: Place) -> None:
    place.wish("K1")

    class Cut:
        def submit(self, action: Any) -> None:
            place.central.submit(action)
            raise CentreUnreachable("weg", "später")

        def sites(self) -> tuple[str, ...]:
            return place.central.sites()

    with pytest.raises(CentreUnreachable):
        order_paper(PROVIDER, ("heek",), place.ordering(Cut()))
    assert [path.name for path in place.out.iterdir() if not path.name.startswith(".")] == []
    (sent,) = order_paper(PROVIDER, ("heek",), place.ordering())
    assert [line["item"] for line in rows(Path(sent.path))] == ["K1"]
    assert order_paper(PROVIDER, ("heek",), place.ordering()) == ()
    assert len(list(place.out.iterdir())) == 1


def test_a_run_that_breaks_off_before_the_log_leaves_nothing(place: Place) -> None:
    place.wish("K1")

    class Cut:
        def submit(self, action: Any) -> None:
            raise CentreUnreachable("weg", "später")

        def sites(self) -> tuple[str, ...]:
            return place.central.sites()

    with pytest.raises(CentreUnreachable):
        order_paper(PROVIDER, ("heek",), place.ordering(Cut()))
    place.wish("K2")
    (sent,) = order_paper(PROVIDER, ("heek",), place.ordering())
    assert [line["item"] for line in rows(Path(sent.path))] == ["K1", "K2"]
    assert [path.name for path in place.out.iterdir()] == ["AUF-heek-000001"]


def test_a_lost_file_is_written_again_and_a_folder_that_is_none_is_explained(place: Place) -> None:
    place.wish("K1")
    (order,) = place.order()
    before = rows(Path(order["path"]))
    shutil.rmtree(order["path"])
    status, said = place.say("paper", "order", "--again", order["number"], "--out", str(place.out))
    assert status == 0 and rows(Path(said["orders"][0]["path"])) == before
    assert place.say("paper", "order", "--again", "AUF-x", "--out", str(place.out))[0] == 2
    assert place.say("paper", "order", "--out", str(place.out))[0] == 2
    place.wish("K2")
    (place.out / "file").write_text("x")
    status, said = place.say("paper", "order", "--provider", PROVIDER, "--out", str(place.out / "file"))
    assert status == 1 and said["error"]["code"] == "order-not-written"
    assert [line["item"] for line in place.order()[0]["lines"]] == ["K2"]


def test_due_lists_unchecked_papers_most_urgent_first(place: Place) -> None:
    scanned = date.fromisoformat(place.document("K1").scanned_at[:10])
    days = (scanned + timedelta(weeks=8) - datetime.now().astimezone().date()).days
    place.wish("K2")
    place.check("K3")
    _status, said = place.say("paper", "due", "--days", str(days))
    assert [(item["item"], item["days_left"]) for item in said["items"]] == [("K1", days), ("K2", days)]
    assert said["items"][1]["wishes"] == [{"wish": "hold", "state": "waiting"}]
    assert place.say("paper", "due", "--days", str(days - 1))[1]["items"] == []
    assert run(["paper", "due", "--store", str(place.store), "--days", str(days)]) == 0
