"""Three clients on one store that go off-line, act, crash and come back in any order."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from app.adapters.cache.store import SqlCache
from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.central.memory import MemoryCentral
from app.domain.actions import (
    Action,
    ArrangePages,
    Content,
    FileDocument,
    ForwardDocument,
    GiveBack,
    MoveDocument,
    PutMark,
    RemoveMark,
    ReturnToInbox,
    TakeDocument,
    TakeIn,
    WishPaper,
    WithdrawWish,
)
from app.domain.cache import REFUSED, WAITING
from app.domain.central import Accepted, Central, KeptCentral, Outcome
from app.domain.errors import CentreUnreachable
from app.domain.ids import new_id
from app.domain.office import Office
from app.domain.page_sets import held_by, merge, sheets_of, split
from app.domain.records import INBOX, NOTE, PAPER_WISHES, CaseFile, Document, Mark, Sheet, Worker
from app.domain.rules.paper import wish_of
from app.services.send_waiting import send_round
from app.services.synchronise import pull
from tests.cache.making import SITE, MemoryKeeper, case, document, open_cache

NAMES = ("anna", "bert", "carl")
PAGES = 3
FAULTS = st.sampled_from(("none", "none", "before", "after", "later"))


class FaultyLine:
    """A client's line to the centre. Faults: before the action arrives, after it went through, or in the middle."""

    def __init__(self, central: Central, unchanged: set[str]) -> None:
        self._central = central
        self._unchanged = unchanged
        self.online = True
        self.fault = "none"

    def submit(self, action: Action) -> Outcome:
        self._use("before")
        outcome = self._central.submit(action)
        if isinstance(outcome, Accepted) and not outcome.changed:
            self._unchanged.add(action.id)
        self._use("after")
        return outcome

    def commits(self, site: str, after: int) -> Iterator[Any]:
        self._use("before")
        for number, commit in enumerate(self._central.commits(site, after)):
            if number == 2:
                self._use("later")
            yield commit

    def checkpoint_lines(self, checkpoint: Any) -> Iterator[bytes]:
        for number, line in enumerate(self._central.checkpoint_lines(checkpoint)):
            if number == 2:
                self._use("later")
            yield line

    def _use(self, moment: str) -> None:
        if not self.online or self.fault == moment:
            raise CentreUnreachable("Die Leitung ist unterbrochen.")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        self._use("before")
        return getattr(self._central, name)  # type: ignore[no-any-return]


class Client:
    def __init__(self, name: str, root: Path, make_central: Callable[[], Central], unchanged: set[str]) -> None:
        self.name = name
        self.root = root
        self.keeper = MemoryKeeper()
        self.line = FaultyLine(make_central(), unchanged)
        self.cache = open_cache(root, self.keeper)
        self.crashed: list[SqlCache] = []
        self.acknowledged: list[Action] = []

    def crash(self) -> None:
        """The process is gone: nothing is closed or finished, and the next one opens what lies on the disk."""
        self.crashed.append(self.cache)
        self.cache = open_cache(self.root, self.keeper)

    def act(self, make: Callable[[str, int, Document], Action], documents: list[str], which: int) -> None:
        found = self.cache.document(documents[which % len(documents)])
        if found is None:
            return
        site, version, record = found
        action = make(site, version, record)
        before = len(self.cache.waiting())
        refusal = self.cache.enqueue(action)
        if refusal is None:
            self.acknowledged.append(action)
        assert len(self.cache.waiting()) == before + (refusal is None)

    def close(self) -> None:
        for cache in (self.cache, *self.crashed):
            cache.close()


