"""The paper clock (Papierfrist): how long the provider still keeps the paper after scanning it."""

from datetime import date, timedelta

KEPT_WEEKS = 8


def destroyed_on(scanned_at: str, kept_weeks: int = KEPT_WEEKS) -> date | None:
    """The day on which the paper may be destroyed; None when nobody told when it was scanned."""
    try:
        return date.fromisoformat(scanned_at[:10]) + timedelta(weeks=kept_weeks)
    except ValueError:
        return None


def days_left(scanned_at: str, destroyed_at: str, today: date, kept_weeks: int = KEPT_WEEKS) -> int | None:
    """Days until the paper may be destroyed, 0 or less when the time is over or it was destroyed already.

    None when there was no scanning (or nobody told when).
    """
    if destroyed_at:
        return min(0, _days(destroyed_at, today))
    end = destroyed_on(scanned_at, kept_weeks)
    return None if end is None else (end - today).days


def _days(iso: str, today: date) -> int:
    try:
        return (date.fromisoformat(iso[:10]) - today).days
    except ValueError:
        return 0
