"""Words, outline and files inside by PDFium, for documents that MuPDF does not open."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium_c

_PER_MM = 100
"""PDFium turns places into whole numbers: hundredths of a millimetre."""

_Box = tuple[int, int, int, int]


class PdfiumReading:
    """Raises what pypdfium2 raises."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    def outline_entries(self) -> Iterator[tuple[str, int, int]]:
        """(title, page from 1 or 0, level from 1)."""
        for entry in self._document.get_toc():
            target = entry.get_dest()
            page = target.get_index() if target is not None else None
            yield entry.get_title(), 0 if page is None else page + 1, entry.level + 1

    def files_inside(self, most: int) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
        """(name, bytes, function that reads it)."""
        for number in range(min(self._document.count_attachments(), most)):
            file = self._document.get_attachment(number)
            size = ctypes.c_ulong()
            pdfium_c.FPDFAttachment_GetFile(file.raw, None, 0, size)
            yield file.get_name(), size.value, partial(_contents, file)

    def words_of_page(
        self, number: int, size_mm: tuple[float, float], most: int
    ) -> Iterator[tuple[str, float, float, float, float, int]]:
        """(text, left, top, width, height, line) in millimetres on the page as shown, ``most`` words at most."""
        with closing(self._document[number]) as page, closing(page.get_textpage()) as text:
            word, boxes, line, words = "", list[_Box](), 0, 0
            for index in range(text.count_chars()):
                sign = chr(pdfium_c.FPDFText_GetUnicode(text.raw, index))
                if sign.isspace() or sign == "\0":
                    if word:
                        yield word, *_joined(boxes), line
                        words += 1
                        word, boxes = "", []
                    if words == most:
                        return
                    line += sign == "\n"
                else:
                    word += sign
                    boxes.append(_box(page, text, index, size_mm))
            if word:
                yield word, *_joined(boxes), line


def _contents(file: pypdfium2.PdfAttachment) -> bytes:
    try:
        return bytes(file.get_data())
    except pypdfium2.PdfiumError:
        return b""  # what PDFium calls an error is a file without contents


def _joined(boxes: list[_Box]) -> tuple[float, float, float, float]:
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return left / _PER_MM, top / _PER_MM, (right - left) / _PER_MM, (bottom - top) / _PER_MM


def _box(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, index: int, size_mm: tuple[float, float]) -> _Box:
    """Of a character, as high as its line."""
    rect = pdfium_c.FS_RECTF()
    pdfium_c.FPDFText_GetLooseCharBox(text.raw, index, rect)
    one = _place(page, size_mm, rect.left, rect.top)
    other = _place(page, size_mm, rect.right, rect.bottom)
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _place(page: pypdfium2.PdfPage, size_mm: tuple[float, float], x: float, y: float) -> tuple[int, int]:
    width, height = (round(edge * _PER_MM) for edge in size_mm)
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value
