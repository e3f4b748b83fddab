"""First fill, a day's commits, keystrokes, and opening a case, on a store of a whole town."""

import random
import time
from collections.abc import Iterator

from app.cli.bench.figures import Figure, median, milliseconds, percentile
from app.domain.actions import RotateDocument
from app.domain.cache import Cache, CaseRow
from app.domain.central import Central
from app.domain.decide import Refused
from app.domain.records import Worker

FILL_RATE = 100_000.0
DAY_OF_COMMITS = 300
KEYSTROKE_MEDIAN, KEYSTROKE_P95 = 8.0, 20.0
CASE_ROWS_MS = 2.1
"""A case's 300 documents read as rows (dependencies.md); painting is measured in the window."""
SEED = 20261122


def fill(central: Central, cache: Cache, sites: tuple[str, ...]) -> Iterator[Figure]:
    """Fill the cache from the checkpoints; what is already there is thrown away."""
    cache.rebuild()
    documents, seconds = 0, 0.0
    for site in sites:
        checkpoint = central.checkpoint(site)
        if checkpoint is None:
            continue
        started = time.perf_counter()
        cache.fill(site, checkpoint.number, central.checkpoint_lines(checkpoint))
        seconds += time.perf_counter() - started
        documents += checkpoint.records
    yield Figure("Erstbefüllung aus dem Prüfpunkt", documents / seconds, "Sätze/s", FILL_RATE, at_least=True)


def commits(central: Central, cache: Cache, site: str, worker: Worker) -> Iterator[Figure]:
    """Take in a day's commits; they turn documents, so that the store stays fit for the next run."""
    cache.apply(site, central.commits(site, cache.position(site)))
    rows = cache.inbox(site)[:DAY_OF_COMMITS]
    for turn in range(DAY_OF_COMMITS):
        found = cache.document(rows[turn % len(rows)].id)
        assert found is not None
        _site, version, document = found
        base = version + turn // len(rows)
        rotation = (document.rotation + 90 * (1 + turn // len(rows))) % 360
        action = RotateDocument(site=site, by=worker.id, document=document.id, base=base, rotation=rotation)
        outcome = central.submit(action)
        if isinstance(outcome, Refused):
            raise RuntimeError(f"the bench's own action was refused: {outcome.code}")
    new = list(central.commits(site, cache.position(site)))
    yield Figure("300 Protokolleinträge übernehmen", milliseconds(lambda: cache.apply(site, new)), "ms", 1000.0)


def keystrokes(cache: Cache, cases: tuple[CaseRow, ...]) -> Iterator[Figure]:
    """Type names, numbers, birth dates and streets letter by letter, as a caseworker on the phone does."""
    chance = random.Random(SEED)
    times = []
    for case in chance.sample(cases, min(60, len(cases))):
        kind = chance.randrange(4)
        last_name = case.name.partition(",")[0]
        text = (last_name, case.case_number, f"{last_name} {case.born[:4]}", f"{case.street} {case.town}")[kind]
        for length in range(1, min(len(text), 14) + 1):
            typed = text[:length]
            times.append(milliseconds(lambda typed=typed: cache.search(typed)))  # type: ignore[misc]
    yield Figure("Tastendruck im Suchfeld, Median", median(times), "ms", KEYSTROKE_MEDIAN)
    yield Figure("Tastendruck im Suchfeld, 95. Perzentil", percentile(times, 0.95), "ms", KEYSTROKE_P95)


def open_cases(cache: Cache, cases: tuple[CaseRow, ...]) -> Iterator[Figure]:
    chance = random.Random(SEED)
    times = [milliseconds(lambda case=case: cache.case_documents(case.id)) for case in chance.sample(cases, 40)]  # type: ignore[misc]
    yield Figure("Dokumentzeilen einer Akte lesen, Median", median(times), "ms", CASE_ROWS_MS)
