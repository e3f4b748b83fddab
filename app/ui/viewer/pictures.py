"""The pictures of one document's pages: what is wanted now is asked for, what is wanted no more is cancelled."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.domain.errors import AppError
from app.tasks.lanes import Ticket
from app.tasks.pages import COARSER, PageQueue, PageWant, Priority


@dataclass(frozen=True, slots=True)
class Picture:
    """``coarse``: it has fewer dots than were wanted, and stands there until the sharp one comes."""

    want: PageWant
    image: QImage
    coarse: bool = False


class Pictures(QObject):
    """Pictures of one document at a time. Pages count from 1 here, as in ``PageWant``."""

    arrived = Signal(object)
    """``Picture``"""
    failed = Signal(int)

    def __init__(self, queue: PageQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.real: Callable[[PageWant], PageWant] = lambda want: want
        """What is asked for in place of a page, where the pages of several documents stand in one column."""
        self._tickets: dict[PageWant, tuple[Ticket, Priority]] = {}
        self._whole: dict[int, Picture] = {}
        self._details: dict[int, Picture] = {}
        self.by_other: set[int] = set()
        """Pages that are drawn by the engine that the rules do not prefer."""
        self.failures: dict[int, AppError] = {}

    def cancel(self) -> None:
        """Nobody looks: what was asked for is not drawn; what is here stays."""
        for ticket, _priority in self._tickets.values():
            ticket.cancel()
        self._tickets.clear()

    def clear(self) -> None:
        """Another document: nothing of this one is wanted any more."""
        self.cancel()
        self._whole.clear()
        self._details.clear()
        self.by_other.clear()
        self.failures.clear()

    def whole(self, page: int, rotation: int) -> Picture | None:
        """The newest picture of a page in this rotation, sharp or not."""
        found = self._whole.get(page)
        return found if found is not None and found.want.rotation == rotation else None

    def detail(self, page: int) -> Picture | None:
        return self._details.get(page)

    def detail_want(self, page: int) -> PageWant | None:
        found = self._details.get(page)
        return None if found is None else found.want

    def outstanding(self) -> int:
        """How many pictures were asked for and have not come."""
        return len(self._tickets)

    def want(self, wanted: Mapping[PageWant, Priority], keep_details: bool = False) -> None:
        """Ask for these pictures and for no others; pictures of pages that are not among them are let go."""
        for gone in [want for want in self._tickets if want not in wanted]:
            self._tickets.pop(gone)[0].cancel()
        pages = {want.page for want in wanted}
        for kept in (self._whole, self._details):
            for page in [page for page in kept if page not in pages]:
                del kept[page]
        detailed = {want.page for want in wanted if want.clip_mm is not None}
        for page in [page for page in self._details if page not in detailed and not keep_details]:
            del self._details[page]
        for want, priority in wanted.items():
            self._ask(want, priority)

    def retry(self, pages: Iterable[int]) -> None:
        """Forget that these pages could not be shown; the next ``want`` asks again."""
        for page in list(pages):
            self.failures.pop(page, None)

    def turn_engine(self, page: int, other: bool) -> None:
        """Draw a page by the other engine, or not any more; the next ``want`` asks for it."""
        if other == (page in self.by_other):
            return
        self.by_other ^= {page}
        for want in [want for want in self._tickets if want.page == page]:
            self._tickets.pop(want)[0].cancel()
        for held in (self._whole, self._details):
            held.pop(page, None)
        self.failures.pop(page, None)

    def _asked(self, want: PageWant) -> PageWant:
        """What the queue is asked for in place of a page of the column."""
        real = self.real(want)
        return replace(real, other_engine=True) if want.page in self.by_other else real

    def _ask(self, want: PageWant, priority: Priority) -> None:
        if want.page in self.failures or self._held(want):
            return
        waiting = self._tickets.get(want)
        if waiting is not None:
            if waiting[1] <= priority:
                return
            waiting[0].cancel()
        known = self._queue.image(self._asked(want))
        if known is not None:
            self._arrived(want, known)
            return
        ticket = self._queue.request(
            self._asked(want),
            priority,
            lambda image: self._arrived(want, image),
            lambda error: self._failed(want, error),
            coarse=lambda image: self._came_early(want, image),
        )
        self._tickets[want] = (ticket, priority)

    def _held(self, want: PageWant) -> bool:
        held = (self._whole if want.clip_mm is None else self._details).get(want.page)
        return held is not None and held.want == want and not held.coarse

    def _keep(self, picture: Picture) -> None:
        (self._whole if picture.want.clip_mm is None else self._details)[picture.want.page] = picture

    def _came_early(self, want: PageWant, image: QImage) -> None:
        if self.whole(want.page, want.rotation) is None and want.clip_mm is None:
            picture = Picture(replace(want, dpi=want.dpi / COARSER), image, coarse=True)
            self._keep(picture)
            self.arrived.emit(picture)

    def _arrived(self, want: PageWant, image: QImage) -> None:
        self._tickets.pop(want, None)
        picture = Picture(want, image)
        self._keep(picture)
        self.arrived.emit(picture)

    def _failed(self, want: PageWant, error: AppError) -> None:
        self._tickets.pop(want, None)
        if want.clip_mm is None:
            self.failures[want.page] = error
            self.failed.emit(want.page)
