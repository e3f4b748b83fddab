"""How records are written down: canonical JSON, the codec, ids, case numbers."""

import json
from dataclasses import MISSING, fields
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actions import ACTION_KINDS, TakeIn, action_from_json, action_to_json
from app.domain.canonical import canonical
from app.domain.case_number import parse_case_number
from app.domain.errors import StoreIncompatible
from app.domain.ids import derived_id, new_id
from app.domain.log import BodyLine, Head, RecordRef, state_digest
from app.domain.records import RECORD_KINDS, CaseFile, Delivery, Document, Person, record_of

TEXT = st.text(st.characters(codec="utf-8"))
KEYS = st.text(st.characters(codec="ascii"), max_size=10)
EXACT = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | EXACT | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_canonical_json_is_that_of_the_standard(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {"ä": 1}, {1: 2}, [float("nan")]])
def test_what_has_no_safe_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), {"a": "\ud800"}])
def test_numbers_and_text_that_programs_read_differently_are_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)


st.register_type_strategy(int, EXACT)
RECORDS = st.one_of([st.from_type(record) for record in RECORD_KINDS.values()])
ACTIONS = st.one_of([st.from_type(action) for action in ACTION_KINDS.values()])


@given(RECORDS)
def test_records_come_back_as_they_were_written(record: Any) -> None:
    state = json.loads(json.dumps(record.state()))
    assert record_of(record.kind, state) == record


@given(ACTIONS)
def test_actions_come_back_as_they_were_written(action: Any) -> None:
    assert action_from_json(json.loads(json.dumps(action_to_json(action)))) == action


def test_parts_that_may_be_missing_come_back_as_what_they_were() -> None:
    action = TakeIn(site="heek", by="system", delivery=Delivery(id="d", number="SD-1"))
    back = action_from_json(json.loads(json.dumps(action_to_json(action))))
    assert back == action and isinstance(back, TakeIn) and isinstance(back.delivery, Delivery)


def test_fields_with_their_default_are_not_written() -> None:
    """A field that a later version adds must not change the digests of what was written before."""
    for kind, record in RECORD_KINDS.items():
        needed = {item.name: "x" for item in fields(record) if item.default is MISSING}
        assert record(**needed).state() == needed, kind


def test_what_a_newer_program_wrote_is_said_to_be_so() -> None:
    for kind, state in (("document", {"id": "1", "sha256": "0", "colour": "red"}), ("letter", {"id": "1"})):
        with pytest.raises(StoreIncompatible) as caught:
            record_of(kind, state)
        assert caught.value.advice


REFS = st.builds(RecordRef, kind=TEXT, id=TEXT, version=EXACT, digest=TEXT)
HEADS = st.builds(Head, number=EXACT, attempt=st.integers(1, 9), records=st.lists(REFS, max_size=4).map(tuple))


@given(HEADS)
def test_heads_and_their_hashes_survive_the_file(head: Head) -> None:
    back = Head.from_json(json.loads(canonical(head.to_json())))
    assert back == head and back.hash() == head.hash()


@given(st.binary(min_size=16, max_size=16), RECORDS)
def test_body_lines_survive_the_file(salt: bytes, record: Any) -> None:
    line = BodyLine(kind=record.kind, id=record.id, version=3, salt=salt.hex(), state=record.state())
    back = BodyLine.from_json(json.loads(canonical(line.to_json())))
    assert back == line and back.digest() == line.digest() and back.record() == record


def test_the_salt_counts_in_the_digest() -> None:
    assert state_digest("00" * 16, {"a": 1}) != state_digest("01" * 16, {"a": 1})


# --- case numbers -------------------------------------------------------------------------------------------
@given(
    st.integers(0, 99999),
    st.integers(0, 9999999),
    st.sampled_from(
        ["{o}BG{n:07}", "{o}//{n:07}", "{o} BG {n}", "BG {o}/{n}", "{o} bg {n:07}", "{o}/{n}", "BG{o}BG{n}"]
    ),
    st.sampled_from(["", " ", "\t", "\u00a0"]),
)
def test_every_spelling_of_a_case_number_means_the_same(office: int, number: int, spelling: str, blank: str) -> None:
    written = blank + spelling.format(o=f"{office:05}", n=number) + blank
    assert parse_case_number(written) == f"{office:05}BG{number:07}"


@pytest.mark.parametrize(
    "text", ["", "35502", "3550BG0001234", "35502BG00012345", "35502XX0001234", "BG", "35502BG", "35502BG٠٠٠١٢٣٤"]
)
def test_what_is_no_case_number_is_none(text: str) -> None:
    assert parse_case_number(text) is None


@given(st.text(max_size=30))
def test_case_numbers_are_stored_in_one_spelling(text: str) -> None:
    parsed = parse_case_number(text)
    assert parsed is None or (len(parsed) == 14 and parsed.isascii() and parse_case_number(parsed) == parsed)


# --- ids ----------------------------------------------------------------------------------------------------
def test_new_ids_are_uuid7_and_rise() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(ids) and len(set(ids)) == len(ids)
    assert all(len(id_) == 36 and id_[14] == "7" and id_[19] in "89ab" for id_ in ids)


def test_new_ids_rise_though_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    monkeypatch.setattr("time.time_ns", lambda: 0)
    assert new_id() > before


@given(st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=4))
def test_derived_ids_are_the_same_for_the_same_parts_only(one: list[str], two: list[str]) -> None:
    assert (derived_id(*one) == derived_id(*two)) == (one == two)


def test_a_person_is_shown_by_last_and_first_name() -> None:
    assert Person(last_name="Özdemir", first_name="Ayşe").name == "Özdemir, Ayşe"
    assert Person(last_name="Özdemir").name == "Özdemir"
    assert Document(id="1", sha256="0") != CaseFile(id="1", case_number="0")
