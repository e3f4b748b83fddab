"""What somebody typed into the search field, as words to be met."""

import re
from dataclasses import dataclass

from app.adapters.cache.fold import fold, folded_words, sound
from app.adapters.cache.terms import has_digit

_CASE_NUMBER = re.compile(
    r"(?<![0-9a-z])(?:bg[ .\-]*([0-9]{5})[ .\-]*(?:bg|//|/)?|([0-9]{5})[ .\-]*(?:bg|//|/))[ .\-]*([0-9]{1,7})(?![0-9])"
)
_SHORT_NUMBER = re.compile(r"(?<![0-9a-z])bg[ .\-]*([0-9]{1,7})(?![0-9])")
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_OTHER_MONTHS = {"mrz": 3, "mae": 3, "may": 5, "oct": 10, "dec": 12}
_MONTH_DATE = re.compile(r"(?<![0-9])([0-9]{1,2})\.? *([a-zä]{3,9})\.? *([0-9]{4}|[0-9]{2})(?![0-9])")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./\-]([0-9]{1,2})(?:[./\-]([0-9]{0,4}))?[./\-]?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./\-]([0-9]{1,2})?(?:[./\-]([0-9]{1,2}))?[./\-]?")
_SEPARATED = re.compile(r"[0-9]+(?:[./\-][0-9]*)+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the query, met when any of these is. ``text`` is "" for what no document's own text can meet."""

    text: str
    """Folded; met by every word that begins with it."""
    sound: str = ""
    numbers: tuple[str, ...] = ()
    """Parts of a case number (lower case), anywhere in it; whole ones have 14 signs."""
    dates: tuple[str, ...] = ()
    """Beginnings of a birth date as digits, day first or year first."""
    pieces: tuple[str, ...] = ()
    """More words that the text of a document must hold ("12.03" is two there)."""


def parse_query(text: str) -> tuple[Word, ...]:
    """At most eight words; more are left out."""
    words: list[Word] = []
    rest = text.lower()
    for pattern, make in ((_CASE_NUMBER, _case_number), (_SHORT_NUMBER, _short_number), (_MONTH_DATE, _month_date)):
        for match in list(pattern.finditer(rest)):
            word = make(match)
            if word is not None:
                words.append(word)
                rest = rest.replace(match.group(), " ", 1)
    for chunk in re.split(r"[\s,;]+", rest):
        if _SEPARATED.fullmatch(chunk):
            words.append(_digits(chunk))
        else:
            words += [_plain(word) for word in folded_words(chunk)]
    return tuple(dict.fromkeys(words))[:8]


def _case_number(match: re.Match[str]) -> Word:
    office, number = match[1] or match[2], match[3]
    # While it is being typed, what stands there may still grow: "35502//00012" is the beginning of a number, too.
    return Word("", numbers=tuple(dict.fromkeys((f"{office}bg{number.zfill(7)}", f"{office}bg{number}"))))


def _short_number(match: re.Match[str]) -> Word:
    return Word("", numbers=tuple(dict.fromkeys((f"bg{match[1].zfill(7)}", f"bg{match[1]}"))))


def _month_date(match: re.Match[str]) -> Word | None:
    name = fold(match[2])[:3]
    month = _MONTHS.index(name) + 1 if name in _MONTHS else _OTHER_MONTHS.get(match[2][:3])
    return None if month is None else Word("", dates=_dates(match[1], str(month), match[3]))


def _dates(day: str, month: str, year: str) -> tuple[str, ...]:
    """Day-first beginnings; a year of two digits may be of this century or the last."""
    start = day.zfill(2) + month.zfill(2)
    if len(year) == 2 and year not in ("19", "20"):
        return (f"{start}19{year}", f"{start}20{year}")
    return (start + year, f"{start}19{year}", f"{start}20{year}") if len(year) == 2 else (start + year,)


def _digits(chunk: str) -> Word:
    """Digits with dots, dashes or strokes between them: a date or the beginning of one, else a number."""
    pieces = tuple(piece for piece in re.split(r"[./\-]", chunk) if piece)
    dates: tuple[str, ...] = ()
    if match := _YEAR_FIRST.fullmatch(chunk):
        dates = _growing(match[1], *(part for part in match.groups()[1:] if part))
    elif match := _DAY_FIRST.fullmatch(chunk):
        day, month, year = match[1].zfill(2), match[2], match[3]
        dates = _dates(day, month, year) if year else _growing(day, month)
    elif len(pieces) == 1:
        dates = (pieces[0].zfill(2),)
    joined = "".join(pieces)
    return Word(joined, numbers=(joined,) if len(joined) > 2 else (), dates=dates, pieces=pieces)


def _growing(*parts: str) -> tuple[str, ...]:
    """The parts joined; the last may still be growing ("12.1" is January, or October and later)."""
    start = "".join(part.zfill(2) for part in parts[:-1])
    return tuple(dict.fromkeys((start + parts[-1].zfill(2), start + parts[-1])))


def _plain(word: str) -> Word:
    if word.isdigit() and word.isascii():
        dates: tuple[str, ...] = (word,) if len(word) > 1 else ()
        if len(word) == 6:
            dates += (f"{word[:4]}19{word[4:]}", f"{word[:4]}20{word[4:]}")
        return Word(word, numbers=(word,) if len(word) > 2 else (), dates=dates)
    return Word(word, sound=sound(word), numbers=(word,) if has_digit(word) and len(word) > 2 else ())
