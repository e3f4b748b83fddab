"""Letters of the example's office as a specialist application prints them: PDF with text and embedded fonts."""

import io
from collections.abc import Iterator
from datetime import date
from random import Random

import pikepdf

from app.adapters.example.county import County
from app.adapters.example.facts import resources
from app.adapters.example.kinds import KINDS
from app.adapters.example.paper import Case
from app.adapters.example.pdf import POINT
from app.adapters.example.sheet import Area, Mark, Sheet, Stroke, Text, font, writable
from app.domain.example import PLANS

_CODE = "cp1252"
"""What a simple font of a PDF writes by itself; other letters of a file get one of the numbers below ``_FIRST``."""
_FIRST, _LAST = 32, 255
_ROUND = 0.2761
"""Of a diameter: how far the handles of a quarter of a circle reach."""


def office_letters(count: int, seed: int = 1, day: date = date(2026, 11, 18)) -> Iterator[bytes]:
    """Notices and letters to households of the county, each with some of its pages; the same for the same seed."""
    kinds = [kind for kind in KINDS if kind.from_office and kind.name != "phone-note"]
    homes = County(PLANS["small"], day, seed).households
    rng = Random(f"outgoing:{seed}")
    for _number in range(count):
        kind, home = rng.choice(kinds), rng.choice(homes)
        case = Case(home, day, Random(rng.random()), Random(rng.random()), "Frau Vennemann")
        yield printed(kind.make(case))


def printed(sheets: list[Sheet]) -> bytes:
    """The sheets as a PDF."""
    texts = (mark.text for sheet in sheets for mark in sheet.marks if isinstance(mark, Text))
    letters = _Letters("".join(texts))
    with pikepdf.Pdf.new() as document:
        fonts: dict[str, pikepdf.Object] = {}
        for sheet in sheets:
            page = document.add_blank_page(page_size=(sheet.size[0] * POINT, sheet.size[1] * POINT))
            names = {mark.font for mark in sheet.marks if isinstance(mark, Text)}
            for name in sorted(names - fonts.keys()):
                fonts[name] = _embedded(document, name, letters)
            page.obj.Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary({f"/{name}": fonts[name] for name in sorted(names)})
            )
            drawn = b"\n".join(_drawn(mark, sheet.size[1], letters) for mark in sheet.marks)
            page.obj.Contents = document.make_stream(drawn)
        buffer = io.BytesIO()
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


class _Letters:
    """How the letters of a file are written in its fonts."""

    def __init__(self, text: str) -> None:
        foreign = (sign for sign in dict.fromkeys(text) if not sign.encode(_CODE, "ignore"))
        self._more = {sign: code for code, sign in zip(range(1, _FIRST), foreign, strict=False)}

    def encoding(self) -> pikepdf.Object:
        names = [pikepdf.Name(f"/uni{ord(sign):04X}") for sign in self._more]
        return pikepdf.Dictionary(
            Type=pikepdf.Name.Encoding,
            BaseEncoding=pikepdf.Name.WinAnsiEncoding,
            Differences=pikepdf.Array([1, *names] if names else []),
        )

    def signs(self) -> list[str]:
        """The letter of every number from 1 on; "" for those that are not used."""
        usual = [bytes([code]).decode(_CODE, "ignore") for code in range(_FIRST, _LAST + 1)]
        return [*self._more, *[""] * (_FIRST - 1 - len(self._more)), *usual]

    def written(self, text: str) -> bytes:
        said = b"".join(
            bytes([self._more[sign]]) if sign in self._more else sign.encode(_CODE, "replace") for sign in text
        )
        return b"<" + said.hex().encode() + b">"


def _embedded(document: pikepdf.Pdf, name: str, letters: _Letters) -> pikepdf.Object:
    face = font(name, 1000)
    widths = [round(face.getlength(sign)) if sign else 0 for sign in letters.signs()]
    ascent, descent = face.getmetrics()
    file = document.make_stream((resources() / "fonts" / f"{name}.ttf").read_bytes())
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name(f"/{name}"), Flags=32, ItalicAngle=0, StemV=80,
        Ascent=ascent, Descent=-descent, CapHeight=ascent, FontBBox=[-500, -descent, 1500, ascent], FontFile2=file,
    )  # fmt: skip
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name(f"/{name}"),
            Encoding=letters.encoding(), FirstChar=1, LastChar=_LAST, Widths=widths,
            FontDescriptor=document.make_indirect(descriptor),
        )
    )  # fmt: skip


def _drawn(mark: Mark, height: float, letters: _Letters) -> bytes:
    red, green, blue = (level / 255 for level in mark.colour)
    colour = f"{red:.3f} {green:.3f} {blue:.3f}"
    if isinstance(mark, Text):
        place = f"{mark.x * POINT:.2f} {(height - mark.y) * POINT:.2f}"
        before = f"{colour} rg BT /{mark.font} {mark.size:.1f} Tf {place} Td "
        return before.encode() + letters.written(writable(mark.text, mark.font)) + b" Tj ET"
    if isinstance(mark, Stroke):
        points = [f"{x * POINT:.2f} {(height - y) * POINT:.2f}" for x, y in mark.points]
        path = f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:])
        return f"{colour} RG {mark.width * POINT:.2f} w {path} S".encode()
    if isinstance(mark, Area):
        return f"{colour} rg {_path(mark, height)} f".encode()
    return b""


def _path(area: Area, height: float) -> str:
    left, low = area.x * POINT, (height - area.y - area.height) * POINT
    width, tall = area.width * POINT, area.height * POINT
    if not area.round:
        return f"{left:.2f} {low:.2f} {width:.2f} {tall:.2f} re"
    right, top, across, up = left + width, low + tall, left + width / 2, low + tall / 2
    x, y = width * _ROUND, tall * _ROUND
    return (
        f"{left:.2f} {up:.2f} m "
        f"{left:.2f} {up + y:.2f} {across - x:.2f} {top:.2f} {across:.2f} {top:.2f} c "
        f"{across + x:.2f} {top:.2f} {right:.2f} {up + y:.2f} {right:.2f} {up:.2f} c "
        f"{right:.2f} {up - y:.2f} {across + x:.2f} {low:.2f} {across:.2f} {low:.2f} c "
        f"{across - x:.2f} {low:.2f} {left:.2f} {up - y:.2f} {left:.2f} {up:.2f} c"
    )
