"""A sheet of paper before it is scanned: marks in millimetres from the top left corner.

A mark is *own* when it belongs to one household (name, number, amounts): the rest of the sheet can be drawn and
scanned once and be shared by many documents.
"""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from app.adapters.example.facts import resources

A4 = (210.0, 297.0)
PART = 22
"""Letters that are drawn in one go."""
BLACK = (20, 20, 22)
INK = (28, 48, 130)
"""A ballpoint pen."""
SANS, BOLD, SERIF, MONO = (
    "MusterlandSans-Regular",
    "MusterlandSans-Bold",
    "MusterlandSerif-Regular",
    "MusterlandMono-Regular",
)
HAND, HAND2 = "Caveat-Regular", "Kalam-Regular"

Colour = tuple[int, int, int]
Point = tuple[float, float]
Place = Callable[[float, float], Point]
"""From millimetres on the sheet to pixels of an image, which may be turned a little."""


@cache
def font(name: str, pixels: float) -> ImageFont.FreeTypeFont:
    path = resources() / "fonts" / f"{name}.ttf"
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)


def pixels(millimetres: float, dpi: int) -> float:
    return millimetres * dpi / 25.4


def text_width(text: str, name: str, size: float) -> float:
    """Millimetres that a text of ``size`` points is wide."""
    return _length(text, name) * size / 200 * 25.4 / 72


