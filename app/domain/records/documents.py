"""Documents, what is suggested for them, and what is wished for their paper."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record
from app.domain.records.pages import Sheet

INBOX = "inbox"
FILED = "filed"
MERGED = "merged"
"""All of its pages have gone to other documents; it is shown nowhere and comes back when it gets pages again."""
HANDED_OVER = "handed-over"
"""Another site has it, or is about to: see ``HandOver``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedCase:
    """A case that a document's own words point to, as it was recognised at receipt."""

    case: str
    """Id of the case file."""
    per_mille: int
    """How often suggestions like this one are right, in thousandths."""
    certain: bool = False
    """May be taken without a second look."""
    households: int = 1
    """How many households the document names; of more than one only a reader can tell whose it is."""
    clues: tuple[tuple[str, str], ...] = ()
    """(kind, words of the page) pairs, what counts most first: ``domain.recognise.clues``."""
    page: int = 0
    """From 1, where the best clue stands; 0: nowhere."""
    box: tuple[int, ...] = ()
    """(left, top, width, height) in hundredths of a millimetre on that page as shown; empty: only the page is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedType:
    document_type: str
    register: str = ""
    per_mille: int
    reason: str = ""
    """A finished sentence, in records of programs that kept no clues."""
    clues: tuple[tuple[str, str], ...] = ()
    """(kind, words of the page) pairs: ``domain.recognise.clues.type_reason``."""


ORIGINAL, RESCAN, HOLD = "original", "rescan", "hold"
PAPER_WISHES = (ORIGINAL, RESCAN, HOLD)
RELEASE = "release"
"""The paper may be destroyed: not somebody's wish, but told to the provider in the same orders."""
DONE, DECLINED = "done", "declined"
"""What the provider answers to a line of an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWish:
    """What shall happen with a document's paper at the provider, newest state; withdrawn ones stay."""

    wish: str
    """One of ``PAPER_WISHES``."""
    reason: str = ""
    """A code of ``rules.paper.REASONS``: the provider reads it, so it names nobody."""
    by: str = ""
    at: str = ""
    withdrawn_by: str = ""
    withdrawn_at: str = ""
    ordered: str = ""
    """Number of the order that asked for it; empty until then."""
    recalled: str = ""
    """Number of the order that took it back at the provider."""
    answer: str = ""
    """``DONE`` or ``DECLINED``, to the newest of both orders; empty until the provider's receipt has come."""
    fulfilled: str = ""
    """Of a wish for a new scan: id of the document that came with it."""
    fulfilled_at: str = ""

    @property
    def open(self) -> bool:
        return not (self.withdrawn_at or self.fulfilled)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardNote:
    """What somebody said when they passed a document on."""

    text: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """Dokument: a scan or letter with pages, in the inbox or in a file. Its bytes (``sha256``) never change."""

    kind: ClassVar[str] = "document"
    sha256: str
    media: str = "pdf"
    """pdf, tiff, jpeg or png: what the bytes are, whatever the file's name said."""
    size: int = 0
    """Bytes of the original."""
    pages: int = 1
    item: str = ""
    """The paper's number at the provider."""
    delivery: str = ""
    """The ``External-Identifier`` of the delivery that brought it first."""
    provider: str = ""
    file_name: str = ""
    """Name inside the delivery."""
    channel: str = "letter"
    received_on: str = ""
    """The legal receipt date."""
    scanned_at: str = ""
    state_of_work: str = INBOX
    case: str = ""
    """Id of the case file in which it is filed."""
    proposed_case: str = ""
    """Id of the case file that the provider's index names."""
    document_type: str = ""
    register: str = ""
    title: str = ""
    sender: str = ""
    """Sender guess shown in the queue."""
    team: str = ""
    worker: str = ""
    """Queue: a person's if ``worker`` is set, else a team's if ``team`` is set, else the site's."""
    filed_by: str = ""
    filed_at: str = ""
    first_filed_by: str = ""
    first_filed_at: str = ""
    """Who took it out of the inbox and when, if it was moved since; of one that came filed the day of its receipt."""
    code: str = ""
    remark: str = ""
    volume: int = 0
    extra: tuple[tuple[str, str], ...] = ()
    """Columns of the index that we do not know, kept and shown."""
    warnings: tuple[tuple[str, str], ...] = ()
    """(code, sentence) pairs noted at receipt."""
    duplicate_of: str = ""
    """Id of the document with the same bytes that came earlier under another item."""
    rescan_of: str = ""
    """Id of the document of the same paper for which somebody had wished this new scan."""
    pack: tuple[tuple[int, int], ...] = ()
    """(offset, length) in bytes of each page's PDF inside the page pack; empty: the document travels whole."""
    has_text: bool = False
    rotation: int = 0
    """Degrees clockwise, for everyone (0, 90, 180, 270)."""
    destroyed_at: str = ""
    """The paper's end, by the provider's certificate."""
    page_sizes: tuple[tuple[int, int], ...] = ()
    """(width, height) in hundredths of a millimetre as shown (the page's own rotation applied): one entry when all
    pages are alike, else one a page; empty when they are not known."""
    compared: bool = False
    """Every page was drawn by two engines at receipt."""
    doubts: tuple[tuple[int, str], ...] = ()
    """(page from 1, reason) of the pages that the two engines draw differently."""
    hints: tuple[str, ...] = ()
    """What to know about the file: xfa, portfolio, javascript, attachments, form, password."""
    suggestions: tuple[SuggestedCase, ...] = ()
    """Whose it may be, best first; they go when the document is filed."""
    suggested_types: tuple[SuggestedType, ...] = ()
    wishes: tuple[PaperWish, ...] = ()
    """At most one of each kind, in the order of ``PAPER_WISHES``."""
    checked_by: str = ""
    checked_at: str = ""
    """Gesichtet: who has seen that the scan is good, and when."""
    released: str = ""
    """Number of the order that told the provider that the paper may be destroyed."""
    release_answer: str = ""
    """``DONE`` or ``DECLINED``, when the provider has answered that."""
    assigned_by: str = ""
    assigned_at: str = ""
    """Who put it into its queue, and when; empty: receipt did. It was taken when that is ``worker`` themselves."""
    taken_from: tuple[str, ...] = ()
    """(team, worker) of the queue from which its worker took it: giving back puts it there."""
    note: ForwardNote | None = None
    """Of the newest forward that said something."""
    at_mail_room: bool = False
    """Returned: the mail room shall look where it belongs."""
    handed_to: str = ""
    """The site to which it was given; it stays here as proof."""
    handed_from: str = ""
    """The site that gave it."""
    sheets: tuple[Sheet, ...] = ()
    """Its pages, where they are not those of its own original one by one: then ``pages``, ``page_sizes``, ``doubts``,
    ``media``, ``size`` (about), ``has_text`` and ``hints`` are of these, and there is no ``pack``. ``sha256`` is still
    what it came with, empty for a document that was made by splitting."""
    dropped: tuple[Sheet, ...] = ()
    """Pages that were taken out (blank ones, separator sheets) and may be brought back."""
    merged_into: str = ""
    """Id of the document that has its first page (``MERGED``)."""
    absorbed: tuple[str, ...] = ()
    """Ids of the documents that were merged into this one."""

    @property
    def replaced_by(self) -> str:
        """Id of the new scan of its paper, if one was wished for and came."""
        return next((wish.fulfilled for wish in self.wishes if wish.fulfilled), "")

    def sizes_mm(self) -> tuple[tuple[float, float], ...]:
        """(width, height) in millimetres of every page as shown; empty when they are not known."""
        sizes = tuple((width / 100, height / 100) for width, height in self.page_sizes)
        return sizes * self.pages if len(sizes) == 1 else sizes
