"""What the team lead takes along, asked for through the screen and read back: CSV and PDF, and why none is there."""

import csv
import re
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from app.domain.records import Worker
from app.services.team_figures import UNASSIGNED, Slice, lead_sites, load_figures
from app.tasks.desk import Desk
from app.ui.team.report import Block, paged, report_pdf
from app.ui.team.screen import TeamScreen, today
from tests.ui.fakes import FakeCache


def saved(screen: TeamScreen, target: Path, qtbot: QtBot, kind: str) -> list[str]:
    """Ask for a file at ``target``; gives back the names that were proposed."""
    proposed: list[str] = []

    def find(_parent: object, name: str) -> Path:
        proposed.append(name)
        return target

    screen.exporting.find_file = find
    with qtbot.waitSignal(screen.exporting.saved):
        getattr(screen.exporting, kind).trigger()
    assert target.name in screen.notice.accessibleName()
    return proposed


def test_the_list_is_saved_as_it_is_filtered(screen: TeamScreen, tmp_path: Path, qtbot: QtBot) -> None:
    screen.overview.part_wanted.emit(Slice(UNASSIGNED))
    qtbot.waitUntil(lambda: len(screen.overview.post.list.rows()) == 2)
    (name,) = saved(screen, tmp_path / "liste.csv", qtbot, "list")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d Offene Post Liste\.csv", name)
    with (tmp_path / "liste.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    assert [line[0] for line in lines] == ["Postnummer", "K17-3", "K17-4"]
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", lines[1][1])


def test_the_figures_are_saved(screen: TeamScreen, tmp_path: Path, qtbot: QtBot) -> None:
    saved(screen, tmp_path / "zahlen.csv", qtbot, "figures")
    with (tmp_path / "zahlen.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {tuple(line[:2]): line[2] for line in csv.reader(file, delimiter=";")}
    assert found["Offen", "alle"] == "5" and found["Offen nach Person", "Jan Weber"] == "1"


def test_the_report_has_its_figures_bars_and_page_numbers(
    screen: TeamScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    saved(screen, tmp_path / "bericht.pdf", qtbot, "report")
    document = pypdfium2.PdfDocument(tmp_path / "bericht.pdf")
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    assert [round(edge / 72 * 25.4) for edge in document[0].get_size()] == [210, 297]
    text = "\n".join(pages)
    pictures = ("Alter in Kalendertagen", "Eingang und Ablage je Tag", "Offene Post nach Team")
    assert all(said in text for said in ("Offene Post", *pictures, "Jan Weber", "Leistung 2", "Fax"))
    assert all(f"Seite {number} von {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert "Brief 0" not in text and "K17" not in text  # nothing about single documents
    kinds = {obj.type for page in document for obj in page.get_objects()}
    assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds and pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds  # drawn as lines
    document.close()


def test_a_large_office_fills_several_pages(screen: TeamScreen, cache: FakeCache, desk: Desk) -> None:
    cache.put(*(Worker(id=f"w{n}", name=f"Name {n:03}", roles=("caseworker",)) for n in range(130)))
    figures = load_figures(cache, lead_sites(cache, desk.me.id), today())
    document = pypdfium2.PdfDocument(report_pdf(figures, screen.font().family()))
    text = "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    assert len(document) > 3 and all(f"Name {n:03}" in text for n in range(130))
    document.close()


def test_blocks_are_never_cut() -> None:
    blocks = [Block(height, lambda _painter, _room: None) for height in (300, 300, 300, 900, 100)]
    assert [[block.height for block in sheet] for sheet in paged(blocks, 700)] == [[300, 300], [300], [900], [100]]


@pytest.mark.parametrize("kind", ["figures", "list", "report"])
def test_a_folder_that_cannot_be_written_is_told(
    screen: TeamScreen, tmp_path: Path, qtbot: QtBot, kind: str
) -> None:
    screen.exporting.find_file = lambda _parent, _name: tmp_path / "fehlt" / "x.pdf"
    with qtbot.waitSignal(screen.exporting.failed):
        getattr(screen.exporting, kind).trigger()
    assert "konnte dort nicht gespeichert werden" in screen.notice.accessibleName()
    screen.exporting.find_file = lambda _parent, _name: None
    getattr(screen.exporting, kind).trigger()
    assert list(tmp_path.glob("**/*.part")) == []
