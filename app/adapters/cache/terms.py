"""The words under which things are found."""

from functools import lru_cache

from app.adapters.cache.fold import fold, folded_words, sound
from app.adapters.cache.rows import Filled, Shown, ShownCase

EXACT_NUMBER, NUMBER, NAME, FIRST_NAME, MEMBER, BORN, ADDRESS, TOWN, SOUND = range(9)
"""Where a word was met in a case, best first."""

LONGEST_BEGINNING = 5
"""Letters of the longest beginnings of words that the search index looks up by themselves."""


def has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


@lru_cache(maxsize=65_536)
def _said_once(field: str) -> str:
    """Types, titles and senders come again and again, so their words are made once."""
    return " ".join(folded_words(field))


def document_terms(shown: Filled | Shown) -> str:
    """The folded words of a document's own fields."""
    said = _said_once
    fields = f"{said(shown.document_type)} {said(shown.title)} {said(shown.register)} {said(shown.sender)}"
    return f"{fields} {item_terms(shown.item)}"


def item_terms(item: str) -> str:
    """The paper's number in its parts and without the signs between them."""
    if item.isalnum() and item.isascii():
        return fold(item)
    words = folded_words(item)
    return " ".join((*words, "".join(words)) if len(words) > 1 else words)


def text_terms(pages: tuple[str, ...]) -> str:
    """Every different word of a document's text, folded; single signs say nothing."""
    return " ".join(dict.fromkeys(word for page in pages for word in folded_words(page) if len(word) > 1))


def born_terms(born: str) -> tuple[str, ...]:
    """A birth date as digits, the day first and the year first: every spelling begins like one of these."""
    if len(born) != 10:
        return ()
    year, month, day = born[:4], born[5:7], born[8:10]
    return (day + month + year, year + month + day)


def case_terms(case: ShownCase) -> list[tuple[str, int]]:
    """(term, where) pairs of a case; sounds begin with "~". The case number is looked at on its own."""
    found: list[tuple[str, int]] = []
    for place, person in enumerate(case.persons):
        where = NAME if place == 0 else MEMBER
        last, first = folded_words(person.last_name), folded_words(person.first_name)
        called = FIRST_NAME if place == 0 else MEMBER
        for words, field in ((last, where), (first, called)):
            found += [(word, field) for word in words]
            if len(words) > 1:
                found.append(("".join(words), field))
        found += [("~" + code, SOUND) for code in map(sound, last) if code]
        # Two codes are too little to tell first names from last names by ear.
        found += [("~" + code, SOUND) for code in map(sound, first) if len(code) > 2]
        found += [(term, BORN) for term in born_terms(person.born)]
        if person.customer_number:
            found.append((fold(person.customer_number), where))
    found += [(word, ADDRESS) for word in folded_words(case.street)]
    found += [(word, TOWN) for word in (*folded_words(case.postcode), *folded_words(case.town))]
    return found
