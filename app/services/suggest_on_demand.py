"""Suggestions for a document that came without them: made from the text that the local cache keeps.

Recognising is loaded with the first such document: few need it, and every start would wait for it.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from app.domain.cache import Cache, Touched
from app.domain.records import CaseFile, Document

if TYPE_CHECKING:
    from app.services.suggest import Kept, Knowledge


@dataclass(eq=False)
class OnDemand:
    """Safe to use from several threads. The cases of a site are read once and again after one has changed."""

    _known: "dict[str, Knowledge]" = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, cache: Cache, site: str, document: Document) -> "Kept":
        """What was kept with the document, else what its text gives; nothing where there is no text."""
        if document.suggestions or document.suggested_types:
            return document.suggestions, document.suggested_types
        pages = cache.text(document.id) if document.has_text else None
        if not pages or not any(pages):
            return (), ()
        from app.domain.recognise.reading import read_texts
        from app.services.suggest import suggest_to_keep

        return suggest_to_keep(read_texts(pages), self._knowledge(cache, site), document.sender)

    def touched(self, touched: Touched) -> None:
        """Cases have changed: they are read again when they are needed."""
        if touched.everything or touched.cases:
            self._known.clear()

    def _knowledge(self, cache: Cache, site: str) -> "Knowledge":
        from app.services.suggest import knowledge

        with self._lock:
            known = self._known.get(site)
            if known is None:
                cases = cache.office(site)[1].all(CaseFile.kind)
                known = knowledge(((site, case) for case in cases if isinstance(case, CaseFile)), ())
                self._known[site] = known
            return known
