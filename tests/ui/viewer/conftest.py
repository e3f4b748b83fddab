"""A desk whose pages are real files, drawn by the real reading process."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pymupdf
import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.adapters.pages.process import ReaderProcess
from app.domain.errors import CentreUnreachable
from app.domain.pages import PageReader
from app.domain.records import Document
from app.tasks.desk import Desk
from app.tasks.lanes import Bridge
from app.tasks.pages import Located, PageQueue
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import ME, SITE, FakeCache

PAGES = 3
LETTER = (
    ("Sehr geehrte Frau Müller,", "Ihr Antrag auf Miete wurde bewilligt."),
    ("Die Miete beträgt 512,40 EUR.", "Zahlung auf DE89 3704 0044 0532 0130 00."),
    ("Untermieter sind anzugeben.",),
    ("Mit freundlichen Grüßen",),
)
"""Lines of the pages of the document "letter"."""


class Shelf:
    """Documents as files; ``gone`` pages are at a centre that is not reached."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}
        self.packs: dict[str, list[Path]] = {}
        self.gone: set[tuple[str, int]] = set()

    def locate(self, document: str, page: int) -> Located:
        if (document, page) in self.gone:
            raise CentreUnreachable("Die Zentrale ist nicht erreichbar.", "Versuchen Sie es später noch einmal.")
        if document in self.packs:
            return Located(self.packs[document][page - 1], 1)
        return Located(self.files[document], page)

    def whole(self, document: str) -> Located:
        return self.locate(document, 1)


def sheet(number: int, size: tuple[int, int] = (827, 1169)) -> Image.Image:
    """A page whose upper left corner is black and that has its number on it."""
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 120, 120), fill=0)
    draw.text((size[0] // 2, size[1] // 2), str(number), fill=0)
    return picture


def write(path: Path, pictures: list[Image.Image]) -> Path:
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=100, dpi=(100, 100))
    return path


@pytest.fixture(scope="session")
def reader() -> Iterator[PageReader]:
    process = ReaderProcess()
    yield process
    process.close()


class Kept:
    """The reading process outlives the desks of the tests."""

    def __init__(self, reader: PageReader) -> None:
        self._reader = reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def close(self) -> None: ...


def write_letter(path: Path) -> Path:
    """Four pages of text; an outline of three entries; page 1 links to page 3 and to an address."""
    letter = pymupdf.open()
    for lines in LETTER:
        page = letter.new_page()
        for place, line in enumerate(lines):
            page.insert_text((72, 100 + place * 40), line, fontsize=12)
    letter[0].insert_link({"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(70, 400, 300, 430), "page": 2})
    address = {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(70, 500, 300, 530), "uri": "https://example.org/<b>x"}
    letter[0].insert_link(address)
    letter.set_toc([[1, "Bescheid", 1], [2, "Begründung", 2], [1, "Anlagen", 3]])
    letter.save(path)
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf()
    made.files["pdf"] = write(tmp_path / "a.pdf", [sheet(n + 1) for n in range(PAGES)])
    made.files["tiff"] = write(tmp_path / "a.tif", [sheet(n + 1) for n in range(PAGES)])
    made.files["one"] = write(tmp_path / "one.pdf", [sheet(1)])
    made.files["letter"] = write_letter(tmp_path / "letter.pdf")
    made.files["broken"] = tmp_path / "broken.pdf"
    made.files["broken"].write_bytes(b"no document at all")
    made.packs["pack"] = [
        write(tmp_path / "p1.pdf", [sheet(1)]),
        write(tmp_path / "p2.pdf", [sheet(2, (1169, 827))]),
        write(tmp_path / "p3.pdf", [sheet(3)]),
    ]
    return made


@pytest.fixture
def viewer_cache(shelf: Shelf) -> FakeCache:
    cache = FakeCache(filed=0, inbox=0)
    plain = Document(id="pdf", sha256="00", pages=PAGES, document_type="Mietvertrag", received_on="2026-11-18")
    warnings = (("pages", "Angekündigt waren 7 Seiten, gekommen sind 3."),)
    cache.put(
        replace(plain, warnings=warnings, duplicate_of="tiff"),
        replace(plain, id="tiff", media="tiff", warnings=()),
        replace(plain, id="one", pages=1),
        replace(plain, id="letter", pages=len(LETTER), has_text=True, warnings=()),
        replace(plain, id="broken"),
        replace(plain, id="pack", pack=((0, 1), (1, 1), (2, 1))),
    )
    return cache


@pytest.fixture
def page_desk(shelf: Shelf, viewer_cache: FakeCache, reader: PageReader, qapp: QApplication) -> Iterator[Desk]:
    bridge = Bridge()
    desk = Desk(viewer_cache, PageQueue(shelf, cast(PageReader, Kept(reader)), bridge), ME, SITE, bridge)
    yield desk
    desk.close()


@pytest.fixture
def pane(page_desk: Desk, qtbot: QtBot) -> ViewerPane:
    made = ViewerPane(page_desk)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def settle(qtbot: QtBot, pane: ViewerPane, document: str) -> None:
    """Wait until a document is laid out and all that it wants to show was drawn or refused."""
    qtbot.waitUntil(
        lambda: pane.canvas.document == document
        and pane.canvas.page > 0
        and pane.canvas.pictures.outstanding() == 0
        and (pane.canvas.pictures.whole(pane.canvas.page, pane.canvas.rotation) is not None
             or bool(pane.canvas.pictures.failures)),
        timeout=20000,
    )  # fmt: skip
