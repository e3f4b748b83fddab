"""How many keys a worker presses to file a letter, counted in the real window against 7,000 households.

The letters are labelled ones of the example; the worker knows whose each is, takes what is proposed if it is that, one
of the other suggestions by its number, and else types of the name until the case is in sight.
"""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import zstandard
from PIL import Image, ImageDraw
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.adapters.example.labelled import LabelledLetter, LabelledLetters
from app.bootstrap import create_central
from app.cli.bench.driving import Driven, open_window, wait
from app.cli.bench.figures import Figure, median
from app.cli.bench.place import Place
from app.domain.actions import SYSTEM, ImportCases, SetUpSite, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, TEXTS, Accepted, Central
from app.domain.errors import AppError
from app.domain.ids import derived_id
from app.domain.recognise.reading import read_texts
from app.domain.recognise.types import words_of
from app.domain.records import CaseFile, Document, Site, Worker
from app.domain.suggested import proposed
from app.services.suggest import Knowledge, knowledge, suggest_to_keep
from app.ui.common.misfile import MisfileDialog

SITE, WORKER = "bench", "bench.worker"
SEED, LEARNING_SEED, FILINGS = 4721, 4722, 300
RIGHT, WRONG = 40, 20
MOST_RIGHT, MOST_WRONG = 2.0, 6.0
SEEN = 3
"""Hits that a worker looks at while typing."""


@dataclass(frozen=True, slots=True)
class Post:
    """A letter that waits, the case to which it belongs, and whether what is proposed by itself is that case."""

    document: Document
    case: CaseFile
    right: bool


def keystrokes(place: Place) -> Iterator[Figure]:
    """Keys a document, where the suggestion is right and where it is not."""
    store = str(place.folder / "keystrokes")
    post = _make(store)
    here = replace(place, store=store, site=SITE, worker=WORKER)
    with open_window(here) as driven:
        counts = Filing(driven, {entry.document.id: entry for entry in post}).work(len(post))
    for right, name, most in ((True, "richtig", MOST_RIGHT), (False, "nicht richtig", MOST_WRONG)):
        keys = [counts[entry.document.id] for entry in post if entry.right == right]
        spread = ", ".join(f"{number}: {keys.count(number)}" for number in sorted(set(keys)))
        said = f"{len(keys)} von {len(post)} Dokumenten; Tasten: Dokumente {spread}; 7000 Haushalte"
        yield Figure(f"Tasten je Ablage, Vorschlag {name}", median(keys), "Tasten", most, reference=said)


# --- the post -----------------------------------------------------------------------------------------------------
def _make(store: str) -> tuple[Post, ...]:
    """A store with 7,000 households and post, in the order in which it came, as many right and wrong as are wanted."""
    letters = LabelledLetters(SEED)
    cases = [case for _site, case in letters.cases()]
    central = create_central(store)
    central.add_site(SITE)
    worker = Worker(id=WORKER, name="Bench", roles=("caseworker",))
    _done(central, SetUpSite(site=SITE, by=SYSTEM, record=Site(id=SITE, name="Bench"), workers=(worker,)))
    _done(central, ImportCases(site=SITE, by=SYSTEM, cases=tuple(cases)))
    known = knowledge(((SITE, case) for case in cases), ())
    for filed in LabelledLetters(LEARNING_SEED).letters(FILINGS):
        known.types.learn(words_of(read_texts([filed.text])), filed.document_type)
    post = tuple(_chosen(letters, {case.case_number: case for case in cases}, known))
    for entry, text in post:
        document = entry.document
        central.put(SITE, ORIGINALS, document.sha256, _drawn(text))
        central.put(SITE, TEXTS, document.sha256, zstandard.compress(json.dumps([text]).encode()))
    documents = tuple(entry.document for entry, _text in post)
    _done(central, TakeIn(site=SITE, by=SYSTEM, documents=documents))
    return tuple(entry for entry, _text in post)


def _chosen(
    letters: LabelledLetters, cases: dict[str, CaseFile], known: Knowledge
) -> Iterator[tuple[Post, str]]:
    wanted = {True: RIGHT, False: WRONG}
    for number, letter in enumerate(letters.letters(100_000)):
        if letter.case and any(wanted.values()):
            entry = _entry(number, letter, cases[letter.case], known)
            if wanted[entry.right]:
                wanted[entry.right] -= 1
                yield entry, letter.text
        if not any(wanted.values()):
            return


