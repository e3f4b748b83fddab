"""PDFs as scan providers make them: a page image, own marks laid over it, and the text invisibly below."""

import io
import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
from PIL import Image, ImageChops, ImageDraw

from app.adapters.example.scanner import Look, bitonal, coloured, turned
from app.adapters.example.sheet import Mark, Sheet, Text, pixels, text_width

POINT = 72 / 25.4
ADVANCE = 500
"""Width of every letter of the invisible font, in thousandths; words are stretched to their place."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """An encoded image as PDF streams hold it. ``filter`` is CCITTFaxDecode or DCTDecode."""

    data: bytes
    width: int
    height: int
    filter: str
    skew: float


def bitonal_image(sheet: Sheet, look: Look, *, fixed_only: bool = False) -> PageImage:
    image = bitonal(sheet, look, fixed_only=fixed_only)
    return PageImage(group4(image), image.width, image.height, "CCITTFaxDecode", look.skew)


def colour_image(sheet: Sheet, look: Look, quality: int = 62) -> PageImage:
    image = coloured(sheet, look)
    return PageImage(jpeg(image, look.dpi, quality), image.width, image.height, "DCTDecode", look.skew)


def group4(image: Image.Image) -> bytes:
    """The image (mode "1") as one CCITT group 4 strip in which paper is white, as fax machines mean it."""
    buffer = io.BytesIO()
    ImageChops.invert(image).save(buffer, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(io.BytesIO(buffer.getvalue())) as tiff:
        tags: Any = tiff.tag_v2  # type: ignore[attr-defined]
        (offset,), (length,) = tags[273], tags[279]
    return buffer.getvalue()[offset : offset + length]


def jpeg(image: Image.Image, dpi: int, quality: int = 62) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi), optimize=False)
    return buffer.getvalue()


def tiff(images: Sequence[Image.Image], dpi: tuple[int, int]) -> bytes:
    """A multi-page TIFF in group 4."""
    buffer = io.BytesIO()
    images[0].save(
        buffer,
        "TIFF",
        compression="group4",
        dpi=dpi,
        save_all=True,
        append_images=list(images[1:]),
    )
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be: its image, the sheet with its words, and whether own marks still have to be laid over it."""

    image: PageImage
    sheet: Sheet
    overlay: bool = False


