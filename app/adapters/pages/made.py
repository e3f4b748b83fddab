"""What the reading process says, turned into the domain's own types, in the window's process.

A hostile document may have taken the reading process over: nothing that comes from there is believed unchecked.
"""

from collections.abc import Callable
from math import isfinite
from typing import Any, TypeVar

from app.adapters.pages.refusal import CRASHED, as_error
from app.domain.pages import DIFFERENT, ONE_ENGINE, UNREADABLE_PAGE, DocumentInfo

T = TypeVar("T")
Message = dict[str, Any]
NONSENSE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, MemoryError)
"""What looking at an answer raises that is not one."""

_MOST_PAGES = 200_000
_LARGEST_MM = 1_000_000.0
_MEDIA = ("pdf", "tiff", "jpeg", "png", "jpeg2000")
_HINTS = ("xfa", "portfolio", "javascript", "attachments", "form", "password")


def sensible(made: Callable[[Message], T], answer: Message) -> T:
    """``made`` of the answer. Raises ``DocumentUnreadable`` where that makes no sense."""
    try:
        return made(answer)
    except NONSENSE as error:
        raise as_error(CRASHED) from error


def document_info(answer: Message) -> DocumentInfo:
    sizes = document_sizes(answer)
    if answer["media"] not in _MEDIA:
        raise ValueError("a kind that is not shown")
    hints = tuple(hint for hint in _HINTS if hint in answer["hints"])
    return DocumentInfo(answer["media"], sizes, bool(answer["has_text"]), hints)


def document_sizes(answer: Message) -> tuple[tuple[float, float], ...]:
    sizes = tuple((float(width), float(height)) for width, height in _entries(answer["sizes_mm"]))
    if not sizes or not all(isfinite(side) and 0 < side <= _LARGEST_MM for size in sizes for side in size):
        raise ValueError("sizes that no page has")
    return sizes


def page_texts(answer: Message) -> tuple[str, ...]:
    """Half characters, which no other program could store, are left out."""
    return tuple(str(text).encode("utf-8", "ignore").decode() for text in _entries(answer["texts"]))


def page_doubts(answer: Message) -> tuple[tuple[int, str], ...]:
    doubts = tuple((int(page), str(code)) for page, code in _entries(answer["doubts"]))
    if not all(page > 0 and code in (DIFFERENT, ONE_ENGINE, UNREADABLE_PAGE) for page, code in doubts):
        raise ValueError("doubts about nothing")
    return doubts


def pack_places(answer: Message) -> tuple[tuple[int, int], ...]:
    places = tuple((int(offset), int(length)) for offset, length in _entries(answer["places"]))
    if not all(offset >= 0 and length > 0 for offset, length in places):
        raise ValueError("places outside of the file")
    return places


def _entries(values: Any) -> list[Any]:
    if not isinstance(values, list) or len(values) > _MOST_PAGES:
        raise ValueError("no list of pages")
    return values
