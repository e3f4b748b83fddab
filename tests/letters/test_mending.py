"""A letter of the outgoing post is put right: offered with the pages that change, taken when nobody was faster."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from app.adapters.pages.process import ReaderProcess
from app.domain.actions.letters import CancelLetter, PutLetter
from app.domain.errors import NotAllowed
from app.domain.letter_check.findings import Checked
from app.domain.records.letters import CHECKED, DRAFT, Enclosure, Letter
from app.services.carrier_profiles import load_carrier
from app.services.letters.adding import Adding, add_letter
from app.services.letters.mending import Offer, offer_mend, take_mend
from app.services.letters.wanted import NewLetter
from tests.letters.making import ADDRESS, letter
from tests.letters.making import Letter as Made
from tests.letters.sending import SITE, Place

NUMBER = "35502BG0000001"
Put = Callable[..., tuple[Letter, int]]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def adding(place: Place, reader: ReaderProcess) -> Adding:
    return Adding(place.central, place.central, reader, "anna", load_carrier)


@pytest.fixture
def put(place: Place, adding: Adding, tmp_path: Path) -> Put:
    """A letter in the outgoing post (its enclosures are files of their own) and its version."""

    def put_in(*files: Made, **more: object) -> tuple[Letter, int]:
        paths = []
        for number, made in enumerate(files):
            paths.append(tmp_path / f"teil {number}.pdf")
            paths[-1].write_bytes(made.data())
        added = add_letter(NewLetter(paths, NUMBER, **more), adding)  # type: ignore[arg-type]
        return kept(place, added.letter)

    return put_in


def kept(place: Place, id_: str) -> tuple[Letter, int]:
    found = place.central.office(SITE)[1].get(Letter.kind, id_)
    assert found is not None
    assert isinstance(found.record, Letter)
    return found.record, found.version


def too_far_left() -> Made:
    made = letter()
    made.write(2, 150, "zu weit links", 9)
    return made


def take(offer: Offer | None, base: int, adding: Adding) -> Checked:
    assert offer is not None
    return take_mend(SITE, offer, base, NUMBER, adding)


def test_what_is_offered_is_shown_and_taken(place: Place, adding: Adding, put: Put) -> None:
    before, version = put(too_far_left())
    assert before.status == DRAFT
    offer = offer_mend(SITE, before, NUMBER, adding)
    assert offer is not None
    assert [mend.kind for mend in offer.mends] == ["fit"]
    assert offer.changed == ((1, 1),)
    assert offer.checked.ok
    assert kept(place, before.id)[0] == before
    assert take(offer, version, adding).ok
    after, _version = kept(place, before.id)
    assert (after.status, after.content, after.size) == (CHECKED, before.sha256, len(offer.data))
    assert after.sha256 != before.sha256


def test_a_good_letter_has_nothing_to_be_put_right(adding: Adding, put: Put) -> None:
    made, _version = put(letter())
    assert offer_mend(SITE, made, NUMBER, adding) is None


def test_enclosures_move_with_their_pages(place: Place, adding: Adding, put: Put) -> None:
    first, second = Made(), letter()
    first.lines(115, 66.5, ADDRESS)
    first.lines(25, 108, ("Sehr geehrte Damen und Herren,",))
    second.page = second.file[0]
    made, version = put(first, second)
    assert made.enclosures == (Enclosure(title="teil 1", first_page=2, pages=1),)
    offer = offer_mend(SITE, made, NUMBER, adding)
    assert offer is not None
    assert [mend.kind for mend in offer.mends] == ["address-first"]
    assert offer.changed == ((2, 1),)
    assert take(offer, version, adding).ok
    assert kept(place, made.id)[0].enclosures == ()


def test_a_cover_sheet_moves_the_enclosures(place: Place, adding: Adding, put: Put) -> None:
    first, second = Made(), Made()
    first.lines(115, 66.5, ADDRESS)
    second.lines(30, 150, ("Anlage",))
    made, version = put(first, second)
    offer = offer_mend(SITE, made, NUMBER, adding)
    assert offer is not None
    assert offer.changed == ((0, 1),)
    assert take(offer, version, adding).ok
    after, _version = kept(place, made.id)
    assert (after.pages, after.enclosures) == (3, (Enclosure(title="teil 1", first_page=3, pages=1),))


def test_whoever_was_faster_wins(place: Place, adding: Adding, put: Put) -> None:
    made, version = put(too_far_left())
    offer = offer_mend(SITE, made, NUMBER, adding)
    place.do(PutLetter(site=SITE, by="anna", letter=replace(made, title="Neu"), base=version))
    with pytest.raises(NotAllowed):
        take(offer, version, adding)
    assert kept(place, made.id)[0].sha256 == made.sha256


def test_a_letter_that_is_cancelled_is_not_put_right(place: Place, adding: Adding, put: Put) -> None:
    made, version = put(too_far_left())
    offer = offer_mend(SITE, made, NUMBER, adding)
    place.do(CancelLetter(site=SITE, by="anna", letter=made.id))
    with pytest.raises(NotAllowed):
        take(offer, version, adding)


def test_an_answer_code_stays_on_the_letter(place: Place, adding: Adding, put: Put, reader: ReaderProcess) -> None:
    made, version = put(too_far_left(), answer_code=True)
    offer = offer_mend(SITE, made, NUMBER, adding)
    assert offer is not None
    assert take(offer, version, adding).ok
    after, _version = kept(place, made.id)
    assert (after.code, after.content) == (made.code, made.content)
    assert [code.text for code in reader.codes(offer.data, 1)] == [made.code]
    with pymupdf.open(stream=offer.data) as document:
        assert "zu weit links" in document[0].get_text()
