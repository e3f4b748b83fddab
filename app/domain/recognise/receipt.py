"""The day on which a paper reached the office: the receipt stamp, if it can be read."""

import re
from dataclasses import dataclass
from datetime import date

from app.domain.recognise.reading import Reading, Spot
from app.domain.recognise.signs import Day, days
from app.domain.texts import _

_STAMP = re.compile(
    r"(?i)\b(?:post)?[ec][il1|j][nu][gq][ao][nu][gq]\b|\b[ec][il1|j][nu][gq][ec][gq][ao][nu][gq][ec][nu]\b"
)
"""``Eingang``, ``Posteingang``, ``Eingegangen``, also misread."""
_TALK = re.compile(r"(?i)eingang\s+(?:ihres|ihrer|der|des|bestätig|zu\b)")
"""Somebody writes about a receipt."""
_NEAR = 80
"""Letters after the word in which the stamp's date stands."""
_OLDEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class ReceiptDate:
    """``day`` is ISO; ``spot`` None: it is the day of the delivery's index."""

    day: str
    reason: str
    spot: Spot | None


def receipt_date(reading: Reading, today: date, index_day: str = "") -> ReceiptDate | None:
    """The stamp's date, else ``index_day`` (ISO, may be ""), else None.

    A date in the future, or older than about a year, was misread or is another stamp's: it is not proposed.
    """
    dates = [day for day in days(reading) if _possible(day, today, index_day)]
    for match in _STAMP.finditer(reading.text) if dates else ():
        if _TALK.match(reading.text, match.start()):
            continue
        first, last = reading.token_at(match.start()), reading.token_at(min(len(reading.text), match.end() + _NEAR) - 1)
        for day in dates:
            if first <= day.tokens[0] <= last:
                reason = _("Eingangsstempel vom {day}").format(day=_shown(day.iso))
                return ReceiptDate(day.iso, reason, reading.spot((first, *day.tokens)))
    if index_day:
        return ReceiptDate(index_day, _("nach der Liste der Lieferung"), None)
    return None


def _possible(day: Day, today: date, index_day: str) -> bool:
    if day.born:
        return False
    end = date.fromisoformat(index_day) if index_day else today
    return 0 <= (end - date.fromisoformat(day.iso)).days <= _OLDEST_DAYS


def _shown(iso: str) -> str:
    return f"{iso[8:]}.{iso[5:7]}.{iso[:4]}"