@lru_cache(maxsize=100_000)
def _length(text: str, name: str) -> float:
    return float(font(name, 200).getlength(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    own: bool = False
    colour: Colour = BLACK

    def draw(self, draw: ImageDraw.ImageDraw, dpi: int, place: Place, ink: Any) -> None:
        """Draw with ``ink`` (a value of the image's mode)."""
        raise NotImplementedError

    def frame(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in millimetres, with a little room."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Mark):
    """A line of text; ``y`` is its base line. ``size`` in points."""

    x: float
    y: float
    text: str
    size: float = 10.5
    font: str = SANS

    def draw(self, draw: ImageDraw.ImageDraw, dpi: int, place: Place, ink: Any) -> None:
        face = font(self.font, round(self.size * dpi / 72, 1))
        # Letters end on whole pixels: blanks are measured as drawn, or words would run into each other.
        offset, blank = 0.0, face.getlength(" ")
        for part in _parts(self.text):
            draw.text(place(self.x + offset * 25.4 / dpi, self.y), part, fill=ink, font=face, anchor="ls")
            offset += face.getlength(part) + blank

    def frame(self) -> tuple[float, float, float, float]:
        height = self.size * 0.3528
        return self.x - 0.8, self.y - 1.15 * height, self.x + self.width + 1.2, self.y + 0.45 * height

    @property
    def width(self) -> float:
        return text_width(self.text, self.font, self.size)

    def words(self) -> Iterator[tuple[float, str]]:
        """(millimetres from the line's start, word) pairs."""
        offset, blank = 0.0, text_width(" ", self.font, self.size)
        for word in self.text.split(" "):
            if word:
                yield offset, word
            offset += text_width(word, self.font, self.size) + blank


@lru_cache(maxsize=20_000)
def _parts(text: str) -> tuple[str, ...]:
    """The text in pieces of a few words, so short that a turned line may be drawn piece by piece."""
    parts: list[str] = []
    for word in text.split(" "):
        if parts and len(parts[-1]) + len(word) < PART:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke(Mark):
    """A line through points; ``width`` in millimetres."""

    points: tuple[Point, ...]
    width: float = 0.2

    def draw(self, draw: ImageDraw.ImageDraw, dpi: int, place: Place, ink: Any) -> None:
        path = [place(x, y) for x, y in self.points]
        draw.line(path, fill=ink, width=max(1, round(pixels(self.width, dpi))), joint="curve")

    def frame(self) -> tuple[float, float, float, float]:
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs) - 0.6, min(ys) - 0.6, max(xs) + 0.6, max(ys) + 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Mark):
    """A filled rectangle, or an ellipse when ``round`` is set."""

    x: float
    y: float
    width: float
    height: float
    round: bool = False

    def draw(self, draw: ImageDraw.ImageDraw, dpi: int, place: Place, ink: Any) -> None:
        right, low = self.x + self.width, self.y + self.height
        if self.round:
            left, top = place(self.x, self.y)
            draw.ellipse((left, top, left + pixels(self.width, dpi), top + pixels(self.height, dpi)), fill=ink)
        else:
            corners = ((self.x, self.y), (right, self.y), (right, low), (self.x, low))
            draw.polygon([place(x, y) for x, y in corners], fill=ink)

    def frame(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp(Mark):
    """A rubber stamp: a frame with lines of text, the first one large, turned by ``angle`` degrees."""

    x: float
    y: float
    lines: tuple[str, ...]
    angle: float = 2.0
    width: float = 52.0

    def image(self, dpi: int) -> Image.Image:
        """White on black: how strongly the stamp took."""
        height = 6 + 6.2 * len(self.lines)
        size = (round(pixels(self.width, dpi)), round(pixels(height, dpi)))
        image = Image.new("L", size, 0)
        draw = ImageDraw.Draw(image)
        edge = round(pixels(0.6, dpi))
        draw.rectangle((edge, edge, size[0] - edge, size[1] - edge), outline=210, width=max(2, edge))
        for number, line in enumerate(self.lines):
            face = font(BOLD, round((12 if number == 1 else 9.5) * dpi / 72))
            draw.text((size[0] / 2, pixels(6.5 + 6.2 * number, dpi)), line, fill=215, font=face, anchor="mm")
        return image.rotate(self.angle, Image.Resampling.BICUBIC, expand=True)

    def frame(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.width + 4, self.y + 10 + 6.2 * len(self.lines)


@dataclass(slots=True)
class Sheet:
    """One side of paper and what is on it. Marks made inside ``with sheet.own():`` belong to the household."""

    size: Point = A4
    marks: list[Mark] = field(default_factory=list)
    _own: bool = False

    @contextmanager
    def own(self) -> Iterator[None]:
        before, self._own = self._own, True
        try:
            yield
        finally:
            self._own = before

    def put(self, mark: Mark) -> None:
        self.marks.append(replace(mark, own=True) if self._own else mark)

    def text(self, x: float, y: float, text: str, **style: Any) -> None:
        if text:
            self.put(Text(x=x, y=y, text=text, **style))

    def right(self, x: float, y: float, text: str, **style: Any) -> None:
        """A text that ends at ``x``."""
        width = text_width(text, style.get("font", SANS), style.get("size", 10.5))
        self.text(x - width, y, text, **style)

    def line(self, *points: Point, **style: Any) -> None:
        self.put(Stroke(points=points, **style))

    def box(self, x: float, y: float, w: float, h: float, **style: Any) -> None:
        right, low = x + w, y + h
        self.line((x, y), (right, y), (right, low), (x, low), (x, y), **style)

    def area(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        self.put(Area(x=x, y=y, width=width, height=height, **style))

    def lines_of(self) -> list[Text]:
        """Its texts from top to bottom, as they are read."""
        texts = [mark for mark in self.marks if isinstance(mark, Text)]
        return sorted(texts, key=lambda mark: (round(mark.y / 2), mark.x))

    def words(self) -> str:
        """The sheet's text, one line a line of writing."""
        rows: dict[int, list[str]] = {}
        for mark in self.lines_of():
            rows.setdefault(round(mark.y / 2), []).append(mark.text)
        return "\n".join(" ".join(row) for row in rows.values())


def wrapped(text: str, width: float, name: str = SANS, size: float = 10.5) -> list[str]:
    """``text`` in lines not wider than ``width`` millimetres."""
    lines: list[list[str]] = [[]]
    used, blank = 0.0, text_width(" ", name, size)
    for word in text.split():
        length = text_width(word, name, size)
        if lines[-1] and used + blank + length > width:
            lines.append([])
            used = 0.0
        used += length + (blank if lines[-1] else 0)
        lines[-1].append(word)
    return [" ".join(line) for line in lines if line]


@cache
def _has(name: str, letter: str) -> bool:
    face = font(name, 32)
    return letter == " " or bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


def writable(text: str, name: str) -> str:
    """``text`` as somebody writes it whose script lacks some letters: accents are left out."""
    result = ""
    for letter in text:
        for form in (letter, unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter)[:2])):
            if _has(name, form):
                result += form
                break
        else:
            result += unicodedata.normalize("NFD", letter)[0]
    return result
