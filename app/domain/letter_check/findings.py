"""What is wrong with a letter, and what the check says of it as a whole."""

from dataclasses import dataclass, field

from app.domain.letter_check import sentences
from app.domain.letter_check.carrier import Window, Zone
from app.domain.letter_check.plan import Mend, Plan
from app.domain.pages import Box

ERROR, WARNING = "error", "warning"

UNREADABLE, ENCRYPTED, ACTIVE_CONTENT = "unreadable", "encrypted", "active-content"
PAGE_SIZE, PAGE_ORIENTATION, TOO_MANY_PAGES = "page-size", "page-orientation", "too-many-pages"
TOO_LARGE, TOO_HEAVY = "too-large", "too-heavy"
FONT, MARGIN, ZONE, BLANK_PAGE, RESOLUTION = (
    "font-not-embedded", "margin", "zone-not-clear", "blank-page", "image-resolution",
)  # fmt: skip
ADDRESS_MISSING, ADDRESS_INCOMPLETE, ADDRESS_TOO_LONG = "address-missing", "address-incomplete", "address-too-long"
ADDRESS_BLANK_LINE, ADDRESS_CUT_OFF, WINDOW = "address-blank-line", "address-cut-off", "window-not-clear"
RECIPIENT_DIFFERS, ADDRESS_DIFFERS, OTHER_CASE = "recipient-differs", "address-differs", "other-case"
WARNINGS = frozenset({BLANK_PAGE, RESOLUTION, RECIPIENT_DIFFERS, ADDRESS_DIFFERS, OTHER_CASE})
CODES = (
    *(UNREADABLE, ENCRYPTED, ACTIVE_CONTENT, PAGE_SIZE, PAGE_ORIENTATION, TOO_MANY_PAGES, TOO_LARGE, TOO_HEAVY, FONT),
    *(MARGIN, ZONE, ADDRESS_MISSING, ADDRESS_INCOMPLETE, ADDRESS_TOO_LONG, ADDRESS_BLANK_LINE, ADDRESS_CUT_OFF, WINDOW),
    *(BLANK_PAGE, RESOLUTION, RECIPIENT_DIFFERS, ADDRESS_DIFFERS, OTHER_CASE),
)
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``page`` (from 1) and ``box`` are None where it is about the whole letter, or the whole page. ``pages``: all
    pages that it is about. ``values`` are what the sentences name; they hold nothing of other people."""

    code: str
    page: int | None = None
    box: Box | None = None
    pages: tuple[int, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> str:
        return WARNING if self.code in WARNINGS else ERROR

    @property
    def said(self) -> str:
        """What is wrong: a sentence in the language of the screen."""
        return sentences.said(self.code, dict(self.values))

    @property
    def advice(self) -> str:
        """What to do about it."""
        return sentences.advice(self.code, dict(self.values))


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check says of a letter. ``window`` is where the address was looked for, ``zones`` what has to stay free
    (both to be drawn on page 1); ``address`` its lines without the notes above it; ``grams`` and ``cents`` None: not
    known."""

    pages: int = 0
    sheets: int = 0
    window: Window | None = None
    zones: tuple[Zone, ...] = ()
    address: tuple[str, ...] = ()
    address_box: Box | None = None
    case_number: str = ""
    grams: float | None = None
    cents: int | None = None
    findings: tuple[Finding, ...] = ()
    plan: Plan = field(default_factory=Plan)
    """How what can be put right would be: offered, not done."""

    @property
    def mends(self) -> tuple[Mend, ...]:
        return self.plan.mends

    @property
    def ok(self) -> bool:
        """Nothing but warnings."""
        return all(finding.severity == WARNING for finding in self.findings)

    @property
    def form(self) -> str:
        return self.window.form if self.window else ""
