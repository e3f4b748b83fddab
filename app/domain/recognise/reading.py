"""The words of a document in reading order, with their places."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.folding import folded_words
from app.domain.pages import Box, Word

MOST_WORDS = 2_000
"""What a paper is and whose stands on its first pages; an old file of 500 must not hold up the queue."""
LONGEST_WORD = 60
"""Letters; what is longer was never a word, and is left out."""


_GLUED = re.compile(r"(?<=[a-zäöüß]{2})(?=[A-ZÄÖÜ][a-zäöüß])")
"""Between two words whose blank got lost."""
_SHARP_S = re.compile(r"(?<=[a-zäöü])B(?=[a-zäöü]|$)")
"""How scanners read ß."""
_LOST_SHARP_S = re.compile(r"(?<=[aeiouAEIOU])\?(?=[aeiou])")
_LOST = re.compile(r"(?<=\w)\?|\?(?=\w)")
"""Where somebody's program did not know a letter (``Stra?e``, ``Ay?e``)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word; ``page`` counts from 1, ``line`` through the whole document. ``box`` None: only the text is known."""

    text: str
    page: int
    line: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands."""

    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Part:
    """A folded word inside a token (``Özdemir-Schulte`` has two). ``lost``: a letter of it was not known (``Ay?e``)."""

    word: str
    token: int
    line: int
    capital: bool
    lost: bool = False


class Reading:
    """``text`` is the tokens with blanks between them and line feeds between lines."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.tokens = tuple(tokens)
        pieces: list[str] = []
        self._starts: list[int] = []
        offset, line = 0, 0
        for token in self.tokens:
            if pieces:
                pieces.append("\n" if token.line != line else " ")
                offset += 1
            self._starts.append(offset)
            pieces.append(token.text)
            offset += len(token.text)
            line = token.line
        self.text = "".join(pieces)

    def token_at(self, offset: int) -> int:
        """The number of the token that stands at ``offset`` of the text."""
        return bisect_right(self._starts, offset) - 1

    @property
    def first_page(self) -> str:
        """The text of the first page that has any."""
        page = self.tokens[0].page if self.tokens else 0
        count = sum(1 for token in self.tokens if token.page == page)
        return self.text[: self._starts[count]] if count < len(self.tokens) else self.text

    def spot(self, tokens: Iterable[int]) -> Spot | None:
        """Where these tokens stand: the first one's page, and the box around those on it (first two lines)."""
        chosen = [self.tokens[number] for number in sorted(set(tokens))]
        if not chosen:
            return None
        page, line = chosen[0].page, chosen[0].line
        boxes = [token.box for token in chosen if token.page == page and token.line <= line + 1 and token.box]
        if not boxes:
            return Spot(page, None)
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, low = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
        return Spot(page, (round(left, 1), round(top, 1), round(right - left, 1), round(low - top, 1)))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All folded words. One that ends a line with a hyphen is joined with the next line's first."""
        found: list[Part] = []
        joined = False
        for number, token in enumerate(self.tokens):
            if joined:
                joined = False
                continue
            text = token.text
            following = self.tokens[number + 1] if number + 1 < len(self.tokens) else None
            if _breaks(text) and following is not None and following.line != token.line and following.text[0].islower():
                text, joined = text.rstrip("-­¬") + following.text, True
            capital = text.lstrip("(\"'„,.:*")[:1].isupper()
            lost = _LOST.search(text) is not None
            found += [Part(word, number, token.line, capital, lost) for word in folded_words(_repaired(text))]
        return tuple(found)


def _repaired(text: str) -> str:
    """A word with what can be put right without knowing any words."""
    if "?" in text:
        text = _LOST.sub("", _LOST_SHARP_S.sub("ß", text))
    return text if text.islower() or text.isdigit() else _GLUED.sub(" ", _SHARP_S.sub("ß", text))


def _breaks(text: str) -> bool:
    return len(text) > 3 and text[-1] in "-­¬" and text[-2].isalpha()


def read_texts(pages: Sequence[str]) -> Reading:
    """A document of which only the text is known, one entry a page."""
    tokens: list[Token] = []
    line = 0
    for number, page in enumerate(pages, 1):
        for row in page.splitlines():
            line += 1
            tokens += [Token(word, number, line) for word in row.split() if len(word) <= LONGEST_WORD]
        if len(tokens) > MOST_WORDS:
            break
    return Reading(tokens[:MOST_WORDS])


def read_words(pages: Sequence[Sequence[Word]]) -> Reading:
    """A document whose words have places, one entry a page."""
    tokens: list[Token] = []
    line = 0
    for number, words in enumerate(pages, 1):
        before: int | None = None
        for word in words:
            line += before is None or word.line != before
            before = word.line
            texts = (text for text in word.text.split() if len(text) <= LONGEST_WORD)
            tokens += [Token(text, number, line, word.box_mm) for text in texts]
        if len(tokens) > MOST_WORDS:
            break
    return Reading(tokens[:MOST_WORDS])
