"""Checking letters before they are sent: what the reading process finds in a file, judged by the carrier's profile."""

from collections.abc import Callable

from app.domain.errors import DocumentUnreadable
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.check import check, refused
from app.domain.letter_check.facts import LetterPage, LetterReader
from app.domain.letter_check.findings import ENCRYPTED, UNREADABLE, Checked
from app.domain.letter_check.paper_rules import pages_to_look_at
from app.domain.pages import Source


def check_letter(
    reader: LetterReader,
    source: Source,
    carrier: Carrier,
    *,
    duplex: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> Checked:
    """What is to be said of one letter. Never raises for a bad file; ``InterruptedError`` when it was cancelled."""
    try:
        file = reader.letter_file(source)
        pages: list[LetterPage] = []
        if file.repaired:
            return check(file, pages, carrier, duplex=duplex)
        for number in range(1, pages_to_look_at(file, carrier, duplex) + 1):
            if cancelled is not None and cancelled():
                raise InterruptedError
            pages.append(reader.letter_page(source, number))
    except DocumentUnreadable as error:
        if cancelled is not None and cancelled():
            raise InterruptedError from error
        if error.code == "password":
            return refused(ENCRYPTED)
        return refused(UNREADABLE, error.title)
    return check(file, pages, carrier, duplex=duplex)
