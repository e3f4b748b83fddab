"""Whether a letter goes to somebody of its case, and whether all of its pages are about that case."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.folding import folded_words
from app.domain.letter_check import findings as codes
from app.domain.letter_check.address import Address
from app.domain.letter_check.facts import LetterPage
from app.domain.letter_check.findings import Finding
from app.domain.letter_check.geometry import rounded
from app.domain.recognise.index import CaseIndex, address_of
from app.domain.recognise.reading import Reading, read_words
from app.domain.recognise.signs import digits_of
from app.domain.recognise.weigh import CaseSuggestion, suggest_cases
from app.domain.records import CaseFile, Person

_FAMILY = frozenset(folded_words("Familie Eheleute"))


def recipient_findings(address: Address, case: CaseFile) -> Iterator[Finding]:
    """Warnings about the address of a letter that is in ``case``. It may rightly go to a lawyer or a landlord."""
    if not address.lines:
        return
    box = rounded(address.box or address.window.box)
    words = [word for line in address.lines for word in folded_words(line.text)]
    if not any(_names(person, words) for person in case.persons):
        yield Finding(codes.RECIPIENT_DIFFERS, 1, box, (1,))
    elif case.street and case.postcode and not _lives_there(address, case):
        yield Finding(codes.ADDRESS_DIFFERS, 1, box, (1,))


def foreign_pages(pages: Sequence[LetterPage], index: CaseIndex, case_number: str) -> Iterator[Finding]:
    """Pages that for certain are about another case than the letter's. They do not say about which."""
    for number, page in enumerate(pages, 1):
        for found in suggest_cases(read_words([page.words]), index)[:1]:
            if found.certain and found.case_number != case_number:
                box = found.spot.box if found.spot else None
                yield Finding(codes.OTHER_CASE, number, box, (number,))


def case_of(reading: Reading, index: CaseIndex) -> CaseSuggestion | None:
    """The case that a letter is about, where that is certain."""
    return next((found for found in suggest_cases(reading, index)[:1] if found.certain), None)


def home_of(case: CaseFile) -> tuple[str, ...]:
    """The lines of a letter's address to the applicant; nothing where one of them is not known."""
    if not (case.persons and case.street and case.postcode and case.town):
        return ()
    person = case.persons[0]
    return f"{person.first_name} {person.last_name}".strip(), case.street, f"{case.postcode} {case.town}"


def _names(person: Person, words: Sequence[str]) -> bool:
    """The last name, and the first name or one that stands for all of a family; alone where there is no first name."""
    last, first = folded_words(person.last_name), folded_words(person.first_name)
    if not last or not set(last) <= set(words):
        return False
    initials = {word[0] for word in first}
    return (
        not first
        or not set(first).isdisjoint(words)
        or not _FAMILY.isdisjoint(words)
        or any(len(word) == 1 and word in initials for word in words)
    )


def _lives_there(address: Address, case: CaseFile) -> bool:
    """Whether the postcode and one line of the address are the case's."""
    postcodes = {digits_of(word) for line in address.lines for word in line.text.split() if word.isdigit()}
    known = address_of(case)
    streets = (address_of(replace(case, street=line.text)) for line in address.lines)
    return case.postcode in postcodes and (not known[0] or any(street == known for street in streets))
