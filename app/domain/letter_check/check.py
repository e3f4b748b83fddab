"""The check of a letter: every rule over the facts, in the order in which people look at a letter."""

from collections.abc import Sequence
from itertools import chain

from app.domain.letter_check import findings as codes
from app.domain.letter_check.address import Address, find_address
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.facts import LetterFile, LetterPage
from app.domain.letter_check.findings import Checked, Finding
from app.domain.letter_check.geometry import rounded, union
from app.domain.letter_check.layout import pieces
from app.domain.letter_check.mends import plan
from app.domain.letter_check.page_rules import page_findings
from app.domain.letter_check.paper_rules import file_findings
from app.domain.letter_check.window_rules import window_findings
from app.domain.recognise.reading import Reading, read_words
from app.domain.recognise.signs import case_numbers


def check(
    file: LetterFile,
    pages: Sequence[LetterPage],
    carrier: Carrier,
    *,
    duplex: bool = False,
    case_number: str = "",
    home: Sequence[str] = (),
    more: Sequence[Finding] = (),
) -> Checked:
    """What is to be said of a letter. ``pages`` are the first ones, as many as were looked at; ``case_number`` is its
    case where that is known ("": the first number that it names), ``home`` the lines of that household's address;
    ``more`` are findings that need to know the cases (``recipient``)."""
    address = address_of(pages, carrier)
    found = tuple(
        chain(
            file_findings(file, carrier, duplex),
            *(page_findings(number, page, carrier, address.window.form) for number, page in enumerate(pages, 1)),
            missing_fonts(pages),
            window_findings(address, pages[0]) if pages else (),
            more,
        )
    )
    sheets = carrier.sheets(file.pages, duplex)
    return Checked(
        pages=file.pages,
        sheets=sheets,
        window=address.window,
        zones=carrier.zones,
        address=address.texts,
        address_box=address.box,
        case_number=case_number or case_number_of(read_words([page.words for page in pages])),
        grams=carrier.grams(sheets),
        cents=carrier.cents(file.pages, duplex=duplex),
        findings=tuple(sorted(found, key=lambda finding: (codes.CODES.index(finding.code), finding.page or 0))),
        plan=plan(file, pages, carrier, address, found, home),
    )


def refused(code: str, reason: str = "") -> Checked:
    """The answer for a file that cannot be looked at; ``reason`` says in a sentence why."""
    return Checked(findings=(Finding(code, values=(("reason", reason),)),))


def address_of(pages: Sequence[LetterPage], carrier: Carrier) -> Address:
    """The address on the first page; without lines where none is in the window."""
    return find_address(pieces(pages[0].words) if pages else (), carrier.windows)


def case_number_of(reading: Reading) -> str:
    """The first case number that a letter names, as it is stored; "" where it names none."""
    return next((number.read for number in case_numbers(reading) if not number.tail), "")


def missing_fonts(pages: Sequence[LetterPage]) -> list[Finding]:
    """One for the whole letter, on the first page that needs a font which is not there."""
    lacking = [(number, page.missing_fonts) for number, page in enumerate(pages, 1) if page.missing_fonts]
    if not lacking:
        return []
    names = sorted({font.name for _number, fonts in lacking for font in fonts})
    numbers = tuple(number for number, _fonts in lacking)
    around = union(font.box for font in lacking[0][1])
    box = rounded(around) if around else None
    return [Finding(codes.FONT, numbers[0], box, numbers, (("fonts", ", ".join(names)),))]
