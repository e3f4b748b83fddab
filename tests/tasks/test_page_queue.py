"""The queue in front of the reading process: what is looked at comes first, what was left is not drawn at all."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, DocumentUnreadable
from app.domain.pages import GREY8, DocumentInfo, Pixels, RenderJob, Source
from app.domain.records import Document
from app.tasks.drawn import DrawnPages
from app.tasks.lanes import Bridge
from app.tasks.pages import Located, PageQueue, PageWant, Priority


class Shelf:
    """Every page of every document is the same file, named by the document."""

    def locate(self, document: str, page: int) -> Located:
        return Located(Path(document), page, bytes_fetched=10)

    def whole(self, document: str) -> Located:
        return Located(Path(document + "-whole"), 1, bytes_fetched=1000)


class GatedReader:
    """Draws one grey square a page, notes the order, and waits at the gate before the first page."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.drawn: list[tuple[str, int]] = []
        self.released = 0
        self.interrupted = False
        self.passwords: list[str | None] = []
        self.warmth = threading.Event()
        self.warmth.set()

    def warm(self) -> None:
        assert self.warmth.wait(10)

    def inspect(self, source: Source, password: str | None = None) -> DocumentInfo:
        self.passwords.append(password)
        return DocumentInfo("pdf", ((210.0, 297.0),))

    def render(self, job: RenderJob) -> Pixels:
        self.begun.set()
        assert self.gate.wait(10)
        if str(job.source).startswith("hangs"):
            raise DocumentUnreadable("Das Lesen wurde abgebrochen.", "")
        if job.source == Path("broken"):
            raise DocumentUnreadable("Diese Seite ist beschädigt.", "Fordern Sie das Original an.")
        self.passwords.append(job.password)
        self.drawn.append((str(job.source), job.page))
        return Pixels(1024, 1024, 1024, GREY8, memoryview(bytearray([7]) * (1 << 20)), self._release)

    def _release(self) -> None:
        self.released += 1

    def texts(self, source: Source, password: str | None = None) -> tuple[str, ...]:
        self.passwords.append(password)
        return (str(source),)

    def cut_pack(self, source: Source, target: Path) -> tuple[tuple[int, int], ...]:
        return ()

    def interrupt(self) -> None:
        self.interrupted = True
        self.gate.set()

    def close(self) -> None:
        self.gate.set()


@pytest.fixture
def reader() -> GatedReader:
    return GatedReader()


@pytest.fixture
def queue(qtbot: QtBot, reader: GatedReader) -> Iterator[PageQueue]:
    made = PageQueue(Shelf(), reader, Bridge())
    yield made
    reader.gate.set()
    made.close()


def want(page: int, document: str = "a") -> PageWant:
    return PageWant(document, page, 96.0)


def test_the_visible_page_overtakes_neighbours_and_thumbnails(
    qtbot: QtBot, queue: PageQueue, reader: GatedReader
) -> None:
    pictures: list[QImage] = []
    queue.request(want(99), Priority.VISIBLE, pictures.append)
    assert reader.begun.wait(10)
    queue.request(want(1), Priority.THUMBNAIL, pictures.append)
    queue.request(want(2), Priority.NEXT_DOCUMENT, pictures.append)
    queue.request(want(3), Priority.NEIGHBOUR, pictures.append)
    queue.request(want(4), Priority.VISIBLE, pictures.append)
    reader.gate.set()
    qtbot.waitUntil(lambda: len(pictures) == 5)
    assert [page for _document, page in reader.drawn] == [99, 4, 3, 2, 1]
    assert pictures[0].pixelColor(0, 0).red() == 7
    assert reader.released == 0  # the pixels are lent as long as somebody has the pictures
    pictures.clear()
    queue.close()
    assert reader.released == 5


def test_a_cancelled_page_is_not_drawn_and_a_late_one_not_shown(
    qtbot: QtBot, queue: PageQueue, reader: GatedReader
) -> None:
    pictures: list[QImage] = []
    running = queue.request(want(1), Priority.VISIBLE, lambda image: pytest.fail("was cancelled"))
    assert reader.begun.wait(10)
    queue.request(want(2), Priority.VISIBLE, lambda image: pytest.fail("was cancelled")).cancel()
    running.cancel()
    queue.request(want(3), Priority.VISIBLE, pictures.append)
    reader.gate.set()
    qtbot.waitUntil(lambda: len(pictures) == 1)
    assert [page for _document, page in reader.drawn] == [1, 3]


