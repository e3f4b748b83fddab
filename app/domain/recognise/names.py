"""First and last names that stand together on a page, and to whom they belong."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.recognise.index import CaseIndex
from app.domain.recognise.reading import Part, Reading
from app.domain.recognise.vocabulary import EXACT, MISREAD

WINDOW = 6
"""Words within which a first and a last name belong together."""
TIGHT = 2
LINES = 2
"""Lines within which they do, and in which a birth date is the person's."""
SHORTEST_REPAIRED = 6
"""Letters of a last name that may be repaired while the first name is repaired too."""

Alike = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Named:
    """A person whose names stand together. ``clean``: read without repair; ``more``: more words of the name did too.

    ``info`` is the logarithm of one in how many households is called so.
    """

    person: int
    tokens: tuple[int, ...]
    line: int
    clean: bool
    tight: bool
    info: float
    more: bool = False

    @property
    def rank(self) -> tuple[bool, bool, float]:
        return self.tight, self.clean, self.info


class Names:
    """The names on the pages of ``reading``. ``lasts`` and ``firsts``: where each known word was seen, unrepaired."""

    def __init__(self, reading: Reading, index: CaseIndex) -> None:
        self._index = index
        self.named: dict[int, Named] = {}
        self.lasts: dict[str, list[Part]] = defaultdict(list)
        self.firsts: dict[str, list[Part]] = defaultdict(list)
        last: list[tuple[Part, int, Alike]] = []
        first: list[tuple[Part, int, Alike]] = []
        for place, part in _parts(reading, index):
            for words, seen, met in (
                (index.last_words, self.lasts, last),
                (index.first_words, self.firsts, first),
            ):
                alike = words.alike(part.word, part.lost)
                if alike:
                    met.append((part, place, alike))
                    for word, how in alike:
                        if how in (EXACT, MISREAD):
                            seen[word].append(part)
        self._pairs(last, first)

    def _pairs(self, lasts: list[tuple[Part, int, Alike]], firsts: list[tuple[Part, int, Alike]]) -> None:
        start = 0
        for part, place, last in lasts:
            while start < len(firsts) and firsts[start][1] < place - WINDOW:
                start += 1
            for other, there, first in firsts[start:]:
                if there > place + WINDOW:
                    break
                if there != place and abs(other.line - part.line) <= LINES:
                    self._pair(part, other, abs(there - place) <= TIGHT, last, first)

    def _pair(self, part: Part, other: Part, tight: bool, last: Alike, first: Alike) -> None:
        for last_word, last_how in last:
            for first_word, first_how in first:
                persons = self._index.names.get((last_word, first_word))
                repaired = (last_how != EXACT) + (first_how != EXACT)
                if not persons or (repaired == 2 and len(last_word) < SHORTEST_REPAIRED):
                    continue
                info = self._index.name_rarity(last_word, first_word)
                tokens = tuple(sorted({part.token, other.token}))
                line = min(part.line, other.line)
                for person in persons:
                    self._keep(Named(person, tokens, line, not repaired, tight, info))

    def _keep(self, named: Named) -> None:
        known = self.named.get(named.person)
        if known is None:
            self.named[named.person] = named
            return
        if abs(known.line - named.line) <= 1 and not set(named.tokens) <= set(known.tokens):
            named.more = known.more = True
            named.tokens = known.tokens = tuple(sorted({*known.tokens, *named.tokens}))
        if named.rank > known.rank:
            named.more = named.more or known.more
            self.named[named.person] = named


def _parts(reading: Reading, index: CaseIndex) -> Iterator[tuple[int, Part]]:
    """Words that may be names with their place; also two neighbours that are a name only together (``Mül ler``)."""
    before: Part | None = None
    for place, part in enumerate(reading.parts):
        word = part.word
        if word.isdigit():
            before = None
            continue
        if len(word) > 1:
            yield place, part
        if before is not None and before.line == part.line:
            joined = before.word + word
            for words in (index.last_words, index.first_words):
                if joined in words.words and before.word not in words.words and word not in words.words:
                    yield place, Part(joined, part.token, part.line, before.capital)
                    break
        before = part
