"""What people write and read when they print or export: ranges of pages, and names for files."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from app.domain.records import Document
from app.domain.texts import _, ngettext

_RANGE = re.compile(r"(\d+)\s*(?:[-–]\s*(\d*))?")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 80
RISKY_ENDINGS = frozenset(
    {
        "ade", "adp", "app", "appx", "appxbundle", "bat", "chm", "cmd", "com", "cpl", "deb", "desktop", "dll",
        "dmg", "docm", "dotm", "exe", "gadget", "hta", "htm", "html", "img", "inf", "ins", "iso", "jar", "jnlp",
        "js", "jse", "lnk", "mht", "mhtml", "msc", "msi", "msix", "msp", "mst", "one", "pif", "ps1", "ps1xml",
        "ps2", "psc1", "psm1", "pl", "pptm", "potm", "ppam", "py", "pyw", "reg", "rpm", "scf", "scr", "sct",
        "sh", "shb", "shtml", "svg", "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "wsc", "wsf", "wsh",
        "xbap", "xhtml", "xlam", "xlsb", "xlsm", "xltm", "xll", "xsl", "xslt",
    }
)  # fmt: skip
"""Files that can run something when they are opened; archives that hide such files are not among them."""
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


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


def is_risky(name: str) -> bool:
    """Whether opening a file of this name can run something, as Windows reads the name."""
    _stem, dot, ending = safe_name(name).rpartition(".")
    return bool(dot) and ending.lower() in RISKY_ENDINGS


def safe_name(name: str) -> str:
    """A sender's name for a file as one that can be proposed: no folders, nothing invisible, nothing reserved.

    Signs that turn the direction of writing, with which an ending can be hidden, are left out.
    """
    seen = "".join(sign if sign.isprintable() else " " for sign in name if unicodedata.category(sign) != "Cf")
    base = re.split(r"[\\/]", seen)[-1]
    clean = " ".join(_FORBIDDEN.sub(" ", base).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 10:
        clean = f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip(' .') or _('Anlage')}.{ending}"
    else:
        clean = clean[:LONGEST_NAME].rstrip(" .") or _("Anlage")
    return f"_{clean}" if _RESERVED.fullmatch(clean) else clean
