"""What the file as a whole must be: paper, number of sheets, weight, nothing hidden inside."""

from collections.abc import Callable, Iterator

from app.domain.letter_check import findings as codes
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.facts import LetterFile
from app.domain.letter_check.findings import Finding
from app.domain.letter_check.geometry import A4

_SIZE_SLACK = 1.5
"""Millimetres by which programs make A4 larger or smaller."""
_MEGABYTE = 1 << 20

Size = tuple[float, float]


def file_findings(file: LetterFile, carrier: Carrier, duplex: bool) -> Iterator[Finding]:
    if file.repaired:
        yield Finding(codes.UNREADABLE, values=(("why", "damaged"),))
    if file.encrypted:
        yield Finding(codes.ENCRYPTED)
    if file.active:
        yield Finding(codes.ACTIVE_CONTENT, values=(("kinds", " ".join(file.active)),))
    yield from _pages_like(file, codes.PAGE_SIZE, lambda size: not _is_a4(size) and not _is_a4(size[::-1]))
    yield from _pages_like(file, codes.PAGE_ORIENTATION, lambda size: _is_a4(size[::-1]))
    yield from _too_much(file, carrier, duplex)


def pages_to_look_at(file: LetterFile, carrier: Carrier, duplex: bool) -> int:
    """A letter that has too many pages has to be divided first: only its address is looked at."""
    too_many = any(finding.code == codes.TOO_MANY_PAGES for finding in _too_much(file, carrier, duplex))
    return 1 if too_many else file.pages


def _too_much(file: LetterFile, carrier: Carrier, duplex: bool) -> Iterator[Finding]:
    sheets = carrier.sheets(file.pages, duplex)
    values: tuple[tuple[str, str], ...]
    if carrier.most_sheets and sheets > carrier.most_sheets:
        values = (("sheets", str(sheets)), ("most", str(carrier.most_sheets)))
        yield Finding(codes.TOO_MANY_PAGES, carrier.most_sheets * (2 if duplex else 1) + 1, values=values)
    elif carrier.most_pages and file.pages > carrier.most_pages:
        values = (("pages", str(file.pages)), ("most", str(carrier.most_pages)), ("why", "pages"))
        yield Finding(codes.TOO_MANY_PAGES, carrier.most_pages + 1, values=values)
    elif carrier.envelopes and carrier.envelope(sheets) is None:
        yield Finding(codes.TOO_HEAVY, values=(("sheets", str(sheets)),))
    if carrier.most_bytes and file.size > carrier.most_bytes:
        found, most = -(-file.size // _MEGABYTE), carrier.most_bytes // _MEGABYTE
        yield Finding(codes.TOO_LARGE, values=(("size", str(found)), ("most", str(most))))


def _pages_like(file: LetterFile, code: str, wrong: Callable[[Size], bool]) -> Iterator[Finding]:
    """One finding for all pages that are ``wrong``."""
    pages = tuple(number for number, size in enumerate(file.sizes_mm, 1) if wrong(size))
    if pages:
        width, height = file.sizes_mm[pages[0] - 1]
        values = (("width", f"{width:.0f}"), ("height", f"{height:.0f}"))
        yield Finding(code, pages[0], (0.0, 0.0, round(width, 1), round(height, 1)), pages, values)


def _is_a4(size: Size) -> bool:
    return all(abs(side - wanted) <= _SIZE_SLACK for side, wanted in zip(size, A4, strict=True))
