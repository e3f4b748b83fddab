"""Finding what is to be shown: a document's record and its pages, or all documents of a file; off the Qt thread."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.cache import Cache, Touched
from app.domain.errors import AppError
from app.domain.page_sets import is_arranged
from app.domain.pages import DocumentInfo
from app.domain.records import MERGED, Document
from app.domain.texts import _
from app.tasks.desk import Desk
from app.tasks.lanes import Ticket
from app.tasks.pages import PageWant, Priority
from app.ui.viewer.file_reading import as_one
from app.ui.viewer.layout import A4_MM
from app.ui.viewer.shown import Shown, shown_as

Answer = tuple[str, int, Document] | None
"""(site, version, record), as the cache answers."""
FirstPicture = Callable[[Shown], PageWant]


class Opening(QObject):
    """What one viewer shows. The answers for what was wanted before never come."""

    ready = Signal(object)
    """``Shown``: everything is there to lay out the pages."""
    failed = Signal(object)
    """``AppError``"""
    changed = Signal()
    """The record of the document was changed, by us or by others."""
    came_back = Signal()
    """What could not be shown was changed since, so that it may be possible now."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.document_id: str | None = None
        self.version = 0
        self.document: Document | None = None
        self.info: DocumentInfo | None = None
        self.file: Shown | None = None
        """The reading of a whole file, while that is shown."""
        self.problem: AppError | None = None
        """Why it cannot be shown."""
        self._unknown: AppError | None = None
        self._records: dict[str, tuple[int, Document]] = {}
        self._tickets: list[Ticket] = []
        self._ahead: list[Ticket] = []

    @property
    def complete(self) -> bool:
        return self.document is not None and (self.info is not None or self.file is not None)

    def leave(self) -> None:
        """Nothing is wanted any more."""
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets = []
        self._records = {}
        self._unknown = None
        self.document_id, self.document, self.info, self.file, self.problem = None, None, None, None, None

    def _fail(self, error: AppError) -> None:
        self.problem = error
        self.failed.emit(error)

    def open(self, document_id: str, first_picture: FirstPicture) -> None:
        """Look up a document; ``first_picture`` says what to draw while the pages are laid out."""
        self.leave()
        self.document_id = document_id
        self.info = self._desk.pages.known_info(document_id)
        self._tickets.append(self._desk.ask(lambda cache: cache.document(document_id), self._found, self._fail))
        if self.info is None:
            self._tickets.append(
                self._desk.pages.info(
                    document_id,
                    self._inspected,
                    self._not_inspected,
                    ahead=lambda info: first_picture(Shown(document_id, info.sizes_mm, False)),
                )
            )

    def open_file(self, documents: Sequence[str], current: str | None) -> None:
        """Look up all documents of a file, to be read as one; ``current`` is the one to begin with."""
        self.leave()
        self.document_id = current if current in documents else next(iter(documents), None)

        def look(cache: Cache) -> list[tuple[str, int, Document]]:
            found = ((id_, cache.document(id_)) for id_ in documents)
            return [(id_, answer[1], answer[2]) for id_, answer in found if answer is not None]

        self._tickets.append(self._desk.ask(look, self._found_file, self._fail))

    def turn_to(self, document_id: str) -> bool:
        """Inside a file that is read as one: make another of its documents the current one. False: it has no such."""
        if document_id not in self._records:
            return False
        self.document_id = document_id
        self.version, self.document = self._records[document_id]
        return True

    def prefetch(self, document_id: str, first_picture: FirstPicture) -> None:
        """Draw the first page of a document that is likely to be opened next, after all that is looked at now."""
        for ticket in self._ahead:
            ticket.cancel()
        self._ahead = []
        pages = self._desk.pages

        def draw(document: Document, info: DocumentInfo) -> None:
            want = first_picture(shown_as(document_id, document, info))
            if pages.image(want) is None:
                self._ahead.append(pages.request(want, Priority.NEXT_DOCUMENT, lambda _image: None))

        def found(answer: Answer) -> None:
            if answer is None:
                return
            known = _info_of(answer[2]) if is_arranged(answer[2]) else pages.known_info(document_id)
            if known is not None:
                draw(answer[2], known)
            else:
                self._ahead.append(
                    pages.info(document_id, lambda info: draw(answer[2], info), None, Priority.NEXT_DOCUMENT)
                )

        self._ahead.append(self._desk.ask(lambda cache: cache.document(document_id), found))

    def look_again(self, touched: Touched) -> None:
        """Records were changed: if this document's may be among them, it is looked up."""
        document_id = self.document_id
        if document_id is None or not (touched.everything or document_id in touched.documents):
            return
        if self.problem is not None and self.problem.code != "password":
            # While a site is filled anew its documents are not there: who looked at one sees it again afterwards.
            self.came_back.emit()
        elif self.document is not None:
            self._tickets.append(self._desk.ask(lambda cache: cache.document(document_id), self._changed))

    # --- answers ---------------------------------------------------------------------------------------------
    def _found(self, answer: Answer) -> None:
        if answer is None:
            gone = _("Dieses Dokument gibt es am Standort nicht (mehr).")
            self._fail(AppError(gone, _("Aktualisieren Sie die Liste.")))
            return
        _site, self.version, self.document = answer
        if self.document.state_of_work == MERGED:
            merged = _("Die Seiten dieses Dokuments liegen jetzt in einem anderen.")
            self._fail(AppError(merged, _("Öffnen Sie das Dokument, mit dem es zusammengeführt wurde."), code="merged"))
            return
        self.changed.emit()
        if is_arranged(self.document):
            # What its own file says, if it has one, is not about its pages.
            self.info, self.problem, self._unknown = _info_of(self.document), None, None
            self._complete()
        elif self._unknown is not None:
            self._fail(self._unknown)
        elif self.problem is not None and self.document.pack:
            # The file said that it cannot be read before its record was found.
            problem, self.problem = self.problem, None
            self._not_inspected(problem)
        else:
            self._complete()

    def _found_file(self, found: list[tuple[str, int, Document]]) -> None:
        if not found:
            empty = _("In dieser Akte ist nichts zu lesen.")
            self._fail(AppError(empty, _("Sobald ein Dokument abgelegt ist, erscheint es hier.")))
            return
        self._records = {id_: (version, document) for id_, version, document in found}
        current = self.document_id if self.document_id in self._records else found[0][0]
        self.file = as_one([(id_, document) for id_, _version, document in found])
        self.turn_to(str(current))
        self.ready.emit(self.file)

    def _inspected(self, info: DocumentInfo) -> None:
        if self.document is None or not is_arranged(self.document):
            self.info = info
            self._complete()

    def _not_inspected(self, error: AppError) -> None:
        if self.document is not None and is_arranged(self.document):
            return
        if self.document is None and error.code == "unknown-document":
            self._unknown = error  # no file of its own: its record says whether its pages are those of others
            return
        if self.document is None or not self.document.pack or error.code == "password":
            self._fail(error)
            return
        # Page 1 of a page pack is damaged or not here: the others may well be shown.
        self._inspected(DocumentInfo("pdf", (A4_MM,)))

    def _complete(self) -> None:
        if self.document is not None and self.info is not None and self.document_id is not None:
            self.ready.emit(shown_as(self.document_id, self.document, self.info))

    def _changed(self, answer: Answer) -> None:
        if answer is None:
            return
        before = self.document
        if self.file is None and before is not None and _other_pages(before, answer[2]):
            self.came_back.emit()
            return
        _site, self.version, self.document = answer
        self.changed.emit()
        if self.file is not None and self.document_id in self._records:
            self._records[self.document_id] = (self.version, self.document)
            if before is not None and (
                before.rotation != self.document.rotation or _other_pages(before, self.document)
            ):
                self.file = as_one([(id_, document) for id_, (_version, document) in self._records.items()])
                self.ready.emit(self.file)


def _info_of(document: Document) -> DocumentInfo:
    """What the record says of the pages of an arranged document; sizes that it does not tell are taken to be A4."""
    sizes = document.sizes_mm() or (A4_MM,) * len(document.sheets)
    return DocumentInfo(document.media, sizes, hints=document.hints)


def _other_pages(one: Document, other: Document) -> bool:
    return (one.sheets, one.state_of_work == MERGED) != (other.sheets, other.state_of_work == MERGED)
