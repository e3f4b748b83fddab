"""What type of document a paper is: naive Bayes over its words, which names the words that decided.

It begins with the words of ``type_words`` and learns from what the site files. Whether it has learned something is
checked on every filing before it is learned: as long as the words of the beginning guess better, those guess.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from app.domain.folding import fold, folded_words
from app.domain.recognise.clues import OF_SENDER, USUAL, WORD, type_reason
from app.domain.recognise.reading import Reading
from app.domain.recognise.type_words import TITLES, WORDS
from app.domain.recognise.vocabulary import Vocabulary
from app.domain.registers import register_of

SHOWN = 3
LEAST = 0.02
GIVEN_PAPERS, WITH_TITLE, WITH_WORD = 3.0, 3.0, 1.0
"""Papers that each type begins with, and on how many of them stand the words of its title and the others."""
ELSEWHERE_TITLE, ELSEWHERE_WORD = 0.5, 3.0
"""On how many papers of other types they stand: the words of no title are anybody's."""
SMOOTHING = 2.0
"""Papers of which nothing is known that stand beside those that are."""
COOLING_GIVEN, COOLING_LEARNED, COOLED_AFTER = 1.8, 2.8, 200.0
"""Words of one paper do not come independently: log-odds are divided by this, by more the more words are known (in full
after so many learned papers). Chosen by the reliability of the certainties, like the weights of clues."""
MOST_WORDS = 300
"""The first words of a paper say what it is."""
RECENT = 200
"""Filings over which what was learned has to prove itself."""
SHORTEST_SAID = 5
_SENDER = "absender:"


@dataclass(frozen=True, slots=True)
class TypeSuggestion:
    """``certainty`` is how often suggestions like this one are right (0 to 1); ``register`` where such papers lie;
    ``clues`` are (kind, said) pairs of ``clues.type_reason``."""

    document_type: str
    register: str
    certainty: float
    clues: tuple[tuple[str, str], ...] = ()

    @property
    def reason(self) -> str:
        return type_reason(self.clues)


def words_of(reading: Reading, sender: str = "") -> tuple[str, ...]:
    """The different words of a paper, folded; known pairs with an underscore; the sender counts as a word."""
    found: dict[str, None] = {}
    before = ""
    for part in reading.parts:
        if not any(sign.isalpha() for sign in part.word):
            continue
        if len(part.word) > 2:
            found[part.word] = None
        pair = f"{before}_{part.word}"
        if pair in _PAIRS:
            found[pair] = None
        before = part.word
        if len(found) >= MOST_WORDS:
            break
    if sender:
        found[_SENDER + fold(sender)] = None
    return tuple(found)


class Guesser:
    """How many papers of each type have a word, and what that says about another paper."""

    def __init__(self) -> None:
        self._by_word: dict[str, dict[str, float]] = defaultdict(dict)
        self._papers: dict[str, float] = defaultdict(float)
        self._given: dict[str, float] = {}
        """With on how many papers of other types they are taken to stand."""
        self._total = 0.0

    def give(self, document_type: str, words: tuple[str, ...], papers: float, elsewhere: float) -> None:
        """Words that stand on ``papers`` of the ``GIVEN_PAPERS`` that each type begins with."""
        for word in words:
            self._given[word] = min(elsewhere, self._given.get(word, elsewhere))
        self._papers[document_type] = GIVEN_PAPERS
        self._total = GIVEN_PAPERS * len(self._papers)
        self._count(document_type, words, papers)

    def add(self, document_type: str, words: tuple[str, ...]) -> None:
        """One more paper."""
        self._papers[document_type] += 1
        self._total += 1
        self._count(document_type, words, 1.0)

    def _count(self, document_type: str, words: tuple[str, ...], papers: float) -> None:
        for word in words:
            types = self._by_word[word]
            types[document_type] = types.get(document_type, 0.0) + papers

    def knows(self, word: str) -> bool:
        """Whether a word says something: it was given or stood on more than one paper; somebody's name does not."""
        return word in self._given or sum(self._by_word.get(word, {}).values()) > 1

    @property
    def cooling(self) -> float:
        learned = self._total - GIVEN_PAPERS * len(TITLES)
        return COOLING_GIVEN + (COOLING_LEARNED - COOLING_GIVEN) * min(1.0, learned / COOLED_AFTER)

    @property
    def vocabulary(self) -> set[str]:
        return {word for word in self._by_word if self.knows(word)}

    def guess(self, words: Iterable[str]) -> list[tuple[float, str]]:
        """(log-odds up to a constant, type), best first."""
        known = [word for word in words if self.knows(word)]
        scores = {
            type_: log(papers / self._total) - len(known) * log(1 + papers / SMOOTHING)
            for type_, papers in self._papers.items()
        }
        for word in known:
            for type_, gain in self.gains(word).items():
                scores[type_] += gain
        return sorted(((score, type_) for type_, score in scores.items()), reverse=True)

    def gains(self, word: str) -> dict[str, float]:
        """How much a word speaks for each type that it was met in."""
        types = self._by_word.get(word, {})
        usual = SMOOTHING * (sum(types.values()) + self._given.get(word, 0.0)) / self._total
        return {type_: log(1 + papers / usual) for type_, papers in types.items()}


