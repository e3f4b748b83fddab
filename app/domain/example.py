"""The example county: how large it is, who one can be in it, and the port of whoever invents its contents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.records import Document
from app.domain.records.letters import LetterOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large an example is. ``sites`` empty: all 17 towns. ``documents``: filed ones in all files together."""

    scale: str
    sites: tuple[str, ...] = ()
    files: int
    documents: int
    batch: int
    """Documents a commit."""
    own_pages: bool = False
    """Every filed document is drawn for its household; else pages are shared between files (by their hash)."""
    volume: int = 60
    """Pages of the first volume of a paper file that is delivered."""
    letters: int = 62
    """Letters of the last days that wait at the first site."""
    variants: int = 7
    """Distinct papers of each kind that files share."""
    lean: bool = False
    """Records leave out what a disk of two gigabytes has no room for: who filed a document, when, who sent it."""


PLANS = {
    "small": Plan(scale="small", sites=("borken", "rhede", "heek"), files=60, documents=600, batch=300, own_pages=True),
    "town": Plan(scale="town", sites=("borken",), files=1_750, documents=115_000, batch=2_000),
    "county": Plan(scale="county", files=7_000, documents=2_100_000, batch=2_000, variants=3, lean=True),
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom one can be in the example. ``id`` is the sign-in name."""

    id: str
    name: str
    site: str
    role: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The bytes of one or more documents. ``texts`` has one entry a page (the hidden text layer); ``long`` says
    whether it is long enough that its pages should be fetched singly. ``page_sizes`` as in ``Document``."""

    sha256: str
    data: bytes
    texts: tuple[str, ...]
    long: bool = False
    page_sizes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents of one commit, and those of their papers that did not come before at this site."""

    papers: tuple[Paper, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter of the office and the state (``LETTER_STATES``) that it has reached; ``by`` wrote it."""

    case_number: str
    by: str
    data: bytes
    sha256: str
    pages: int
    title: str
    letter_type: str
    state: str
    options: LetterOptions


class ExampleSource(Protocol):
    """Invents the contents of one plan: the same for the same seed and day."""

    def county_toml(self) -> str: ...

    def households_csv(self) -> str: ...

    def personas(self) -> tuple[Persona, ...]: ...

    def batches(self, site: str, cases: Mapping[str, str]) -> Iterator[Batch]:
        """The filed documents of a site; ``cases`` has the ids of its files by their case numbers."""
        ...

    def letters(self, site: str) -> Iterator[Outgoing]:
        """The outgoing post of a site."""
        ...

    def bags(self, folder: Path) -> Iterator[Path]:
        """Write the deliveries of the last days into ``folder``, oldest first; each is complete when it is yielded."""
        ...
