"""Pingen against a local server made from its published description: lost answers, refusals, states."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.carriers.pingen import STATES, PingenCarrier
from app.domain.actions.letters import CancelLetter
from app.domain.records.letters import (
    ACCEPTED,
    CANCELLED,
    CHECKED,
    DELIVERED,
    FAILED,
    POSTED,
    RETURNED,
    CarrierPlace,
    LetterOptions,
)
from tests.letters.pingen_server import CLIENT, ORGANISATION, SECRET, Pingen, serving
from tests.letters.sending import SITE, Place


@pytest.fixture
def server() -> Iterator[Pingen]:
    with serving() as started:
        yield started


@pytest.fixture
def place(server: Pingen, tmp_path: Path) -> Place:
    made = Place(tmp_path, carrier="pingen")
    reach(made, server)
    return made


def reach(place: Place, server: Pingen, secret: str = f"{CLIENT}:{SECRET}") -> None:
    at = CarrierPlace(carrier="pingen", transport="pingen", place=server.address, user=ORGANISATION)
    place.link = lambda _site, _place: PingenCarrier(at, secret)


def names(server: Pingen) -> list[str]:
    return [letter["attributes"]["file_original_name"] for letter in server.letters]


def test_a_letter_goes_out_as_described(place: Place, server: Pingen) -> None:
    place.write(options=LetterOptions(duplex=True, colour=True, priority=True))
    job = place.send().job
    assert place.round().problems == []
    (letter,) = server.letters
    attributes = letter["attributes"]
    assert attributes["file_original_name"] == f"{job}.pdf"
    assert (attributes["print_mode"], attributes["print_spectrum"]) == ("duplex", "color")
    assert (attributes["delivery_product"], attributes["auto_send"]) == ("fast", True)
    assert (place.letter().status, place.letter().reference) == (ACCEPTED, letter["id"])
    for status, state in (("printing", ACCEPTED), ("sent", POSTED), ("delivered", DELIVERED)):
        server.move(status)
        place.round()
        assert place.letter().status == state


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_a_lost_answer_prints_no_second_letter(place: Place, server: Pingen, method: str) -> None:
    place.write()
    job = place.send().job
    server.lose = [method]
    ((_carrier, error),) = place.round().problems
    assert error.code == "carrier-unreachable"
    assert place.round().problems == []
    assert place.letter().status == ACCEPTED
    assert names(server) == [f"{job}.pdf"]


def test_even_if_their_list_lags_the_same_key_makes_one_letter(place: Place, server: Pingen) -> None:
    place.write()
    job = place.send().job
    server.lose = ["POST"]
    place.round()
    hidden, server.letters = server.letters, []
    place.round()
    assert server.letters == [] and [letter["attributes"]["file_original_name"] for letter in hidden] == [f"{job}.pdf"]


def test_a_job_is_found_among_many(place: Place, server: Pingen) -> None:
    place.write()
    job = place.send().job
    server.lose = ["POST"]
    place.round()
    for number in range(250):
        server.create({"file_original_name": f"other-{number}.pdf"}, f"other-{number}")
    place.round()
    assert names(server).count(f"{job}.pdf") == 1
    assert place.letter().status == ACCEPTED


@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_a_letter_that_they_refuse_has_failed_and_nothing_is_said_of_people(
    place: Place, server: Pingen, status: int
) -> None:
    place.write()
    place.send()
    server.refuse = status
    assert place.round().refused == 1
    letter = place.letter()
    assert letter.status == FAILED
    assert str(status) in letter.history[-1].reason and "Erika" not in letter.history[-1].reason


def test_a_refusal_that_is_not_about_the_letter_does_not_fail_it(place: Place, server: Pingen) -> None:
    place.write()
    place.send()
    server.answer = [404]
    ((_carrier, error),) = place.round().problems
    assert error.code == "carrier-refused" and "Erika" not in error.title + error.advice
    assert place.letter().status == CHECKED


@pytest.mark.parametrize("status", [500, 502, 503, 429, 409, 424])
def test_what_may_pass_is_tried_again(place: Place, server: Pingen, status: int) -> None:
    place.write()
    place.send()
    server.answer = [status]
    ((_carrier, error),) = place.round().problems
    assert error.code == "carrier-unreachable"
    assert place.letter().status == CHECKED
    assert place.round().problems == []
    assert place.letter().status == ACCEPTED


def test_a_token_that_ran_out_is_fetched_anew(place: Place, server: Pingen) -> None:
    place.write()
    place.send()
    link = place.link(SITE, CarrierPlace(carrier="pingen"))
    assert link.known("ES-X", "2026-11-23T00:00:00Z") is None
    server.tokens = {"other"}
    assert link.known("ES-X", "2026-11-23T00:00:00Z") is None


def test_wrong_credentials_are_told(place: Place, server: Pingen) -> None:
    reach(place, server, "client:wrong")
    place.write()
    place.send()
    ((_carrier, error),) = place.round().problems
    assert error.code == "carrier-sign-in" and error.advice


@pytest.mark.parametrize(
    "options", [LetterOptions(formal_service=True), LetterOptions(registered="registered-letterbox")]
)
def test_what_they_do_not_offer_is_not_sent_as_something_else(
    place: Place, server: Pingen, options: LetterOptions
) -> None:
    place.write(options=options)
    place.send()
    assert place.round().refused == 1
    assert place.letter().status == FAILED and place.letter().history[-1].reason
    assert server.letters == []


def test_cancelling_while_they_still_can_and_when_not_any_more(place: Place, server: Pingen) -> None:
    for id_, case in (("l1", "c1"), ("l2", "c2")):
        place.write(id_, case)
        place.send(id_)
    place.round()
    place.do(CancelLetter(site=SITE, by="anna", letter="l1"))
    place.round()
    assert place.letter("l1").status == CANCELLED
    server.letters[0]["attributes"]["status"] = "printing"
    place.do(CancelLetter(site=SITE, by="anna", letter="l2"))
    assert place.round().problems == []
    assert place.letter("l2").status == ACCEPTED


@pytest.mark.parametrize("status", [*STATES, "something-new", ""])
def test_every_state_of_theirs_is_understood_or_means_nothing(place: Place, server: Pingen, status: str) -> None:
    place.write()
    place.send()
    place.round()
    server.move(status)
    assert place.round().problems == []
    expected = {"sent": POSTED, "delivered": DELIVERED, "undeliverable": RETURNED, "cancelled": CANCELLED}
    failed = dict.fromkeys(("invalid", "unprintable", "rejected", "expired"), FAILED)
    assert place.letter().status == (expected | failed).get(status, ACCEPTED)
