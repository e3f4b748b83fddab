"""What the reading process does with requests to write a PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.adapters.pages.documents import check_page
from app.adapters.pages.refusal import WRITING_LOST, WRITING_TOO_LARGE, Refusal
from app.adapters.pages.views import OpenDocument

if TYPE_CHECKING:
    from app.adapters.pages.writing import Writing

Message = dict[str, Any]


class WritingAnswers:
    """One file at a time; the libraries that write are loaded with the first."""

    def __init__(
        self,
        document: Callable[[Message], OpenDocument],
        send_bytes: Callable[[bytes | memoryview], None],
        progress: Callable[[], None],
    ) -> None:
        self._document = document
        self._send_bytes = send_bytes
        self._progress = progress
        self._writing: Writing | None = None
        self.verbs: dict[str, Callable[[Message], Message]] = {
            "write": self._begin,
            "write-pages": self._pages,
            "write-notes": self._notes,
            "write-end": self._end,
            "write-drop": self._drop,
        }

    def _begin(self, request: Message) -> Message:
        from app.adapters.pages.writing import Writing

        self._drop(request)
        self._writing = Writing()
        return {}

    def _pages(self, request: Message) -> Message:
        writing, pictures, unreadable = self._known(), 0, 0
        document = self._document(request)
        for page in request["pages"]:
            number = check_page(document, page)
            marks = [mark for mark in request["marks"] if mark["page"] == page]
            try:
                pictures += writing.append(document, number, request["rotation"], marks)
            except Refusal as refusal:
                if refusal.reason == WRITING_TOO_LARGE:
                    raise
                writing.append_unreadable(document.sizes_mm[number], request["unreadable"])
                unreadable += 1
            self._progress()
        return {"pictures": pictures, "unreadable": unreadable}

    def _notes(self, request: Message) -> Message:
        return {"pages": self._known().append_notes(request["title"], request["notes"])}

    def _end(self, request: Message) -> Message:
        writing = self._known()
        try:
            if request["target"] is None:
                self._send_bytes(writing.as_bytes(self._progress))
            else:
                writing.save(Path(request["target"]), self._progress)
        finally:
            self._drop(request)
        return {}

    def _drop(self, request: Message) -> Message:
        if self._writing is not None:
            self._writing.close()
            self._writing = None
        return {}

    def _known(self) -> "Writing":
        if self._writing is None:
            raise Refusal(WRITING_LOST)  # another child had begun it
        return self._writing
