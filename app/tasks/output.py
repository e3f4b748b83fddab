"""Printing and export on a thread and with a reading process of their own: the viewer goes on meanwhile."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPagedPaintDevice, QPainter

from app.domain.cache import Cache
from app.domain.central import Central
from app.domain.errors import AppError
from app.domain.pages import PageReader, RenderJob
from app.domain.texts import _
from app.services.export_documents import Exported, Order, export_documents, save_attachment, save_original
from app.tasks.drawn import as_image
from app.tasks.lanes import Bridge, Lane, Ticket

MM_PER_INCH = 25.4
MOST_DPI = 600
"""Printers that claim more do not show more of a scan."""
MOST_PIXELS = 36_000_000
"""A page of A4 at ``MOST_DPI``; larger pages are drawn more coarsely."""

Progress = Callable[[int, int], None]
"""Told (pages done, all pages), on the Qt thread."""
Failed = Callable[[AppError], None]


class Output:
    """Call on the Qt thread; answers come on it. ``make_reader`` starts a reading process for one job."""

    def __init__(
        self, central: Callable[[], Central], cache: Cache, make_reader: Callable[[], PageReader], bridge: Bridge
    ) -> None:
        self._central, self._cache, self._make_reader, self._bridge = central, cache, make_reader, bridge
        self._lane = Lane("output", bridge)
        self._running: Ticket | None = None

    def export(
        self, order: Order, target: Path, progress: Progress, done: Callable[[Exported], None], failed: Failed
    ) -> Ticket:
        """One PDF at ``target``. Cancelled, it leaves no file."""

        def work(reader: PageReader, told: Progress, cancelled: Callable[[], bool]) -> Exported:
            return export_documents(self._central, self._cache, reader, order, target, told, cancelled)

        return self._run(work, progress, done, failed)

    def print(
        self,
        order: Order,
        printer: QPagedPaintDevice,
        progress: Progress,
        done: Callable[[Exported], None],
        failed: Failed,
    ) -> Ticket:
        """Every page of the order on ``printer``; what it has when it is cancelled is up to the printer."""

        def work(reader: PageReader, told: Progress, cancelled: Callable[[], bool]) -> Exported:
            made = export_documents(self._central, self._cache, reader, order, None, None, cancelled)
            _print(reader, made.data, printer, told, cancelled)
            return made

        return self._run(work, progress, done, failed)

    def save_original(
        self, document: str, target: Path, by: str, done: Callable[[None], None], failed: Failed
    ) -> Ticket:
        """The document's file as it came."""
        return self._lane.run(
            lambda: save_original(self._central, self._cache, document, target, by), done, failed
        )

    def save_attachment(
        self, order: Order, index: int, target: Path, done: Callable[[None], None], failed: Failed
    ) -> Ticket:
        """A file (from 0) inside the one document of the order, as it is."""

        def work() -> None:
            reader = self._make_reader()
            try:
                save_attachment(self._central, self._cache, reader, order, index, target)
            finally:
                reader.close()

        return self._lane.run(work, done, failed)

    def close(self) -> None:
        """What is being made is given up."""
        if self._running is not None:
            self._running.cancel()
        self._lane.close()

    def _run(
        self,
        work: Callable[[PageReader, Progress, Callable[[], bool]], Exported],
        progress: Progress,
        done: Callable[[Exported], None],
        failed: Failed,
    ) -> Ticket:
        started: list[Ticket] = []

        def cancelled() -> bool:
            return any(ticket.cancelled() for ticket in started)

        def told(pages: int, total: int) -> None:
            self._bridge.post(lambda: None if cancelled() else progress(pages, total))

        def run() -> Exported | None:
            reader = self._make_reader()
            try:
                return work(reader, told, cancelled)
            except InterruptedError:  # cancelled: nobody waits for the answer
                return None
            finally:
                reader.close()

        started.append(self._lane.run(run, lambda made: None if made is None else done(made), failed))
        self._running = started[0]
        return started[0]


def _print(
    reader: PageReader, pdf: bytes, printer: QPagedPaintDevice, told: Progress, cancelled: Callable[[], bool]
) -> None:
    sizes = reader.inspect(pdf).sizes_mm
    painter = QPainter()
    if not painter.begin(printer):
        raise _no_printer()
    try:
        for page, size in enumerate(sizes, start=1):
            if cancelled():
                raise InterruptedError
            if page > 1 and not printer.newPage():
                raise _no_printer()
            _print_page(reader, pdf, page, size, printer, painter)
            told(page, len(sizes))
    finally:
        painter.end()


def _print_page(
    reader: PageReader,
    pdf: bytes,
    page: int,
    size_mm: tuple[float, float],
    printer: QPagedPaintDevice,
    painter: QPainter,
) -> None:
    """In its own size, smaller where the paper is; turned where it lies the other way."""
    dots = printer.logicalDpiX()
    room = QRectF(0, 0, printer.width(), printer.height())
    turned = (size_mm[0] > size_mm[1]) != (room.width() > room.height())
    width, height = (edge / MM_PER_INCH * dots for edge in (size_mm[::-1] if turned else size_mm))
    scale = min(1.0, room.width() / width, room.height() / height)
    fine = (MOST_PIXELS / max(width * height / dots**2, 0.01)) ** 0.5
    dpi = min(dots * scale, MOST_DPI, fine)
    image = as_image(reader.render(RenderJob(pdf, page, dpi, 90 if turned else 0)))
    target = QRectF(0, 0, width * scale, height * scale)
    target.moveCenter(room.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, image)


def _no_printer() -> AppError:
    return AppError(
        _("Der Drucker nimmt den Auftrag nicht an."),
        _("Prüfen Sie, ob er eingeschaltet und erreichbar ist, oder wählen Sie einen anderen."),
        code="printer",
    )
