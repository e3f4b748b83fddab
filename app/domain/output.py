"""What people write and read when they print or export: ranges of pages, and names for files."""

import re
from collections.abc import Sequence
from datetime import date

from app.domain.records import Document
from app.domain.texts import _, ngettext

_RANGE = re.compile(r"(\d+)\s*(?:[-–]\s*(\d*))?")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 80


def parse_pages(text: str, pages: int) -> tuple[int, ...] | None:
    """``1-3, 7`` or ``4-`` as page numbers in this order, each once; None if that makes no sense for ``pages`` pages.

    >>> parse_pages("1-3,7", 9)
    (1, 2, 3, 7)
    """
    chosen: dict[int, None] = {}
    for part in re.split(r"[,;]", text.strip().strip(",;")):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            return None
        first = int(match[1])
        last = first if match[2] is None else int(match[2] or pages)
        if not 1 <= first <= last <= pages:
            return None
        chosen.update(dict.fromkeys(range(first, last + 1)))
    return tuple(chosen)


def written_pages(pages: Sequence[int]) -> str:
    """Page numbers as they are typed: ``1-3, 7``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def file_name(documents: Sequence[Document], ending: str, today: date) -> str:
    """A name that says what kind of post it is and when it came, and nothing about whose it is."""
    if len(documents) == 1:
        day, kind = documents[0].received_on or today.isoformat(), documents[0].document_type or _("Dokument")
    else:
        day = today.isoformat()
        kind = ngettext("{n} Dokument", "{n} Dokumente", len(documents)).format(n=len(documents))
    clean = " ".join(_FORBIDDEN.sub(" ", f"{day} {kind}").split())
    return f"{clean[:LONGEST_NAME].rstrip(' .')}.{ending}"
