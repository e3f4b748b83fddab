"""Questions about pages over all sites: what lies on them, their text, the originals that they are of."""

from collections.abc import Callable

from app.adapters.cache.outbox import Outbox
from app.adapters.cache.overlay import Overlay
from app.adapters.cache.rows import read_any, record
from app.adapters.cache.site_store import SiteStore
from app.adapters.cache.sites import Sites
from app.adapters.cache.texts import read_text
from app.domain.page_sets import PageName, own_original, sheets_of
from app.domain.records import Document, Mark, Original

Found = tuple[str, int, Document] | None
"""(site, version, record) as shown."""


class AskingPages:
    """``document`` finds a document with its waiting actions applied."""

    def __init__(self, sites: Sites, outbox: Outbox, document: Callable[[str], Found]) -> None:
        self._sites, self._outbox, self._document = sites, outbox, document

    def original(self, original_id: str) -> tuple[str, Original] | None:
        known = self._document(original_id)
        own = own_original(known[2]) if known is not None else None
        if known is not None and own is not None:
            return known[0], own
        for site, store in self._sites.all().items():
            overlay = self._outbox.overlay(site)
            waiting = overlay.others.get(Original.kind, {}).get(original_id) if overlay is not None else None
            if waiting is not None and isinstance(waiting[1], Original):
                return site, waiting[1]
            state = store.state(Original.kind, original_id)
            if state is not None:
                return site, record(Original, state)
        return None

    def marks(self, document_id: str) -> tuple[tuple[Mark, int], ...]:
        known = self._document(document_id)
        if known is None:
            return ()
        place = {(sheet.original, sheet.page): number for number, sheet in enumerate(sheets_of(known[2]))}
        originals = dict.fromkeys(original for original, _page in place)
        store, overlay = self._sites.all()[known[0]], self._outbox.overlay(known[0])
        found: dict[str, tuple[Mark, int]] = {}
        for version, state in (entry for original in originals for entry in store.marks(original)):
            found[state["id"]] = (record(Mark, state), version)
        for id_, (version, mark) in overlay.marks.items() if overlay is not None else ():
            if mark.document in originals:
                found[id_] = (mark, version)
        here = [entry for entry in found.values() if not entry[0].removed and _page_of(entry[0]) in place]
        return tuple(sorted(here, key=lambda entry: (place[_page_of(entry[0])], entry[0].at, entry[0].id)))

    def text(self, document_id: str) -> tuple[str, ...] | None:
        for site, store in self._sites.all().items():
            overlay = self._outbox.overlay(site)
            waiting = overlay.documents.get(document_id) if overlay is not None else None
            document = waiting[1] if waiting is not None else None
            if overlay is not None and document is not None and self._other_pages(store, document):
                return self._text_by_pages(store, overlay, document)
            text = read_text(store, document_id)
            if text is not None:
                return text
        return None

    @staticmethod
    def _other_pages(store: SiteStore, document: Document) -> bool:
        """Whether a waiting action has given the document other pages than its text that is kept here."""
        found = store.document_state(document.id)
        return found is None or sheets_of(record(Document, read_any(found[1]))) != sheets_of(document)

    @staticmethod
    def _text_by_pages(store: SiteStore, overlay: Overlay, document: Document) -> tuple[str, ...] | None:
        """Put together from the texts of the documents that had the pages before: waiting actions name them all."""
        known: dict[PageName, str] = {}
        for id_ in overlay.documents:
            found, pages = store.document_state(id_), read_text(store, id_)
            if found is not None and pages is not None:
                before = sheets_of(record(Document, read_any(found[1])))
                known.update({(one.original, one.page): text for one, text in zip(before, pages, strict=False)})
        wanted = [(sheet.original, sheet.page) for sheet in sheets_of(document)]
        return tuple(known.get(page, "") for page in wanted) if known.keys() & set(wanted) else None


def _page_of(mark: Mark) -> PageName:
    return mark.document, mark.page
