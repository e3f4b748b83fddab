"""Where a site's rules send a document. Pure: the same at receipt and when rules are tried out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.domain.case_number import parse_case_number
from app.domain.folding import fold
from app.domain.records import CaseFile, Document, RoutingRule
from app.domain.rules.ruling import refuse
from app.domain.texts import _

Queue = tuple[str, str]
"""(team, worker): a person's if there is a worker, else a team's, else the site's."""


def matches(rule: RoutingRule, document: Document, case: CaseFile | None) -> bool:
    """Whether every condition that the rule has is met; what asks about the case needs one that is known."""
    if rule.document_type and document.document_type != rule.document_type:
        return False
    about_case = (rule.number_from, rule.number_to, rule.letter_from, rule.letter_to, rule.legal_area)
    if not any(about_case):
        return bool(rule.document_type)
    return case is not None and _meets_case(rule, case)


def _meets_case(rule: RoutingRule, case: CaseFile) -> bool:
    if rule.legal_area and case.legal_area != rule.legal_area:
        return False
    if rule.number_from and case.case_number < rule.number_from:
        return False
    if rule.number_to and case.case_number > rule.number_to:
        return False
    if not rule.letter_from and not rule.letter_to:
        return True
    name, first, last = (fold(text) for text in (_last_name(case), rule.letter_from, rule.letter_to))
    return bool(name) and name[: len(first)] >= first and (not last or name[: len(last)] <= last)


def _last_name(case: CaseFile) -> str:
    return case.persons[0].last_name if case.persons else ""


def route(
    document: Document, case: CaseFile | None, rules: Iterable[RoutingRule], there: Callable[[Queue], bool]
) -> Queue | None:
    """The queue that the first rule names that is met and whose target is still ``there``; None: no rule says."""
    for rule in rules:
        if there((rule.team, rule.worker)) and matches(rule, document, case):
            return rule.team, rule.worker
    return None


@dataclass(frozen=True, slots=True)
class Tried:
    """A document of the post on which rules were tried: where it went and where the rules would send it."""

    document: Document
    went: Queue
    would_go: Queue
    rule: int
    """From 1; 0: no rule says, it goes where it went."""


def try_out(
    documents: Iterable[tuple[Document, CaseFile | None]],
    rules: tuple[RoutingRule, ...],
    there: Callable[[Queue], bool],
) -> tuple[Tried, ...]:
    """Where each would go."""
    found = []
    for document, case in documents:
        went = (document.team if not document.worker else "", document.worker)
        numbers = (
            number
            for number, rule in enumerate(rules, 1)
            if there((rule.team, rule.worker)) and matches(rule, document, case)
        )
        number = next(numbers, 0)
        to = (rules[number - 1].team, rules[number - 1].worker) if number else went
        found.append(Tried(document, went, to, number))
    return tuple(found)


def checked_rule(rule: RoutingRule) -> RoutingRule:
    """The rule with its case numbers in the one spelling. Raises ``Refusal`` for one that can never be met or that
    says nothing."""
    first, last = (_number(text) for text in (rule.number_from, rule.number_to))
    if bool(rule.team) == bool(rule.worker):
        raise refuse(
            "rule-target",
            _("Eine Regel braucht genau ein Ziel."),
            _("Wählen Sie das Team oder die Person, zu der die Post gehen soll."),
        )
    texts = (first, last, rule.letter_from, rule.letter_to, rule.legal_area, rule.document_type)
    if not any(text.strip() for text in texts):
        raise refuse(
            "rule-empty",
            _("Eine Regel ohne Bedingung träfe auf alles zu."),
            _("Geben Sie an, für welche Nummern, Anfangsbuchstaben, Rechtskreise oder Dokumententypen sie gilt."),
        )
    beyond = (first and last and first > last) or _after(rule.letter_from, rule.letter_to)
    if beyond:
        raise refuse(
            "rule-range",
            _("Der Bereich einer Regel endet, bevor er beginnt."),
            _("Vertauschen Sie „von“ und „bis“."),
        )
    return replace(
        rule,
        number_from=first,
        number_to=last,
        letter_from=rule.letter_from.strip(),
        letter_to=rule.letter_to.strip(),
    )


def _number(text: str) -> str:
    number = parse_case_number(text) if text.strip() else ""
    if number is None:
        raise refuse(
            "rule-number",
            _("Eine BG-Nummer der Regel lässt sich nicht lesen."),
            _("Schreiben Sie sie vollständig, zum Beispiel 35502//0001234."),
        )
    return number


def _after(first: str, last: str) -> bool:
    first, last = fold(first.strip()), fold(last.strip())
    return bool(first and last) and first[: len(last)] > last
