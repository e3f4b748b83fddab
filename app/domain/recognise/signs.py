"""Numbers and dates as they stand on paper: in all spellings, and as a scanner misreads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.answer_code import TOKEN
from app.domain.recognise.reading import Reading

_LOOKS_LIKE = str.maketrans("OoQDlI|!iZzSsGbTBgq", "0000111112255667899")
_DIGIT = r"[0-9OoQDlI|!iZzSsGbTBgq]"
_HOLE = r"[ .\n]?"
_OFFICE = rf"(?P<office>{_DIGIT}(?:{_HOLE}{_DIGIT}){{4}})"
_NUMBER = rf"(?P<number>{_DIGIT}{{7}}|{_DIGIT}(?:{_HOLE}{_DIGIT}){{6}}|{_DIGIT}{{1,6}})"
_START, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_BG = r"[B8ß][G6CQ]"
_BETWEEN = rf"\s{{0,2}}[-–.]?\s?(?:{_BG}|/\s?/|\\\\|/|\|\|)\s?[-–.:]?\s{{0,2}}"
_WORD_BG = (
    rf"(?:{_BG}(?:\s?[-–]?\s?(?:N[ru]\.?|Nummer))?|Bedarfsgemeinschaft|Aktenzeichen|Az|Zeichen|Akte)"
    r"\s?[.:;]{0,2}\s{0,2}"
)
_FULL = re.compile(rf"{_START}{_OFFICE}{_BETWEEN}{_NUMBER}{_END}")
_LED = re.compile(rf"{_START}{_WORD_BG}{_OFFICE}\s?(?:{_BG}|//|/|-)\s?{_NUMBER}{_END}")
_LED_BARE = re.compile(rf"{_START}{_WORD_BG}{_OFFICE}\s?(?P<number>{_DIGIT}{{7}}){_END}")
_TAIL = re.compile(rf"{_START}{_WORD_BG}(?P<number>{_DIGIT}{{4,7}}){_END}")
_CUSTOMER = re.compile(
    rf"{_START}(?P<front>{_DIGIT}{{3}})\s?(?P<letter>[A-Za-z0-9|])\s?(?P<back>{_DIGIT}{{6}}){_END}"
)
_CODE = re.compile(r"\bES[1lI]\s?-\s?(?P<code>[0-9A-Z]{8})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_DAY = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<day>{_DIGIT}{{1,2}})\s?[.,]\s?(?P<month>{_DIGIT}{{1,2}})\s?[.,]\s?"
    rf"(?P<year>{_DIGIT}{{4}}|{_DIGIT}{{2}})(?![0-9A-Za-z])"
    r"|(?<![0-9])(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])"
    r"|(?<![0-9A-Za-z])(?P<named>[0-9]{1,2})\.\s?(?P<name>[A-Za-zäöüÄÖÜ]{3,9})\.?\s(?P<of>[0-9]{4})(?![0-9])"
)
_BIRTH = re.compile(r"(?i)geb[ou.:\s]|geb$|gebor|geburt|g?e?burtsd|\*\s*$|born")
_BEFORE_BIRTH = 45
"""Letters before a date in which a word says that it is a birth date."""


@dataclass(frozen=True, slots=True)
class Number:
    """A case number (``35502BG0001234``) or the seven digits of one (``tail``), or a customer number.

    ``read`` is what the digits are if every look-alike is one; ``repaired`` when there were any.
    """

    read: str
    repaired: bool
    tokens: tuple[int, ...]
    tail: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date on the page. ``born``: a word before it says that somebody was born then."""

    iso: str
    repaired: bool
    born: bool
    tokens: tuple[int, ...]
    line: int
    short: bool = False
    """The year had two digits."""


def digits_of(text: str) -> str:
    """What look-alikes are meant: O is 0, l is 1, S is 5, B is 8; blanks and dots inside are left out.

    >>> digits_of("3S5O2")
    '35502'
    """
    return re.sub(r"[\s.]", "", text).translate(_LOOKS_LIKE)


def _plausible(raw: str) -> bool:
    """At least half of what is read as digits are digits."""
    signs = re.sub(r"[\s.]", "", raw)
    return 2 * sum(sign.isdigit() for sign in signs) >= len(signs)


def _tokens(reading: Reading, match: re.Match[str]) -> tuple[int, ...]:
    return tuple(range(reading.token_at(match.start()), reading.token_at(match.end() - 1) + 1))


