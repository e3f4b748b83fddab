"""Suggestions are made where post is received, and kept with the document until it is filed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.adapters.central.folder import FolderCentral
from app.domain.actions import SYSTEM, FileDocument, ImportCases
from app.domain.records import CaseFile, Document, Person
from tests.receive.bags import BagMaker, pdf, row
from tests.receive.looking import by_item

Json = dict[str, Any]
Offer = Callable[[Path], Json]
Maker = Callable[..., BagMaker]
CASE, OTHER = "a" * 32, "b" * 32
LETTER = "Frau\nMartina Kowalski\nAm Markt 4\n48619 Heek\ngeb. 12.03.1984\nBG-Nummer 35504//18\nNebenkostenabrechnung"


def known_cases(central: FolderCentral) -> None:
    persons = (Person(last_name="Kowalski", first_name="Martina", born="1984-03-12"),)
    address = {"street": "Am Markt 4", "postcode": "48619", "town": "Heek"}
    one = CaseFile(id=CASE, case_number="35504BG0000018", persons=persons, **address)
    two = CaseFile(
        id=OTHER, case_number="35504BG0000029", persons=(Person(last_name="Brinkmann", first_name="Uwe"),)
    )
    central.submit(ImportCases(site="heek", by=SYSTEM, cases=(one, two)))


def taken(central: FolderCentral, receipt: Json, item: str) -> Document:
    found = central.office("heek")[1].get(Document.kind, by_item(receipt["taken_in"])[item]["document"])
    assert found is not None
    assert isinstance(found.record, Document)
    return found.record


def test_a_letter_gets_its_case_with_reason_and_place(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    known_cases(central)
    document = taken(central, offer(maker().post(K1=pdf(LETTER)).write()), "K1")
    best = document.suggestions[0]
    assert (best.case, best.page, best.households) == (CASE, 1, 1)
    assert best.per_mille > 900
    assert ("born", "12.03.1984") in best.clues
    left, top, width, height = best.box
    # Inside the page, not as wide as it, and about one or two lines high: hundredths of a millimetre.
    assert 2000 < left < 6000 and 2000 < top < 9000
    assert 500 < width < 12000 and 200 < height < 1500
    assert document.suggested_types[0].document_type == "Nebenkostenabrechnung"


def test_what_lies_in_its_case_already_gets_none(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    known_cases(central)
    bag = maker(kind="legacy").file("a.pdf", pdf(LETTER))
    bag.index(row("a.pdf", "K1", case_number="35504//18", document_type="Schreiben"))
    document = taken(central, offer(bag.write()), "K1")
    assert document.case == CASE
    assert (document.suggestions, document.suggested_types) == ((), ())


def test_a_letter_without_text_or_known_names_comes_in_all_the_same(
    offer: Offer, maker: Maker, central: FolderCentral
) -> None:
    known_cases(central)
    receipt = offer(maker().post(K1=pdf(""), K2=pdf("Guten Tag")).write())
    assert taken(central, receipt, "K1").suggestions == ()
    assert taken(central, receipt, "K2").suggestions == ()


def test_filing_forgets_what_the_page_said(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    known_cases(central)
    receipt = offer(maker().post(K1=pdf(LETTER)).write())
    before = taken(central, receipt, "K1")
    central.submit(FileDocument(site="heek", by="heek.one", document=before.id, case=OTHER))
    after = taken(central, receipt, "K1")
    assert after.case == OTHER
    assert (after.suggestions, after.suggested_types) == ((), ())


def test_a_copy_of_an_identity_card_is_recognised_and_a_letter_about_one_is_not(
    offer: Offer, maker: Maker, central: FolderCentral
) -> None:
    card = pdf("BUNDESREPUBLIK DEUTSCHLAND\nPERSONALAUSWEIS\nIDENTITY CARD\nKOWALSKI\nMARTINA")
    about = pdf("Bitte legen Sie zum Termin Ihren Personalausweis oder Reisepass vor.")
    receipt = offer(maker().post(K1=card, K2=about).write())
    assert taken(central, receipt, "K1").suggested_types[0].document_type == "Personalausweis"
    types = [one.document_type for one in taken(central, receipt, "K2").suggested_types]
    assert not {"Personalausweis", "Reisepass"} & set(types)