def test_a_page_that_was_drawn_is_at_hand(qtbot: QtBot, queue: PageQueue, reader: GatedReader) -> None:
    pictures: list[QImage] = []
    reader.gate.set()
    assert queue.image(want(1)) is None
    queue.request(want(1), Priority.VISIBLE, pictures.append)
    qtbot.waitUntil(lambda: len(pictures) == 1)
    assert queue.image(want(1)) is not None
    queue.request(want(1), Priority.VISIBLE, pictures.append)
    qtbot.waitUntil(lambda: len(pictures) == 2)
    assert len(reader.drawn) == 1
    assert queue.bytes_fetched == 10


def test_a_page_that_cannot_be_read_says_why_and_the_next_is_drawn(
    qtbot: QtBot, queue: PageQueue, reader: GatedReader
) -> None:
    errors: list[AppError] = []
    pictures: list[QImage] = []
    reader.gate.set()
    queue.request(want(1, "broken"), Priority.VISIBLE, pictures.append, errors.append)
    queue.request(want(1), Priority.VISIBLE, pictures.append)
    qtbot.waitUntil(lambda: len(pictures) == 1 and len(errors) == 1)
    assert errors[0].title == "Diese Seite ist beschädigt."


def test_questions_reach_the_reader_with_the_bytes_of_their_page(qtbot: QtBot, queue: PageQueue) -> None:
    answers: list[tuple[str, int]] = []
    errors: list[AppError] = []
    queue.read("a", 3, lambda reader, source, page: (reader.texts(source)[0], page), answers.append)
    queue.read("a", 3, lambda reader, source, page: (reader.texts(source)[0], page), answers.append, whole=True)
    queue.read("a", 3, lambda reader, source, page: 1 // 0, answers.append, errors.append)
    qtbot.waitUntil(lambda: len(answers) == 2 and len(errors) == 1)
    assert sorted(answers) == [("a", 3), ("a-whole", 3)]
    assert queue.bytes_fetched == 1020


def test_a_password_is_used_for_everything_of_its_document(
    qtbot: QtBot, queue: PageQueue, reader: GatedReader
) -> None:
    answers: list[object] = []
    reader.gate.set()
    queue.info("a", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 1)
    queue.unlock("a", "geheim")
    assert queue.known_info("a") is None
    queue.info("a", answers.append)
    queue.request(want(1), Priority.VISIBLE, answers.append)
    queue.read("a", 1, lambda reader, source, page: reader.texts(source), answers.append)
    queue.read("a", 1, lambda reader, source, page: reader.render(RenderJob(source, page, 72)), answers.append)
    queue.info("b", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 6)
    assert reader.passwords == [None, "geheim", "geheim", "geheim", "geheim", None]


class Pair:
    """A queue with two readers: the first for what is looked at, the second for what may be looked at next."""

    def __init__(self) -> None:
        self.first, self.second = GatedReader(), GatedReader()
        self.queue = PageQueue(Shelf(), (self.first, self.second), Bridge())  # type: ignore[arg-type]

    def close(self) -> None:
        for reader in (self.first, self.second):
            reader.gate.set()
            reader.warmth.set()
        self.queue.close()


@pytest.fixture
def pair(qtbot: QtBot) -> Iterator[Pair]:
    made = Pair()
    yield made
    made.close()


def test_a_visible_page_does_not_wait_for_one_that_is_drawn_ahead(qtbot: QtBot, pair: Pair) -> None:
    pictures: list[QImage] = []
    pair.first.gate.set()
    pair.queue.request(want(2), Priority.NEIGHBOUR, pictures.append)
    assert pair.second.begun.wait(10)
    pair.queue.request(want(1), Priority.VISIBLE, pictures.append)
    qtbot.waitUntil(lambda: len(pictures) == 1)
    assert pair.first.drawn == [("a", 1)]


def test_nothing_is_drawn_ahead_while_a_visible_page_is_drawn(qtbot: QtBot, pair: Pair) -> None:
    pictures: list[QImage] = []
    pair.second.gate.set()
    pair.queue.request(want(1), Priority.VISIBLE, pictures.append)
    assert pair.first.begun.wait(10)
    pair.queue.request(want(2), Priority.NEIGHBOUR, pictures.append)
    assert not pair.second.begun.wait(0.05)
    pair.first.gate.set()
    qtbot.waitUntil(lambda: len(pictures) == 2)
    assert pair.second.drawn == [("a", 2)]


def test_visible_pages_of_two_documents_are_drawn_side_by_side(qtbot: QtBot, pair: Pair) -> None:
    pictures: list[QImage] = []
    for document in ("a", "b"):
        pair.queue.request(want(1, document), Priority.VISIBLE, pictures.append)
    assert pair.first.begun.wait(10) and pair.second.begun.wait(10)
    for reader in (pair.first, pair.second):
        reader.gate.set()
    qtbot.waitUntil(lambda: len(pictures) == 2)


def test_pages_of_a_large_document_are_drawn_by_the_reader_that_has_it_open(qtbot: QtBot, pair: Pair) -> None:
    class Large(Shelf):
        def locate(self, document: str, page: int) -> Located:
            record = Document(id="a", sha256="00", pages=200, page_sizes=((21000, 29700),))
            return Located(b"a" * (2 << 20), page, record=record)

    pair.queue.source = Large()
    pictures: list[QImage] = []
    infos: list[DocumentInfo] = []
    pair.queue.info("a", infos.append)
    qtbot.waitUntil(lambda: len(infos) == 1)
    for number in (1, 2):
        pair.queue.request(want(number), Priority.VISIBLE, pictures.append)
    assert pair.first.begun.wait(10) and not pair.second.begun.wait(0.05)
    pair.first.gate.set()
    qtbot.waitUntil(lambda: len(pictures) == 2)
    assert [page for _source, page in pair.first.drawn] == [1, 2] and pair.second.drawn == []


def test_a_page_that_is_being_drawn_ahead_is_not_drawn_again(qtbot: QtBot, pair: Pair) -> None:
    """Also when who asked first does not want it any more."""
    pictures: list[QImage] = []
    ahead = pair.queue.request(want(2), Priority.NEIGHBOUR, lambda image: pytest.fail("was cancelled"))
    assert pair.second.begun.wait(10)
    ahead.cancel()
    pair.queue.request(want(2), Priority.VISIBLE, pictures.append)
    pair.second.gate.set()
    qtbot.waitUntil(lambda: len(pictures) == 1)
    assert pair.first.drawn == [] and pair.second.drawn == [("a", 2)]


def test_the_first_picture_is_drawn_while_the_answer_travels_and_only_once(qtbot: QtBot, pair: Pair) -> None:
    answers: list[object] = []
    pair.queue.info("a", answers.append, ahead=lambda info: want(1))
    assert pair.first.begun.wait(10)
    qtbot.waitUntil(lambda: len(answers) == 1)
    pair.queue.request(want(1), Priority.VISIBLE, answers.append)
    pair.first.gate.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert pair.first.drawn == [("a", 1)] and pair.second.drawn == []


def test_hanging_pages_that_nobody_wants_make_room_for_a_visible_one(qtbot: QtBot, pair: Pair) -> None:
    pictures: list[QImage] = []
    hanging = [
        pair.queue.request(want(1, name), Priority.VISIBLE, pictures.append) for name in ("hangs", "hangs-too")
    ]
    assert pair.first.begun.wait(10) and pair.second.begun.wait(10)
    for ticket in hanging:
        ticket.cancel()
    pair.queue.request(want(1), Priority.VISIBLE, pictures.append)
    qtbot.waitUntil(lambda: len(pictures) == 1, timeout=5000)
    assert pair.first.interrupted and pair.second.interrupted


def test_pages_of_a_known_size_are_drawn_without_a_question_before(qtbot: QtBot) -> None:
    """What the record says of the pages' sizes spares the reader's look at the document."""
    record = Document(id="a", sha256="00", media="tiff", pages=3, page_sizes=((21000, 29700),))

    class Recorded(Shelf):
        def locate(self, document: str, page: int) -> Located:
            return Located(Path(document), page, record=record)

    class NeverInspected(GatedReader):
        def inspect(self, source: Source, password: str | None = None) -> DocumentInfo:
            raise AssertionError("was asked")

    reader, answers = NeverInspected(), []  # type: ignore[var-annotated]
    queue = PageQueue(Recorded(), reader, Bridge())  # type: ignore[arg-type]
    queue.info("a", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert answers[0] == DocumentInfo("tiff", ((210.0, 297.0),) * 3)
    reader.gate.set()
    queue.close()


def test_bytes_are_located_once(qtbot: QtBot) -> None:
    """The page of a pack, or a document that is kept whole, for all of its pages."""
    asked: list[tuple[str, int]] = []

    class Cached(Shelf):
        def locate(self, document: str, page: int) -> Located:
            asked.append((document, page))
            record = Document(id="b", sha256="00", pages=2) if document == "b" else None
            return Located(document.encode(), page, record=record)

    reader, pictures = GatedReader(), []  # type: ignore[var-annotated]
    reader.gate.set()
    queue = PageQueue(Cached(), reader, Bridge())  # type: ignore[arg-type]
    for document, page, dpi in (("a", 1, 50.0), ("a", 1, 60.0), ("b", 1, 50.0), ("b", 2, 50.0)):
        queue.request(PageWant(document, page, dpi), Priority.VISIBLE, pictures.append)
    qtbot.waitUntil(lambda: len(pictures) == 4)
    assert asked == [("a", 1), ("b", 1)] and reader.drawn[-1][1] == 2
    queue.close()


def test_drawn_pages_are_bounded_in_bytes() -> None:
    pages = DrawnPages(limit=3 * 100 * 100)
    for number in range(10):
        pages.keep(number, QImage(100, 100, QImage.Format.Format_Grayscale8))
    assert [number for number in range(10) if pages.get(number) is not None] == [7, 8, 9]
    pages.keep(9, QImage(300, 300, QImage.Format.Format_Grayscale8))
    assert [number for number in range(10) if pages.get(number) is not None] == [9]


class Heavy(Shelf):
    """Pages with as many bytes as colour scans have."""

    def locate(self, document: str, page: int) -> Located:
        return Located(document.encode() * 200_000, page)


def test_a_page_that_takes_long_is_shown_coarse_first(qtbot: QtBot) -> None:
    class Slow(GatedReader):
        def render(self, job: RenderJob) -> Pixels:
            self.dpi.append(job.dpi)
            return super().render(job)

        dpi: list[float] = []

    reader, coarse, sharp = Slow(), [], []  # type: ignore[var-annotated]
    reader.gate.set()
    queue = PageQueue(Heavy(), reader, Bridge())  # type: ignore[arg-type]
    queue.request(want(1), Priority.VISIBLE, sharp.append, coarse=coarse.append)
    qtbot.waitUntil(lambda: len(sharp) == 1)
    assert reader.dpi == [24.0, 96.0] and len(coarse) == 1
    queue.request(want(2), Priority.NEIGHBOUR, sharp.append, coarse=coarse.append)
    qtbot.waitUntil(lambda: len(sharp) == 2)
    assert reader.dpi == [24.0, 96.0, 96.0] and len(coarse) == 1
    queue.close()


def test_who_asks_while_a_page_is_drawn_gets_the_coarse_picture_too(qtbot: QtBot) -> None:
    class Halfway(GatedReader):
        def render(self, job: RenderJob) -> Pixels:
            if job.dpi < 96:
                return Pixels(1, 1, 4, GREY8, memoryview(bytearray(4)), lambda: None)
            return super().render(job)

    reader, coarse, answers = Halfway(), [], []  # type: ignore[var-annotated]
    queue = PageQueue(Heavy(), reader, Bridge())  # type: ignore[arg-type]
    queue.info("a", answers.append, ahead=lambda info: want(1))
    assert reader.begun.wait(10)
    queue.request(want(1), Priority.VISIBLE, answers.append, coarse=coarse.append)
    qtbot.waitUntil(lambda: len(coarse) == 1)
    assert len(answers) == 1
    reader.gate.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    queue.close()
