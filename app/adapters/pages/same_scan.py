"""Fax scans compared bit by bit: cheaper than two small drawings, and stricter.

Nearly all post is one fax-coded picture a page. Where PDFium, reading the page on its own, finds nothing visible but
one picture at the same place, and decodes it to the same bits as libtiff, both show the same page.
"""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops

from app.adapters.pages.pdfium import FAILURES, PdfiumDocument
from app.adapters.pages.raster import open_picture
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.scan import Scan
from app.adapters.pages.views import OpenDocument

_NEAR = 0.25
"""Points by which the two may place the picture differently: a sixth of a pixel of the small drawings."""
_INVISIBLE = pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE


def same_scan(document: OpenDocument, page: int) -> bool:
    """Whether ``page`` (from 0) is the same scan to both engines, and nothing else. False also means: not to be told
    this way."""
    if not isinstance(document, PdfDocument):
        return False
    scan = document.scan(page)
    if scan is None or not scan.file.startswith(b"II*"):  # two decoders of JPEG seldom agree to the bit
        return False
    second = document.second()
    if not isinstance(second, PdfiumDocument) or document.is_for_second_reader(page):
        return False
    try:
        shown = second.pdfium[page]
        try:
            picture = _only_picture(shown)
            return picture is not None and _same_place(scan, shown, picture) and _same_bits(scan, picture)
        finally:
            shown.close()
    except (*FAILURES, SyntaxError):
        return False


def _only_picture(page: pypdfium2.PdfPage) -> pdfium_c.FPDF_PAGEOBJECT | None:
    """The one picture of a page that shows nothing else, unclipped."""
    if page.formenv is not None or pdfium_c.FPDFPage_GetAnnotCount(page.raw):
        return None
    found = None
    for number in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        part = pdfium_c.FPDFPage_GetObject(page.raw, number)
        kind = pdfium_c.FPDFPageObj_GetType(part)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT and pdfium_c.FPDFTextObj_GetTextRenderMode(part) == _INVISIBLE:
            continue
        if kind != pdfium_c.FPDF_PAGEOBJ_IMAGE or found is not None:
            return None
        found = part
    if found is None or pdfium_c.FPDFPageObj_HasTransparency(found):
        return None
    return None if pdfium_c.FPDFClipPath_CountPaths(pdfium_c.FPDFPageObj_GetClipPath(found)) > 0 else found


def _same_place(scan: Scan, page: pypdfium2.PdfPage, picture: pdfium_c.FPDF_PAGEOBJECT) -> bool:
    left, bottom, right, top = page.get_cropbox()
    matrix = pdfium_c.FS_MATRIX()
    if page.get_rotation() != scan.turn or not pdfium_c.FPDFPageObj_GetMatrix(picture, matrix):
        return False
    x0, y0 = matrix.e - left, top - (matrix.f + matrix.d)
    theirs = (x0, y0, x0 + matrix.a, y0 + matrix.d, right - left, top - bottom, matrix.b, matrix.c)
    ours = (*scan.place, *scan.page_size, 0.0, 0.0)
    return all(abs(here - there) <= _NEAR for here, there in zip(ours, theirs, strict=True))


def _same_bits(scan: Scan, picture: pdfium_c.FPDF_PAGEOBJECT) -> bool:
    raw = pdfium_c.FPDFImageObj_GetBitmap(picture)
    if not raw:
        return False
    bitmap = pypdfium2.PdfBitmap.from_raw(raw)
    try:
        if bitmap.format != pdfium_c.FPDFBitmap_Gray or (bitmap.width, bitmap.height) != (scan.width, scan.height):
            return False
        size = bitmap.stride * bitmap.height
        bits = ctypes.cast(bitmap.buffer, ctypes.POINTER(ctypes.c_ubyte * size)).contents
        theirs = Image.frombuffer("L", (scan.width, scan.height), bits, "raw", "L", bitmap.stride, 1)
        with open_picture(scan.file) as decoded:
            return ImageChops.difference(decoded.convert("L"), theirs).getbbox() is None
    finally:
        bitmap.close()
