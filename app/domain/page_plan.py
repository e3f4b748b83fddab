"""What somebody intends with the pages of a document before it is done: cuts, turns, another order, pages taken out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.page_looks import BLANK, SEPARATOR
from app.domain.page_sets import sheets_of, turned
from app.domain.records import Document, Sheet


@dataclass(frozen=True, slots=True)
class Planned:
    """A page as it is meant to be.

    ``cut``: a document begins with it; ``place``: the page (from 1) of the document that it is now, 0 for one that was
    taken out before.
    """

    sheet: Sheet
    place: int
    cut: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Immutable: every change gives another plan. Pages are named by their number (from 0) in ``pages``."""

    pages: tuple[Planned, ...]

    @classmethod
    def of(cls, document: Document) -> "PagePlan":
        """Everything as it is."""
        shown = [Planned(sheet, number) for number, sheet in enumerate(sheets_of(document), start=1)]
        return cls((*shown, *(Planned(sheet, 0, dropped=True) for sheet in document.dropped)))

    # --- what comes of it --------------------------------------------------------------------------------------
    def parts(self) -> list[list[Planned]]:
        """The pages of each document that there will be; what is taken out is in none."""
        parts: list[list[Planned]] = []
        for page in self.pages:
            if page.cut or not parts:
                parts.append([])
            if not page.dropped:
                parts[-1].append(page)
        return [part for part in parts if part]

    def dropped(self) -> list[Planned]:
        return [page for page in self.pages if page.dropped]

    def document_of(self, number: int) -> int:
        """Which of the documents (from 1) begins with this page; 0: none, or there is one document only."""
        parts = self.parts()
        here = self.pages[number]
        return next((n for n, part in enumerate(parts, 1) if part[0] is here), 0) if len(parts) > 1 else 0

    # --- changes -----------------------------------------------------------------------------------------------
    def cut_before(self, numbers: Collection[int]) -> "PagePlan":
        """A document begins with these pages, or, where all of them begin one, not any more."""
        wanted = {number for number in numbers if number > 0}
        cut = not all(self.pages[number].cut for number in wanted)
        return self._changed(wanted, lambda page: replace(page, cut=cut))

    def turn(self, numbers: Collection[int], degrees: int) -> "PagePlan":
        return self._changed(numbers, lambda page: replace(page, sheet=turned(page.sheet, degrees)))

    def drop(self, numbers: Collection[int]) -> "PagePlan":
        """Take these pages out, or, where all of them are out, bring them back."""
        out = not all(self.pages[number].dropped for number in numbers)
        return self._changed(numbers, lambda page: replace(page, dropped=out))

    def move(self, numbers: Collection[int], to: int) -> "PagePlan":
        """Put these pages together before page ``to``. Where a document begins stays with the place, not the page."""
        moved = [self.pages[number] for number in sorted(numbers)]
        before = [page for number, page in enumerate(self.pages[:to]) if number not in numbers]
        after = [page for number, page in enumerate(self.pages[to:], start=to) if number not in numbers]
        cuts = [page.cut for page in self.pages]
        pages = (replace(page, cut=cut) for page, cut in zip((*before, *moved, *after), cuts, strict=True))
        return PagePlan(tuple(pages))

    def propose(self, looks: Sequence[str]) -> "PagePlan":
        """Cut at the separator sheets and take them out; without any, at blank pages. ``looks``: of each page (from 0).

        Blank pages go in either case.
        """
        at = SEPARATOR if SEPARATOR in looks else BLANK
        pages: list[Planned] = []
        begins = False
        for page, look in zip(self.pages, looks, strict=True):
            if look == at:
                begins = begins or bool(pages)
            out = page.dropped or look in (BLANK, SEPARATOR)
            pages.append(replace(page, dropped=out, cut=page.cut or (begins and not out)))
            begins = begins and out
        return PagePlan(tuple(pages))

    def without_blanks(self, looks: Sequence[str]) -> "PagePlan":
        blank = [number for number, look in enumerate(looks) if look == BLANK and not self.pages[number].dropped]
        return self.drop(blank) if blank else self

    def _changed(self, numbers: Iterable[int], change: Callable[[Planned], Planned]) -> "PagePlan":
        wanted = set(numbers)
        return PagePlan(tuple(change(page) if n in wanted else page for n, page in enumerate(self.pages)))


def told(places: Sequence[int]) -> str:
    """Page numbers in short: ``1-3, 7``."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(f"{run[0]}\N{EN DASH}{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
