"""A program that sends letters, in a process of its own, to be killed; its line to the carrier loses answers."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.adapters.carriers.folder import LocalShelf
from app.adapters.carriers.shelf import ShelfCarrier
from app.adapters.central.folder import FolderCentral
from app.domain.actions.letters import SendLetter
from app.domain.carriers import CarrierUnreachable, Job, Report
from app.domain.rules.letter_approval import letters_of
from app.services.letters.posting import Posting, post_round

SITE = "heek"
LOST = 0.03
"""How often an answer is lost."""


class LosingLink(ShelfCarrier):
    """Does what it is asked and says that it could not; or does not do it."""

    def __init__(self, folder: Path, chance: random.Random, lost: float) -> None:
        super().__init__(LocalShelf(folder))
        self._chance, self._lost = chance, lost

    def hand_over(self, job: Job, data: bytes) -> tuple[Report, ...]:
        self._lose()
        reports = super().hand_over(job, data)
        self._lose()
        return reports

    def known(self, job: str, wanted_at: str) -> tuple[Report, ...] | None:
        self._lose()
        return super().known(job, wanted_at)

    def news(self, jobs: Mapping[str, str]) -> tuple[Report, ...]:
        reports = super().news(jobs)
        self._lose()
        return reports

    def taken(self, reports: Sequence[Report]) -> None:
        if self._chance.random() > self._lost * 10:
            super().taken(reports)

    def _lose(self) -> None:
        if self._chance.random() < self._lost:
            raise CarrierUnreachable("Die Antwort ging verloren.")


def run(store: Path, folder: Path, seed: int) -> None:
    """Send until somebody ends the process."""
    central = FolderCentral(store)
    chance = random.Random(seed)
    while True:
        once(central, folder, chance, LOST)


def once(central: FolderCentral, folder: Path, chance: random.Random, lost: float) -> int:
    """Want some more letters sent, then one round; how many are not wanted yet."""
    waiting = [letter for letter in letters_of(central.office(SITE)[1]) if not letter.job]
    for letter in waiting[:40]:
        central.submit(SendLetter(site=SITE, by="anna", letter=letter.id))
    post_round(SITE, Posting(central, central, lambda _site, _place: LosingLink(folder, chance, lost)))
    return len(waiting)
