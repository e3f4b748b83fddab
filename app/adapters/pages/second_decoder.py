"""Pictures decoded by somebody else than Pillow's libraries: MuPDF's own decoders, and PDFium's for fax.

MuPDF shows some fax TIFFs nearly blank, so a fax page is put into a PDF, bits untouched, and drawn by PDFium.
"""

import struct

import pymupdf
from PIL import Image

from app.adapters.pages import sniff
from app.adapters.pages.pdfium import PdfiumDocument
from app.adapters.pages.raster import flattened
from app.adapters.pages.refusal import NO_OTHER, Refusal
from app.adapters.pages.tiff import Directory, TiffError, TiffFile
from app.adapters.pages.views import MM_PER_INCH, View

_HUFFMAN, _GROUP3, _GROUP4, _OLD_JPEG = 2, 3, 4, 6
_FAX = (_HUFFMAN, _GROUP3, _GROUP4)
_MIRRORED = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))
_PDF_SIDE = 14_000
"""Points; PDF itself ends at 14,400."""
_FAILURES = (RuntimeError, ValueError, TypeError, OSError, struct.error, pymupdf.mupdf.FzErrorBase)


def second_picture(data: bytes, media: str, tiff: TiffFile | None, page: int, wanted: int) -> Image.Image:
    """The picture as it is stored, not yet turned by its orientation; ``wanted`` pixels on the longer side are enough.

    Raises ``Refusal`` where no second decoder reads it.
    """
    try:
        if tiff is None:
            return _by_mupdf(data) if media != sniff.TIFF else _nobody()
        directory = tiff.pages[page]
        if directory.compression in _FAX:
            return _fax_by_pdfium(tiff, directory, wanted)
        if directory.compression == _OLD_JPEG:
            return _nobody()  # MuPDF shows it black
        alone = data if len(tiff.pages) == 1 and not tiff.big else tiff.lift(directory)
        return _by_mupdf(alone) if alone is not None else _nobody()
    except (*_FAILURES, TiffError) as error:
        raise Refusal(NO_OTHER) from error


def _nobody() -> Image.Image:
    raise Refusal(NO_OTHER)


def _by_mupdf(data: bytes) -> Image.Image:
    pixels = pymupdf.Pixmap(data)
    if pixels.n - pixels.alpha not in (1, 3) or pixels.colorspace is None:
        pixels = pymupdf.Pixmap(pymupdf.csRGB, pixels)
    mode = {(1, 0): "L", (2, 1): "LA", (3, 0): "RGB", (4, 1): "RGBA"}[pixels.n, int(pixels.alpha)]
    return flattened(Image.frombytes(mode, (pixels.width, pixels.height), pixels.samples, "raw", mode, pixels.stride))


def _fax_by_pdfium(tiff: TiffFile, page: Directory, wanted: int) -> Image.Image:
    shrunk = min(1.0, wanted / max(page.width, page.height))
    size = (max(1, round(page.width * shrunk)), max(1, round(page.height * shrunk)))
    document = PdfiumDocument(_fax_pdf(tiff, page), None)
    try:
        per_pixel = MM_PER_INCH / 72.0
        document.sizes_mm = ((size[0] * per_pixel, size[1] * per_pixel),)
        drawn = document.draw(View(0, 72.0))
        memory = bytearray(drawn.stride * drawn.height)
        drawn.copy_into(memoryview(memory))
        drawn_size = (drawn.width, drawn.height)
        return Image.frombytes("RGB", drawn_size, bytes(memory), "raw", "RGB", drawn.stride, 1).convert("L")
    finally:
        document.close()


def _fax_pdf(tiff: TiffFile, page: Directory) -> bytes:
    """A PDF page with every strip as one picture below the other."""
    strips, rows = tiff.strips(page)
    options = tiff.value(page, 292, 0)
    parameters = {
        _HUFFMAN: "/K 0/EncodedByteAlign true",
        _GROUP3: f"/K {options & 1}/EncodedByteAlign {'true' if options & 4 else 'false'}",
        _GROUP4: "/K -1",
    }[page.compression]
    black = "true" if tiff.value(page, 262, 0) == 1 else "false"
    mirrored = tiff.value(page, 266, 1) == 2
    scale = min(1.0, _PDF_SIDE / max(page.width, page.height))
    objects, content, names, bottom = [], [], [], float(page.height)
    for number, strip in enumerate(strips):
        height = min(rows, page.height - number * rows)
        if height <= 0:
            break
        stored = strip.translate(_MIRRORED) if mirrored else strip
        bottom -= height
        content.append(f"q {page.width * scale:.4f} 0 0 {height * scale:.4f} 0 {bottom * scale:.4f} cm /S{number} Do Q")
        names.append(f"/S{number} {5 + number} 0 R")
        objects.append(
            f"<</Type/XObject/Subtype/Image/Width {page.width}/Height {height}/BitsPerComponent 1/ColorSpace/DeviceGray"
            f"/Filter/CCITTFaxDecode/DecodeParms<<{parameters}/Columns {page.width}/Rows {height}/BlackIs1 {black}"
            f"/EndOfBlock false>>/Length {len(stored)}>>stream\n".encode() + stored + b"\nendstream"
        )
    drawing = "\n".join(content).encode()
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.width * scale:.4f} {page.height * scale:.4f}]/Contents 4 0 R"
        f"/Resources<</XObject<<{''.join(names)}>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        *objects,
    )


def _pdf(*objects: bytes) -> bytes:
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)