def _entry(number: int, letter: LabelledLetter, case: CaseFile, known: Knowledge) -> Post:
    reading = read_texts([letter.text])
    suggested, types = suggest_to_keep(reading, known)
    best = proposed(suggested)
    document = Document(
        id=derived_id("bench", str(number)),
        sha256=sha256_hex(_drawn(letter.text)),
        item=f"K{number}",
        received_on=f"2026-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}",
        worker=WORKER,
        has_text=True,
        suggestions=suggested,
        suggested_types=types,
    )
    return Post(document, case, best is not None and best.case == case.id)


def _drawn(text: str) -> bytes:
    """The letter as a page."""
    page = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(page).multiline_text((120, 160), text, fill=0, font_size=22)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _done(central: Central, action: SetUpSite | ImportCases | TakeIn) -> None:
    outcome = central.submit(action)
    if not isinstance(outcome, Accepted):
        raise AppError(outcome.title, outcome.advice, code=outcome.code)


# --- the worker -----------------------------------------------------------------------------------------------------
class Filing:
    """Files what waits, document after document, by keys alone."""

    def __init__(self, driven: Driven, post: dict[str, Post]) -> None:
        self._driven, self._post = driven, post
        self._panel = driven.inbox.panel
        self._pressed = 0

    def work(self, documents: int) -> dict[str, int]:
        """Keys by document id."""
        counts: dict[str, int] = {}
        self._driven.inbox.focus_search()
        for _document in range(documents):
            id_ = self._next()
            self._pressed = 0
            self._file(self._post[id_].case)
            wait(lambda id_=id_: self._current() != id_)  # type: ignore[misc]
            counts[id_] = self._pressed
        return counts

    def _current(self) -> str:
        row = self._driven.inbox.queue.table.current_row()
        return row.id if row is not None else ""

    def _next(self) -> str:
        """The document that is current, with its proposal there and the keyboard in the case field."""

        def there() -> bool:
            proposal = self._panel.proposal
            return proposal is not None and proposal.document == self._current() and self._panel.search.field.hasFocus()

        wait(there)
        return self._current()

    def _file(self, case: CaseFile) -> None:
        target = self._panel.target()
        if target is not None and target.id == case.id:
            self._press(Qt.Key.Key_Return)
        elif not self._by_number(case.id):
            self._by_name(case)
        self._confirm()

    def _by_number(self, case: str) -> bool:
        """One of the suggestions that can be seen."""
        proposal = self._panel.proposal
        offers = proposal.offers if proposal is not None else ()
        number = next((place for place, offer in enumerate(offers, 1) if offer.case.id == case), 0)
        if number:
            self._press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
            self._press(Qt.Key.Key_Return)
        return bool(number)

    def _by_name(self, case: CaseFile) -> None:
        """Of the last name, then of the first one, until the case is among the first hits."""
        person = case.persons[0]
        typed = [*islice(person.last_name, 3), " ", *person.first_name, *islice(person.last_name, 3, None)]
        search = self._panel.search
        for sign in typed:
            self._type(sign)
            wait(lambda: search.settled())
            place = self._place(search.model.rows, case.id)
            if 0 <= place < SEEN:
                for _step in range(place):
                    self._press(Qt.Key.Key_Down)
                self._press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
                return
        raise AppError("the case was not found by its name", code="bench")

    @staticmethod
    def _place(rows: Sequence[object], case: str) -> int:
        return next((place for place, row in enumerate(rows) if getattr(row, "id", "") == case), -1)

    def _confirm(self) -> None:
        """A letter that names somebody else besides asks first; the worker says that it belongs there."""
        questions = [one for one in self._driven.window.findChildren(MisfileDialog) if one.isVisible()]
        for question in questions:
            self._press(Qt.Key.Key_T, widget=question)
            self._driven.window.activateWindow()  # which a desktop does when a dialog closes

    def _type(self, sign: str) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        self._pressed += 1
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))

    def _press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        widget: QWidget | None = None,
    ) -> None:
        """One key; Alt, Ctrl and Shift belong to it."""
        target = widget or QApplication.focusWidget()
        assert isinstance(target, QWidget)
        self._pressed += 1
        QTest.keyClick(target, key, modifier)
