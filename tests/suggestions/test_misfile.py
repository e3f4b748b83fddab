"""What a document's suggestions allow: what is proposed, and when filing elsewhere is questioned."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.recognise import clues
from app.domain.records import Document, SuggestedCase
from app.domain.suggested import contradiction, names_with_certainty, proposed

NUMBER = (clues.NUMBER, "35502BG0000001")
PERSON = ((clues.NAME, "Klaus Meier"), (clues.BORN, "13.03.1983"))
made = st.builds(
    SuggestedCase,
    case=st.sampled_from("abc"),
    per_mille=st.integers(0, 1000),
    certain=st.booleans(),
    households=st.integers(1, 3),
    clues=st.lists(st.tuples(st.sampled_from(clues.KINDS), st.text(max_size=5)), max_size=4).map(tuple),
    page=st.integers(0, 3),
    box=st.sampled_from([(), (1, 2, 3, 4)]),
)


def one(case: str, *told: tuple[str, str], per_mille: int = 900) -> SuggestedCase:
    return SuggestedCase(case=case, per_mille=per_mille, clues=told)


def test_another_number_or_another_name_with_its_birth_date_contradicts() -> None:
    assert contradiction((one("a", NUMBER),), "b") == one("a", NUMBER)
    assert contradiction((one("a", *PERSON),), "b") == one("a", *PERSON)


def test_a_name_alone_or_a_birth_date_alone_does_not() -> None:
    assert contradiction((one("a", PERSON[0]), one("c", PERSON[1])), "b") is None


def test_a_case_that_is_named_itself_is_not_contradicted_by_a_second_one() -> None:
    assert contradiction((one("a", NUMBER), one("b", *PERSON)), "b") is None


@given(st.lists(made, max_size=4))
def test_what_is_proposed_with_certainty_is_never_questioned(found: list[SuggestedCase]) -> None:
    best = proposed(found)
    if best is not None and names_with_certainty(best):
        assert contradiction(found, best.case) is None


@given(st.lists(made, max_size=9))
def test_suggestions_are_kept_and_read_back(found: list[SuggestedCase]) -> None:
    document = Document(id="d", sha256="0" * 64, suggestions=tuple(found))
    assert Document.from_state(document.state()) == document
