"""What can be put right without touching a letter's text: pages laid smaller or elsewhere, turned, put in another
order, a sheet with the address in front, and what is hidden in the file left behind."""

from collections.abc import Iterator, Sequence

from app.domain.letter_check import findings as codes
from app.domain.letter_check.address import Address, find_address, is_town, looks_like_sender
from app.domain.letter_check.carrier import Carrier, Window
from app.domain.letter_check.facts import LetterFile, LetterPage
from app.domain.letter_check.findings import Finding
from app.domain.letter_check.geometry import A4, centre, common, grown, right, union
from app.domain.letter_check.layout import pieces
from app.domain.letter_check.plan import ADDRESS_FIRST, COVER, FIT, STRIP, TURN, Mend, Plan, Sheet
from app.domain.pages import Box

LEAST_SCALE = 0.9
"""A page that would have to be smaller is not mended: its text would not be read easily."""
_SPARE = 0.3
"""Millimetres that are kept free beyond the margin, for what rounding and printers do."""
_HEAD_LEFT = 270
"""Degrees clockwise by which a page in landscape is turned: its head comes to where letters are filed."""
_LOW = 150.0
"""Millimetres from the top above which an address is looked for that is not in the window."""


def plan(
    file: LetterFile,
    pages: Sequence[LetterPage],
    carrier: Carrier,
    address: Address,
    found: Sequence[Finding],
    home: Sequence[str] = (),
) -> Plan:
    """What would put right as much as can be of what was ``found``; ``home`` are the lines of an address that a letter
    without any may be sent to.

    Nothing (a ``Plan`` without mends) where the file as a whole is too damaged, locked or long for it.
    """
    there = {finding.code for finding in found}
    if not there.isdisjoint({codes.UNREADABLE, codes.ENCRYPTED, codes.TOO_MANY_PAGES}) or len(pages) < file.pages:
        return Plan()
    order = list(range(1, file.pages + 1))
    mends: list[Mend] = []
    if codes.ACTIVE_CONTENT in there:
        mends.append(Mend(STRIP))
    cover: tuple[str, ...] = ()
    first = _page_with_address(pages, carrier)
    if first > 1 and not address.complete:
        order.insert(0, order.pop(first - 1))
        mends.append(Mend(ADDRESS_FIRST, (first,), (("page", str(first)),)))
    elif codes.ADDRESS_MISSING in there:
        cover = _address_elsewhere(pages[0]) or tuple(home)
        mends += [Mend(COVER, (1,))] if cover else []
    laid = list(_laid(file, pages, carrier, address, found))
    mends += [mend for mend, _sheet in laid]
    known = {sheet.page: sheet for _mend, sheet in laid}
    sheets = [known.get(page, Sheet(page)) for page in order]
    return Plan(tuple(mends), (*([Sheet(0)] if cover else []), *sheets), cover, address.window)


def _page_with_address(pages: Sequence[LetterPage], carrier: Carrier) -> int:
    """The first page (from 1) that has a whole address in the window; 0 where none has."""
    whole = (find_address(pieces(page.words), carrier.windows).complete for page in pages)
    return next((number for number, complete in enumerate(whole, 1) if complete), 0)


def _address_elsewhere(page: LetterPage) -> tuple[str, ...]:
    """A whole address that stands on the page, but not in the window; nothing where there is none."""
    found = pieces(page.words)
    for piece in found:
        if piece.top < _LOW and is_town(piece.text) and not looks_like_sender(piece, piece.height):
            around = (piece.left - 5, piece.top - 8 * piece.height, 85.0, 9.5 * piece.height)
            address = find_address(found, [Window("", around, around)])
            if address.complete:
                return address.texts
    return ()


def _laid(
    file: LetterFile,
    pages: Sequence[LetterPage],
    carrier: Carrier,
    address: Address,
    found: Sequence[Finding],
) -> Iterator[tuple[Mend, Sheet]]:
    """Pages that are turned, or laid onto A4 so that the margin stays free."""
    sideways = _pages_of(found, codes.PAGE_ORIENTATION)
    tight = _pages_of(found, codes.MARGIN) | _pages_of(found, codes.PAGE_SIZE)
    for number, page in enumerate(pages, 1):
        size = file.sizes_mm[number - 1]
        turn = _HEAD_LEFT if size[0] > size[1] and number in sideways | tight else 0
        kept = address if number == 1 and address.complete else None
        box = _fitting(size, page, carrier.margin_mm, kept, turn)
        if number in tight and box is not None:
            width = size[1] if turn else size[0]
            percent = round(100 * box[2] / width)
            how = (("percent", str(percent)),) if percent < 100 else (("why", "moved"),)
            values = (("page", str(number)), *how)
            yield Mend(FIT, (number,), values), Sheet(number, turn, box)
        elif turn and number in sideways:
            yield Mend(TURN, (number,), (("page", str(number)),)), Sheet(number, turn)


def _pages_of(found: Sequence[Finding], code: str) -> set[int]:
    return {page for finding in found if finding.code == code for page in finding.pages}


def _fitting(
    size: tuple[float, float], page: LetterPage, margin: float, address: Address | None, turn: int
) -> Box | None:
    """Where a page of ``size`` has to be laid on A4 so that what is printed keeps the margin; None where it would
    become too small, or its address would leave the window. ``address`` has to stay in its place as far as it can."""
    printed = _printed(page, size)
    if printed is None:
        return None
    if turn:
        printed = (printed[1], size[0] - right(printed), printed[3], printed[2])
        size = size[::-1]
    free = margin + _SPARE
    scale = min(1.0, (A4[0] - 2 * free) / printed[2], (A4[1] - 2 * free) / printed[3])
    if scale < LEAST_SCALE:
        return None
    fixed = address.box if address is not None else None
    places = []
    for side in (0, 1):
        wanted = (1 - scale) * centre(fixed)[side] if fixed else (A4[side] - scale * size[side]) / 2
        least = free - scale * printed[side]
        most = A4[side] - free - scale * (printed[side] + printed[side + 2])
        places.append(min(max(wanted, least), max(least, most)))
    box = (places[0], places[1], scale * size[0], scale * size[1])
    if fixed is not None and address is not None:
        moved = (box[0] + scale * fixed[0], box[1] + scale * fixed[1], scale * fixed[2], scale * fixed[3])
        if union((moved, address.window.box)) != address.window.box:
            return None
    return box


def _printed(page: LetterPage, size: tuple[float, float]) -> Box | None:
    """Around everything on the page that can be seen."""
    paper = (0.0, 0.0, *size)
    texts = (common(grown(box, 0, -box[3] / 4), paper) for box in page.printed)
    ink = page.ink.box()
    return union((*((ink,) if ink else ()), *(box for box in texts if box is not None)))
