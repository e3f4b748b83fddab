"""Suggestions for a document: whose it is, what it is, where it goes and when it came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.domain.answer_code import is_token
from app.domain.kept_kinds import REGISTER, not_to_be_kept
from app.domain.pages import FoundCode, PageReader, Source, Word
from app.domain.recognise.clues import PRINTED
from app.domain.recognise.index import CaseIndex, History
from app.domain.recognise.reading import MOST_WORDS, Reading, read_texts, read_words
from app.domain.recognise.receipt import ReceiptDate, receipt_date
from app.domain.recognise.types import TypeModel, TypeSuggestion, words_of
from app.domain.recognise.weigh import CaseSuggestion, suggest_cases
from app.domain.records import CaseFile, Document, SuggestedCase, SuggestedType
from app.services.receive.content import guess_sender

CODE_PAGES = 4
"""Pages that are searched for codes: our letter lies in front of what is sent back with it, or behind a short reply."""
MOST_KEPT = 9
"""Suggestions of a kind that are kept with a document: one a key."""
PRINTED_PER_MILLE = 950
"""Two prints of an identity card on one paper; an estimate, not measured like the others."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Each list best first; ``receipt`` None: nothing says when the document came."""

    cases: tuple[CaseSuggestion, ...]
    types: tuple[TypeSuggestion, ...]
    receipt: ReceiptDate | None


@dataclass(frozen=True, slots=True)
class Filing:
    """A paper that was filed: into which case (its number), as what, and its text where it is at hand."""

    case_number: str
    document: Document
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What suggestions rest on. Made once for many documents (7,000 households: about a third of a second); when a case
    changes it is made anew, a filing is learned by ``types.learn``."""

    index: CaseIndex
    types: TypeModel


def knowledge(cases: Iterable[tuple[str, CaseFile]], filings: Iterable[Filing]) -> Knowledge:
    """``cases`` are (site, case); ``filings`` come oldest first."""
    senders: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    codes: dict[str, str] = {}
    types = TypeModel()
    for filing in filings:
        document = filing.document
        if document.sender and filing.case_number:
            senders[document.sender][filing.case_number] += 1
        if is_token(document.code) and filing.case_number:
            codes.setdefault(document.code, filing.case_number)  # our letter was filed before any reply to it
        elif document.code and filing.case_number:
            codes[document.code] = filing.case_number
        if document.document_type and any(filing.pages):
            types.learn(words_of(read_texts(filing.pages), document.sender), document.document_type, document.register)
    return Knowledge(CaseIndex(cases, History(senders, codes)), types)


def suggest(
    reading: Reading, known: Knowledge, today: date, *, index_day: str = "", sender: str = "", open_case: str = ""
) -> Suggestions:
    """``index_day`` is the receipt date that the delivery's index names (ISO, may be ""); ``sender`` who wrote it as
    far as it is known, else it is guessed from the first page; ``open_case`` the case that the reader has open."""
    sender = sender or guess_sender(reading.first_page)
    return Suggestions(
        tuple(suggest_cases(reading, known.index, sender, open_case)),
        tuple(known.types.suggest(reading, sender)),
        receipt_date(reading, today, index_day),
    )


def read_document(
    reader: PageReader,
    source: Source,
    pages: int,
    password: str | None = None,
    codes: Mapping[int, Sequence[FoundCode]] = MappingProxyType({}),
) -> Reading:
    """The words of the first pages with their places, as many as a suggestion looks at, and ``codes`` by page.

    Raises what ``reader`` does.
    """
    read: list[Sequence[Word]] = []
    words = 0
    for page in range(1, pages + 1):
        scanned = [Word(code.text, code.box_mm, -number) for number, code in enumerate(codes.get(page, ()), 1)]
        read.append((*reader.words(source, page, password), *scanned))
        words += len(read[-1])
        if words >= MOST_WORDS:
            break
    return read_words(read)


def read_codes(
    reader: PageReader, source: Source, pages: int, password: str | None = None
) -> dict[int, tuple[FoundCode, ...]]:
    """Our codes on the first of the first pages that has any. Draws them: 25 to 60 ms a page."""
    for page in range(1, min(pages, CODE_PAGES) + 1):
        ours = tuple(code for code in reader.codes(source, page, password) if is_token(code.text))
        if ours:
            return {page: ours}
    return {}


Kept = tuple[tuple[SuggestedCase, ...], tuple[SuggestedType, ...]]


def suggest_to_keep(reading: Reading, known: Knowledge, sender: str = "") -> Kept:
    """Suggestions as a document's record keeps them: whole numbers, and clues instead of sentences."""
    sender = sender or guess_sender(reading.first_page)
    cases = suggest_cases(reading, known.index, sender)[:MOST_KEPT]
    types = tuple(_kept_type(one) for one in known.types.suggest(reading, sender))
    unwanted = not_to_be_kept((reading.text,))
    if unwanted:
        printed = SuggestedType(
            document_type=unwanted, register=REGISTER, per_mille=PRINTED_PER_MILLE, clues=((PRINTED, ""),)
        )
        types = (printed, *types)
    return tuple(_kept_case(one, known) for one in cases), types[:MOST_KEPT]


def _kept_type(suggestion: TypeSuggestion) -> SuggestedType:
    return SuggestedType(
        document_type=suggestion.document_type,
        register=suggestion.register,
        per_mille=round(suggestion.certainty * 1000),
        clues=suggestion.clues,
    )


def _kept_case(suggestion: CaseSuggestion, known: Knowledge) -> SuggestedCase:
    spot = suggestion.spot
    return SuggestedCase(
        case=known.index.households[known.index.numbers[suggestion.case_number]].record.id,
        per_mille=round(suggestion.certainty * 1000),
        certain=suggestion.certain,
        households=suggestion.households,
        clues=suggestion.told,
        page=spot.page if spot else 0,
        box=tuple(round(side * 100) for side in spot.box) if spot and spot.box else (),
    )
