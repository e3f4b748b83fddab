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

CERTAIN = 0.98
"""From here on a suggestion is called certain, if ``_sure`` says so too."""
HIGHEST = 0.999
SHOWN = 5
LEAST = 0.02
COUNTED = 12
ANOTHER_HOUSEHOLD = 0.85
"""A household that would be this likely on its own, on words of its own, is named by the document too: whose the paper
is, only a reader can tell."""
AT_MOST_BESIDE_NUMBER = 0.9
"""When the other one is named by its number alone, which may be a slip of the pen."""
RIVAL = 0.6
"""Odds of another household, on words of its own, that keep a suggestion from being called certain."""
AGREEING = 2


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
    told: tuple[tuple[str, str], ...] = ()
    """The clues as (kind, words of the page)."""
    households: int = 1
    """How many households the document names."""

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind, _said in self.told)


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
    ranked = sorted(odds, key=lambda case: (-odds[case], index.households[case].record.case_number))[:COUNTED]
    certainties = {case: odds[case] / whole for case in ranked[:SHOWN] if odds[case] / whole >= LEAST}
    named = _households_named(ranked, odds, search)
    if len(named) > 1:
        certainties |= _shared(named, certainties, search)
    found = [
        _suggestion(search, index.households[case], said, len(named) if case in named else 1, _sure(search, case, odds))
        for case, said in certainties.items()
    ]
    return sorted(found, key=lambda suggestion: -suggestion.certainty)


def _shared(named: list[int], certainties: Mapping[int, float], search: Search) -> dict[int, float]:
    """The certainties of several households that one document names: alike, if the others are named as persons are."""
    share = 1 / len(named)
    persons = any(_names_somebody(search.found[case]) for case in named[1:])
    highest = share if persons else AT_MOST_BESIDE_NUMBER
    shared = {case: share if persons else min(certainties.get(case, 0.0), share) for case in named[1:SHOWN]}
    return {named[0]: min(certainties.get(named[0], share), highest), **shared}


def _names_somebody(findings: Findings) -> bool:
    """By name, birth date or address, not by a number alone."""
    return any(not family.isdisjoint(findings.clues) for family in clues.FAMILIES if family is not clues.OF_NUMBERS)


def _households_named(ranked: list[int], odds: Mapping[int, float], search: Search) -> list[int]:
    """The first case and the others that the document names by words of their own."""
    if not ranked or odds[ranked[0]] < 1:
        return []
    named, tokens = ranked[:1], search.found[ranked[0]].tokens
    for case in ranked[1:]:
        own = search.found[case]
        if odds[case] / (1 + odds[case]) >= ANOTHER_HOUSEHOLD and families(own) and _apart(own, tokens):
            named.append(case)
            tokens = tokens | own.tokens
    return named


def _sure(search: Search, case: int, odds: Mapping[int, float]) -> bool:
    """Whether clues of two families agree and nothing on the page is about somebody else. An answer to our letter may
    be written by anybody; that it names no other case is enough."""
    household, findings = search.index.households[case], search.found[case]
    if not clues.DOUBTS.isdisjoint(findings.clues):
        return False
    if clues.ANSWER not in findings.clues:
        if families(findings) < AGREEING:
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
    search: Search, household: Household, certainty: float, households: int, sure: bool
) -> CaseSuggestion:
    findings = search.found[household.number]
    certainty = min(certainty, HIGHEST)
    ordered = _ordered(findings)
    best = next((clue for clue in ordered if clue.tokens), None)
    persons = search.names.named
    told = tuple((clue.kind, clue.said) for clue in ordered)
    return CaseSuggestion(
        household.record.case_number,
        household.site,
        round(certainty, 3),
        sure and households == 1 and certainty >= CERTAIN,
        clues.reason_of(told, households),
        search.reading.spot(best.tokens) if best else None,
        tuple(place for place, person in enumerate(household.persons) if person.number in persons),
        told,
        households,
    )


def _ordered(findings: Findings) -> list[Clue]:
    """What counts most first, what speaks against last."""
    return sorted(
        findings.clues.values(),
        key=lambda clue: (clue.kind in clues.AGAINST, -WEIGHTS[clue.kind] * clue.strength),
    )