class ThreeClients(RuleBasedStateMachine):
    def make_store(self, root: Path) -> Callable[[], KeptCentral]:
        central = MemoryCentral()
        return lambda: central

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.now = datetime.now(UTC)
        self.unchanged: set[str] = set()
        make_central = self.make_store(self.root / "store")
        self.central = make_central()
        self.cases = [case("35502BG0000001"), case("35502BG0000002")]
        self.documents = [f"document-{number}" for number in range(4)]
        set_up(self.central, self.cases, self.documents)
        self.clients = [Client(name, self.root / name, make_central, self.unchanged) for name in NAMES]
        for client in self.clients:
            pull(client.line, client.cache)  # type: ignore[arg-type]

    @rule(who=st.integers(0, 2), online=st.booleans())
    def go(self, who: int, online: bool) -> None:
        self.clients[who].line.online = online

    @rule(who=st.integers(0, 2), which=st.integers(0, 9), where=st.integers(0, 1), what=st.integers(0, 5))
    def act(self, who: int, which: int, where: int, what: int) -> None:
        name, target = NAMES[who], self.cases[where].id

        def make(site: str, version: int, record: Document) -> Action:
            same: dict[str, Any] = {"site": site, "by": name, "document": record.id}
            if record.state_of_work == INBOX:
                if what == 3:
                    return ForwardDocument(**same, base=version, worker=NAMES[which % 3])
                if what == 4:
                    return TakeDocument(**same, team=record.team, worker=record.worker)
                if what == 5:
                    return GiveBack(**same, base=version)
                return FileDocument(**same, case=target, document_type=f"Art {what}")
            if what == 0:
                return ReturnToInbox(**same, base=version)
            return MoveDocument(**same, base=version, case=target, title=f"Titel {what}")

        self.clients[who].act(make, self.documents, which)

    @rule(who=st.integers(0, 2), which=st.integers(0, 9), what=st.integers(0, 2))
    def mark(self, who: int, which: int, what: int) -> None:
        """Put a mark; change or remove the first one, whosoever it is."""
        client = self.clients[who]

        def make(site: str, version: int, record: Document) -> Action:
            same: dict[str, Any] = {"site": site, "by": NAMES[who]}
            known = client.cache.marks(record.id)
            if what == 0 or not known:
                areas = ((0, 0, 100, 100),)
                at = (*sheets_of(record), Sheet(original=record.id, page=1))[0]
                new = Mark(
                    id=new_id(), document=at.original, page=at.page, shape=NOTE, areas=areas, text="Notiz"
                )
                return PutMark(**same, mark=new, base=0)
            mark, base = known[0]
            if what == 1:
                return PutMark(**same, mark=replace(mark, text=f"{mark.text}!"), base=base)
            return RemoveMark(**same, mark=mark.id, document=mark.document, base=base)

        client.act(make, self.documents, which)

    @rule(who=st.integers(0, 2), which=st.integers(0, 9), wish=st.sampled_from(PAPER_WISHES))
    def wish(self, who: int, which: int, wish: str) -> None:
        """Wish something for the paper, or take it back, whosoever wished it."""

        def make(site: str, version: int, record: Document) -> Action:
            same: dict[str, Any] = {"site": site, "by": NAMES[who], "document": record.id, "wish": wish}
            known = wish_of(record, wish)
            return WithdrawWish(**same) if known is not None and known.open else WishPaper(**same)

        self.clients[who].act(make, self.documents, which)

    @rule(who=st.integers(0, 2), which=st.integers(0, 9), other=st.integers(0, 9), what=st.integers(0, 2))
    def arrange(self, who: int, which: int, other: int, what: int) -> None:
        """Split behind the first page, merge with another document, or turn the pages round."""
        client = self.clients[who]

        def make(site: str, version: int, record: Document) -> Action:
            same: dict[str, Any] = {"site": site, "by": NAMES[who]}
            sheets = sheets_of(record)
            second = client.cache.document(self.documents[other % len(self.documents)])
            if what == 0 and len(sheets) > 1:
                contents = split((version, record), [sheets[:1], sheets[1:]], record.dropped)
                self.documents.append(contents[1].document)
                return ArrangePages(**same, contents=contents)
            if what == 1 and second is not None and second[2].id != record.id:
                return ArrangePages(**same, contents=merge([(version, record), second[1:]]))
            kept, dropped = (sheets[::-1], record.dropped) if what == 2 else (sheets + record.dropped, ())
            content = Content(document=record.id, base=version, sheets=kept, dropped=dropped)
            return ArrangePages(**same, contents=(content,))

        client.act(make, self.documents, which)

    @rule(who=st.integers(0, 2), fault=FAULTS)
    def send(self, who: int, fault: str) -> None:
        client = self.clients[who]
        client.line.fault = fault
        self.now += timedelta(hours=1)
        try:
            send_round(client.line, client.cache, self.now)  # type: ignore[arg-type]
        except CentreUnreachable:
            assert not client.line.online or fault != "none"
        client.line.fault = "none"

    @rule(who=st.integers(0, 2), fault=FAULTS)
    def take_in_news(self, who: int, fault: str) -> None:
        client = self.clients[who]
        client.line.fault = fault
        try:
            pull(client.line, client.cache)  # type: ignore[arg-type]
        except CentreUnreachable:
            assert not client.line.online or fault != "none"
        client.line.fault = "none"

    @rule(who=st.integers(0, 2))
    def crash(self, who: int) -> None:
        self.clients[who].crash()

    @rule()
    def new_post(self) -> None:
        new = document(f"document-{sum('.' not in id_ for id_ in self.documents)}", title="Neue Post", pages=PAGES)
        self.documents.append(new.id)
        self.central.submit(TakeIn(site=SITE, by="system", documents=(new,)))

    @rule(who=st.integers(0, 2))
    def start_afresh(self, who: int) -> None:
        self.central.write_checkpoint(SITE)
        self.clients[who].cache.rebuild()

    def teardown(self) -> None:
        if not hasattr(self, "clients"):
            return
        try:
            self._settle()
            self._check()
        finally:
            for client in self.clients:
                client.close()
            shutil.rmtree(self.root, ignore_errors=True)

    def _settle(self) -> None:
        for client in self.clients:
            client.line.online = True
            self.now += timedelta(hours=1)
            assert send_round(client.line, client.cache, self.now).problem is None  # type: ignore[arg-type]
        for client in self.clients:
            assert pull(client.line, client.cache).problem is None  # type: ignore[arg-type]

    def _check(self) -> None:
        _, truth = self.central.office(SITE)
        logged = [commit.head.action for commit in self.central.commits(SITE, 0)]
        assert len(logged) == len(set(logged)), "an action was applied twice"
        for client in self.clients:
            left = client.cache.waiting()
            assert not [entry for entry in left if entry.state == WAITING]
            refused = {entry.action.id for entry in left if entry.state == REFUSED}
            assert all(entry.refused and entry.refused.title for entry in left)
            for action in client.acknowledged:
                ends = (action.id in logged) + (action.id in refused)
                assert ends == 1 or (ends == 0 and action.id in self.unchanged), "an action was lost"
            check_converged(client.cache, truth, self.documents, self.cases)


