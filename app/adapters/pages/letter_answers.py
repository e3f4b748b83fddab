"""What the reading process does with questions about letters."""

from collections.abc import Callable
from typing import Any

from app.adapters.pages.documents import check_page
from app.adapters.pages.views import OpenDocument

Message = dict[str, Any]


class LetterAnswers:
    """The libraries that only letters need are loaded with the first."""

    def __init__(
        self,
        document: Callable[[Message], OpenDocument],
        send_bytes: Callable[[bytes | memoryview], None],
        progress: Callable[[], None],
    ) -> None:
        self._document = document
        self._send_bytes = send_bytes
        self._progress = progress
        self.verbs: dict[str, Callable[[Message], Message]] = {
            "letter-file": self._file,
            "letter-page": self._page,
            "letter-mended": self._mended,
            "letter-code": self._with_code,
            "codes": self._codes,
        }

    def _file(self, request: Message) -> Message:
        from app.adapters.pages.letters import file_facts

        return file_facts(self._document(request))

    def _page(self, request: Message) -> Message:
        from app.adapters.pages.letters import page_facts

        document = self._document(request)
        return page_facts(document, check_page(document, request["page"]))

    def _mended(self, request: Message) -> Message:
        from app.adapters.pages.letter_writing import mended

        self._send_bytes(mended(self._document(request), request, self._progress))
        return {}

    def _with_code(self, request: Message) -> Message:
        from app.adapters.pages.answer_code import with_code

        self._send_bytes(with_code(self._document(request), request["text"], tuple(request["box"])))
        return {}

    def _codes(self, request: Message) -> Message:
        from app.adapters.pages.answer_code import codes

        document = self._document(request)
        return {"rows": codes(document, check_page(document, request["page"]))}
