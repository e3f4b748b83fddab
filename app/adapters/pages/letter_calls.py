"""Questions about a letter: the half in the window's process.

What they are about is loaded with the first question: no start waits for it.
"""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from app.adapters.pages.made import sensible
from app.domain.pages import Box, FoundCode, Source

if TYPE_CHECKING:
    from app.domain.letter_check.facts import LetterFile, LetterPage
    from app.domain.letter_check.plan import Plan

Message = dict[str, Any]


class LetterCalls(ABC):
    """``_ask`` sends a request about a source and returns the answer. The port is ``LetterReader``."""

    @abstractmethod
    def _ask(self, request: Message, source: Source) -> Message: ...

    def letter_file(self, source: Source) -> "LetterFile":
        from app.adapters.pages.letter_made import letter_file

        return sensible(letter_file, self._ask({"verb": "letter-file"}, source))

    def letter_page(self, source: Source, page: int) -> "LetterPage":
        from app.adapters.pages.letter_made import letter_page

        return sensible(letter_page, self._ask({"verb": "letter-page", "page": page}, source))

    def mended_letter(self, source: Source, plan: "Plan") -> bytes:
        request = {
            "verb": "letter-mended",
            "sheets": [{"page": sheet.page, "turn": sheet.turn, "box": sheet.box} for sheet in plan.sheets],
            "cover": list(plan.cover),
            "at": plan.at.address if plan.at else None,
        }
        return bytes(self._ask(request, source).get("data", b""))

    def letter_with_code(self, source: Source, text: str, box: Box) -> bytes:
        return bytes(self._ask({"verb": "letter-code", "text": text, "box": box}, source).get("data", b""))

    def codes(self, source: Source, page: int, password: str | None = None) -> tuple[FoundCode, ...]:
        from app.adapters.pages.letter_made import found_codes

        return sensible(found_codes, self._ask({"verb": "codes", "page": page, "password": password}, source))
