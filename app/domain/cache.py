"""The local cache: what the window asks, answered without the network. The port; SQLCipher is an adapter.

Rows are what a list shows, ready to paint. Documents with waiting actions are shown as they will be (``pending``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.domain.actions import Action
from app.domain.decide import Refused
from app.domain.log import Commit
from app.domain.office import Office
from app.domain.records import (
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

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of the inbox, a case or a search result. Names and numbers of cases are for showing only.

    For an unfiled document ``case`` and ``case_*`` are of the case that the provider's index named, if it is known.
    """

    id: str
    site: str
    version: int
    state_of_work: str
    title: str
    document_type: str
    register: str
    sender: str
    channel: str
    received_on: str
    scanned_at: str
    pages: int
    media: str
    team: str
    worker: str
    case: str
    case_number: str
    case_name: str
    item: str
    delivery: str
    destroyed_at: str
    warned: bool
    duplicate: bool
    pending: bool
    doubtful: bool = False
    """Two engines draw one of its pages differently."""
    wishes: tuple[tuple[str, str], ...] = ()
    """(wish, state of ``rules.paper``) of what is wished for its paper, withdrawn wishes left out."""
    checked: bool = False
    """Gesichtet."""
    rescan_of: str = ""
    """Id of the document of the same paper for which this new scan was wished."""
    replaced: bool = False
    """A new scan of its paper has come."""
    noted: bool = False
    """Whoever passed it on left a note."""
    assigned_by: str = ""
    """Id of who put it into its queue; empty: receipt did."""
    at_mail_room: bool = False
    """Returned to the mail room."""
    handed_to: str = ""
    handed_from: str = ""
    """Ids of the sites to which and from which it was given."""
    deputy_for: str = ""
    """Name of the absent person in whose place somebody is shown it."""
    information: str = ""
    """Id of the ``Information`` by which somebody is shown it."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the case list: the applicant's name and birth date stand for the household."""

    id: str
    site: str
    case_number: str
    name: str
    born: str
    street: str
    postcode: str
    town: str
    worker: str
    closed_on: str
    matched: str = ""
    """The other person of the household that the search met, if it was not the applicant."""


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A document that somebody took out of the inbox and filed. Moving it later does not make another of it."""

    document: str
    site: str
    received_on: str
    """The legal receipt date (ISO date); empty when nobody knows it."""
    filed_at: str
    """Instant (ISO 8601, UTC) of the first filing."""
    filed_by: str
    channel: str
    team: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search met, best first, each list cut at the limit that was asked for."""

    cases: tuple[CaseRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    inbox: tuple[DocumentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """What changed, so that each screen decides whether to refresh. ``everything`` after a first fill or a rebuild."""

    documents: frozenset[str] = frozenset()
    """Ids of documents that changed, or whose marks did."""
    cases: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    """Kinds of other records (worker, announcement, ...) and "outbox"."""
    everything: bool = False

    def __or__(self, other: "Touched") -> "Touched":
        return Touched(
            self.documents | other.documents,
            self.cases | other.cases,
            self.others | other.others,
            self.everything or other.everything,
        )


WAITING, REFUSED = "waiting", "refused"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An action in the outbox: waiting to be sent, or refused and not yet dismissed by the user."""

    action: Action
    state: str
    since: str
    attempts: int = 0
    next_attempt: str = ""
    refused: Refused | None = None
    after: int = 0
    """The site's position when the action was written down: its commit can only come after it."""


class Cache(Protocol):
    """Blocking; safe to use from several threads. Raises ``CacheDamaged``, ``CacheKeyMissing``, ``StorageFull``."""

    persistent: bool
    """False: no keyring, the cache lives for this sitting only and the user is told."""

    @property
    def notice(self) -> str:
        """What happened to the cache since it was used last, in words for the user; mostly empty."""
        ...

    # --- filling: only the centre's answers change records -------------------------------------------------
    def sites(self) -> tuple[str, ...]: ...
    def position(self, site: str) -> int: ...
    def head_hash(self, site: str) -> str:
        """Hash of the head at ``position``, "" if it is not known: tells another log from the same one grown."""
        ...

    def fill(
        self,
        site: str,
        position: int,
        lines: Iterable[bytes],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        head_hash: str = "",
    ) -> Touched:
        """Replace all that is known of a site by a checkpoint's lines; cancelled or crashed, it stays as it was.

        ``progress`` is told the number of lines now and then. Raises ``InterruptedError`` when it was cancelled.
        """
        ...

    def apply(self, site: str, commits: Iterable[Commit]) -> Touched:
        """Take in the commits that follow ``position``; each transaction leaves a whole position behind."""
        ...

    def forget(self, site: str) -> None: ...
    def office(self, site: str) -> tuple[int, Office]:
        """The confirmed records (without waiting actions) at ``position``: an ``OfficeSource`` for deciding."""
        ...

    # --- asking ---------------------------------------------------------------------------------------------
    def all_sites(self) -> tuple[Site, ...]: ...
    def teams(self, site: str) -> tuple[Team, ...]: ...
    def workers(self, site: str) -> tuple[Worker, ...]: ...
    def worker(self, worker_id: str) -> tuple[str, Worker] | None:
        """(site, worker) of a sign-in name."""
        ...

    def inbox(self, site: str, *, team: str | None = None, worker: str | None = None) -> list[DocumentRow]:
        """Unfiled documents, oldest receipt first: all of the site, or one team's or person's queue.

        Today's post of those for whom the person stands in is theirs, too (``deputy_for``)."""
        ...

    def search(self, text: str, limit: int = 20, *, documents: bool = True) -> Found:
        """Every word must be met (as a prefix, umlauts and case folded; names also by sound) in case number, names,
        birth date (12.03.1984, 1984-03-12, 12031984), address; documents also in type, title, sender, item, text.

        Without ``documents`` cases alone are looked for, which is several times as fast."""
        ...

    def cases(self, ids: Iterable[str]) -> tuple[CaseRow, ...]: ...
    def case(self, site: str, case_id: str) -> CaseFile | None: ...
    def case_documents(self, case_id: str) -> list[DocumentRow]:
        """The documents of a case, newest receipt first."""
        ...

    def document(self, document_id: str) -> tuple[str, int, Document] | None:
        """(site, version, record) as shown, waiting actions applied."""
        ...

    def original(self, original_id: str) -> tuple[str, Original] | None:
        """(site, facts) of the bytes that a document brought, whichever documents have its pages now."""
        ...

    def document_row(self, document_id: str) -> DocumentRow | None: ...
    def papers_due(self, site: str, since: str, until: str) -> list[DocumentRow]:
        """Documents that nobody has checked, of which no new scan came, and whose paper was scanned on these days
        or between (ISO dates) and is not known to be destroyed, oldest scan first, at most 2,000.

        Waiting actions are applied."""
        ...

    def filings(self, site: str, since: str) -> list[FilingRow]:
        """What is filed and was taken out of the inbox on this day (ISO date, UTC) or later, oldest filing first;
        waiting actions applied."""
        ...

    def post_of_last_day(self, site: str, before: str) -> tuple[str, list[Document]]:
        """The last day (ISO date) before ``before`` on which documents came, "" if there is none, and these documents,
        wherever they are now; waiting actions applied."""
        ...

    def marks(self, document_id: str) -> tuple[tuple[Mark, int], ...]:
        """(mark, version) of what is on the document's pages, waiting actions applied, by page and time.

        A mark names its page by original and number in it (``domain.page_sets``).
        Removed marks are left out.
        """
        ...

    def records(self, site: str, kind: type[R], *, open_only: bool = False) -> tuple[tuple[R, int], ...]:
        """(record, version) of every living record of a small kind, waiting actions applied, in the order of ids.

        ``open_only`` leaves out what is done or taken back (of kinds that say so by ``open``) without reading it.

        Not for documents and case files, of which a site has too many."""
        ...

    def letters(self, site: str, *, case: str = "", since: str = "") -> tuple[tuple[Letter, int], ...]:
        """(letter, version) of a case's letters; without a case of those that are not done with and those that were put
        in since then (ISO 8601). Waiting actions applied, in the order of ids."""
        ...

    def announcements(self, site: str) -> tuple[Announcement, ...]:
        """Announced post that has not arrived yet."""
        ...

    def set_aside(self, site: str) -> tuple[SetAside, ...]: ...
    def counts(self) -> Mapping[str, int]:
        """Numbers for the status bar: documents, cases, inbox, waiting, refused."""
        ...

    # --- outbox ---------------------------------------------------------------------------------------------
    def enqueue(self, action: Action) -> Refused | None:
        """Write the action down durably and show its effect; refused at once when it already makes no sense here."""
        ...

    def waiting(self) -> tuple[Waiting, ...]:
        """In the order of sending; refused ones stay until they are dismissed."""
        ...

    def accepted(self, action_id: str, number: int) -> Touched: ...
    def refused(self, action_id: str, refusal: Refused) -> Touched: ...
    def postpone(self, action_id: str, next_attempt: str) -> None: ...
    def dismiss(self, action_id: str) -> None:
        """The user has read a refusal."""
        ...

    # --- pages and texts, kept encrypted --------------------------------------------------------------------
    def page_bytes(self, document_id: str, page: int) -> bytes | None:
        """Cached bytes of one page (``page`` 0: the whole document), or None."""
        ...

    def keep_page(self, document_id: str, page: int, data: bytes) -> None: ...
    def missing_texts(self, limit: int) -> tuple[tuple[str, str, str], ...]:
        """(site, document id, sha256) of unfiled and recent documents whose full text is not here yet."""
        ...

    def keep_text(self, document_id: str, pages: tuple[str, ...]) -> None: ...
    def text(self, document_id: str) -> tuple[str, ...] | None: ...

    # --- small memory of this user ---------------------------------------------------------------------------
    def remember(self, key: str, value: str) -> None: ...
    def recall(self, key: str) -> str | None: ...
    def opened(self, case_id: str) -> None:
        """Puts a case on top of the recent ones."""
        ...

    def recent_cases(self, limit: int = 20) -> tuple[CaseRow, ...]: ...
    def pin(self, case_id: str, pinned: bool) -> None: ...
    def pinned_cases(self) -> tuple[CaseRow, ...]: ...

    # --- the end -----------------------------------------------------------------------------------------------
    def rebuild(self) -> None:
        """Throw everything away but the outbox and the user's memory; the next synchronisation fills it again."""
        ...

    def erase(self) -> None:
        """Discard the key and delete the files."""
        ...

    def close(self) -> None: ...


def iter_cancellable(lines: Iterable[bytes], cancelled: Callable[[], bool]) -> Iterator[bytes]:
    """Stops with ``InterruptedError`` as soon as ``cancelled`` says so (asked every 1,000 lines)."""
    for number, line in enumerate(lines):
        if number % 1000 == 0 and cancelled():
            raise InterruptedError
        yield line
