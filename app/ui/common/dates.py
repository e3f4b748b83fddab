"""Dates as people type them."""

import re
from datetime import date

_TYPED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4}|\d{2})?")
_DIGITS = re.compile(r"(\d\d)(\d\d)(\d{4}|\d\d)?")


def read_day(text: str, today: date) -> str | None:
    """The ISO date of what was typed: ``18.11.2026``, ``18.11.26``, ``18112026``, ``2026-11-18``, or ``18.11.`` for the
    last one before tomorrow. None: it is no date.

    >>> read_day("18.11.", date(2026, 11, 20)), read_day("24.12.", date(2026, 11, 20))
    ('2026-11-18', '2025-12-24')
    """
    typed = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", typed):
            return date.fromisoformat(typed).isoformat()
        found = _TYPED.fullmatch(typed) or _DIGITS.fullmatch(typed)
        if found is None:
            return None
        day, month, year = found.groups()
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)).isoformat()
        last = date(today.year, int(month), int(day))
        return (last if last <= today else date(today.year - 1, int(month), int(day))).isoformat()
    except ValueError:
        return None
