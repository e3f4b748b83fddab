"""Searching, selecting, copying, links and the outline, on real text of real files."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.domain.pages import Word
from app.ui.viewer.pane import ViewerPane
from app.ui.viewer.sides import HITS, OUTLINE, PAGES, TEXT
from tests.ui.fakes import FakeCache
from tests.ui.viewer.conftest import Shelf, settle
from tests.ui.viewer.test_reading import Listed


@pytest.fixture
def letter(qtbot: QtBot, pane: ViewerPane) -> ViewerPane:
    pane.show_document("letter")
    settle(qtbot, pane, "letter")
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.canvas.setFocus()
    return pane


def find(qtbot: QtBot, pane: ViewerPane, text: str) -> list[tuple[int, str]]:
    """(page, text) of the hits, when all pages were searched."""
    QTest.keyClick(pane.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = pane.text.finding.bar
    qtbot.waitUntil(bar.field.hasFocus)
    QTest.keyClicks(bar.field, text)
    search = pane.text.finding.search
    qtbot.waitUntil(lambda: search.text == text and not search.running, timeout=20000)
    return [(found.place.number, found.hit.text) for found in search.hits]


def at_word(pane: ViewerPane, page: int, number: int) -> QPoint:
    """The middle of a word on the screen, when the words of its page are known."""
    place = pane.canvas.place_of(page)
    assert place is not None
    words = pane.text.words.known(place.document, place.page)
    assert words is not None
    return place.rect(words[number].box_mm).center().toPoint()


def want_words(qtbot: QtBot, pane: ViewerPane, page: int = 1) -> None:
    pane.text.words.want("letter", page)
    qtbot.waitUntil(lambda: pane.text.words.known("letter", page) is not None, timeout=20000)


def test_a_search_lists_and_marks_every_hit_and_walks_through_them(qtbot: QtBot, letter: ViewerPane) -> None:
    pane, finding = letter, letter.text.finding
    assert find(qtbot, pane, "miete") == [(1, "Miete"), (2, "Miete"), (3, "Untermieter")]
    assert pane.side.shown == HITS and finding.bar.count.text() == "1 von 3"
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Return)
    assert finding.bar.count.text() == "2 von 3" and pane.canvas.page == 2
    QTest.keyClick(finding.bar.field, Qt.Key.Key_F3)
    assert finding.bar.count.text() == "3 von 3" and pane.canvas.page == 3
    QTest.keyClick(finding.bar.field, Qt.Key.Key_F3)
    assert pane.canvas.page == 1, "round at the end"
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pane.canvas.page == 3
    entries = finding.panel.table.entries()
    assert [entry.detail for entry in entries] == ["Seite 1", "Seite 2", "Seite 3"]
    assert "Antrag auf" in entries[0].text and "Antrag auf" in entries[0].spoken
    current = finding.panel.table.current_row()
    assert current is not None and current.id == "2"
    finding.panel.table.go_to(0)
    assert pane.canvas.page == 1
    # The hit is marked where the word stands: no longer black on white.
    settle(qtbot, pane, "letter")
    place = pane.canvas.place_of(1)
    assert place is not None
    spot = place.rect(finding.search.hits[0].hit.boxes[0]).topLeft().toPoint()
    ratio = pane.canvas.devicePixelRatioF()
    colour = pane.canvas.viewport().grab().toImage().pixelColor(
        round((spot.x() + 2) * ratio), round((spot.y() + 1) * ratio)
    )  # fmt: skip
    assert colour.blue() < 120 < colour.red()
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Escape)
    assert finding.bar.isHidden() and not finding.search.hits and pane.side.shown != HITS
    assert pane.canvas.hasFocus()


def test_numbers_are_found_however_they_are_spaced(qtbot: QtBot, letter: ViewerPane) -> None:
    assert find(qtbot, letter, "de893704") == [(2, "DE89 3704")]
    assert letter.canvas.page == 2


def test_another_document_ends_the_search_and_is_searched_in_its_turn(qtbot: QtBot, letter: ViewerPane) -> None:
    pane, finding = letter, letter.text.finding
    find(qtbot, pane, "miete")
    pane.show_document("one")
    settle(qtbot, pane, "one")
    qtbot.waitUntil(lambda: finding.search.pages == 1 and not finding.search.running, timeout=20000)
    assert finding.search.hits == [] and finding.search.wordless
    assert "Kein Text" in finding.bar.count.text()


def test_pages_without_text_say_so_and_offer_to_recognise_it(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("one")
    settle(qtbot, pane, "one")
    panel, wanted = pane.text.finding.panel, []
    pane.text.recognise_wanted.connect(wanted.append)
    pane.text.finding.bar.open()
    pane.text.finding.look_for("Miete")
    pane.side.show_tab(HITS)
    qtbot.waitUntil(lambda: pane.text.finding.search.wordless, timeout=20000)
    qtbot.waitUntil(lambda: "ohne Text" in panel.empty.accessibleName())
    assert not panel.empty.button.isVisible()
    panel.offer_recognition(True)
    qtbot.mouseClick(panel.empty.button, Qt.MouseButton.LeftButton)
    assert wanted == ["one"]
    pane.text.finding.bar.field.setText("Miet")
    pane.text.words.supply("one", 1, (Word("Mietvertrag", (20, 30, 40, 5), 0),))
    pane.text.refresh()
    qtbot.waitUntil(lambda: len(pane.text.finding.search.hits) == 1, timeout=20000)


def test_text_is_selected_with_the_mouse_and_copied(qtbot: QtBot, letter: ViewerPane) -> None:
    want_words(qtbot, letter)
    viewport = letter.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at_word(letter, 1, 1))
    QTest.mouseMove(viewport, at_word(letter, 1, 5))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=at_word(letter, 1, 5))
    assert letter.text.selection.text() == "geehrte Frau Müller,\nIhr Antrag"
    QTest.keyClick(letter.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "geehrte Frau Müller,\nIhr Antrag"
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at_word(letter, 1, 8))
    assert letter.text.selection.text() == "wurde"
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(20, 300))
    assert not letter.text.selection and not letter.commands.copy.isEnabled()


def test_all_text_of_a_page_is_copied_by_keys_also_when_it_is_turned(qtbot: QtBot, letter: ViewerPane) -> None:
    letter.commands.rotate.trigger()
    letter.show_page(2)
    QTest.keyClick(letter.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Zahlung" in letter.text.selection.text(), timeout=20000)
    QTest.keyClick(letter.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "Die Miete beträgt 512,40 EUR."


def test_links_lead_inside_the_document_and_addresses_are_only_shown(qtbot: QtBot, letter: ViewerPane) -> None:
    letter.text.links.want("letter", 1)
    qtbot.waitUntil(lambda: bool(letter.text.links.known("letter", 1)), timeout=20000)
    letter.commands.fit_page.trigger()

    def spot(down: float) -> QPoint:
        place = letter.canvas.place_of(1)
        assert place is not None
        return place.point(150 * 25.4 / 72, down * 25.4 / 72).toPoint()

    outside = spot(515)
    bar = letter.text.address_bar
    QTest.mouseMove(letter.canvas.viewport(), outside)
    assert letter.canvas.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(letter.canvas.viewport(), Qt.MouseButton.LeftButton, pos=outside)
    assert bar.isVisible() and bar.address.text() == "https://example.org/<b>x"
    qtbot.mouseClick(bar.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "https://example.org/<b>x"
    QTest.mouseClick(letter.canvas.viewport(), Qt.MouseButton.LeftButton, pos=spot(415))
    assert letter.canvas.page == 3


def test_the_outline_leads_to_its_pages(qtbot: QtBot, letter: ViewerPane) -> None:
    QTest.keyClick(letter.canvas, Qt.Key.Key_G)
    assert letter.side.shown == OUTLINE
    tree = letter.outline.tree
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 2, timeout=20000)
    first = tree.topLevelItem(0)
    assert first is not None and first.child(0).text(0) == "Begründung"
    tree.setCurrentItem(first.child(0))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert letter.canvas.page == 2
    letter.show_document("one")
    settle(qtbot, letter, "one")
    qtbot.waitUntil(lambda: "keine Gliederung" in letter.outline.empty.accessibleName(), timeout=20000)
    QTest.keyClick(letter.canvas, Qt.Key.Key_T)
    assert letter.side.shown == PAGES


def test_a_file_that_is_read_as_one_is_searched_as_one(qtbot: QtBot, letter: ViewerPane) -> None:
    letter.use_list(Listed("one", "letter", "pdf"))
    letter.commands.whole_file.trigger()
    settle(qtbot, letter, "file")
    letter.canvas.setFocus()
    assert find(qtbot, letter, "miete") == [(2, "Miete"), (3, "Miete"), (4, "Untermieter")]
    letter.commands.outline.trigger()
    assert letter.outline.tree.topLevelItemCount() == 3
    letter.outline.chosen.emit(6)
    assert letter.document_id == "pdf"


def test_the_text_of_the_page_is_read_in_a_tab_and_copied_by_keys(qtbot: QtBot, letter: ViewerPane) -> None:
    QTest.keyClick(letter.canvas, Qt.Key.Key_X)
    assert letter.side.shown == TEXT
    field = letter.side.findChild(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit) and field.isReadOnly() and field.accessibleName()
    qtbot.waitUntil(lambda: field.toPlainText().startswith("Sehr geehrte Frau Müller,\nIhr Antrag"), timeout=20000)
    letter.show_page(3)
    qtbot.waitUntil(lambda: field.toPlainText() == "Untermieter sind anzugeben.", timeout=20000)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Untermieter sind anzugeben."


def test_a_screen_reader_hears_the_page_and_nobody_else_pays_for_it(
    qtbot: QtBot, letter: ViewerPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert letter.text.words.known("letter", 1) is None, "nobody listens: the words are not asked for"
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    letter.show_page(2)
    qtbot.waitUntil(lambda: "512,40 EUR" in letter.canvas.accessibleDescription(), timeout=20000)
    assert letter.canvas.accessibleDescription().startswith("Seite 2 von 4")
    letter.show_page(4)
    assert "512,40" not in letter.canvas.accessibleDescription()
    qtbot.waitUntil(lambda: "Mit freundlichen" in letter.canvas.accessibleDescription(), timeout=20000)


def test_a_scan_is_not_fetched_to_find_out_that_it_has_no_text(
    qtbot: QtBot, pane: ViewerPane, shelf: Shelf, viewer_cache: FakeCache
) -> None:
    found = viewer_cache.document("pdf")
    assert found is not None and not found[2].has_text
    pane.use_list(Listed("pdf", "letter", "tiff"))
    pane.show_document("letter")
    settle(qtbot, pane, "letter")
    pane.commands.whole_file.trigger()
    settle(qtbot, pane, "file")
    shelf.gone = {("tiff", page) for page in (1, 2, 3)}
    assert find(qtbot, pane, "gruessen") == [(7, "Grüßen")]
    assert pane.text.finding.search.without_text == 6
