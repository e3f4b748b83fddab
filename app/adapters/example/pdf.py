"""PDFs as scan providers make them: a page image, own marks laid over it, and the text invisibly below."""

import io
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from app.adapters.example.scanner import Look, bitonal, coloured
from app.adapters.example.sheet import Mark, Sheet, Text, pixels, text_width

POINT = 72 / 25.4
MIN_IS_WHITE = {262: 0}
"""The TIFF tag PhotometricInterpretation of scans."""
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
    image.save(buffer, "TIFF", compression="group4", strip_size=1 << 30, tiffinfo=MIN_IS_WHITE)
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
        tiffinfo=MIN_IS_WHITE,
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
    left, top, right, bottom = mark.frame()
    size = (max(1, round(pixels(right - left, dpi))), max(1, round(pixels(bottom - top, dpi))))
    stencil = Image.new("L", size, 255)
    mark.draw(ImageDraw.Draw(stencil), dpi, (-pixels(left, dpi), -pixels(top, dpi)), 0)
    bits = stencil.point([0] * 140 + [255] * 116).convert("1", dither=Image.Dither.NONE).tobytes()
    stream = document.make_stream(zlib.compress(bits, 6))
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.ImageMask, stream.BitsPerComponent = size[0], size[1], True, 1
    stream.Filter = pikepdf.Name.FlateDecode
    x, y = _turned((left, bottom), sheet, image.skew)
    cos, sin = _turn(image.skew)
    width, height = size[0] * 72 / dpi, size[1] * 72 / dpi
    matrix = (width * cos, width * sin, -height * sin, height * cos, x, y)
    return stream, " ".join(f"{value:.3f}" for value in matrix)


def _turn(degrees: float) -> tuple[float, float]:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


def _turned(point: tuple[float, float], sheet: Sheet, degrees: float) -> tuple[float, float]:
    """A place in millimetres from the top left, as PDF points from the bottom left after the scan's turn."""
    cos, sin = _turn(degrees)
    middle_x, middle_y = sheet.size[0] / 2, sheet.size[1] / 2
    x, y = point[0] - middle_x, middle_y - point[1]
    return (middle_x + x * cos - y * sin) * POINT, (middle_y + x * sin + y * cos) * POINT


def _hidden_text(sheet: Sheet, skew: float, letters: "_Letters") -> str:
    cos, sin = _turn(skew)
    parts = ["BT 3 Tr"]
    for line in sheet.lines_of():
        parts.append(f"/Hidden {line.size:.2f} Tf")
        for offset, word in _words(line):
            x, y = _turned((line.x + offset, line.y), sheet, skew)
            width = text_width(word.strip(), line.font, line.size) * POINT
            stretch = width / (len(word.strip()) * ADVANCE / 1000 * line.size) * 100
            parts.append(f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.2f} {y:.2f} Tm {stretch:.1f} Tz")
            parts.append(f"<{letters.encode(word)}> Tj")
    parts.append("ET")
    return "\n".join(parts)


def _words(line: Text) -> Iterable[tuple[float, str]]:
    """(millimetres from the line's start, word) pairs; a blank follows all words but the last."""
    words = line.text.split(" ")
    done = ""
    for number, word in enumerate(words):
        if word:
            yield text_width(done, line.font, line.size), word + (" " if number < len(words) - 1 else "")
        done += word + " "


class _Letters:
    """The invisible font of one PDF: a code for every letter that occurs, with its Unicode."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._codes: dict[str, int] = {" ": 32}
        self.font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )

    def encode(self, text: str) -> str:
        return "".join(f"{self._codes.setdefault(letter, 32 + len(self._codes)):02x}" for letter in text)

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
