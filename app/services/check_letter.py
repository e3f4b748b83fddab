"""Checking letters before they are sent: what the reading process finds in a file, judged by the carrier's profile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.errors import DocumentUnreadable
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.check import address_of, case_number_of, check, refused
from app.domain.letter_check.facts import LetterPage, LetterReader
from app.domain.letter_check.findings import ENCRYPTED, UNREADABLE, Checked, Finding
from app.domain.letter_check.paper_rules import pages_to_look_at
from app.domain.letter_check.recipient import case_of, foreign_pages, home_of, recipient_findings
from app.domain.pages import Source
from app.domain.recognise.index import CaseIndex
from app.domain.recognise.reading import read_words
from app.domain.records import CaseFile

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Against:
    """What a letter is checked against. With ``index`` its address is compared with that of its case, and pages about
    other cases are told; ``case_number`` is its case ("": the one that it names)."""

    carrier: Carrier
    duplex: bool = False
    index: CaseIndex | None = None
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """A letter put right: the new file, and what the check says of it."""

    data: bytes
    checked: Checked


def check_letter(
    reader: LetterReader, source: Source, against: Against, cancelled: Cancelled | None = None
) -> Checked:
    """What is to be said of one letter. Never raises for a bad file; ``InterruptedError`` when it was cancelled."""
    try:
        file = reader.letter_file(source)
        count = 0 if file.repaired else pages_to_look_at(file, against.carrier, against.duplex)
        pages = _look_at(reader, source, count, cancelled)
    except DocumentUnreadable as error:
        if cancelled is not None and cancelled():
            raise InterruptedError from error
        return refused(ENCRYPTED) if error.code == "password" else refused(UNREADABLE, error.title)
    case = _case(pages, against)
    more = _beside_its_case(pages, against, case) if case is not None else ()
    return check(
        file,
        pages,
        against.carrier,
        duplex=against.duplex,
        case_number=case.case_number if case else against.case_number,
        home=home_of(case) if case else (),
        more=more,
    )


def mend_letter(reader: LetterReader, source: Source, against: Against, checked: Checked) -> Mended:
    """Do what the check of this very file offers, and check again. Raises ``DocumentUnreadable`` when the new file
    cannot be written."""
    data = reader.mended_letter(source, checked.plan)
    return Mended(data, check_letter(reader, data, against))


def _look_at(reader: LetterReader, source: Source, count: int, cancelled: Cancelled | None) -> list[LetterPage]:
    found = []
    for page in range(1, count + 1):
        if cancelled is not None and cancelled():
            raise InterruptedError
        found.append(reader.letter_page(source, page))
    return found


def _case(pages: Sequence[LetterPage], against: Against) -> CaseFile | None:
    """The letter's case; None where it is not certain, or the cases are not known."""
    index, number = against.index, against.case_number
    if index is None:
        return None
    if not number:
        reading = read_words([page.words for page in pages])
        number = case_number_of(reading)
        if number not in index.numbers:
            found = case_of(reading, index)
            number = found.case_number if found else ""
    return index.households[index.numbers[number]].record if number in index.numbers else None


def _beside_its_case(pages: Sequence[LetterPage], against: Against, case: CaseFile) -> tuple[Finding, ...]:
    """What differs from the case, and pages that are about others."""
    assert against.index is not None
    differing = recipient_findings(address_of(pages, against.carrier), case)
    return (*differing, *foreign_pages(pages, against.index, case.case_number))