def set_up(central: KeptCentral, cases: list[CaseFile], documents: list[str]) -> None:
    from app.domain.actions import ImportCases, SetUpSite
    from app.domain.records import Site

    central.add_site(SITE)
    workers = tuple(Worker(id=name, name=name.title(), roles=("caseworker",)) for name in NAMES)
    central.submit(SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Borken"), workers=workers))
    central.submit(ImportCases(site=SITE, by="system", cases=tuple(cases)))
    first = tuple(document(id_, item=f"K-{id_}", provider="Nord", pages=PAGES) for id_ in documents)
    central.submit(TakeIn(id=new_id(), site=SITE, by="system", documents=first))


def check_converged(cache: SqlCache, truth: Office, documents: list[str], cases: list[CaseFile]) -> None:
    """What the client shows is what the centre says, in every list."""
    documents = [id_ for id_ in documents if truth.get(Document.kind, id_) or "." not in id_]  # not refused parts
    pages: list[tuple[str, int]] = []
    for id_ in documents:
        known = truth.get(Document.kind, id_)
        found = cache.document(id_)
        assert known is not None and found is not None
        assert (found[1], found[2]) == (known.version, known.record)
        pages += held_by(found[2])
        shown = {(sheet.original, sheet.page) for sheet in sheets_of(found[2])}
        marks = (mark for mark in truth.all(Mark.kind) if isinstance(mark, Mark))
        there = [mark for mark in marks if (mark.document, mark.page) in shown]
        assert {mark for mark, _ in cache.marks(id_)} == {mark for mark in there if not mark.removed}
    whole = {(id_, page) for id_ in documents if "." not in id_ for page in range(1, PAGES + 1)}
    assert len(pages) == len(whole) and set(pages) == whole, "a page was lost or is there twice"
    unfiled = {row.id for row in cache.inbox(SITE)}
    in_cases = {row.id: place.id for place in cases for row in cache.case_documents(place.id)}
    for id_ in documents:
        record = truth.get(Document.kind, id_)
        assert record is not None and isinstance(record.record, Document)
        assert (id_ in unfiled) == (record.record.state_of_work == INBOX)
        assert in_cases.get(id_, "") == record.record.case
    assert not any(row.pending for row in cache.inbox(SITE))


class ThreeClientsOnAFolder(ThreeClients):
    def make_store(self, root: Path) -> Callable[[], KeptCentral]:
        create_store(root, "test")
        return lambda: FolderCentral(root)


_SETTINGS = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
}
ThreeClients.TestCase.settings = settings(max_examples=12, stateful_step_count=40, **_SETTINGS)  # type: ignore[arg-type]
ThreeClientsOnAFolder.TestCase.settings = settings(  # type: ignore[arg-type]
    max_examples=3, stateful_step_count=30, **_SETTINGS
)
TestThreeClients = ThreeClients.TestCase
TestThreeClientsOnAFolder = ThreeClientsOnAFolder.TestCase