def _folded(words: str) -> tuple[str, ...]:
    return tuple("_".join(folded_words(pair.replace("_", " "))) for pair in words.split())


_PAIRS = frozenset(word for words in TITLES.values() for word in _folded(words) if "_" in word)


def _seeded() -> Guesser:
    guesser = Guesser()
    for table, papers, elsewhere in ((TITLES, WITH_TITLE, ELSEWHERE_TITLE), (WORDS, WITH_WORD, ELSEWHERE_WORD)):
        for type_, words in table.items():
            guesser.give(type_, _folded(words), papers, elsewhere)
    return guesser


class TypeModel:
    """What a site's papers are. Learns one filing at a time; not for several threads at once."""

    def __init__(self) -> None:
        self._seeded, self._learned = _seeded(), _seeded()
        self._vocabulary: Vocabulary | None = None
        self._registers: dict[str, Counter[str]] = defaultdict(Counter)
        self._trials: deque[tuple[bool, bool]] = deque(maxlen=RECENT)
        """Of the last filings: whether the seeded words were right, and what was learned until then."""

    def learn(self, words: tuple[str, ...], document_type: str, register: str = "") -> None:
        """Take in a filed paper: its words (``words_of``), its type and where it was filed."""
        guesses = tuple(guesser.guess(words)[0][1] == document_type for guesser in (self._seeded, self._learned))
        self._trials.append((guesses[0], guesses[1]))
        self._learned.add(document_type, words)
        self._vocabulary = None
        if register:
            self._registers[document_type][register] += 1

    @property
    def trusts_learned(self) -> bool:
        """Whether what was learned is at least as good as what was known before."""
        return sum(learned for _, learned in self._trials) >= sum(seeded for seeded, _ in self._trials)

    def suggest(self, reading: Reading, sender: str = "") -> list[TypeSuggestion]:
        """The likeliest types, best first; none when no word is known."""
        guesser = self._learned if self.trusts_learned else self._seeded
        read = self._as_known(words_of(reading, sender), guesser)
        if not read:
            return []
        guesses = guesser.guess(read)
        best = guesses[0][0]
        odds = {type_: exp((score - best) / guesser.cooling) for score, type_ in guesses}
        whole = sum(odds.values())
        written = _as_written(reading, read)
        return [
            TypeSuggestion(
                type_,
                self.register(type_),
                round(min(odds[type_] / whole, 0.999), 3),
                self._clues(guesser, written, type_, guesses[place == 0][1]),
            )
            for place, (_score, type_) in enumerate(guesses[:SHOWN])
            if odds[type_] / whole >= LEAST
        ]

    def register(self, document_type: str) -> str:
        """Where papers of the type were filed most, else where they usually lie, or ""."""
        filed = self._registers.get(document_type)
        return filed.most_common(1)[0][0] if filed else register_of(document_type)

    def _as_known(self, words: tuple[str, ...], guesser: Guesser) -> dict[str, str]:
        """Known words by which the words of a paper are meant, with how they are written there."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(guesser.vocabulary)
        known = self._vocabulary.words
        read: dict[str, str] = {}
        for word in words:
            if word in known:
                read.setdefault(word, word)
            elif len(word) >= 7 and not word.startswith(_SENDER):
                for meant, _how in self._vocabulary.alike(word):
                    read.setdefault(meant, word)
        return read

    @staticmethod
    def _clues(guesser: Guesser, read: dict[str, str], type_: str, other: str) -> tuple[tuple[str, str], ...]:
        """The words that are rarest outside ``type_`` among those that speak rather for it than for ``other``; short
        ones tell a reader nothing."""
        gains = {}
        for word in read:
            of = guesser.gains(word)
            if of.get(type_, 0.0) > of.get(other, 0.0) and len(word) >= SHORTEST_SAID:
                gains[word] = of[type_]
        best = sorted(gains, key=lambda word: -gains[word])[:3]
        words = tuple((WORD, read[word]) for word in best if not word.startswith(_SENDER))
        sender = ((OF_SENDER, ""),) if any(word.startswith(_SENDER) for word in best) else ()
        return (*words, *sender) or ((USUAL, ""),)


def _as_written(reading: Reading, read: Mapping[str, str]) -> dict[str, str]:
    """How the known words stand on the paper."""
    written: dict[str, str] = {}
    for part in reading.parts:
        written.setdefault(part.word, reading.tokens[part.token].text.strip(".,:;()\"'„“*"))
    return {
        known: " ".join(written.get(word, word) for word in on_paper.split("_")) for known, on_paper in read.items()
    }
