"""Suggestions for a document: whose it is, what it is, where it goes and when it came."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.recognise.index import CaseIndex, History
from app.domain.recognise.reading import Reading, read_texts
from app.domain.recognise.receipt import ReceiptDate, receipt_date
from app.domain.recognise.types import TypeModel, TypeSuggestion, words_of
from app.domain.recognise.weigh import CaseSuggestion, suggest_cases
from app.domain.records import CaseFile, Document
from app.services.receive.content import guess_sender


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
        if document.code and filing.case_number:
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
