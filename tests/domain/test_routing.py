"""Where rules send post, and who stands in for whom."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.records import Absence, CaseFile, Document, Person, RoutingRule
from app.domain.rules.deputies import absence_of, deputy_of, stood_in_for
from app.domain.rules.routing import Queue, checked_rule, matches, route, try_out

DAY = "2026-11-23"


def everybody(_queue: Queue) -> bool:
    return True


def case(last_name: str = "Meier", number: int = 1234, area: str = "sgb2") -> CaseFile:
    return CaseFile(
        id=f"c{number}",
        case_number=f"35502BG{number:07}",
        persons=(Person(last_name=last_name),),
        legal_area=area,
    )


def letter(document_type: str = "") -> Document:
    return Document(id="d", sha256="s", document_type=document_type)


@pytest.mark.parametrize(
    ("rule", "name", "number", "met"),
    [
        (RoutingRule(letter_from="A", letter_to="K"), "Koch", 1, True),
        (RoutingRule(letter_from="A", letter_to="K"), "Lang", 1, False),
        (RoutingRule(letter_from="a", letter_to="k"), "Äneas", 1, True),
        (RoutingRule(letter_from="O", letter_to="P"), "Özdemir-Schulte", 1, True),
        (RoutingRule(letter_from="Sa", letter_to="Sch"), "Schulze", 1, True),
        (RoutingRule(letter_from="Sa", letter_to="Sch"), "Stein", 1, False),
        (RoutingRule(letter_from="L"), "Zimmer", 1, True),
        (RoutingRule(letter_to="K"), "", 1, False),
        (RoutingRule(number_from="35502//1000", number_to="35502BG0002000"), "X", 1000, True),
        (RoutingRule(number_from="35502//1000", number_to="35502BG0002000"), "X", 2000, True),
        (RoutingRule(number_from="35502//1000", number_to="35502BG0002000"), "X", 2001, False),
        (RoutingRule(number_from="35502//1000", letter_to="K"), "Lang", 1500, False),
    ],
)
def test_ranges_hold_both_ends(rule: RoutingRule, name: str, number: int, met: bool) -> None:
    rule = checked_rule(RoutingRule(**{**_fields(rule), "team": "one"}))
    assert matches(rule, letter(), case(name, number)) is met


def _fields(rule: RoutingRule) -> dict[str, str]:
    return {name: getattr(rule, name) for name in ("number_from", "number_to", "letter_from", "letter_to")}


def test_the_first_rule_that_is_met_and_whose_target_is_there_counts() -> None:
    rules = (
        RoutingRule(legal_area="sgb12-3", team="social"),
        RoutingRule(letter_from="M", letter_to="M", worker="left"),
        RoutingRule(letter_from="A", letter_to="Z", team="one"),
    )
    assert route(letter(), case(), rules, lambda queue: queue[1] != "left") == ("one", "")
    assert route(letter(), case(), rules, everybody) == ("", "left")
    assert route(letter(), case(area="sgb12-3"), rules, everybody) == ("social", "")
    assert route(letter(), None, rules, everybody) is None


def test_a_type_alone_sends_also_what_belongs_to_no_case_yet() -> None:
    rules = (RoutingRule(document_type="Widerspruch", team="legal"),)
    assert route(letter("Widerspruch"), None, rules, everybody) == ("legal", "")
    assert route(letter("Rechnung"), case(), rules, everybody) is None
    both = (RoutingRule(document_type="Widerspruch", letter_to="K", team="legal"),)
    assert route(letter("Widerspruch"), None, both, everybody) is None


def test_a_trial_says_where_everything_would_go() -> None:
    post = [(letter(), case("Arndt")), (letter(), case("Zeller")), (letter(), None)]
    tried = try_out(post, (RoutingRule(letter_to="M", team="one"),), everybody)
    assert [(one.rule, one.would_go) for one in tried] == [(1, ("one", "")), (0, ("", "")), (0, ("", ""))]


NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=8)


@given(NAMES, st.lists(st.sampled_from("bcdefghijklmnopqrstuvwxyz"), unique=True, max_size=6))
def test_letters_cut_into_ranges_send_every_name_to_exactly_one_team(name: str, cuts: list[str]) -> None:
    """A to before the first cut, from there to before the next ...: no name falls between, none into two."""
    starts = ["a", *sorted(cuts)]
    ends = [chr(ord(start) - 1) for start in starts[1:]] + ["z"]
    rules = [RoutingRule(letter_from=a, letter_to=b, team=a) for a, b in zip(starts, ends, strict=True)]
    assert sum(matches(rule, letter(), case(name)) for rule in rules) == 1


# --- deputies ------------------------------------------------------------------------------------------------------
PEOPLE = ("a", "b", "c", "d", "e")


def away(worker: str, *deputies: str, **more: str) -> Absence:
    given = {"id": f"x-{worker}", "since": DAY, "until": DAY, **more}
    return Absence(worker=worker, deputies=deputies, **given)


def test_the_first_deputy_who_is_there_stands_in() -> None:
    absences = (away("a", "b", "c"), away("b", "d"))
    assert deputy_of("a", DAY, absences, PEOPLE) == "d"
    assert deputy_of("a", DAY, absences, "ac") == "c"
    assert deputy_of("a", "2026-11-24", absences, PEOPLE) == ""
    assert stood_in_for("d", DAY, absences, PEOPLE) == {"a", "b"}


def test_a_circle_of_deputies_ends_and_what_was_taken_back_counts_no_more() -> None:
    assert deputy_of("a", DAY, (away("a", "b"), away("b", "a")), PEOPLE) == ""
    taken_back = Absence(id="x", worker="a", since=DAY, until=DAY, deputies=("b",), removed=True)
    assert absence_of("a", DAY, (taken_back,)) is None


ABSENCES = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3)), max_size=6
)


@given(ABSENCES, st.sets(st.sampled_from(PEOPLE)))
def test_who_stands_in_is_there_and_everybody_is_stood_in_for_by_one_at_most(
    drawn: list[tuple[str, list[str]]], working: set[str]
) -> None:
    absences = [away(worker, *deputies, id=str(n), at=str(n)) for n, (worker, deputies) in enumerate(drawn)]
    gone = {absence.worker for absence in absences}
    for worker in PEOPLE:
        deputy = deputy_of(worker, DAY, absences, working)
        assert (deputy == "") or (worker in gone and deputy in working - gone)
        assert all(other in gone - {worker} for other in stood_in_for(worker, DAY, absences, working))
    for one, other in pairwise(PEOPLE):
        assert not stood_in_for(one, DAY, absences, working) & stood_in_for(other, DAY, absences, working)


@given(ABSENCES)
def test_somebody_is_found_whenever_a_chain_leads_to_somebody_who_is_there(drawn: list[tuple[str, list[str]]]) -> None:
    absences = [away(worker, *deputies, id=str(n), at=str(n)) for n, (worker, deputies) in enumerate(drawn)]
    newest = {absence.worker: absence.deputies for absence in absences}
    for worker in newest:
        reached, ahead = {worker}, [worker]
        while ahead:
            for deputy in newest.get(ahead.pop(), ()):
                if deputy not in reached:
                    reached.add(deputy)
                    ahead.append(deputy)
        assert bool(deputy_of(worker, DAY, absences, PEOPLE)) == bool(reached - newest.keys())
