"""Suggestions for the post of a delivery, made where it is received, so that everybody has them at once."""

from contextlib import suppress
from dataclasses import dataclass, field, replace

from app.domain.answer_code import is_token
from app.domain.bags import Payload
from app.domain.central import Central
from app.domain.errors import DocumentUnreadable, StoreDamaged
from app.domain.pages import FoundCode, PageReader
from app.domain.recognise.clues import CAME_BACK
from app.domain.recognise.returned import REGISTER, RETURNED_MAIL, says_returned
from app.domain.records import INBOX, Document, SuggestedType
from app.services.filings import learn_from
from app.services.suggest import Knowledge, read_codes, read_document, suggest_to_keep

_RETURNED = SuggestedType(
    document_type=RETURNED_MAIL, register=REGISTER, per_mille=900, clues=((CAME_BACK, ""),)
)


@dataclass(slots=True)
class Suggester:
    """What suggestions rest on is made once a delivery and site, when its first letter with text comes."""

    central: Central
    reader: PageReader
    _known: dict[str, Knowledge | None] = field(default_factory=dict)

    def complete(self, site: str, document: Document, payload: Payload) -> Document:
        """The document with its suggestions; as it is where it has neither text nor an answer code, or lies in its
        case already."""
        if document.state_of_work != INBOX:
            return document
        known = self._knowledge(site)
        if known is None:
            return document
        with suppress(DocumentUnreadable):  # the letter is in; what it says can be looked up later
            codes = self._codes(document, payload, known)
            if not codes and not document.has_text:
                return document
            reading = read_document(self.reader, payload.source, document.pages, codes=codes)
            cases, types = suggest_to_keep(reading, known, document.sender)
            found = next((code.text for some in codes.values() for code in some), "")
            types = types if document.has_text else ()
            if codes and says_returned(reading.text, document.document_type, document.remark):
                types = (_RETURNED, *types)
            return replace(document, suggestions=cases, suggested_types=types, code=document.code or found)
        return document

    def _codes(self, document: Document, payload: Payload, known: Knowledge) -> dict[int, tuple[FoundCode, ...]]:
        """The answer codes on the pages, or the one that the index names; not looked for where no letter has one."""
        if not any(map(is_token, known.index.history.codes)):
            return {}
        codes = read_codes(self.reader, payload.source, document.pages)
        if not codes and is_token(document.code):
            return {1: (FoundCode(document.code, (0.0, 0.0, 0.0, 0.0)),)}
        return codes

    def _knowledge(self, site: str) -> Knowledge | None:
        if site not in self._known:
            self._known[site] = None
            with suppress(StoreDamaged):  # a spoilt commit of long ago must not keep today's post outside
                self._known[site] = learn_from(self.central, (site,))
        return self._known[site]
