"""A cache in memory with a small office in it, pages that look like pages, and a desk over both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from app.domain.actions import Action, FileDocument
from app.domain.cache import REFUSED, WAITING, CaseRow, DocumentRow, FilingRow, Found, R, Touched, Waiting
from app.domain.decide import Refused, decide
from app.domain.log import BodyLine, Commit, make_body
from app.domain.office import MemoryOffice, Office
from app.domain.page_sets import sheets_of
from app.domain.records import (
    FILED,
    INBOX,
    Announcement,
    CaseFile,
    Document,
    Letter,
    Mark,
    Original,
    Record,
    SetAside,
    Site,
    Team,
    Worker,
)
from app.domain.registers import register_of
from app.domain.rules.lead import first_filing
from app.domain.rules.pages import original_in
from app.domain.rules.paper import wish_state
from app.services.routing import post_of_last_day
from app.tasks.desk import Desk
from app.tasks.lanes import Bridge
from app.tasks.pages import PageQueue
from tests.ui.example import ME, SITE, TEAMS, WORKERS, days_ago, make_cases, make_documents
from tests.ui.fake_pages import FakePages


class FakeCache:
    """Answers like the cache does, from a ``MemoryOffice``. Refusals at sending come by ``refuse``."""

    persistent = True
    notice = ""
    now = "2026-11-22T08:00:00.000Z"
    """When actions are decided."""

    def __init__(self, *, filed: int = 400, inbox: int = 40, empty: bool = False) -> None:
        self._office = MemoryOffice()
        self._outbox: dict[str, Waiting] = {}
        self._memory: dict[str, str] = {}
        self._recent: list[str] = []
        self._pinned: list[str] = []
        if not empty:
            self.put(Site(id=SITE, name="Borken", county="Kreis Musterland"), *TEAMS, *WORKERS)
            cases = make_cases()
            self.put(*cases)
            self.put(*make_documents(cases, filed, inbox))
            self.put(
                Announcement(id="ann-1", item="K22-1", delivery="SD-9", received_on=days_ago(2), case="case-0"),
                Announcement(id="ann-2", item="K22-2", delivery="SD-9", received_on=days_ago(1), document_type="Klage"),
                SetAside(
                    id="aside-1",
                    delivery="SD-2026-11-20-0417",
                    provider="Scandienst Nord GmbH",
                    item="K17-000900",
                    file_name="0009.pdf",
                    code="unreadable",
                    reason="Die Datei ist beschädigt und lässt sich nicht öffnen.",
                ),
            )

    # --- the test's side ---------------------------------------------------------------------------------------
    def put(self, *records: Record) -> None:
        self._office.apply(
            BodyLine(
                kind=record.kind,
                id=record.id,
                version=self._version(record.kind, record.id) + 1,
                salt="00" * 16,
                state=record.state(),
            )
            for record in records
        )

    def refuse(self, action_id: str, title: str = "Jan Weber hat das Dokument um 10:42 Uhr abgelegt.") -> None:
        refusal = Refused(code="already-filed", title=title, advice="Es ist nichts zu tun.", by="jan.weber")
        self._outbox[action_id] = replace(self._outbox[action_id], state=REFUSED, refused=refusal)

    def _version(self, kind: str, id_: str) -> int:
        found = self._office.get(kind, id_)
        return found.version if found else 0

    def _all(self, kind: type[Record]) -> list[Record]:
        return list(self._office.all(kind.kind))

    # --- filling -----------------------------------------------------------------------------------------------
    def sites(self) -> tuple[str, ...]:
        return tuple(site.id for site in self._all(Site))

    def position(self, site: str) -> int:
        return 1

    def head_hash(self, site: str) -> str:
        return ""

    def fill(
        self,
        site: str,
        position: int,
        lines: Iterable[bytes],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        head_hash: str = "",
    ) -> Touched:
        return Touched(everything=True)

    def apply(self, site: str, commits: Iterable[Commit]) -> Touched:
        for commit in commits:
            self._office.apply(commit.body)
        return Touched(everything=True)

    def forget(self, site: str) -> None:
        self._office = MemoryOffice()

    def office(self, site: str) -> tuple[int, Office]:
        return 1, self._office

    # --- asking ------------------------------------------------------------------------------------------------
    def all_sites(self) -> tuple[Site, ...]:
        return tuple(site for site in self._all(Site) if isinstance(site, Site))

    def teams(self, site: str) -> tuple[Team, ...]:
        return tuple(team for team in self._all(Team) if isinstance(team, Team))

    def workers(self, site: str) -> tuple[Worker, ...]:
        return tuple(worker for worker in self._all(Worker) if isinstance(worker, Worker))

    def worker(self, worker_id: str) -> tuple[str, Worker] | None:
        return next(((SITE, worker) for worker in self.workers(SITE) if worker.id == worker_id), None)

    def inbox(self, site: str, *, team: str | None = None, worker: str | None = None) -> list[DocumentRow]:
        rows = [self._row(document) for document in self._documents() if document.state_of_work == INBOX]
        if worker is not None:
            rows = [row for row in rows if row.worker == worker]
        if team is not None:
            rows = [row for row in rows if row.team == team and not row.worker]
        return sorted(rows, key=lambda row: row.received_on)

    def search(self, text: str, limit: int = 20, *, documents: bool = True) -> Found:
        words = text.casefold().split()
        if not words:
            return Found()

        def meets(*fields: str) -> bool:
            haystack = " ".join(fields).casefold()
            return all(word in haystack for word in words)

        cases = [
            case
            for case in self._cases()
            if meets(case.case_number, case.street, case.town, *(f"{p.name} {p.born}" for p in case.persons))
        ]
        documents = [
            document
            for document in self._documents()
            if meets(document.document_type, document.title, document.sender, document.item)
        ]
        rows = [self._row(document) for document in documents]
        return Found(
            cases=tuple(self._case_row(case) for case in cases[:limit]),
            documents=tuple([row for row in rows if row.state_of_work == FILED][:limit]),
            inbox=tuple([row for row in rows if row.state_of_work == INBOX][:limit]),
        )

    def cases(self, ids: Iterable[str]) -> tuple[CaseRow, ...]:
        known = {case.id: case for case in self._cases()}
        return tuple(self._case_row(known[id_]) for id_ in ids if id_ in known)

    def case(self, site: str, case_id: str) -> CaseFile | None:
        return next((case for case in self._cases() if case.id == case_id), None)

    def case_documents(self, case_id: str) -> list[DocumentRow]:
        rows = [self._row(d) for d in self._documents() if d.case == case_id and d.state_of_work == FILED]
        return sorted(rows, key=lambda row: row.received_on, reverse=True)

    def document(self, document_id: str) -> tuple[str, int, Document] | None:
        found = self._office.get(Document.kind, document_id)
        if found is None or not isinstance(found.record, Document):
            return None
        return SITE, found.version, found.record

    def document_row(self, document_id: str) -> DocumentRow | None:
        found = self.document(document_id)
        return self._row(found[2]) if found else None

    def original(self, original_id: str) -> tuple[str, Original] | None:
        found = original_in(self._office, original_id)
        return None if found is None else (SITE, found)

    def post_of_last_day(self, site: str, before: str) -> tuple[str, list[Document]]:
        return post_of_last_day(self._documents(), before)

    def marks(self, document_id: str) -> tuple[tuple[Mark, int], ...]:
        known = self.document(document_id)
        pages = {(sheet.original, sheet.page) for sheet in sheets_of(known[2])} if known else set()
        found = [mark for mark in self._all(Mark) if isinstance(mark, Mark)]
        mine = [mark for mark in found if (mark.document, mark.page) in pages and not mark.removed]
        return tuple(
            (mark, self._version(Mark.kind, mark.id))
            for mark in sorted(mine, key=lambda mark: (mark.page, mark.at, mark.id))
        )

    def records(self, site: str, kind: type[R], *, open_only: bool = False) -> tuple[tuple[R, int], ...]:
        found = [entry for entry in self._all(kind) if isinstance(entry, kind)]
        if open_only:
            found = [entry for entry in found if getattr(entry, "open", True)]
        return tuple((entry, self._version(kind.kind, entry.id)) for entry in sorted(found, key=lambda e: e.id))

    def letters(self, site: str, *, case: str = "", since: str = "") -> tuple[tuple[Letter, int], ...]:
        found = self.records(site, Letter)
        return tuple(entry for entry in found if (entry[0].case == case if case else entry[0].at >= since))

    def announcements(self, site: str) -> tuple[Announcement, ...]:
        return tuple(a for a in self._all(Announcement) if isinstance(a, Announcement) and not a.document)

    def set_aside(self, site: str) -> tuple[SetAside, ...]:
        return tuple(thing for thing in self._all(SetAside) if isinstance(thing, SetAside))

    def counts(self) -> Mapping[str, int]:
        return {
            "documents": len(self._documents()),
            "cases": len(self._cases()),
            "inbox": len(self.inbox(SITE)),
            "waiting": sum(entry.state == WAITING for entry in self._outbox.values()),
            "refused": sum(entry.state == REFUSED for entry in self._outbox.values()),
        }

    # --- outbox ------------------------------------------------------------------------------------------------
    def enqueue(self, action: Action) -> Refused | None:
        changes = decide(action, self._office, self.now)
        if isinstance(changes, Refused):
            return changes
        self._office.apply(make_body(changes))
        self._outbox[action.id] = Waiting(action=action, state=WAITING, since="2026-11-22T08:00:00Z")
        return None

    def waiting(self) -> tuple[Waiting, ...]:
        return tuple(self._outbox.values())

    def accepted(self, action_id: str, number: int) -> Touched:
        self._outbox.pop(action_id, None)
        return Touched(others=frozenset({"outbox"}))

    def refused(self, action_id: str, refusal: Refused) -> Touched:
        self._outbox[action_id] = replace(self._outbox[action_id], state=REFUSED, refused=refusal)
        return Touched(others=frozenset({"outbox"}))

    def postpone(self, action_id: str, next_attempt: str) -> None:
        self._outbox[action_id] = replace(self._outbox[action_id], next_attempt=next_attempt)

    def dismiss(self, action_id: str) -> None:
        self._outbox.pop(action_id, None)

    # --- pages and texts ---------------------------------------------------------------------------------------
    def page_bytes(self, document_id: str, page: int) -> bytes | None:
        return None

    def keep_page(self, document_id: str, page: int, data: bytes) -> None: ...

    def missing_texts(self, limit: int) -> tuple[tuple[str, str, str], ...]:
        return ()

    def keep_text(self, document_id: str, pages: tuple[str, ...]) -> None: ...

    def text(self, document_id: str) -> tuple[str, ...] | None:
        return None

    def papers_due(self, site: str, since: str, until: str) -> list[DocumentRow]:
        due = (
            document
            for document in self._documents()
            if document.item and since <= document.scanned_at[:10] <= until
            if not document.checked_at and not document.destroyed_at and not document.replaced_by
        )
        return [self._row(document) for document in sorted(due, key=lambda document: document.scanned_at)]

    def filings(self, site: str, since: str) -> list[FilingRow]:
        filed = ((first_filing(one), one) for one in self._documents() if one.state_of_work == FILED and one.filed_at)
        rows = [
            FilingRow(one.id, SITE, one.received_on, at, by, one.channel, one.team)
            for (by, at), one in filed
            if by and at >= since and site == SITE
        ]
        return sorted(rows, key=lambda row: row.filed_at)

    # --- small memory ------------------------------------------------------------------------------------------
    def remember(self, key: str, value: str) -> None:
        self._memory[key] = value

    def recall(self, key: str) -> str | None:
        return self._memory.get(key)

    def opened(self, case_id: str) -> None:
        self._recent = [case_id, *(known for known in self._recent if known != case_id)]

    def recent_cases(self, limit: int = 20) -> tuple[CaseRow, ...]:
        return self.cases(self._recent[:limit])

    def pin(self, case_id: str, pinned: bool) -> None:
        self._pinned = [known for known in self._pinned if known != case_id] + ([case_id] if pinned else [])

    def pinned_cases(self) -> tuple[CaseRow, ...]:
        return self.cases(self._pinned)

    def rebuild(self) -> None: ...

    def erase(self) -> None: ...

    def close(self) -> None: ...

    # --- rows --------------------------------------------------------------------------------------------------
    def _cases(self) -> list[CaseFile]:
        return [case for case in self._all(CaseFile) if isinstance(case, CaseFile)]

    def _documents(self) -> list[Document]:
        return [document for document in self._all(Document) if isinstance(document, Document)]

    def _case_row(self, case: CaseFile) -> CaseRow:
        return CaseRow(
            id=case.id,
            site=SITE,
            case_number=case.case_number,
            name=case.persons[0].name,
            born=case.persons[0].born,
            street=case.street,
            postcode=case.postcode,
            town=case.town,
            worker=case.worker,
            closed_on=case.closed_on,
        )

    def _row(self, document: Document) -> DocumentRow:
        found = self._office.get(CaseFile.kind, document.case or document.proposed_case)
        case = found.record if found is not None and isinstance(found.record, CaseFile) else None
        pending = any(getattr(entry.action, "document", "") == document.id for entry in self._outbox.values())
        return DocumentRow(
            id=document.id,
            site=SITE,
            version=self._version(Document.kind, document.id),
            state_of_work=document.state_of_work,
            title=document.title,
            document_type=document.document_type,
            register=document.register or register_of(document.document_type),
            sender=document.sender,
            channel=document.channel,
            received_on=document.received_on,
            scanned_at=document.scanned_at,
            pages=document.pages,
            media=document.media,
            team=document.team,
            worker=document.worker,
            case=document.case or document.proposed_case,
            case_number=case.case_number if case else "",
            case_name=case.persons[0].name if case else "",
            item=document.item,
            delivery=document.delivery,
            destroyed_at=document.destroyed_at,
            warned=bool(document.warnings),
            duplicate=bool(document.duplicate_of),
            pending=pending,
            doubtful=bool(document.doubts),
            wishes=tuple(
                (known.wish, wish_state(known.ordered, known.withdrawn_at, known.answer))
                for known in document.wishes
                if known.open
            ),
            checked=bool(document.checked_at),
            noted=document.note is not None,
            assigned_by=document.assigned_by,
            at_mail_room=document.at_mail_room,
            handed_to=document.handed_to,
            handed_from=document.handed_from,
            rescan_of=document.rescan_of,
            replaced=bool(document.replaced_by),
        )


def make_desk(cache: FakeCache | None = None) -> Desk:
    """A desk on a fake cache; needs a ``QApplication``. Close it at the end (``desk.close()``)."""
    bridge = Bridge()
    pages = FakePages()
    return Desk(cache or FakeCache(), PageQueue(pages, pages, bridge), ME, SITE, bridge)


def file_action(document: str, case: str) -> FileDocument:
    return FileDocument(site=SITE, by=ME.id, document=document, case=case)
