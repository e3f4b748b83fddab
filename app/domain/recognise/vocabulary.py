"""Words that are known, found also when they were misread, mistyped or lost a letter."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from app.domain.recognise.signs import one_slip

EXACT, MISREAD, SLIP = "exact", "misread", "slip"
"""As it is known; with look-alikes of a scanner (rn for m, 0 for o); with one wrong, lost or added letter."""
SHORTEST_WITH_SLIP = 5
"""Letters of the shortest word that is still known with one of them wrong: shorter ones resemble everything."""
SHORTEST_WITH_LOSS = 4
"""The same where a sign says that a letter was lost."""
_REMEMBERED = 20_000
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"), ("li", "h"), ("ri", "n"))
_SINGLE = str.maketrans("015868|!ij", "olsbgbllll")


def skeleton(word: str) -> str:
    """What look-alikes have in common.

    >>> skeleton("bergrnann") == skeleton("bergmann"), skeleton("0zdernir") == skeleton("ozdemir")
    (True, True)
    """
    for pair, letter in _PAIRS:
        word = word.replace(pair, letter)
    return word.translate(_SINGLE)


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


class Vocabulary:
    """Folded words. Words one slip apart have a shortened form in common, and that is how they are found."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._bare: dict[str, list[str]] = defaultdict(list)
        self._shortened: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            bare = skeleton(word)
            self._bare[bare].append(word)
            if len(bare) >= SHORTEST_WITH_LOSS:
                for form in {bare, *_without_one(bare)}:
                    self._shortened[form].append(word)
        self.alike = lru_cache(maxsize=_REMEMBERED)(self._alike)

    def _alike(self, word: str, lost: bool = False) -> tuple[tuple[str, str], ...]:
        """(known word, how) pairs for a word of a page: exact, else misread, else with one slip.

        ``lost``: it is known that the word lacks a letter.
        """
        found = {word: EXACT} if word in self.words else {}
        bare = skeleton(word)
        for known in self._bare.get(bare, ()):
            found.setdefault(known, MISREAD)
        if lost:
            for known in self._shortened.get(bare, ()):
                if one_slip(skeleton(known), bare):
                    found.setdefault(known, SLIP)
        if not found and len(bare) >= SHORTEST_WITH_SLIP:
            for form in (bare, *_without_one(bare)):
                for known in self._shortened.get(form, ()):
                    if one_slip(skeleton(known), bare):
                        found.setdefault(known, SLIP)
        return tuple(found.items())
