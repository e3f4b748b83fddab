"""The viewer on real files: pages, zoom, turning, what cannot be shown."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.cache import Touched
from app.domain.records import Document
from app.tasks import pages
from app.tasks.desk import Desk, Status
from app.tasks.pages import Priority
from app.ui.viewer.layout import Fit
from app.ui.viewer.pane import ViewerPane
from app.ui.viewer.pictures import Picture
from app.ui.viewer.wants import MOST_PIXELS
from tests.ui.fakes import FakeCache
from tests.ui.viewer.conftest import PAGES, Shelf, settle


def shown_words(pane: ViewerPane) -> str:
    return " ".join(label.text() for label in pane.findChildren(QLabel) if label.isVisibleTo(pane))


@pytest.mark.parametrize("document", ["pdf", "tiff"])
def test_a_document_opens_on_its_first_page_and_is_walked_by_keys(
    qtbot: QtBot, pane: ViewerPane, document: str
) -> None:
    pane.show_document(document)
    settle(qtbot, pane, document)
    seen: list[int] = []
    pane.page_changed.connect(seen.append)
    assert pane.canvas.page == 1
    pane.canvas.setFocus()
    QTest.keyClick(pane.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert pane.canvas.page == 2
    QTest.keyClick(pane.canvas, Qt.Key.Key_End)
    assert pane.canvas.page == PAGES
    QTest.keyClick(pane.canvas, Qt.Key.Key_Home)
    assert pane.canvas.page == 1
    for _ in range(10):
        QTest.keyClick(pane.canvas, Qt.Key.Key_Space)
    assert pane.canvas.page == PAGES
    assert seen[:3] == [2, 3, 1]
    assert "3" in pane.canvas.accessibleDescription()


def test_go_to_page_by_number(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    pane.commands.go_to.trigger()
    QTest.keyClicks(pane.bar.page_field, "3")
    QTest.keyClick(pane.bar.page_field, Qt.Key.Key_Return)
    assert pane.canvas.page == 3
    assert pane.bar.page_field.text() == "3"
    pane.show_document("tiff", page=2)
    settle(qtbot, pane, "tiff")
    assert pane.canvas.page == 2


def test_pictures_are_as_sharp_as_the_screen_and_painted(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("one")
    settle(qtbot, pane, "one")
    picture = pane.canvas.pictures.whole(1, 0)
    assert picture is not None
    box = pane.canvas.column.box(0)
    ratio = pane.canvas.devicePixelRatioF()
    assert abs(picture.image.width() - box.width * ratio) <= 1
    # The black corner of the sheet stands where the page begins.
    painted = pane.canvas.viewport().grab().toImage()
    corner = painted.pixelColor(int((box.x + 10) * ratio), int((box.y + 10) * ratio))
    assert corner.lightness() < 60


def test_zoom_keeps_the_point_under_the_pointer(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    canvas = pane.canvas
    at = QPointF(300, 250)

    def under_pointer() -> tuple[int, float, float]:
        anchor = canvas._anchor(at.x(), at.y())
        assert anchor is not None
        return anchor.page, anchor.across, anchor.down

    before = under_pointer()
    canvas.zoom_to(3.0, at)
    after = under_pointer()
    assert before[0] == after[0]
    assert before[1] == pytest.approx(after[1], abs=0.01)
    assert before[2] == pytest.approx(after[2], abs=0.01)
    pane.commands.life_size.trigger()
    assert canvas.scale() == pytest.approx(1.0)
    pane.commands.zoom_in.trigger()
    assert canvas.scale() == pytest.approx(1.1)
    pane.commands.fit_page.trigger()
    assert canvas.column.fit is Fit.PAGE
    assert canvas.column.box(0).height <= canvas.viewport().height()
    pane.commands.fit_width.trigger()
    assert canvas.column.fit is Fit.WIDTH


def test_far_zoom_draws_the_visible_part_and_memory_stays_bounded(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    pane.canvas.zoom_to(8.0)
    qtbot.waitUntil(lambda: pane.canvas.pictures.detail(1) is not None, timeout=20000)
    part, whole = pane.canvas.pictures.detail(1), pane.canvas.pictures.whole(1, 0)
    assert part is not None and whole is not None and part.want.clip_mm is not None
    assert part.want.dpi == pytest.approx(96 * 8 * pane.canvas.devicePixelRatioF())
    room = pane.canvas.viewport().width() * pane.canvas.viewport().height() * pane.canvas.devicePixelRatioF() ** 2
    assert part.image.width() * part.image.height() < 2.5 * room
    assert whole.image.width() * whole.image.height() <= MOST_PIXELS * 1.01


def test_turning_the_view_and_turning_for_everyone(
    qtbot: QtBot, pane: ViewerPane, page_desk: Desk, viewer_cache: FakeCache
) -> None:
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    assert not pane.commands.keep_rotation.isEnabled()
    pane.commands.rotate.trigger()
    assert pane.canvas.rotation == 90
    width, height = pane.canvas.column.size_mm(0)
    assert width > height
    settle(qtbot, pane, "pdf")
    pane.commands.keep_rotation.trigger()
    qtbot.waitUntil(lambda: pane.canvas.turned == 0 and pane.canvas.rotation == 90)
    found = viewer_cache.document("pdf")
    assert found is not None and found[2].rotation == 90
    page_desk.undo()
    qtbot.waitUntil(lambda: pane.canvas.rotation == 0)


def test_pages_of_a_pack_are_taken_to_be_alike_until_they_are_seen(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("pack")
    settle(qtbot, pane, "pack")
    assert len(pane.canvas.column) == 3
    pane.show_page(2)
    qtbot.waitUntil(lambda: pane.canvas.column.size_mm(1)[0] > pane.canvas.column.size_mm(1)[1], timeout=20000)
    assert pane.canvas.page == 2


def test_an_unreadable_document_says_why_and_the_next_one_opens(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("broken")
    qtbot.waitUntil(lambda: pane.panel.button.isVisible(), timeout=20000)
    assert pane.panel.accessibleName()
    assert pane.panel.accessibleDescription()
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    assert pane.canvas.isVisible()


def test_a_page_that_cannot_be_fetched_leaves_the_others_alone(
    qtbot: QtBot, pane: ViewerPane, shelf: Shelf, page_desk: Desk
) -> None:
    shelf.gone = {("pack", 2)}
    pane.show_document("pack")
    settle(qtbot, pane, "pack")
    pane.show_page(2)
    qtbot.waitUntil(lambda: 2 in pane.canvas.pictures.failures, timeout=20000)
    assert pane.canvas.pictures.whole(1, 0) is not None
    assert "Zentrale" in pane.canvas.accessibleDescription()
    pane.canvas.viewport().grab()
    shelf.gone = set()
    page_desk.set_status(Status(online=True))
    qtbot.waitUntil(lambda: pane.canvas.pictures.whole(2, 0) is not None, timeout=20000)
    assert not pane.canvas.pictures.failures


def test_facts_and_warnings_stand_over_the_pages(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    words = shown_words(pane)
    for word in ("Mietvertrag", "18.11.2026", "Angekündigt waren 7 Seiten", "Duplikat"):
        assert word in words
    assert "Angekündigt waren 7 Seiten" in pane.facts.accessibleDescription()


def test_leaving_a_document_cancels_what_was_asked_for_it(
    qtbot: QtBot, pane: ViewerPane, page_desk: Desk
) -> None:
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    pane.canvas.zoom_to(1.7)
    pane.canvas._want()
    assert pane.canvas.pictures.outstanding() > 0
    tickets = [ticket for ticket, _priority in pane.canvas.pictures._tickets.values()]
    pane.show_document("one")
    assert all(ticket.cancelled() for ticket in tickets)
    settle(qtbot, pane, "one")
    pane.hide()
    pane.canvas.zoom_to(1.9)
    pane.canvas._want()
    assert pane.canvas.pictures.outstanding() == 0


def test_the_next_document_is_drawn_ahead(qtbot: QtBot, pane: ViewerPane, page_desk: Desk) -> None:
    pane.show_document("one")
    settle(qtbot, pane, "one")
    pane.prefetch("tiff")
    qtbot.waitUntil(lambda: page_desk.pages.known_info("tiff") is not None, timeout=20000)
    drawn: list[object] = []
    page_desk.pages.request(
        pane.canvas.pictures.whole(1, 0).want,  # type: ignore[union-attr]
        Priority.THUMBNAIL,
        drawn.append,
    )
    qtbot.waitUntil(lambda: bool(drawn), timeout=20000)
    asked: list[object] = []
    request = page_desk.pages.request

    def noting(want: object, *rest: object, **more: object) -> object:
        asked.append(want)
        return request(want, *rest, **more)  # type: ignore[arg-type]

    page_desk.pages.request = noting  # type: ignore[method-assign, assignment]
    pane.show_document("tiff")
    qtbot.waitUntil(lambda: pane.canvas.page == 1 and pane.canvas.pictures.whole(1, 0) is not None)
    assert all(getattr(want, "page", 0) != 1 for want in asked)


def test_thumbnails_are_drawn_for_what_is_seen_and_lead_to_their_page(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.commands.thumbnails.trigger()
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    qtbot.waitUntil(lambda: pane.thumbnails.pictures.whole(3, 0) is not None, timeout=20000)
    pane.thumbnails.setCurrentIndex(pane.thumbnails.model().index(2, 0))
    assert pane.canvas.page == 3
    pane.show_page(1)
    assert pane.thumbnails.currentIndex().row() == 0


def test_every_button_has_a_name_for_screen_readers(pane: ViewerPane) -> None:
    from PySide6.QtWidgets import QToolButton

    nameless = [button.objectName() for button in pane.bar.findChildren(QToolButton) if not button.accessibleName()]
    assert not nameless


def test_a_coarse_picture_stands_there_until_the_sharp_one_comes(
    qtbot: QtBot, pane: ViewerPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the sizes of pages are taken on trust: few dots must not be taken for a small page."""
    came: list[Picture] = []
    monkeypatch.setattr(pages, "_is_slow", lambda located, dpi: True)
    pane.canvas.pictures.arrived.connect(came.append)
    pane.show_document("pack")
    settle(qtbot, pane, "pack")
    first, *_between = [picture for picture in came if picture.want.page == 1]
    sharp = pane.canvas.pictures.whole(1, 0)
    assert first.coarse and sharp is not None and not sharp.coarse
    assert sharp.image.width() > 3 * first.image.width()
    assert pane.canvas.column.size_mm(0) == pytest.approx((210, 297), abs=1.5)


def test_a_document_that_was_away_while_its_site_was_filled_anew_is_shown_afterwards(
    qtbot: QtBot, pane: ViewerPane, shelf: Shelf, viewer_cache: FakeCache, page_desk: Desk
) -> None:
    shelf.files["new"] = shelf.files["one"]
    pane.show_document("new")
    qtbot.waitUntil(lambda: pane.opening.problem is not None and pane.panel.isVisible(), timeout=20000)
    page_desk.tell(Touched(documents=frozenset({"other"})))
    viewer_cache.put(Document(id="new", sha256="00", pages=1))
    page_desk.tell(Touched(everything=True))
    settle(qtbot, pane, "new")
    assert pane.opening.problem is None
