"""A letter put right: its pages laid, turned and ordered as the plan says. Runs inside the reading process."""

import html
from collections.abc import Callable
from typing import Any

import pymupdf

from app.adapters.pages.documents import check_page
from app.adapters.pages.views import MM_PER_INCH, OpenDocument
from app.adapters.pages.writing import Writing
from app.domain.letter_check.geometry import A4

_POINTS_PER_MM = 72.0 / MM_PER_INCH
_SIZE, _STEP = 10.5, 4.6
"""Points of the letters on a cover sheet, and millimetres from line to line."""
_INSET = 3.0
"""Millimetres between the edge of the window and the address."""

Message = dict[str, Any]


def mended(document: OpenDocument, request: Message, progress: Callable[[], None]) -> memoryview:
    """The new file. Raises ``Refusal``."""
    writing = Writing()
    try:
        for sheet in request["sheets"]:
            if sheet["page"] == 0:
                writing.append_sheet(_cover(request["cover"], request["at"]))
            else:
                writing.append(document, check_page(document, sheet["page"]), sheet["turn"], [])
                if sheet["box"] is not None:
                    writing.lay(A4, tuple(sheet["box"]))
            progress()
        writing.leave_hidden_behind()
        return writing.as_bytes(progress)
    finally:
        writing.close()


def _cover(lines: list[str], area: list[float]) -> bytes:
    """An A4 page with nothing but an address at the top of ``area`` (millimetres)."""
    left, top, width, _height = area
    with pymupdf.open() as made:
        page = made.new_page(width=A4[0] * _POINTS_PER_MM, height=A4[1] * _POINTS_PER_MM)
        for number, line in enumerate(lines):
            upper = top + 0.5 + number * _STEP
            rect = pymupdf.Rect(left + _INSET, upper, left + width - 1, upper + 2 * _STEP) * _POINTS_PER_MM
            written = "".join(sign for sign in line if sign.isprintable())
            style = f"margin:0;font-size:{_SIZE}pt;line-height:1.1;white-space:nowrap"
            page.insert_htmlbox(
                rect, f'<p style="{style}">{html.escape(written)}</p>', css="* {font-family: sans-serif}", scale_low=0
            )
        made.subset_fonts(fallback=True)
        return bytes(made.tobytes(garbage=3, deflate=True))
