"""Putting a letter into the outgoing post: several files become one, it is checked, and both are noted."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from app.domain.actions.letters import CheckLetter, PutLetter
from app.domain.case_number import parse_case_number
from app.domain.central import ORIGINALS, Central, OfficeSource, Outcome
from app.domain.decide import Refused
from app.domain.errors import DocumentUnreadable, NotAllowed, WrongUse
from app.domain.ids import new_id
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.facts import LetterReader
from app.domain.letter_check.findings import Checked
from app.domain.letter_check.kept import kept
from app.domain.pages import PageReader, PdfPart, Source
from app.domain.recognise.index import CaseIndex
from app.domain.records import CaseFile
from app.domain.records.letters import Enclosure, Letter
from app.domain.texts import _
from app.services.answer_code import put_answer_code
from app.services.check_letter import Against, check_letter
from app.services.document_types import register_for
from app.services.letters.wanted import NewLetter


class LetterPages(LetterReader, PageReader, Protocol):
    """A reading process that looks at letters and writes PDF."""


@dataclass(frozen=True, slots=True)
class Adding:
    """What adding needs. ``profile`` gives a carrier's rules; ``index`` the cases of a site, to compare the address
    with; None: it is not compared."""

    central: Central
    offices: OfficeSource
    reader: LetterPages
    by: str
    profile: Callable[[str], Carrier]
    index: Callable[[str], CaseIndex] | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A letter that is in the outgoing post now, or why it is not."""

    site: str
    letter: str
    outcome: Outcome
    checked: Checked


@dataclass(frozen=True, slots=True)
class _Content:
    data: bytes
    pages: int
    enclosures: tuple[Enclosure, ...]
    code: str = ""
    plain_sha256: str = ""
    """Without the code; empty where there is none."""


def index_of(offices: OfficeSource, site: str) -> CaseIndex:
    """The cases of a site, to compare letters with."""
    cases = (case for case in offices.office(site)[1].all(CaseFile.kind) if isinstance(case, CaseFile))
    return CaseIndex((site, case) for case in cases)


def add_letter(new: NewLetter, with_: Adding) -> Added:
    """Raises ``WrongUse`` when its case is not known, ``DocumentUnreadable`` for a file that cannot be read."""
    content = _content(new.files, with_.reader)
    carrier = with_.profile(new.carrier)
    number = new.case_number
    if not number:
        number = _named_case(content, carrier, new, with_)
    site, case = _find_case(number, with_)
    if new.answer_code:
        content = _with_code(content, carrier, with_)
    sha256 = hashlib.sha256(content.data).hexdigest()
    letter = Letter(
        id=new_id(),
        case=case,
        sha256=sha256,
        size=len(content.data),
        pages=content.pages,
        title=new.title or _title(new.files[0]),
        letter_type=new.letter_type,
        register=register_for(new.letter_type),
        amount_cents=new.amount_cents,
        enclosures=content.enclosures,
        options=new.options,
        carrier=new.carrier,
        code=content.code,
        content=content.plain_sha256,
    )
    with_.central.put(site, ORIGINALS, sha256, content.data)
    outcome = with_.central.submit(PutLetter(site=site, by=with_.by, letter=letter))
    if isinstance(outcome, Refused):
        return Added(site, letter.id, outcome, Checked())
    checked, outcome = _check(site, letter, content.data, number, with_)
    return Added(site, letter.id, outcome, checked)


def check_again(site: str, letter: Letter, case_number: str, with_: Adding) -> Checked:
    """Check a letter of the outgoing post by today's rules of its carrier, and note what was found."""
    data = with_.central.read(site, ORIGINALS, letter.sha256)
    checked, outcome = _check(site, letter, data, case_number, with_)
    if isinstance(outcome, Refused):
        raise NotAllowed(outcome.title, outcome.advice, code=outcome.code)
    return checked


def _check(site: str, letter: Letter, data: bytes, number: str, with_: Adding) -> tuple[Checked, Outcome]:
    carrier = with_.profile(letter.carrier)
    index = with_.index(site) if with_.index is not None else None
    duplex = letter.options.duplex
    checked = check_letter(with_.reader, data, Against(carrier, duplex, index, number if index else ""))
    cents = carrier.cents(letter.pages, duplex=duplex, colour=letter.options.colour, options=letter.options.names())
    noted = CheckLetter(
        site=site,
        by=with_.by,
        letter=letter.id,
        sha256=letter.sha256,
        options=letter.options,
        check=kept(checked, letter.carrier),
        cents=cents or 0,
    )
    return checked, with_.central.submit(noted)


def _content(files: Sequence[Path], reader: PageReader) -> _Content:
    """One PDF of all files; a single one stays as it is, byte by byte."""
    if not files:
        raise WrongUse(_("Es ist keine Datei angegeben."), _("Nennen Sie den Brief als PDF."))
    sources = [_read(file) for file in files]
    found = [reader.inspect(source) for source in sources]
    counts = [info.pages for info in found]
    if len(files) == 1 and found[0].media == "pdf":
        return _Content(sources[0], counts[0], ())
    written = reader.write_pdf([PdfPart(source) for source in sources])
    if written.unreadable:
        raise DocumentUnreadable(
            _("Eine Seite des Briefs oder seiner Anlagen ist nicht lesbar."),
            _("Erzeugen Sie die Datei neu und fügen Sie sie noch einmal hinzu."),
        )
    enclosures = tuple(
        Enclosure(title=_title(file), first_page=sum(counts[:place]) + 1, pages=counts[place])
        for place, file in enumerate(files)
        if place
    )
    return _Content(written.data, written.pages, enclosures)


def _with_code(content: _Content, carrier: Carrier, with_: Adding) -> _Content:
    """With an answer code, where there is room for one. A file that cannot be read stays: the check says why."""
    try:
        coded = put_answer_code(with_.reader, content.data, carrier)
    except DocumentUnreadable:
        coded = None
    if coded is None:
        return content
    plain = hashlib.sha256(content.data).hexdigest()
    return replace(content, data=coded.data, code=coded.token, plain_sha256=plain)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DocumentUnreadable(
            _("Die Datei des Briefs lässt sich nicht öffnen."),
            _("Prüfen Sie den Pfad und ob Sie die Datei lesen dürfen."),
        ) from error


def _title(file: Path) -> str:
    return " ".join(file.stem.replace("_", " ").split())[:100]


def _named_case(content: _Content, carrier: Carrier, new: NewLetter, with_: Adding) -> str:
    """The number of the case that the letter names; "" where it is not certain."""
    source: Source = content.data
    plain = check_letter(with_.reader, source, Against(carrier, new.options.duplex))
    if plain.case_number or with_.index is None:
        return plain.case_number
    for site in with_.central.sites():
        found = check_letter(with_.reader, source, Against(carrier, new.options.duplex, with_.index(site)))
        if found.case_number:
            return found.case_number
    return ""


def _find_case(number: str, with_: Adding) -> tuple[str, str]:
    """(site, id of the case file)."""
    parsed = parse_case_number(number)
    for site in with_.central.sites() if parsed else ():
        case = with_.offices.office(site)[1].case_by_number(parsed or "")
        if case is not None and not case.moved_to:
            return site, case.id
    raise WrongUse(
        _("Die Akte des Briefs ist nicht bekannt."),
        _("Nennen Sie die BG-Nummer. Auf dem Brief steht keine, die es in diesem Speicher gibt."),
    )
