"""A reply that brings our answer code back is known at receipt, whatever else can be read of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral
from app.adapters.pages.process import ReaderProcess
from app.domain.actions import SYSTEM, ImportCases, TakeIn
from app.domain.actions.letters import CheckLetter, PutLetter, SendLetter, SetUpLetters
from app.domain.answer_code import token_of
from app.domain.central import Accepted
from app.domain.recognise.returned import says_returned
from app.domain.records import FILED, CaseFile, Document, FollowUp, Person
from app.domain.records.letters import RETURNED, Letter, LetterCheck, LetterOffice
from app.services.answer_code import Coded, put_answer_code
from app.services.carrier_profiles import load_carrier
from tests.letters.making import letter
from tests.letters.test_answer_code import scanned
from tests.receive.bags import BagMaker, pdf, row
from tests.receive.looking import by_item

Json = dict[str, Any]
Offer = Callable[[Path], Json]
Maker = Callable[..., BagMaker]
CASE, OTHER = "a" * 32, "b" * 32


@pytest.fixture(scope="module")
def own_reader() -> Iterator[ReaderProcess]:
    process = ReaderProcess()
    yield process
    process.close()


@pytest.fixture(scope="module")
def sent(own_reader: ReaderProcess) -> Coded:
    coded = put_answer_code(own_reader, letter().data(), load_carrier("folder"))
    assert coded is not None
    return coded


@pytest.fixture
def posted(central: FolderCentral, sent: Coded) -> Document:
    """The letter as it was handed over, in its case."""
    persons = (Person(last_name="Kowalski", first_name="Martina", born="1984-03-12"),)
    one = CaseFile(id=CASE, case_number="35504BG0000018", persons=persons, street="Am Markt 4", postcode="48619")
    two = CaseFile(
        id=OTHER, case_number="35504BG0000029", persons=(Person(last_name="Brinkmann", first_name="Uwe"),)
    )
    central.submit(ImportCases(site="heek", by=SYSTEM, cases=(one, two)))
    document = Document(
        id="c" * 32, sha256="0" * 64, state_of_work=FILED, case=CASE, channel="outgoing", code=sent.token,
        document_type="Schreiben", filed_at="2026-11-01T08:00:00+00:00",
    )  # fmt: skip
    central.submit(TakeIn(site="heek", by=SYSTEM, documents=(document,)))
    return document


def taken(central: FolderCentral, receipt: Json, item: str) -> Document:
    found = central.office("heek")[1].get(Document.kind, by_item(receipt["taken_in"])[item]["document"])
    assert found is not None
    assert isinstance(found.record, Document)
    return found.record


@pytest.mark.parametrize("seed", [1, 2])
def test_a_scan_without_text_finds_its_case(
    offer: Offer, maker: Maker, central: FolderCentral, posted: Document, own_reader: ReaderProcess, sent: Coded,
    seed: int,
) -> None:  # fmt: skip
    reply = scanned(own_reader, sent.data, seed)
    name = "a.jpg" if reply[:2] == b"\xff\xd8" else "a.tif"
    bag = maker().file(name, reply)
    bag.index(row(name, "K1"))
    document = taken(central, offer(bag.write()), "K1")
    (best,) = document.suggestions
    assert (best.case, best.certain, best.page) == (CASE, True, 1)
    assert [kind for kind, _said in best.clues] == ["answer-code"]
    assert all(900 < side < 1800 for side in best.box[2:])
    assert document.code == sent.token
    assert document.suggested_types == ()


def test_the_code_in_the_delivery_s_index_is_enough(
    offer: Offer, maker: Maker, central: FolderCentral, posted: Document, sent: Coded
) -> None:
    bag = maker().file("a.pdf", pdf("Anbei die Unterlagen.\nMfG"))
    bag.index(row("a.pdf", "K1", code=sent.token))
    best = taken(central, offer(bag.write()), "K1").suggestions[0]
    assert (best.case, best.certain) == (CASE, True)


def test_a_reply_that_names_another_case_is_not_certain(
    offer: Offer, maker: Maker, central: FolderCentral, posted: Document, own_reader: ReaderProcess, sent: Coded
) -> None:
    made = letter(("Uwe Brinkmann", "Nordring 1", "46325 Borken"), more=("BG-Nummer 35504BG0000029",))
    data = own_reader.letter_with_code(made.data(), sent.token, (170, 20, 12, 12))
    document = taken(central, offer(maker().post(K1=data).write()), "K1")
    assert {found.case for found in document.suggestions} == {CASE, OTHER}
    assert not any(found.certain for found in document.suggestions)


def test_a_code_that_nobody_printed_says_nothing(
    offer: Offer, maker: Maker, central: FolderCentral, posted: Document, own_reader: ReaderProcess
) -> None:
    data = own_reader.letter_with_code(letter().data(), token_of(bytes(16)), (170, 20, 12, 12))
    document = taken(central, offer(maker().post(K1=data).write()), "K1")
    assert not any(found.certain for found in document.suggestions)


def test_a_reply_that_was_filed_elsewhere_does_not_move_the_letter(
    offer: Offer, maker: Maker, central: FolderCentral, posted: Document, own_reader: ReaderProcess, sent: Coded
) -> None:
    strayed = replace(posted, id="d" * 32, case=OTHER, channel="letter", filed_at="2026-11-09T08:00:00+00:00")
    central.submit(TakeIn(site="heek", by=SYSTEM, documents=(strayed,)))
    document = taken(central, offer(maker().post(K1=sent.data).write()), "K1")
    assert document.suggestions[0].case == CASE


def test_pages_are_not_searched_where_no_letter_has_a_code(
    offer: Offer, maker: Maker, central: FolderCentral, sent: Coded, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(ReaderProcess, "codes", lambda *arguments: asked.append(1))
    offer(maker().post(K1=sent.data).write())
    assert asked == []


# --- letters that come back ------------------------------------------------------------------------------------------
def sent_letter(central: FolderCentral, code: str) -> Letter:
    """A letter that was sent to the case ``CASE`` and handed over."""
    letter_ = Letter(id="e" * 32, case=CASE, sha256="1" * 64, code=code, content="2" * 64)
    office = LetterOffice(id="letters")
    check = LetterCheck(ok=True, carrier="folder", form="B", sheets=1)
    for action in (
        SetUpLetters(site="heek", by=SYSTEM, office=office),
        PutLetter(site="heek", by="heek.one", letter=letter_),
        CheckLetter(site="heek", by="heek.one", letter=letter_.id, sha256=letter_.sha256, check=check, cents=101),
        SendLetter(site="heek", by="heek.one", letter=letter_.id),
    ):
        assert isinstance(central.submit(action), Accepted)
    return letter_of(central)


def letter_of(central: FolderCentral) -> Letter:
    found = central.office("heek")[1].get(Letter.kind, "e" * 32)
    assert found is not None
    assert isinstance(found.record, Letter)
    return found.record


def follow_ups(central: FolderCentral) -> list[FollowUp]:
    return [one for one in central.office("heek")[1].all(FollowUp.kind) if isinstance(one, FollowUp)]


def test_a_letter_that_came_back_asks_to_check_the_address(
    offer: Offer, maker: Maker, central: FolderCentral, posted: Document, own_reader: ReaderProcess, sent: Coded
) -> None:
    sent_letter(central, sent.token)
    bag = maker().file("a.tif", scanned(own_reader, sent.data, 2))
    bag.index(row("a.tif", "K1", document_type="Rückläufer"))
    folder = bag.write()
    document = taken(central, offer(folder), "K1")
    assert document.suggestions[0].certain
    assert document.suggested_types[0].document_type == "Postrückläufer"
    assert letter_of(central).status == RETURNED
    (asked,) = follow_ups(central)
    assert asked.case == CASE
    offer(folder)
    assert len(follow_ups(central)) == 1


def test_a_reply_is_no_letter_that_came_back(
    offer: Offer, maker: Maker, central: FolderCentral, posted: Document, sent: Coded
) -> None:
    before = sent_letter(central, sent.token)
    offer(maker().post(K1=sent.data).write())
    assert letter_of(central).status == before.status
    assert follow_ups(central) == []


@pytest.mark.parametrize(
    ("said", "returned"),
    [
        ("Rücklaeufer", True),
        ("Empfänger unbekannt verzogen", True),
        ("Annahme verweigert", True),
        ("Wenn unzustellbar, bitte zurück", False),
        ("Anlage zum Schreiben", False),
        ("", False),
    ],
)
def test_what_says_that_a_letter_came_back(said: str, returned: bool) -> None:
    assert says_returned(said) is returned
