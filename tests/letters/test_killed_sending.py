"""500 letters, a program that is killed 40 times, a carrier that loses answers, repeats and mixes up what it tells, and
is away for a while: every letter is printed exactly once, and every state is right in the end."""

import multiprocessing
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral
from app.adapters.example.print_provider import PrintProvider
from app.domain.records import Document
from app.domain.records.letters import FAILED, POSTED, Letter
from app.domain.rules.letter_approval import letters_of
from tests.letters import killed_sending
from tests.letters.sending import SITE, Place
from tests.receive.looking import first_break

LETTERS, KILLS = 500, 40
START = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Muddled(PrintProvider):
    """Tells everything late, some of it twice, in any order."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        super().__init__(folder)
        self._chance = chance
        self._held: list[dict[str, object]] = []
        self._minute = 0

    def tell(self, reports: list[dict[str, object]], now: datetime) -> None:
        accepted = [report for report in reports if report["state"] == "accepted"]
        for report in accepted:  # that it has a job is told before its file goes
            self._write([report])
        self._held += [*reports, *(report for report in reports if self._chance.random() < 0.3)]
        self._chance.shuffle(self._held)
        if len(self._held) > 60:
            self.let_go()

    def let_go(self) -> None:
        held, self._held = self._held, []
        if held:
            self._write(held)

    def _write(self, reports: list[dict[str, object]]) -> None:
        self._minute += 1
        super().tell(reports, START + timedelta(seconds=self._minute))


@pytest.mark.slow
def test_500_letters_and_40_kills(tmp_path: Path) -> None:
    place, chance = Place(tmp_path), random.Random(6)
    for number in range(LETTERS):
        place.write(f"l{number}", case="c1" if number % 2 else "c2")
    provider = Muddled(place.folder, chance)
    away = place.folder.with_name("away")
    unfinished = 0

    start = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(start)
    if start == "forkserver":
        context.set_forkserver_preload(["tests.letters.killed_sending"])
    for kill in range(KILLS):
        if kill == 12:
            place.folder.rename(away)
        if kill == 16:
            away.rename(place.folder)
        process = context.Process(target=killed_sending.run, args=(place.store, place.folder, kill))
        process.start()
        # However fast the machine is: killed in the middle of its work, not when all is done.
        end, enough = time.monotonic() + chance.uniform(0.05, 0.9), len(provider.printed) + chance.randint(1, 14)
        while time.monotonic() < end and len(provider.printed) < enough:
            if place.folder.exists():
                provider.turn(START + timedelta(minutes=kill))
            process.join(0.02)
        assert process.is_alive(), "it ended by itself"
        process.kill()
        process.join()
        unfinished += len(provider.printed) < LETTERS

    assert unfinished > KILLS // 2, "most of the run was over before it was disturbed"
    central = FolderCentral(place.store)
    for _turn in range(20):
        waiting = killed_sending.once(central, place.folder, chance, 0.0)
        provider.turn(START + timedelta(days=1))
        provider.let_go()
        if not waiting and all(letter.status == POSTED for letter in letters(central)):
            break
    twice = [job for job, count in Counter(provider.printed).items() if count != 1]
    assert twice == []
    assert sorted(provider.printed) == sorted(letter.job for letter in letters(central))
    assert Counter(letter.status for letter in letters(central)) == {POSTED: LETTERS}
    assert all(letter.status != FAILED for letter in letters(central))
    documents = {record.id for record in central.office(SITE)[1].all(Document.kind)}
    assert documents == {letter.document for letter in letters(central)}
    assert first_break(central) is None


def letters(central: FolderCentral) -> tuple[Letter, ...]:
    return letters_of(central.office(SITE)[1])
