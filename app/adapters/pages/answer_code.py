"""Codes on letters: printed as a DataMatrix, and read from pages that were scanned. Runs inside the reading process."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import zxingcpp
from PIL import Image, ImageFilter

from app.adapters.pages.compare import grey_picture
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.refusal import DAMAGED, Refusal
from app.adapters.pages.reopened import FAILURES, reopened
from app.adapters.pages.views import MM_PER_INCH, OpenDocument, View
from app.adapters.pages.writing import shown_part

READ_DPI = 200.0
MOST_CODES = 20
_LONGEST = 200
_DATA_MATRIX = zxingcpp.barcode_formats_from_str("DataMatrix")
_POINTS_PER_MM = 72.0 / MM_PER_INCH

Box = tuple[float, float, float, float]
Row = list[Any]


def with_code(document: OpenDocument, text: str, box: Box) -> bytes:
    """The document with ``text`` as a DataMatrix in ``box`` (millimetres) on its first page, otherwise as it was.

    Raises ``Refusal``.
    """
    if not isinstance(document, PdfDocument):
        raise Refusal(DAMAGED)
    width, height = (side * _POINTS_PER_MM for side in document.sizes_mm[0])
    try:
        with reopened(document) as pdf, pikepdf.Pdf.new() as made:
            layer = made.add_blank_page(page_size=(width, height))
            layer.contents_add(_drawn(text, box, height))
            page = pdf.pages[0]
            page.add_overlay(pdf.copy_foreign(layer.as_form_xobject()), shown_part(page))
            buffer = io.BytesIO()
            pdf.save(buffer)
    except FAILURES as error:
        raise Refusal(DAMAGED) from error
    return buffer.getvalue()


def codes(document: OpenDocument, page: int) -> list[Row]:
    """[text, left, top, width, height] of the DataMatrix codes on ``page`` (from 0), millimetres as it is shown."""
    picture = grey_picture(document.draw(View(page, READ_DPI, in_grey=True)))
    for look in _LOOKS:
        prepared = look(picture)
        found = zxingcpp.read_barcodes(prepared, formats=_DATA_MATRIX, try_invert=False, try_downscale=False)
        if found:
            scale = document.sizes_mm[page][0] / prepared.width
            return [[code.text[:_LONGEST], *_around(code.position, scale)] for code in found[:MOST_CODES]]
    return []


def _plain(picture: Image.Image) -> Image.Image:
    return picture


def _halved(picture: Image.Image) -> Image.Image:
    """Noise evens out, and it is looked through in a quarter of the time."""
    return picture.reduce(2)


def _smoothed(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.BoxBlur(1))


_LOOKS: tuple[Callable[[Image.Image], Image.Image], ...] = (_halved, _plain, _smoothed)
"""One after the other until a code is found."""


def _around(position: Any, scale: float) -> tuple[float, float, float, float]:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    left, top = min(corner.x for corner in corners), min(corner.y for corner in corners)
    right, low = max(corner.x for corner in corners), max(corner.y for corner in corners)
    return left * scale, top * scale, (right - left) * scale, (low - top) * scale


def _drawn(text: str, box: Box, height: float) -> bytes:
    """Black squares as the commands of a page that is ``height`` points high."""
    code = zxingcpp.create_barcode(text, zxingcpp.DataMatrix, force_square=True)
    image: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    cells = memoryview(image)
    rows, columns = cells.shape or (0, 0)
    wide, high = box[2] * _POINTS_PER_MM / columns, box[3] * _POINTS_PER_MM / rows
    left, top = box[0] * _POINTS_PER_MM, height - box[1] * _POINTS_PER_MM
    squares = [
        f"{left + start * wide:.3f} {top - (row + 1) * high:.3f} {length * wide:.3f} {high:.3f} re"
        for row in range(rows)
        for start, length in _dark(cells, row, columns)
    ]
    return ("q 0 g\n" + "\n".join(squares) + "\nf Q").encode()


def _dark(cells: memoryview, row: int, columns: int) -> Iterator[tuple[int, int]]:
    """(first, how many) of the dark cells that lie side by side."""
    start = -1
    for column in range(columns + 1):
        dark = column < columns and cells[row, column] < 128
        if dark and start < 0:
            start = column
        elif not dark and start >= 0:
            yield start, column - start
            start = -1
