"""Questions of the window over all sites, the outbox's effect included."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from app.adapters.cache.filed import filed_since, filing_of
from app.adapters.cache.letters import is_wanted, stored_letters
from app.adapters.cache.outbox import Outbox
from app.adapters.cache.post import post_of_last_day
from app.adapters.cache.query import parse_query
from app.adapters.cache.rows import (
    Shown,
    case_row,
    document_row,
    inbox_order,
    is_replaced,
    newest_first,
    read_any,
    read_case,
    read_shown,
    record,
    shown_of,
)
from app.adapters.cache.search import SiteHits, search_site
from app.adapters.cache.site_store import SiteStore
from app.adapters.cache.sites import Sites
from app.domain.cache import REFUSED, WAITING, CaseRow, DocumentRow, FilingRow, Found, R
from app.domain.letter_states import as_document
from app.domain.records import FILED, INBOX, Absence, CaseFile, Document, Letter, Worker
from app.domain.rules.deputies import stood_in_for

_Pending = Mapping[str, tuple[int, Shown | None]]


class Asking:
    """Every answer joins what the centre confirmed with what waits in the outbox."""

    def __init__(self, sites: Sites, outbox: Outbox, home: str) -> None:
        """``home`` is the user's own worker id: what lies at their site is found first."""
        self._sites = sites
        self._outbox = outbox
        self._home = home
        self._counts: dict[str, tuple[tuple[int, int], tuple[int, int, int]]] = {}

    # --- lists -------------------------------------------------------------------------------------------------
    def inbox(self, site: str, team: str | None, worker: str | None) -> list[DocumentRow]:
        store = self._sites.get(site)
        if store is None:
            return []
        pending = self._pending(site)
        rows = store.inbox()
        rows = [row for row in rows if row.id not in pending] if pending else list(rows)
        for row in self._pending_rows(store, pending, lambda shown: shown.state_of_work == INBOX):
            insort(rows, row, key=inbox_order)
        if worker is not None:
            absent = self._stood_in_for(site, worker)
            rows = [
                row if row.worker == worker else replace(row, deputy_for=absent[row.worker])
                for row in rows
                if row.worker == worker or row.worker in absent
            ]
        elif team is not None:
            rows = [row for row in rows if row.team == team and not row.worker]
        return rows

    def post_of_last_day(self, site: str, before: str) -> tuple[str, list[Document]]:
        store = self._sites.get(site)
        if store is None:
            return "", []
        day, documents = post_of_last_day(store, before)
        overlay = self._outbox.overlay(site)
        waiting = overlay.documents if overlay is not None else {}
        shown = (waiting[one.id][1] if one.id in waiting else one for one in documents)
        return day, [one for one in shown if one is not None]

    def _stood_in_for(self, site: str, worker: str) -> dict[str, str]:
        """Names by id of those whose post is the worker's today, too."""
        absences = [absence for absence, _version in self.records(site, Absence)]
        if not absences:
            return {}
        workers = {one.id: one.name for one, _version in self.records(site, Worker) if not one.ended}
        today = datetime.now().astimezone().date().isoformat()
        return {one: workers.get(one, one) for one in stood_in_for(worker, today, absences, workers)}

    def case_documents(self, case_id: str) -> list[DocumentRow]:
        rows: list[DocumentRow] = []
        for site, store in self._sites.all().items():
            pending = self._pending(site)
            rows += store.case_documents(case_id, pending)
            rows += self._pending_rows(
                store, pending, lambda shown: shown.state_of_work == FILED and shown.case == case_id
            )
        return newest_first(rows)

    def papers_due(self, site: str, since: str, until: str) -> list[DocumentRow]:
        store = self._sites.get(site)
        if store is None:
            return []
        pending = self._pending(site)
        rows = store.papers_due(since, until, frozenset(pending))
        rows += self._pending_rows(store, pending, lambda shown: _is_due(shown, since, until))
        return sorted(rows, key=lambda row: (row.scanned_at, row.id))

    def filings(self, site: str, since: str) -> list[FilingRow]:
        store = self._sites.get(site)
        if store is None:
            return []
        overlay = self._outbox.overlay(site)
        pending = {} if overlay is None else overlay.documents
        rows = filed_since(store, since, frozenset(pending))
        waiting = (filing_of(site, document, since) for _, document in pending.values() if document is not None)
        return sorted([*rows, *(row for row in waiting if row is not None)], key=lambda row: row.filed_at)

    def _pending(self, site: str) -> dict[str, tuple[int, Shown | None]]:
        overlay = self._outbox.overlay(site)
        if overlay is None:
            return {}
        return {
            id_: (version, None if document is None else shown_of(document))
            for id_, (version, document) in overlay.documents.items()
        }

    @staticmethod
    def _pending_rows(store: SiteStore, pending: _Pending, wanted: Callable[[Shown], bool]) -> list[DocumentRow]:
        chosen = [(version, shown) for version, shown in pending.values() if shown is not None and wanted(shown)]
        if not chosen:
            return []
        with store.read() as connection:
            names = store.names(connection)
        return [document_row(store.site, version, shown, names, True) for version, shown in chosen]

    # --- single things -----------------------------------------------------------------------------------------
    def document(self, document_id: str) -> tuple[str, int, Document] | None:
        for site, store in self._sites.all().items():
            overlay = self._outbox.overlay(site)
            if overlay is not None and document_id in overlay.documents:
                version, document = overlay.documents[document_id]
                return None if document is None else (site, version, document)
            found = store.document_state(document_id)
            if found is not None:
                return site, found[0], record(Document, read_any(found[1]))
        return self._letter(document_id)

    def _letter(self, letter_id: str) -> tuple[str, int, Document] | None:
        """A letter that was not handed over yet, so that it can be looked at like a document."""
        for site, store in self._sites.all().items():
            overlay = self._outbox.overlay(site)
            waiting = overlay.others.get(Letter.kind, {}).get(letter_id) if overlay is not None else None
            if waiting is not None:
                return (site, waiting[0], as_document(waiting[1])) if isinstance(waiting[1], Letter) else None
            state = store.state(Letter.kind, letter_id)
            if state is not None:
                return site, 1, as_document(record(Letter, state))
        return None

    def document_row(self, document_id: str) -> DocumentRow | None:
        for site, store in self._sites.all().items():
            pending = self._pending(site)
            found: tuple[int, Shown | None] | None = pending.get(document_id)
            if found is None:
                stored = store.document_state(document_id)
                found = None if stored is None else (stored[0], read_shown(stored[1]))
            if found is not None:
                version, shown = found
                with store.read() as connection:
                    names = store.names(connection)
                return None if shown is None else document_row(site, version, shown, names, document_id in pending)
        letter = self._letter(document_id)
        if letter is None:
            return None
        with self._sites.all()[letter[0]].read() as connection:
            names = self._sites.all()[letter[0]].names(connection)
        return document_row(letter[0], letter[1], shown_of(letter[2]), names, False)

    def records(self, site: str, kind: type[R], open_only: bool = False) -> tuple[tuple[R, int], ...]:
        store = self._sites.get(site)
        if store is None:
            return ()
        found = {id_: (record(kind, state), version) for id_, version, state in store.versions(kind.kind, open_only)}
        overlay = self._outbox.overlay(site)
        for id_, (version, changed) in overlay.others.get(kind.kind, {}).items() if overlay is not None else ():
            if isinstance(changed, kind) and (not open_only or getattr(changed, "open", True)):
                found[id_] = (changed, version)
            else:
                found.pop(id_, None)
        return tuple(found[id_] for id_ in sorted(found))

    def letters(self, site: str, case: str, since: str) -> tuple[tuple[Letter, int], ...]:
        store = self._sites.get(site)
        if store is None:
            return ()
        found = {id_: (record(Letter, state), version) for id_, version, state in stored_letters(store, case, since)}
        overlay = self._outbox.overlay(site)
        for id_, (version, changed) in overlay.others.get(Letter.kind, {}).items() if overlay is not None else ():
            if isinstance(changed, Letter) and is_wanted(changed, case, since):
                found[id_] = (changed, version)
            else:
                found.pop(id_, None)
        return tuple(found[id_] for id_ in sorted(found))

    def case(self, site: str, case_id: str) -> CaseFile | None:
        store = self._sites.get(site)
        if store is None:
            return None
        with store.read() as connection:
            state = store.case_state(connection, case_id)
        return None if state is None else record(CaseFile, read_any(state))

    def cases(self, ids: Iterable[str]) -> tuple[CaseRow, ...]:
        """In the order of ``ids``; unknown ones are left out."""
        wanted = list(ids)
        found: dict[str, CaseRow] = {}
        for site, store in self._sites.all().items():
            with store.read() as connection:
                for id_ in wanted:
                    state = None if id_ in found else store.case_state(connection, id_)
                    if state is not None:
                        found[id_] = case_row(site, read_case(state))
        return tuple(found[id_] for id_ in wanted if id_ in found)

    def worker(self, worker_id: str) -> tuple[str, Worker] | None:
        """At several sites the one where the worker is still active counts."""
        ended: tuple[str, Worker] | None = None
        for site, store in self._sites.all().items():
            state = store.state(Worker.kind, worker_id)
            if state is not None:
                worker = record(Worker, state)
                if not worker.ended:
                    return site, worker
                ended = ended or (site, worker)
        return ended

    # --- search ------------------------------------------------------------------------------------------------
    def search(self, text: str, limit: int, documents: bool) -> Found:
        words = parse_query(text)
        if not words:
            return Found()
        total = SiteHits()
        for store in self._home_first():
            pending = self._pending(store.site) if documents else {}
            enough = len(total.documents) >= limit and len(total.inbox) >= limit
            hits = search_site(store, words, limit, pending, with_documents=documents and not enough)
            total.cases += hits.cases
            total.documents += hits.documents
            total.inbox += hits.inbox
        for found in (total.cases, total.documents, total.inbox):
            found.sort(key=lambda hit: hit[0])
        return Found(
            tuple(row for _, row in total.cases[:limit]),
            tuple(row for _, row in total.documents[:limit]),
            tuple(row for _, row in total.inbox[:limit]),
        )

    def _home_first(self) -> Iterator[SiteStore]:
        stores = self._sites.all()
        found = self.worker(self._home) if self._home and len(stores) > 1 else None
        home = found[0] if found else ""
        yield from sorted(stores.values(), key=lambda store: store.site != home)

    # --- numbers -----------------------------------------------------------------------------------------------
    def counts(self) -> dict[str, int]:
        documents = cases = inbox = 0
        for site, store in self._sites.all().items():
            state = (id(store), store.position())
            known = self._counts.get(site)
            if known is None or known[0] != state:
                known = (state, store.counts())
                self._counts[site] = known
            documents += known[1][0]
            cases += known[1][1]
            inbox += known[1][2] + self._moved(site, store)
        waiting = self._outbox.waiting()
        return {
            "documents": documents,
            "cases": cases,
            "inbox": inbox,
            "waiting": sum(entry.state == WAITING for entry in waiting),
            "refused": sum(entry.state == REFUSED for entry in waiting),
        }

    def _moved(self, site: str, store: SiteStore) -> int:
        """By how many documents the waiting actions change the inbox."""
        difference = 0
        for id_, (_, shown) in self._pending(site).items():
            found = store.document_state(id_)
            was = found is not None and read_shown(found[1]).state_of_work == INBOX
            difference += (shown is not None and shown.state_of_work == INBOX) - was
        return difference


def _is_due(shown: Shown, since: str, until: str) -> bool:
    unchecked = bool(shown.item and shown.scanned_at) and not shown.checked_at and not shown.destroyed_at
    there = shown.state_of_work in (INBOX, FILED) and not is_replaced(shown)
    return unchecked and there and since <= shown.scanned_at[:10] <= until
