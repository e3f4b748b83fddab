"""Fill a store with the example county, the way a real one is filled: county file, households, files, deliveries.

Whatever is there already is passed over, so that an example that was interrupted is completed by running this again
for the same day.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import zstandard

from app.domain.actions import SYSTEM, TakeIn
from app.domain.central import ORIGINALS, PACKS, TEXTS, Central
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.example import Batch, ExampleSource, Paper, Persona, Plan
from app.domain.ids import derived_id
from app.domain.letter_check.facts import LetterReader
from app.domain.records import CaseFile, Document
from app.domain.texts import _
from app.services.county_file import read_county
from app.services.example_letters import example_letters
from app.services.import_cases import import_cases
from app.services.receive.receive import Receiving, receive
from app.services.set_up import set_up
from app.services.site_records import records_of

Progress = Callable[[float, str], None]
"""Told how much is done (0 to 1) and what is being done."""
MASTER_SHARE, POST_SHARE = 0.02, {"small": 0.5, "town": 0.2, "county": 0.03}


class Cancelled(AppError):
    """The user stopped; what is made stays."""

    code = "cancelled"


@dataclass(slots=True)
class Making:
    """What making needs. ``open_central`` gives a centre that holds no records in memory: those of a whole county
    would not fit there together. ``stop`` is asked before every step."""

    plan: Plan
    source: ExampleSource
    open_central: Callable[[], Central]
    receiving: Receiving
    letter_reader: LetterReader
    progress: Progress
    stop: Callable[[], bool]
    _packs: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    _filed: int = 0

    def make(self) -> tuple[Persona, ...]:
        """Fill the store; returns the persons that one can be. Raises ``Cancelled`` and what the centre raises."""
        self._tell(0.0, _("Standorte, Beschäftigte und Haushalte werden angelegt ..."))
        self._master_data()
        for site in self.open_central().sites():
            self._fill(site)
        self._receive()
        return self.source.personas()

    def _master_data(self) -> None:
        central = self.open_central()
        county, households = self.receiving.scratch / "county.toml", self.receiving.scratch / "households.csv"
        county.write_text(self.source.county_toml(), encoding="utf-8")
        households.write_text(self.source.households_csv(), encoding="utf-8")
        set_up(central, read_county(county))
        import_cases(central, households)

    # --- filed documents ---------------------------------------------------------------------------------------
    def _fill(self, site: str) -> None:
        central = self.open_central()
        office = records_of(central, site, master_only=True)
        cases = {case.case_number: case.id for case in office.all(CaseFile.kind) if isinstance(case, CaseFile)}
        names = {record.id: getattr(record, "name", record.id) for record in office.all("site")}
        said = _("Akten werden gefüllt: {site} ...").format(site=names.get(site, site))
        for number, batch in enumerate(self.source.batches(site, cases)):
            share = 1 - MASTER_SHARE - POST_SHARE[self.plan.scale]
            self._tell(MASTER_SHARE + share * min(1.0, self._filed / self.plan.documents), said)
            self._take_in(central, site, number, batch)
            self._filed += len(batch.documents)
        central.write_checkpoint(site)

    def _take_in(self, central: Central, site: str, number: int, batch: Batch) -> None:
        for paper in batch.papers:
            if paper.long:
                self._cut(paper)
        action = derived_id("example", self.plan.scale, site, str(number))
        if central.outcome(site, action) is not None:
            return
        for paper in batch.papers:
            self._store(central, site, paper)
        documents = tuple(self._packed(document) for document in batch.documents)
        outcome = central.submit(TakeIn(id=action, site=site, by=SYSTEM, documents=documents, shared_bytes=True))
        if isinstance(outcome, Refused):
            raise AppError(outcome.title, outcome.advice, code=outcome.code)

    def _store(self, central: Central, site: str, paper: Paper) -> None:
        central.put(site, ORIGINALS, paper.sha256, paper.data)
        texts = json.dumps(paper.texts, ensure_ascii=False).encode()
        central.put(site, TEXTS, paper.sha256, zstandard.compress(texts))
        if self._packs.get(paper.sha256):
            central.put(site, PACKS, paper.sha256, self._pack_file(paper))

    def _cut(self, paper: Paper) -> None:
        """Make the page pack of a long paper, once however many sites have it."""
        if paper.sha256 not in self._packs:
            self._packs[paper.sha256] = self.receiving.reader.cut_pack(paper.data, self._pack_file(paper))

    def _pack_file(self, paper: Paper) -> Path:
        return self.receiving.scratch / f"{paper.sha256}.zip"

    def _packed(self, document: Document) -> Document:
        pack = self._packs.get(document.sha256)
        return replace(document, pack=pack) if pack else document

    # --- post --------------------------------------------------------------------------------------------------
    def _receive(self) -> None:
        receiving, start = self.receiving, 1 - POST_SHARE[self.plan.scale]
        folder = receiving.scratch / "deliveries"
        folder.mkdir()
        for number, bag in enumerate(self.source.bags(folder)):
            self._tell(min(0.99, start + (1 - start) * number / 11), _("Die Post der letzten Tage wird übernommen ..."))
            receipt = receive(bag, receiving)
            if receipt.refused is not None:
                raise AppError(_("Eine Lieferung des Beispielkreises wurde nicht angenommen."), receipt.refused.title)
        for site in receiving.central.sites():
            example_letters(site, self.source.letters(site), receiving.central, self.letter_reader)
            receiving.central.write_checkpoint(site)
        self._tell(1.0, _("Der Beispielkreis ist bereit."))

    def _tell(self, done: float, text: str) -> None:
        if self.stop():
            raise Cancelled(
                _("Das Anlegen des Beispielkreises wurde abgebrochen."),
                _("Was angelegt ist, bleibt; beim nächsten Start wird der Beispielkreis vollendet."),
            )
        self.progress(done, text)