def case_numbers(reading: Reading) -> list[Number]:
    """Case numbers in every spelling, each once, in the order of the page; plain seven digits only after a label."""
    found: dict[str, Number] = {}
    taken: set[int] = set()
    for pattern in (_FULL, _LED, _LED_BARE):
        for match in pattern.finditer(reading.text):
            raw = match["office"] + match["number"]
            if not _plausible(raw) or not taken.isdisjoint(_tokens(reading, match)):
                continue
            taken.update(_tokens(reading, match))
            read = f"{digits_of(match['office'])}BG{digits_of(match['number']).zfill(7)}"
            repaired = digits_of(raw) != re.sub(r"[\s.]", "", raw)
            found.setdefault(read, Number(read, repaired, _tokens(reading, match)))
    if not found:
        for match in _TAIL.finditer(reading.text):
            if _plausible(match["number"]):
                read = digits_of(match["number"]).zfill(7)
                found.setdefault(read, Number(read, True, _tokens(reading, match), tail=True))
    return sorted(found.values(), key=lambda number: number.tokens)


def customer_key(number: str) -> str:
    """Under which a customer number is found whatever its letter was read as.

    >>> customer_key("412D118734") == customer_key("4120118734")
    True
    """
    return digits_of(number.replace(" ", ""))


def customer_numbers(reading: Reading) -> list[Number]:
    """Customer numbers (three digits, a letter, six digits). ``read`` is the key, digits alone where it could be."""
    found: dict[str, Number] = {}
    for match in _CUSTOMER.finditer(reading.text):
        raw = match["front"] + match["letter"] + match["back"]
        if not _plausible(match["front"] + match["back"]):
            continue
        clean = match["letter"].isupper() and (match["front"] + match["back"]).isdigit()
        key = customer_key(raw.upper() if match["letter"].isalpha() and clean else raw)
        found.setdefault(key, Number(key, not clean, _tokens(reading, match)))
    return list(found.values())


def codes(reading: Reading) -> list[Number]:
    """Codes that we print on our own letters and forms (``ES1-7F3K9Q2M``), also those that only machines read."""
    printed = [
        Number(f"ES1-{match['code']}", False, _tokens(reading, match)) for match in _CODE.finditer(reading.text)
    ]
    scanned = (Number(match[0], False, _tokens(reading, match)) for match in TOKEN.finditer(reading.text))
    return [*printed, *scanned]


def days(reading: Reading) -> list[Day]:
    """All dates that exist, in the order of the page. Years of two digits are those that are over."""
    return list(_days(reading))


def _days(reading: Reading) -> Iterator[Day]:
    for match in _DAY.finditer(reading.text):
        if match["iso"]:
            year, month, day = (int(part) for part in match["iso"].split("-"))
            raw = clean = match["iso"]
        elif match["named"]:
            folded = match["name"].lower().replace("ä", "a")[:3]
            if folded not in _MONTHS:
                continue
            year, month, day = int(match["of"]), _MONTHS.index(folded) + 1, int(match["named"])
            raw = clean = ""
        else:
            raw = match["day"] + match["month"] + match["year"]
            clean = raw.translate(_LOOKS_LIKE)
            if not _plausible(raw):
                continue
            day, month, year = (int(match[name].translate(_LOOKS_LIKE)) for name in ("day", "month", "year"))
        short = year < 100
        if short:
            year += 2000 if year <= date.today().year % 100 else 1900  # noqa: DTZ011 - the office's own calendar
        try:
            iso = date(year, month, day).isoformat()
        except ValueError:
            continue
        before = reading.text[max(0, match.start() - _BEFORE_BIRTH) : match.start()]
        tokens = _tokens(reading, match)
        line = reading.tokens[tokens[0]].line
        yield Day(iso, raw != clean, _BIRTH.search(before) is not None, tokens, line, short)


def one_slip(left: str, right: str) -> bool:
    """Whether one wrong, lost or added sign, or two neighbours that changed places, make ``left`` of ``right``.

    >>> one_slip("0001234", "0001324"), one_slip("maier", "meier"), one_slip("maier", "mayr")
    (True, True, False)
    """
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    if len(left) == len(right):
        if left[start + 1 :] == right[start + 1 :]:
            return True
        crossed = left[start : start + 2] == right[start : start + 2][::-1]
        return crossed and left[start + 2 :] == right[start + 2 :]
    if len(left) > len(right):
        return left[start + 1 :] == right[start:]
    return left[start:] == right[start + 1 :]
