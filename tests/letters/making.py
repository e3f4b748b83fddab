"""Letters made on the spot, by DIN 5008 form B unless told otherwise. Millimetres from the top left."""

from collections.abc import Sequence
from pathlib import Path

import pymupdf

from tests.pages.making import scan

FONT = Path(__file__).parents[2] / "resources" / "fonts" / "MusterlandSans-Regular.ttf"
SENDER = "Jobcenter · Burloer Straße 93 · 46325 Borken"
ADDRESS = ("Wiebke Jansen", "Tulpenweg 101", "46325 Borken")
BODY = ("Ihr Antrag auf Leistungen", "Sehr geehrte Damen und Herren,", "über Ihren Antrag ist entschieden worden.")
LINE = 4.2
ZONE = {"A": 48.5, "B": 66.5}
"""Base line of the address's first line."""
_MM = 72 / 25.4


class Letter:
    """A PDF that is written page by page; ``data`` is the file."""

    def __init__(self) -> None:
        self.file = pymupdf.open()
        self.page = self.add_page()

    def add_page(self, width: float = 210, height: float = 297) -> pymupdf.Page:
        self.page = self.file.new_page(width=width * _MM, height=height * _MM)
        return self.page

    def write(self, x: float, y: float, text: str, size: float = 10, font: str = "") -> None:
        """``y`` is the base line; ``font`` one of the fourteen that need not be embedded, else an embedded one."""
        kind = {"fontname": font} if font else {"fontname": "F0", "fontfile": str(FONT)}
        self.page.insert_text((x * _MM, y * _MM), text, fontsize=size, **kind)

    def lines(self, x: float, y: float, texts: Sequence[str], step: float = LINE) -> None:
        for number, text in enumerate(texts):
            if text:
                self.write(x, y + number * step, text)

    def fill(self, left: float, top: float, width: float, height: float, grey: float = 0) -> None:
        rect = pymupdf.Rect(left, top, left + width, top + height) * _MM
        self.page.draw_rect(rect, color=None, fill=(grey, grey, grey))

    def picture(self, left: float, top: float, width: float, height: float, pixels: tuple[int, int]) -> None:
        image = scan(size=pixels, mode="L")
        made = pymupdf.Pixmap(pymupdf.csGRAY, *pixels, image.tobytes(), False)
        self.page.insert_image(pymupdf.Rect(left, top, left + width, top + height) * _MM, pixmap=made)

    def data(self, **options: object) -> bytes:
        return bytes(self.file.tobytes(**options))


def letter(
    address: Sequence[str] = ADDRESS, form: str = "B", x: float = 25.0, sender: str = SENDER, more: Sequence[str] = ()
) -> Letter:
    """A letter of one page; ``more`` are further lines of its text."""
    made = Letter()
    if sender:
        made.write(x, ZONE[form] - 16, sender, 7)
    made.lines(x, ZONE[form], address)
    made.lines(25, 108, (*BODY, *more), 7.6)
    return made
