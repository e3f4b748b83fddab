"""Outgoing letters off the Qt thread: putting them in, checking, and the rounds that hand over and follow."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.domain.cache import Cache
from app.domain.errors import AppError
from app.domain.pages import PageReader, RenderJob
from app.domain.records import CaseFile
from app.domain.records.letters import Letter
from app.domain.rules.ruling import record_in
from app.tasks.drawn import as_image
from app.tasks.lanes import Bridge, Lane

if TYPE_CHECKING:  # imported when they are needed: no start waits for them
    from app.services.letters.adding import Added, Adding
    from app.services.letters.mending import Offer
    from app.services.letters.posting import Posted, Posting
    from app.services.letters.wanted import NewLetter
    from app.services.letters.watched import LetterFolder

EVERY_MS = 30_000
"""Between two rounds."""
ALL = frozenset({"mail-room", "admin"})
"""Roles that follow every letter of the site; others follow what they sent."""

MOST_PICTURES = 6
"""Pages of a letter that would be put right which are shown before and after."""
_DPI = 60.0

Pair = tuple[int, QImage | None, int, QImage]
OpenAdding = Callable[[], "AbstractContextManager[Adding]"]


class LetterPost(QObject):
    """Call on the Qt thread; answers come on it. ``told``: states changed, the log has to be looked at."""

    told = Signal()
    problem_changed = Signal(object)
    """``AppError`` why a carrier is not reached, or None."""
    arrived = Signal(object)
    """``Added`` or ``AppError``: what became of a file in the watched folder."""

    def __init__(
        self,
        adding: OpenAdding,
        posting: "Callable[[], Posting]",
        cache: Cache,
        bridge: Bridge,
        *,
        site: str,
        me: str,
        roles: Sequence[str],
    ) -> None:
        super().__init__()
        self._adding, self._posting, self._cache = adding, posting, cache
        self._site, self._me = site, me
        self._all = bool(ALL.intersection(roles))
        self._lane = Lane("letters", bridge)
        self._rounds = Lane("carriers", bridge)
        self.problem: AppError | None = None
        self._running = False
        self._again = False
        self._folder = ""
        self._watched: LetterFolder | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._lane.close()
        self._rounds.close()

    # --- putting in ----------------------------------------------------------------------------------------------
    def add(self, new: "NewLetter", done: "Callable[[Added], None]", failed: Callable[[AppError], None]) -> None:
        """Put files into the outgoing post as one letter and check it."""

        def work() -> "Added":
            from app.services.letters.adding import add_letter

            with self._adding() as adding:
                return add_letter(new, adding)

        self._lane.run(work, lambda added: self._changed(added, done), failed)

    def check(self, letter: Letter, done: Callable[[object], None], failed: Callable[[AppError], None]) -> None:
        """Check a letter again, after its options or its carrier changed."""

        def work() -> object:
            from app.services.letters.adding import check_again

            with self._adding() as adding:
                return check_again(self._site, letter, self._number(letter), adding)

        self._lane.run(work, lambda checked: self._changed(checked, done), failed)

    def offer_mend(
        self, letter: Letter, done: "Callable[[Offer | None, list[Pair]], None]", failed: Callable[[AppError], None]
    ) -> None:
        """What could be put right, with pictures of the pages (page before or 0, picture, page after, picture)."""

        def work() -> "tuple[Offer | None, list[Pair]]":
            from app.services.letters.mending import offer_mend

            with self._adding() as adding:
                offer = offer_mend(self._site, letter, self._number(letter), adding)
                return offer, [] if offer is None else _pictures(offer, adding.reader)

        self._lane.run(work, lambda found: done(*found), failed)

    def take_mend(
        self, offer: "Offer", base: int, done: Callable[[object], None], failed: Callable[[AppError], None]
    ) -> None:
        """The offered file becomes the letter. ``base`` is the version that the user saw."""

        def work() -> object:
            from app.services.letters.mending import take_mend

            with self._adding() as adding:
                return take_mend(self._site, offer, base, self._number(offer.letter), adding)

        self._lane.run(work, lambda checked: self._changed(checked, done), failed)

    def _number(self, letter: Letter) -> str:
        case = record_in(self._cache.office(self._site)[1], CaseFile, letter.case)
        return case.case_number if case is not None else ""

    def _changed(self, answer: object, done: Callable[..., None]) -> None:
        self.told.emit()
        done(answer)

    # --- watched folder --------------------------------------------------------------------------------------------
    def watch(self, folder: str) -> None:
        """Take over what programs print into ``folder`` as PDF; "" for none."""
        self._folder, self._watched = folder, None
        self._look_into_folder()

    def _look_into_folder(self) -> None:
        folder = self._folder
        if not folder:
            return

        def work() -> "list[Added | AppError]":
            from app.services.letters.watched import LetterFolder

            watched = self._watched = self._watched or LetterFolder(Path(folder))
            ready = watched.ready()
            if not ready:
                return []
            with self._adding() as adding:
                return watched.take_in(ready, adding)

        self._lane.run(work, self._taken_in, lambda error: self.arrived.emit(error), newest="watched")

    def _taken_in(self, found: "list[Added | AppError]") -> None:
        for one in found:
            self.arrived.emit(one)
        if found:
            self.told.emit()

    # --- rounds --------------------------------------------------------------------------------------------------
    def collect_at(self, cache: Cache, carrier: str) -> str:
        """When the carrier collects a letter that is sent now; for ``desk.ask``."""
        from app.domain.letter_states import next_collection
        from app.domain.rules.letter_approval import letter_office
        from app.services.letters.posting import place_of

        place = place_of(letter_office(cache.office(self._site)[1]), carrier)
        return next_collection(datetime.now().astimezone(), place.collected_at)

    def post_now(self) -> None:
        """One round; another one after it if this was wanted while one runs."""
        if self._running:
            self._again = True
            return
        self._running = True
        self._rounds.run(self._round, self._done, self._failed)

    def _tick(self) -> None:
        self._look_into_folder()
        self.post_now()

    def _round(self) -> "Posted | None":
        from app.services.letters.posting import FOLLOWED, post_round

        since = (datetime.now(UTC) - FOLLOWED).isoformat()
        letters = (letter for letter, _version in self._cache.letters(self._site, since=since) if letter.job)
        # What waits in the outbox is among them; the round itself goes by what the log has confirmed.
        mine = frozenset(letter.id for letter in letters if self._all or letter.sent_by == self._me)
        return post_round(self._site, self._posting(), mine) if mine else None

    def _done(self, posted: "Posted | None") -> None:
        problem = posted.problems[0][1] if posted is not None and posted.problems else None
        self._say(problem)
        if posted is not None and (posted.handed_over or posted.told or posted.refused):
            self.told.emit()
        self._next()

    def _failed(self, error: AppError) -> None:
        self._say(error)
        self._next()

    def _say(self, problem: AppError | None) -> None:
        before = self.problem.code if self.problem is not None else ""
        if before != (problem.code if problem is not None else ""):
            self.problem = problem
            self.problem_changed.emit(problem)

    def _next(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self.post_now()


def _pictures(offer: "Offer", reader: PageReader) -> list[Pair]:
    """The first of the pages that would change."""

    def drawn(data: bytes, page: int) -> QImage:
        return as_image(reader.render(RenderJob(data, page, _DPI))).copy()

    return [
        (before, drawn(offer.before, before) if before else None, after, drawn(offer.data, after))
        for before, after in offer.changed[:MOST_PICTURES]
    ]
