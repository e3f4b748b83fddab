"""From clues to certainties: how likely it is that a document belongs to a case, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from app.domain.recognise import clues
from app.domain.recognise.clues import Clue
from app.domain.recognise.evidence import Findings, Search
from app.domain.recognise.index import CaseIndex, Household
from app.domain.recognise.reading import Reading, Spot
from app.domain.recognise.weights import WEIGHTS
from app.domain.texts import _

CERTAIN = 0.98
"""From here on a suggestion is called certain, if ``_sure`` says so too."""
HIGHEST = 0.999
SHOWN = 5
LEAST = 0.02
TWO_HOUSEHOLDS = 0.85
"""A second household that would be this likely on its own, on words of its own, is named by the document too."""
ONE_OF_TWO = 0.5
"""When two households are named with person or address: whose the paper is, only a reader can tell."""
RIVAL = 0.6
"""Odds of another household, on words of its own, that keep a suggestion from being called certain."""
AGREEING = 2
AT_MOST_BESIDE_NUMBER = 0.9
"""When the other one is named by its number alone, which may be a slip of the pen."""
_SAID = 4


@dataclass(frozen=True, slots=True)
class CaseSuggestion:
    """``certainty`` is how often suggestions like this one are right (0 to 1). ``site`` is the case's. ``certain``: may
    be taken without a second look. ``persons`` are places in the case's list of those who are named."""

    case_number: str
    site: str
    certainty: float
    certain: bool
    reason: str
    spot: Spot | None
    persons: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


def features(findings: Findings) -> dict[str, float]:
    """What is weighed: the clues' strengths, and how many families of clues agree."""
    found = {kind: clue.strength for kind, clue in findings.clues.items()}
    found[f"agree-{families(findings)}"] = 1.0
    return found


def families(findings: Findings) -> int:
    """How many families of clues speak for the household; a birth date beside a half name counts once."""
    return sum(1 for family in clues.FAMILIES if not family.isdisjoint(findings.clues))


def score(findings: Findings) -> float:
    """Log-odds against the document belonging to no household of ours."""
    return WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in features(findings).items())


def suggest_cases(
    reading: Reading, index: CaseIndex, sender: str = "", open_case: str = ""
) -> list[CaseSuggestion]:
    """The likeliest cases, best first: at most ``SHOWN``, none that is less likely than ``LEAST``.

    ``sender`` is who wrote it as far as it is known, ``open_case`` the number of the case that the reader has open.
    """
    search = Search(reading, index, sender, open_case)
    scores = {case: score(findings) for case, findings in search.found.items()}
    odds = {case: exp(min(value, 50.0)) for case, value in scores.items()}
    whole = 1.0 + sum(odds.values())
    ranked = sorted(odds, key=lambda case: (-odds[case], index.households[case].record.case_number))[:SHOWN]
    certainties = {case: odds[case] / whole for case in ranked if odds[case] / whole >= LEAST}
    two = _two_households(ranked, odds, search) if certainties else ()
    if two:
        first, second = two
        person = families(search.found[second]) > 1 or clues.OF_NUMBERS.isdisjoint(search.found[second].clues)
        certainties[first] = min(certainties[first], ONE_OF_TWO if person else AT_MOST_BESIDE_NUMBER)
        certainties[second] = ONE_OF_TWO if person else min(odds[second] / whole, ONE_OF_TWO)
    found = [
        _suggestion(search, index.households[case], said, case in two, _sure(search, case, odds) and case not in two)
        for case, said in certainties.items()
    ]
    return sorted(found, key=lambda suggestion: -suggestion.certainty)


def _two_households(ranked: list[int], odds: Mapping[int, float], search: Search) -> tuple[int, int] | tuple[()]:
    """The first case and another one that the document names by words of its own."""
    if not ranked or odds[ranked[0]] < 1:
        return ()
    mine = search.found[ranked[0]].tokens
    for case in ranked[1:]:
        own = search.found[case]
        likely = odds[case] / (1 + odds[case]) >= TWO_HOUSEHOLDS
        if likely and families(own) and _apart(own, mine):
            return ranked[0], case
    return ()


def _sure(search: Search, case: int, odds: Mapping[int, float]) -> bool:
    """Whether clues of two families agree and nothing on the page is about somebody else."""
    household, findings = search.index.households[case], search.found[case]
    if families(findings) < AGREEING or not clues.DOUBTS.isdisjoint(findings.clues):
        return False
    if search.strangers_born(household) or search.addressed_elsewhere(household):
        return False
    rivals = (other for other, odd in odds.items() if other != case and odd >= RIVAL)
    return not any(_apart(search.found[rival], findings.tokens) for rival in rivals)


def _apart(findings: Findings, others: set[int]) -> bool:
    """Whether there is a number, or two words, that are not among the words of another household."""
    own = findings.tokens - others
    numbers = (clue for kind, clue in findings.clues.items() if kind in clues.OF_NUMBERS)
    return len(own) >= 2 or any(own.issuperset(clue.tokens) for clue in numbers)


def _suggestion(
    search: Search, household: Household, certainty: float, of_two: bool, sure: bool
) -> CaseSuggestion:
    findings = search.found[household.number]
    certainty = min(certainty, HIGHEST)
    ordered = _ordered(findings)
    best = next((clue for clue in ordered if clue.tokens), None)
    named = search.names.named
    return CaseSuggestion(
        household.record.case_number,
        household.site,
        round(certainty, 3),
        sure and certainty >= CERTAIN,
        _reason(ordered, of_two),
        search.reading.spot(best.tokens) if best else None,
        tuple(place for place, person in enumerate(household.persons) if person.number in named),
        tuple(clue.kind for clue in ordered),
    )


def _ordered(findings: Findings) -> list[Clue]:
    """What counts most first, what speaks against last."""
    return sorted(
        findings.clues.values(),
        key=lambda clue: (clue.kind in clues.AGAINST, -WEIGHTS[clue.kind] * clue.strength),
    )


def _reason(ordered: list[Clue], of_two: bool) -> str:
    speaking = [clue.sentence() for clue in ordered if clue.kind not in clues.AGAINST][:_SAID]
    speaking += [clue.sentence() for clue in ordered if clue.kind in clues.AGAINST]
    reason = "; ".join(speaking)
    if of_two:
        reason += "; " + _("das Schreiben nennt zwei Haushalte")
    return reason