def pdf(pages: Iterable[Page], *, text: bool = True) -> bytes:
    """The PDF of these pages. Equal input gives equal bytes."""
    document = pikepdf.new()
    letters = _Letters(document)
    images: dict[int, pikepdf.Object] = {}
    for page in pages:
        if id(page.image) not in images:
            images[id(page.image)] = document.make_indirect(_image_stream(document, page.image))
        _add_page(document, page, images[id(page.image)], letters if text else None)
    letters.finish()
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _add_page(document: pikepdf.Pdf, page: Page, image: pikepdf.Object, letters: "_Letters | None") -> None:
    width, height = page.sheet.size[0] * POINT, page.sheet.size[1] * POINT
    content = [f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Scan Do Q"]
    objects = pikepdf.Dictionary(Scan=image)
    if page.overlay:
        for number, mark in enumerate(mark for mark in page.sheet.marks if mark.own):
            name = f"Own{number}"
            stream, matrix = _overlay(document, mark, page.sheet, page.image)
            objects[f"/{name}"] = stream
            content.append(f"q 0 g {matrix} cm /{name} Do Q")
    resources = pikepdf.Dictionary(XObject=objects)
    if letters is not None:
        resources.Font = pikepdf.Dictionary(Hidden=letters.font)
        content.append(_hidden_text(page.sheet, page.image.skew, letters))
    document.add_blank_page(page_size=(round(width, 3), round(height, 3)))
    target = document.pages[-1]
    target.obj.Resources = resources
    target.obj.Contents = document.make_stream(zlib.compress("\n".join(content).encode("latin-1"), 6))
    target.obj.Contents.Filter = pikepdf.Name.FlateDecode


def _image_stream(document: pikepdf.Pdf, image: PageImage) -> pikepdf.Stream:
    stream = document.make_stream(image.data)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = image.width, image.height
    if image.filter == "DCTDecode":
        stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    else:
        stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceGray, 1
        stream.DecodeParms = pikepdf.Dictionary(
            K=-1, Columns=image.width, Rows=image.height, BlackIs1=False, EndOfBlock=True
        )
    stream.Filter = pikepdf.Name(f"/{image.filter}")
    return stream


def _overlay(document: pikepdf.Pdf, mark: Mark, sheet: Sheet, image: PageImage) -> tuple[pikepdf.Stream, str]:
    """A stencil of the mark and the matrix that lays it on the scan, turned as the scan is."""
    dpi = round(image.width / sheet.size[0] * 25.4)
    left, _, _, bottom = mark.frame()
    size, bits = _text_stencil(mark.text, mark.font, mark.size, dpi) if isinstance(mark, Text) else _stencil(mark, dpi)
    stream = document.make_stream(bits)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.ImageMask, stream.BitsPerComponent = size[0], size[1], True, 1
    stream.Filter = pikepdf.Name.FlateDecode
    x, y = _points(sheet, image.skew)(left, bottom)
    cos, sin = _turn(image.skew)
    width, height = size[0] * 72 / dpi, size[1] * 72 / dpi
    matrix = (width * cos, width * sin, -height * sin, height * cos, x, y)
    return stream, " ".join(f"{value:.3f}" for value in matrix)


@lru_cache(maxsize=20_000)
def _text_stencil(text: str, face: str, size: float, dpi: int) -> tuple[tuple[int, int], bytes]:
    return _stencil(Text(x=0, y=0, text=text, font=face, size=size), dpi)


def _stencil(mark: Mark, dpi: int) -> tuple[tuple[int, int], bytes]:
    """Width and height in pixels, and the compressed bits (0: ink)."""
    left, top, right, bottom = mark.frame()
    size = (max(1, round(pixels(right - left, dpi))), max(1, round(pixels(bottom - top, dpi))))
    stencil = Image.new("1", size, 1)
    mark.draw(ImageDraw.Draw(stencil), dpi, lambda x, y: (pixels(x - left, dpi), pixels(y - top, dpi)), 0)
    return size, zlib.compress(stencil.tobytes(), 6)


def _turn(degrees: float) -> tuple[float, float]:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


def _points(sheet: Sheet, skew: float) -> Callable[[float, float], tuple[float, float]]:
    """From millimetres on the sheet to PDF points from the bottom left of the scan."""
    lie, height = turned(sheet.size, skew), sheet.size[1]

    def place(x: float, y: float) -> tuple[float, float]:
        right, down = lie(x, y)
        return right * POINT, (height - down) * POINT

    return place


def _hidden_text(sheet: Sheet, skew: float, letters: "_Letters") -> str:
    place, (cos, sin) = _points(sheet, skew), _turn(skew)
    turn = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f}"
    parts = ["BT 3 Tr"]
    for line in sheet.lines_of():
        parts.append(f"/Hidden {line.size:.2f} Tf")
        words = list(line.words())
        for number, (offset, word) in enumerate(words):
            x, y = place(line.x + offset, line.y)
            width = text_width(word, line.font, line.size) * POINT
            stretch = width / (len(word) * ADVANCE / 1000 * line.size) * 100
            parts.append(f"{turn} {x:.2f} {y:.2f} Tm {stretch:.1f} Tz")
            parts.append(f"<{letters.encode(word if number == len(words) - 1 else word + ' ')}> Tj")
    parts.append("ET")
    return "\n".join(parts)


class _Letters:
    """The invisible font of one PDF: a code for every letter that occurs, with its Unicode."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._codes: dict[str, int] = {" ": 32}
        self.font = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )

    def encode(self, text: str) -> str:
        codes = self._codes
        return bytes([codes.setdefault(letter, 32 + len(codes)) for letter in text]).hex()

    def finish(self) -> None:
        last = 31 + len(self._codes)
        if last > 255:
            raise ValueError("more different letters than one font has room for")
        codes = list(self._codes.items())
        blocks = []
        for start in range(0, len(codes), 100):
            lines = [f"<{code:02x}> <{ord(letter):04x}>" for letter, code in codes[start : start + 100]]
            blocks.append("\n".join((f"{len(lines)} beginbfchar", *lines, "endbfchar")))
        self.font.FirstChar, self.font.LastChar = 32, last
        self.font.Widths = pikepdf.Array([ADVANCE] * (last - 31))
        self.font.ToUnicode = self._document.make_stream(_TO_UNICODE.format(blocks="\n".join(blocks)).encode())


_TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end"""
