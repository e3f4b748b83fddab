"""Searching the words of a page: what is typed is found however it is written, divided or spaced. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.folding import fold
from app.domain.pages import Box, Word

MOST_HITS = 500
"""Of one page."""
_AROUND = 48
"""Characters of the text on each side of a hit that are shown with it."""
_HYPHENS = "-\u00ad\u2010\u2011"


@dataclass(frozen=True, slots=True)
class Hit:
    """``boxes``: what is met, one for each word, in millimetres on the page; ``before`` and ``after``: its text."""

    boxes: tuple[Box, ...]
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class _Sign:
    """A folded character: the word it comes from, and where in the word it lies (0 to 1)."""

    word: int
    start: float
    end: float


def find_words(words: Sequence[Word], text: str) -> tuple[Hit, ...]:
    """Every place of a page where ``text`` stands, from the top.

    Case, accents and the ways of writing umlauts do not count, a part of a word is enough, and a word that is divided
    at the end of a line is one. Blanks count as one blank; with a digit in ``text`` neither blanks nor signs count
    (account and case numbers are spaced in many ways).
    """
    close = any(sign.isdigit() for sign in text)
    wanted = _bare(fold(text)) if close else " ".join(fold(text).split())
    if not wanted:
        return ()
    line, signs = _one_line(words, close=close)
    hits: list[Hit] = []
    place = line.find(wanted)
    while place >= 0 and len(hits) < MOST_HITS:
        hits.append(_hit(words, signs[place : place + len(wanted)]))
        place = line.find(wanted, place + len(wanted))
    return tuple(hits)


def _bare(folded: str) -> str:
    return "".join(sign for sign in folded if sign.isalnum())


def _one_line(words: Sequence[Word], *, close: bool) -> tuple[str, list[_Sign]]:
    """The folded text of a page with what each character comes from; divided words are put together."""
    parts: list[str] = []
    signs: list[_Sign] = []
    for group in _whole_words(words):
        if parts and not close:
            parts.append(" ")
            signs.append(_Sign(group[0], 0.0, 0.0))
        raw = [words[number].text for number in group]
        joined = [part.rstrip(_HYPHENS) if part is not raw[-1] else part for part in raw]
        folded = fold("".join(joined))
        if close:
            folded = _bare(folded)
        parts.append(folded)
        ends = [len(fold("".join(joined[: count + 1]))) for count in range(len(group))]
        signs.extend(_spread(group, ends, len(folded)))
    return "".join(parts), signs


def _spread(group: Sequence[int], ends: Sequence[int], length: int) -> Iterator[_Sign]:
    """Characters are taken to be equally wide: close enough to mark a part of a word."""
    whole = max(ends[-1], 1)
    for place in range(length):
        at, to = place * whole / max(length, 1), (place + 1) * whole / max(length, 1)
        which = next((n for n, end in enumerate(ends) if at < end), len(ends) - 1)
        start = ends[which - 1] if which else 0
        size = max(ends[which] - start, 1)
        yield _Sign(group[which], min(max((at - start) / size, 0.0), 1.0), min(max((to - start) / size, 0.0), 1.0))


def _whole_words(words: Sequence[Word]) -> Iterator[list[int]]:
    """Numbers of the words; those that a line's end divides stand together."""
    group: list[int] = []
    for number, word in enumerate(words):
        if group and not _continues(words[group[-1]], word):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _continues(before: Word, word: Word) -> bool:
    divided = len(before.text) > 1 and before.text[-1] in _HYPHENS and before.text[-2].isalpha()
    return divided and before.line != word.line and word.text[:1].islower()


def _hit(words: Sequence[Word], met: Sequence[_Sign]) -> Hit:
    shares: dict[int, tuple[float, float]] = {}
    for sign in met:
        start, end = shares.get(sign.word, (sign.start, sign.end))
        shares[sign.word] = (min(start, sign.start), max(end, sign.end))
    shares = {number: share for number, share in shares.items() if share[1] > share[0]} or shares
    first, last = min(shares), max(shares)
    return Hit(
        tuple(_part(words[number].box_mm, *share) for number, share in shares.items()),
        _text(words, range(first - 1, -1, -1))[::-1].strip(),
        " ".join(words[number].text for number in range(first, last + 1)),
        _text(words, range(last + 1, len(words))).strip(),
    )


def _part(box: Box, start: float, end: float) -> Box:
    left, top, width, height = box
    return (left + width * start, top, width * (end - start), height)


def _text(words: Sequence[Word], numbers: range) -> str:
    """Words in this order, as many as are shown; backwards they are spelt backwards."""
    text = ""
    for number in numbers:
        text += " " + (words[number].text if numbers.step > 0 else words[number].text[::-1])
        if len(text) > _AROUND:
            break
    return text
