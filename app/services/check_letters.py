"""Many letters checked at once, by one reading process or several side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from app.domain.letter_check.facts import LetterReader
from app.domain.letter_check.findings import Checked
from app.domain.pages import Source
from app.services.check_letter import Against, Cancelled, check_letter


@dataclass(frozen=True, slots=True)
class LetterToCheck:
    """``read`` gives the letter's file or bytes when its turn comes: 300 letters are not held in memory at once."""

    read: Callable[[], Source]
    against: Against


@dataclass(eq=False)
class LetterBatch:
    """Every letter is checked once, by whichever reader is free; ``work`` may be called by several threads at once.

    ``told`` hears of each: how many are done, its place in ``letters``, what the check says. ``cancelled`` is asked
    before every page.
    """

    letters: Sequence[LetterToCheck]
    told: Callable[[int, int, Checked], None] | None = None
    cancelled: Cancelled | None = None
    _lock: Lock = field(default_factory=Lock)
    _next: int = 0
    _results: dict[int, Checked] = field(default_factory=dict)

    @property
    def results(self) -> list[Checked | None]:
        """In the order of ``letters``; None for those that were not come to."""
        with self._lock:
            return [self._results.get(place) for place in range(len(self.letters))]

    def work(self, reader: LetterReader) -> None:
        """Check until nothing is left. Raises ``InterruptedError`` when it was cancelled, and what ``read`` does."""
        while (place := self._take()) is not None:
            letter = self.letters[place]
            checked = check_letter(reader, letter.read(), letter.against, self.cancelled)
            with self._lock:
                self._results[place] = checked
                if self.told is not None:
                    self.told(len(self._results), place, checked)

    def stop(self) -> None:
        """Nothing more is begun."""
        with self._lock:
            self._next = len(self.letters)

    def _take(self) -> int | None:
        with self._lock:
            if self._next >= len(self.letters):
                return None
            self._next += 1
            return self._next - 1
