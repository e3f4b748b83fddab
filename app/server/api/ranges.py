"""Ranges of bytes (RFC 9110, section 14)."""

import re

from app.domain.texts import _
from app.server.api.problems import RequestRefused

_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def range_of(header: str | None, size: int) -> tuple[int, int] | None:
    """(offset, length) of the one range that is asked for; None: all of it, also where the header is none of ours.

    Raises ``RequestRefused`` (416) for a range behind the end.
    """
    found = _ONE.fullmatch((header or "").replace(" ", ""))
    if found is None or found.group(1) == found.group(2) == "":
        return None
    if found.group(1) == "":
        length = min(int(found.group(2)), size)
        offset = size - length
    else:
        offset = int(found.group(1))
        end = size if found.group(2) == "" else min(int(found.group(2)) + 1, size)
        length = end - offset
        if found.group(2) and int(found.group(2)) < offset:
            return None
    if offset >= size or length <= 0:
        raise RequestRefused(416, "wrong-range", _("So viele Bytes gibt es nicht."))
    return offset, length
