"""What receiving does with each kind of delivery, and what stays when it is repeated, corrected or interrupted."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard

from app.adapters.central.folder import FolderCentral
from app.domain.actions import SYSTEM, Erase, FileDocument, ImportCases, SetUpSite
from app.domain.central import ORIGINALS, PACKS, TEXTS
from app.domain.records import CaseFile, Document, SetAside, Site
from app.services.hand_over import hand_over
from tests.receive.bags import BagMaker, pdf, row
from tests.receive.conftest import CASE
from tests.receive.looking import by_item, first_break, positions, records

Json = dict[str, Any]
Offer = Callable[[Path], Json]


Maker = Callable[..., BagMaker]


def document(central: FolderCentral, receipt: Json, item: str) -> Document:
    entry = by_item(receipt["taken_in"])[item]
    found = central.office(entry["site"])[1].get(Document.kind, entry["document"])
    assert found is not None
    assert isinstance(found.record, Document)
    return found.record


def codes(receipt: Json, item: str) -> list[str]:
    return [warning["code"] for warning in by_item(receipt["taken_in"])[item]["warnings"]]


# --- post ---------------------------------------------------------------------------------------------------------
def test_post_with_a_known_case_goes_to_its_worker(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    bag = maker().file("a.pdf", pdf("Stadtwerke, Weg 1, 48619 Heek", 2))
    bag.index(row("a.pdf", "K1", case_number="35504//17", document_type="Mietvertrag", pages="2", remark="Knick"))
    receipt = offer(bag.write())
    found = document(central, receipt, "K1")
    assert (found.state_of_work, found.proposed_case, found.case, found.worker) == ("inbox", "c" * 32, "", "heek.one")
    assert (found.received_on, found.pages, found.media, found.has_text) == ("2026-11-18", 2, "pdf", True)
    assert (found.sender, found.remark, found.document_type) == ("Stadtwerke", "Knick", "Mietvertrag")
    assert found.size == central.size("heek", ORIGINALS, found.sha256)
    assert found.page_sizes == ((20990, 29704),) and found.sizes_mm() == ((209.9, 297.04),) * 2
    assert (found.compared, found.doubts, found.hints) == (True, (), ())
    assert by_item(receipt["taken_in"])["K1"]["case_number"] == CASE
    assert codes(receipt, "K1") == []


@pytest.mark.parametrize(
    ("written", "code"), [("", ""), ("99999BG9999999", "unknown-case"), ("Az. 12/26", "bad-case-number")]
)
def test_no_case_or_an_unknown_one_is_the_sites_queue(
    offer: Offer, maker: Maker, central: FolderCentral, written: str, code: str
) -> None:
    bag = maker().file("a.pdf", pdf()).index(row("a.pdf", "K1", case_number=written))
    receipt = offer(bag.write())
    found = document(central, receipt, "K1")
    assert (found.proposed_case, found.worker, found.team) == ("", "", "")
    assert codes(receipt, "K1") == ([code] if code else [])
    assert dict(found.extra).get("case_number", "") == written


def test_a_case_of_another_site_is_not_known_here(offer: Offer, maker: Maker) -> None:
    bag = maker(site="rhede").file("a.pdf", pdf()).index(row("a.pdf", "K1", case_number=CASE))
    assert codes(offer(bag.write()), "K1") == ["unknown-case"]


def test_bad_values_are_kept_with_a_warning(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    bad = {"received_on": "31.11.2026", "scanned_at": "gestern", "pages": "drei", "channel": "pigeon"}
    receipt = offer(maker().file("a.pdf", pdf()).index(row("a.pdf", "K1", **bad)).write())
    assert sorted(codes(receipt, "K1")) == ["bad-channel", "bad-pages", "bad-received-on", "bad-scanned-at"]
    found = document(central, receipt, "K1")
    assert dict(found.extra) == bad
    assert (found.received_on, found.scanned_at, found.channel) == ("", "", "letter")


def test_an_item_without_number_is_found_again(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    folder = maker().file("a.pdf", pdf()).index(row("a.pdf", "")).write()
    receipt = offer(folder)
    before = positions(central)
    assert offer(folder) == receipt
    assert positions(central) == before


def test_long_documents_get_a_pack_and_every_text_is_kept(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    receipt = offer(maker().post(K1=pdf("lang", 6), K2=pdf("kurz", 4)).write())
    long, short = document(central, receipt, "K1"), document(central, receipt, "K2")
    assert len(long.pack) == 6
    assert short.pack == ()
    offset, length = long.pack[4]
    assert central.read("heek", PACKS, long.sha256, offset, length).startswith(b"%PDF")
    assert b"Seite 6" in zstandard.decompress(central.read("heek", TEXTS, long.sha256))


def test_rows_name_their_own_site(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    bag = maker().file("a.pdf", pdf("a")).file("b.pdf", pdf("b")).file("c.pdf", pdf("c"))
    bag.index(row("a.pdf", "K1"), row("b.pdf", "K2", site="rhede"), row("c.pdf", "K3", site="atlantis"))
    receipt = offer(bag.write())
    assert [entry["site"] for entry in receipt["taken_in"]] == ["heek", "rhede"]
    (aside,) = receipt["set_aside"]
    assert (aside["item"], aside["code"]) == ("K3", "unknown-site")
    kept = [record for record in central.office("heek")[1].all(SetAside.kind) if isinstance(record, SetAside)]
    assert central.has("heek", ORIGINALS, kept[0].sha256)
    assert first_break(central) is None


def test_a_site_that_ended_is_unknown(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    central.submit(SetUpSite(site="rhede", by=SYSTEM, record=Site(id="rhede", name="Rhede", ended=True)))
    receipt = offer(maker(site="rhede").post(K1=pdf()).write())
    assert [entry["code"] for entry in receipt["set_aside"]] == ["unknown-site"]


def test_a_file_without_a_reader_is_kept_and_shown(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    receipt = offer(maker().post(K1=pdf(), K2=b"%PDF-1.7 broken", K3=b"", K4=b"MZ program").write())
    assert sorted(by_item(receipt["set_aside"])) == ["K2", "K3", "K4"]
    kept = [record for record in central.office("heek")[1].all(SetAside.kind) if isinstance(record, SetAside)]
    assert {record.item: record.delivery for record in kept} == dict.fromkeys(("K2", "K3", "K4"), "SD-1")
    assert all(central.has("heek", ORIGINALS, record.sha256) for record in kept)


def test_two_rows_for_one_file_and_one_item(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    bag = maker().file("a.pdf", pdf()).index(row("a.pdf", "K1"), row("a.pdf", "K1"), row("a.pdf", "K2"))
    folder = bag.write()
    receipt = offer(folder)
    assert sorted(by_item(receipt["taken_in"])) == ["K1", "K2"]
    assert by_item(receipt["taken_in"])["K2"]["duplicate_of"] == "K1"
    assert sorted(by_item(receipt["already_known"])) == ["K1"]
    assert offer(folder) == receipt


# --- again, and corrected -------------------------------------------------------------------------------------------
def test_offered_again_after_work_was_done(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    folder = maker().post(K1=pdf()).write()
    receipt = offer(folder)
    id_ = receipt["taken_in"][0]["document"]
    central.submit(FileDocument(site="heek", by="heek.one", document=id_, case="c" * 32, document_type="Mietvertrag"))
    before = positions(central)
    again = offer(folder)
    assert [entry["document"] for entry in again["taken_in"]] == [id_]
    assert positions(central) == before


def test_a_faulty_item_that_comes_whole_is_taken_in(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    folder = maker("SD-1").post(K1=pdf("eins"), K2=pdf("zwei")).write()
    whole = (folder / "data" / "K2.pdf").read_bytes()
    (folder / "data" / "K2.pdf").write_bytes(whole[:-1])
    assert sorted(by_item(offer(folder)["set_aside"])) == ["K2"]
    (folder / "data" / "K2.pdf").write_bytes(whole)
    receipt = offer(folder)
    assert sorted(by_item(receipt["taken_in"])) == ["K1", "K2"]
    assert receipt["set_aside"] == []
    (aside,) = central.office("heek")[1].all(SetAside.kind)
    assert isinstance(aside, SetAside)
    assert aside.resolved
    before = positions(central)
    assert offer(folder) == receipt
    assert positions(central) == before


def test_the_same_in_a_later_delivery(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    faulty = maker().post(K1=b"%PDF-broken").write()
    later = maker().post(K1=pdf()).write()
    first = offer(faulty)
    offer(later)
    (aside,) = central.office("heek")[1].all(SetAside.kind)
    assert isinstance(aside, SetAside)
    assert aside.resolved
    before = positions(central)
    assert offer(faulty) == first
    offer(later)
    assert positions(central) == before


def test_an_item_that_is_whole_and_faulty_in_one_delivery(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    bag = maker().file("a.pdf", pdf()).file("b.pdf", b"broken").index(row("a.pdf", "K1"), row("b.pdf", "K1"))
    folder = bag.write()
    receipt = offer(folder)
    before = positions(central)
    assert offer(folder) == receipt
    assert positions(central) == before


def test_what_was_erased_does_not_come_back(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    folder = maker().post(K1=pdf()).write()
    id_ = offer(folder)["taken_in"][0]["document"]
    central.submit(Erase(site="heek", by=SYSTEM, records=((Document.kind, id_),)))
    receipt = offer(folder)
    assert receipt["taken_in"] == []
    assert [entry["document"] for entry in receipt["already_known"]] == [id_]


def test_the_same_number_of_two_providers_are_two_deliveries(offer: Offer, maker: Maker) -> None:
    one, two = maker("SD-1").post(K1=pdf()), maker("SD-1").post(K1=pdf())
    two.info["Source-Organization"] = "Andere GmbH"
    first, second = offer(one.write()), offer(two.write())
    assert first["taken_in"][0]["document"] != second["taken_in"][0]["document"]
    assert second["taken_in"][0]["duplicate_of"] == "K1"


# --- legacy ---------------------------------------------------------------------------------------------------------
LEGACY_COLUMNS = "file;item;scanned_at;pages;case_number;volume;register;document_type"


def test_legacy_is_filed_at_once(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    bag = maker(kind="legacy").file("a.pdf", pdf("a", 6)).file("b.pdf", pdf("b")).file("c.pdf", pdf("c"))
    at = "2026-10-01T08:00:00+02:00"
    bag.index(
        f"a.pdf;A1;{at};6;BG 35504/0000017;2;Einkommen;",
        f"b.pdf;A2;{at};1;{CASE};1;;Mietvertrag",
        f"c.pdf;A3;{at};1;35504BG9999999;1;Antrag;",
        columns=LEGACY_COLUMNS,
    )
    receipt = offer(bag.write())
    filed = document(central, receipt, "A1")
    assert (filed.state_of_work, filed.case, filed.register, filed.volume) == ("filed", "c" * 32, "Einkommen", 2)
    assert (filed.filed_by, filed.filed_at) == ("system", at)
    assert document(central, receipt, "A2").register == "Kosten der Unterkunft"
    waiting = document(central, receipt, "A3")
    assert (waiting.state_of_work, waiting.register) == ("inbox", "Antrag")
    assert codes(receipt, "A3") == ["unknown-case"]


# --- announcements and destruction ------------------------------------------------------------------------------------
def test_announced_post_is_found_by_its_document(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    announced = offer(maker(kind="announcement").index(row("", "K1"), row("", "K2", case_number=CASE)).write())
    assert announced["announced"] == 2
    taken = offer(maker().post(K1=pdf()).write())["taken_in"][0]["document"]
    states = {state["item"]: state for (_s, kind, _i), state in records(central).items() if kind == "announcement"}
    assert states["K1"]["document"] == taken
    assert states["K2"]["case"] == "c" * 32
    assert "document" not in states["K2"]


def test_an_announcement_after_its_document(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    taken = offer(maker().post(K1=pdf()).write())["taken_in"][0]["document"]
    folder = maker(kind="announcement").index(row("", "K1"), row("", ""), row("", "K3", site="atlantis")).write()
    receipt = offer(folder)
    assert receipt["announced"] == 1
    assert [entry["code"] for entry in receipt["set_aside"]] == ["no-item", "unknown-site"]
    states = [state for (_s, kind, _i), state in records(central).items() if kind == "announcement"]
    assert [state["document"] for state in states] == [taken]
    before = positions(central)
    assert offer(folder) == receipt
    assert positions(central) == before


def destruction(bag: BagMaker, *rows: str, certificate: bytes = b"") -> Path:
    bag.file("certificate.pdf", certificate or pdf("Vernichtet"))
    return bag.index(*rows, columns="item;destroyed_at").write()


def test_destruction_finds_documents_at_any_site(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    post = maker().file("a.pdf", pdf("a")).file("b.pdf", pdf("b"))
    post.index(row("a.pdf", "K1"), row("b.pdf", "K2", site="rhede"))
    taken = {entry["item"]: entry for entry in offer(post.write())["taken_in"]}
    at = "2027-01-15T10:00:00+01:00"
    folder = destruction(maker(kind="destruction"), f"K1;{at}", f"K2;{at}", f"K9;{at}", "K1;irgendwann")
    receipt = offer(folder)
    assert receipt["destroyed"] == 2
    assert {entry["item"]: entry["code"] for entry in receipt["set_aside"]} == {
        "K9": "unknown-item",
        "K1": "bad-destroyed-at",
    }
    states = records(central)
    assert states["heek", "document", taken["K1"]["document"]]["destroyed_at"] == at
    assert states["rhede", "document", taken["K2"]["document"]]["destroyed_at"] == at
    proofs = {(key[0], state["certificate"]) for key, state in states.items() if "certificate" in state}
    assert {site for site, _sha256 in proofs} == {"heek", "rhede"}
    assert all(central.has(site, ORIGINALS, sha256) for site, sha256 in proofs)
    before = positions(central)
    assert offer(folder) == receipt
    assert positions(central) == before


def test_destruction_follows_a_case_that_moved(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    at = "2026-10-01T08:00:00+02:00"
    legacy = maker(kind="legacy").file("a.pdf", pdf())
    taken = offer(legacy.index(f"a.pdf;A1;{at};1;{CASE};1;Antrag;", columns=LEGACY_COLUMNS).write())["taken_in"][0]
    case = central.office("heek")[1].case_by_number(CASE)
    assert case is not None
    central.submit(ImportCases(site="rhede", by=SYSTEM, cases=(replace(case, id="d" * 32),)))
    hand_over(central, case, "heek", "rhede")
    assert offer(destruction(maker(kind="destruction"), f"A1;{at}"))["destroyed"] == 1
    states = records(central)
    for site in ("heek", "rhede"):
        assert states[site, "document", taken["document"]]["destroyed_at"] == at


def test_destruction_without_its_certificate(offer: Offer, maker: Maker) -> None:
    folder = destruction(maker(kind="destruction"), "K9;2027-01-15T10:00:00+01:00")
    (folder / "data" / "certificate.pdf").write_bytes(b"something else")
    receipt = offer(folder)
    assert {entry["file"]: entry["code"] for entry in receipt["set_aside"]} == {
        "": "unknown-item",
        "certificate.pdf": "checksum",
    }


def test_a_case_that_vanishes_meanwhile_sends_the_document_to_the_queue(
    offer: Offer, maker: Maker, central: FolderCentral
) -> None:
    central.submit(Erase(site="heek", by=SYSTEM, records=((CaseFile.kind, "c" * 32),)))
    receipt = offer(maker().file("a.pdf", pdf()).index(row("a.pdf", "K1", case_number=CASE)).write())
    assert document(central, receipt, "K1").proposed_case == ""


def test_the_bytes_of_an_erased_set_aside_item_do_not_come_back(
    offer: Offer, maker: Maker, central: FolderCentral
) -> None:
    folder = maker().post(K1=b"%PDF-broken").write()
    offer(folder)
    (aside,) = central.office("heek")[1].all(SetAside.kind)
    assert isinstance(aside, SetAside)
    central.submit(Erase(site="heek", by=SYSTEM, records=((SetAside.kind, aside.id),)))
    original = central.local_path("heek", ORIGINALS, aside.sha256)
    assert original is not None
    original.unlink(missing_ok=True)  # the store may wait for a day before it does so itself
    assert len(offer(folder)["set_aside"]) == 1
    assert not central.has("heek", ORIGINALS, aside.sha256)
