"""From a clean sheet to what a scanner makes of it: skewed, speckled, punched, in two colours or many.

Everything is drawn from the given random source, so that the same seed gives the same pixels.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw

from app.adapters.example.sheet import Area, Mark, Point, Sheet, Stamp, pixels

NOISE_SIDE = 1024


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet was scanned. ``skew`` in degrees, counter-clockwise."""

    dpi: int = 200
    skew: float = 0.0
    punched: bool = False
    stapled: bool = False
    dirt: float = 1.0
    """Specks, 1 is usual, 0 none."""
    dark_edge: bool = False
    seed: str = ""


def usual_look(rng: Random, seed: str, dpi: int = 200, *, old: bool = False) -> Look:
    """A look as in a stack of scans; ``old`` papers were punched and stapled."""
    return Look(
        dpi=dpi,
        skew=round(rng.gauss(0, 0.35), 2),
        punched=old or rng.random() < 0.25,
        stapled=rng.random() < (0.5 if old else 0.3),
        dirt=rng.uniform(0.4, 2.0) * (1.6 if old else 1),
        dark_edge=rng.random() < 0.2,
        seed=seed,
    )


@cache
def _noise(seed: int) -> Image.Image:
    """A square of noise around 128, a little coarse."""
    raw = Image.frombytes("L", (NOISE_SIDE, NOISE_SIDE), Random(seed).randbytes(NOISE_SIDE**2))
    small = raw.resize((NOISE_SIDE * 2 // 3, NOISE_SIDE * 2 // 3), Image.Resampling.BILINEAR)
    return small.resize((NOISE_SIDE, NOISE_SIDE), Image.Resampling.BILINEAR)


@cache
def _noise_sheet(width: int, height: int, seed: int) -> Image.Image:
    sheet = Image.new("L", (width, height))
    for x in range(0, width, NOISE_SIDE):
        for y in range(0, height, NOISE_SIDE):
            sheet.paste(_noise(seed), (x, y))
    return sheet


def size_in_pixels(sheet: Sheet, dpi: int) -> tuple[int, int]:
    return round(pixels(sheet.size[0], dpi)), round(pixels(sheet.size[1], dpi))


def grey(sheet: Sheet, look: Look, *, fixed_only: bool = False) -> Image.Image:
    """The sheet in shades of grey, turned and dirty, before a threshold is taken."""
    rng = Random(look.seed)
    size = size_in_pixels(sheet, look.dpi)
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    _draw_marks(image, draw, [m for m in sheet.marks if not (fixed_only and m.own)], look, sheet.size)
    _fold(draw, rng, look, size)
    _hardware(image, rng, look)
    return image


def bitonal(sheet: Sheet, look: Look, *, fixed_only: bool = False) -> Image.Image:
    """Mode "1", white paper."""
    image = grey(sheet, look, fixed_only=fixed_only)
    noisy = ImageChops.add(image, _noise_sheet(*image.size, Random(look.seed).randrange(4)), 1, -128)
    return noisy.point([0] * 150 + [255] * 106).convert("1", dither=Image.Dither.NONE)


def coloured(sheet: Sheet, look: Look) -> Image.Image:
    """Mode "RGB": tinted paper, soft shadows, ink and stamps in their colours."""
    rng = Random(look.seed)
    size = size_in_pixels(sheet, look.dpi)
    tint = (rng.randrange(247, 254), rng.randrange(245, 252), rng.randrange(236, 248))
    image = Image.new("RGB", size, tint)
    draw = ImageDraw.Draw(image)
    _draw_marks(image, draw, sheet.marks, look, sheet.size)
    _hardware(image, rng, look)
    coarse = Image.frombytes("L", (7, 10), bytes(rng.randrange(238, 256) for _ in range(70)))
    light = coarse.resize(size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(image, Image.merge("RGB", (light, light, light)))


def photographed(page: Image.Image, rng: Random) -> Image.Image:
    """A page photographed with a telephone on a table: seen at a slant, with a shadow."""
    width, height = page.size
    table = Image.new("RGB", (width, height), (112, 84, 58))
    grain = _noise_sheet(width, height, 3).point([150 + value // 3 for value in range(256)])
    table = ImageChops.multiply(table, Image.merge("RGB", (grain, grain, grain)))
    inset = [(rng.uniform(0.03, 0.07) * width, rng.uniform(0.02, 0.05) * height) for _ in range(4)]
    corners = (
        (inset[0][0], inset[0][1]),
        (inset[1][0], height - inset[1][1]),
        (width - inset[2][0], height - inset[2][1]),
        (width - inset[3][0], inset[3][1]),
    )
    coefficients = _perspective(corners, ((0, 0), (0, height), (width, height), (width, 0)))
    laid = page.transform(page.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR)
    mask = Image.new("L", page.size, 0)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    table.paste(laid, (0, 0), mask)
    shade = Image.linear_gradient("L").resize(page.size).point([170 + value // 3 for value in range(256)])
    return ImageChops.multiply(table, Image.merge("RGB", (shade, shade, shade)))


def turned(size: Point, skew: float) -> Callable[[float, float], Point]:
    """Where a place of a sheet is, both in millimetres from the top left, when it lies askew on the scanner."""
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    middle_x, middle_y = size[0] / 2, size[1] / 2

    def place(x: float, y: float) -> Point:
        dx, dy = x - middle_x, y - middle_y
        return middle_x + dx * cos + dy * sin, middle_y - dx * sin + dy * cos

    return place


def _draw_marks(image: Image.Image, draw: ImageDraw.ImageDraw, marks: list[Mark], look: Look, size: Point) -> None:
    # Words are put where the turned sheet has them, not turned themselves: at such small angles nobody sees the
    # difference, and turning the whole image takes most of the time.
    lie, scale = turned(size, look.skew), look.dpi / 25.4

    def place(x: float, y: float) -> Point:
        right, down = lie(x, y)
        return right * scale, down * scale

    for mark in marks:
        if isinstance(mark, Stamp):
            took = mark.image(look.dpi)
            worn = ImageChops.subtract(took, _noise(1).crop((0, 0, *took.size)).point(_WEAR))
            left, top = (round(value) for value in place(mark.x, mark.y))
            image.paste(_ink(image, mark), (left, top, left + took.width, top + took.height), worn)
        else:
            mark.draw(draw, look.dpi, place, _ink(image, mark))


_WEAR = [max(0, (value - 120) * 2) for value in range(256)]


def _ink(image: Image.Image, mark: Mark) -> int | tuple[int, int, int]:
    if image.mode == "RGB":
        return mark.colour
    red, green, blue = mark.colour
    shade = (red * 3 + green * 6 + blue) // 10
    # What is meant as a light ground stays light; ink and pens become dark enough for a threshold.
    return shade if isinstance(mark, Area) or shade > 200 else min(shade, 90)


def _fold(draw: ImageDraw.ImageDraw, rng: Random, look: Look, size: tuple[int, int]) -> None:
    if rng.random() < 0.35 * look.dirt:
        for y in (105, 210):
            level = pixels(y + rng.uniform(-1, 1), look.dpi)
            for _ in range(round(40 * look.dirt)):
                x = rng.uniform(0, size[0])
                draw.line((x, level, x + rng.uniform(2, 40), level), fill=rng.randrange(120, 225))


def _hardware(image: Image.Image, rng: Random, look: Look) -> None:
    """Holes, a staple's shadow, the lid's edge, and specks: what the scanner adds to the turned sheet."""
    draw = ImageDraw.Draw(image)
    width, height = image.size
    dark = (58, 58, 60) if image.mode == "RGB" else 0
    if look.punched:
        radius = pixels(2.8, look.dpi)
        for y in (-40.0, 40.0):
            x = pixels(11.5 + rng.uniform(-0.8, 0.8), look.dpi)
            middle = height / 2 + pixels(y + rng.uniform(-1, 1), look.dpi)
            draw.ellipse((x - radius, middle - radius, x + radius, middle + radius), fill=dark)
    if look.stapled:
        x, y = pixels(rng.uniform(8, 12), look.dpi), pixels(rng.uniform(7, 11), look.dpi)
        slope = rng.uniform(0.2, 1.2)
        length = pixels(9, look.dpi)
        end = (x + length * math.cos(slope), y - length * math.sin(slope) + length)
        draw.line((x, y + length, *end), fill=dark, width=max(2, look.dpi // 100))
        for point in ((x, y + length), end):
            draw.ellipse((point[0] - 3, point[1] - 3, point[0] + 3, point[1] + 3), fill=dark)
    if look.dark_edge:
        right = width - 1
        for y in range(0, height, 3):
            draw.line((right - rng.randrange(2, 9), y, right, y), fill=dark, width=3)
    for _ in range(round(rng.uniform(20, 70) * look.dirt)):
        x, y, radius = rng.uniform(0, width), rng.uniform(0, height), rng.choice((0.4, 0.5, 0.7, 1.0, 1.6))
        radius *= look.dpi / 200
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=dark)


def _perspective(source: tuple[tuple[float, float], ...], target: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """The eight coefficients with which Pillow finds for a point of ``source``'s plane the one of ``target``'s."""
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return tuple(_solve(rows))


def _solve(rows: list[list[float]]) -> list[float]:
    """Gauss-Jordan elimination of ``n`` rows of ``n`` coefficients and a right side."""
    n = len(rows)
    for column in range(n):
        pivot = max(range(column, n), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(n):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[n] for row in rows]
