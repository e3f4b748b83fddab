"""Checking letters before they are sent: what the reading process finds in a file, judged by the carrier's profile."""

from collections.abc import Callable, Sequence

from app.domain.errors import DocumentUnreadable
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.check import address_of, case_number_of, check, refused
from app.domain.letter_check.facts import LetterFile, LetterPage, LetterReader
from app.domain.letter_check.findings import ENCRYPTED, UNREADABLE, Checked, Finding
from app.domain.letter_check.paper_rules import pages_to_look_at
from app.domain.letter_check.recipient import case_of, foreign_pages, recipient_findings
from app.domain.pages import Source
from app.domain.recognise.index import CaseIndex
from app.domain.recognise.reading import read_words

Cancelled = Callable[[], bool]


def check_letter(
    reader: LetterReader,
    source: Source,
    carrier: Carrier,
    *,
    duplex: bool = False,
    index: CaseIndex | None = None,
    case_number: str = "",
    cancelled: Cancelled | None = None,
) -> Checked:
    """What is to be said of one letter. Never raises for a bad file; ``InterruptedError`` when it was cancelled.

    With ``index`` the address is compared with that of the case ("": the one that the letter names), and pages about
    other cases are told.
    """
    try:
        file = reader.letter_file(source)
        count = 0 if file.repaired else pages_to_look_at(file, carrier, duplex)
        pages = _look_at(reader, source, range(count), cancelled)
    except DocumentUnreadable as error:
        if cancelled is not None and cancelled():
            raise InterruptedError from error
        return refused(ENCRYPTED) if error.code == "password" else refused(UNREADABLE, error.title)
    return judge(file, pages, carrier, duplex=duplex, index=index, case_number=case_number)


def judge(
    file: LetterFile,
    pages: Sequence[LetterPage],
    carrier: Carrier,
    *,
    duplex: bool = False,
    index: CaseIndex | None = None,
    case_number: str = "",
) -> Checked:
    """The check of a letter that was looked at."""
    more: tuple[Finding, ...] = ()
    if index is not None:
        case_number, more = _beside_its_case(pages, carrier, index, case_number)
    return check(file, pages, carrier, duplex=duplex, case_number=case_number, more=more)


def _look_at(
    reader: LetterReader, source: Source, pages: Sequence[int], cancelled: Cancelled | None
) -> list[LetterPage]:
    """``pages`` count from 0."""
    found = []
    for page in pages:
        if cancelled is not None and cancelled():
            raise InterruptedError
        found.append(reader.letter_page(source, page + 1))
    return found


def _beside_its_case(
    pages: Sequence[LetterPage], carrier: Carrier, index: CaseIndex, case_number: str
) -> tuple[str, tuple[Finding, ...]]:
    """The letter's case number, "" where that is not certain, and what differs from that case."""
    reading = read_words([page.words for page in pages])
    number = case_number or case_number_of(reading)
    if number not in index.numbers:
        found = None if case_number else case_of(reading, index)
        number = found.case_number if found else ""
    if not number:
        return "", ()
    case = index.households[index.numbers[number]].record
    differing = recipient_findings(address_of(pages, carrier), case)
    return number, (*differing, *foreign_pages(pages, index, number))
