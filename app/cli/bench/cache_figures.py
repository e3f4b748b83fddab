"""First fill of the local cache, and a day's commits taken in."""

import time
from collections.abc import Iterator, Sequence

from app.bootstrap import open_cache, open_central
from app.cli.bench.figures import Figure, milliseconds
from app.cli.bench.place import Place
from app.domain.actions import RotateDocument
from app.domain.cache import Cache, DocumentRow
from app.domain.central import Central
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.services.synchronise import synchronise

FILL_RATE = 100_000.0
FILLS = 3
DAY_OF_COMMITS = 300
DAY_MS = 1000.0


def prepare(place: Place) -> Iterator[Figure]:
    """No figure: fills the cache that the window's figures find."""
    cache = open_cache(place.store, place.worker)
    try:
        synchronise(open_central(place.store, cache), cache)
    finally:
        cache.close()
    yield from ()


def fill(place: Place) -> Iterator[Figure]:
    """From the checkpoints into an empty cache, some times; the best counts, since the disk is shared."""
    cache = open_cache(place.store, "bench-fill")
    try:
        central = open_central(place.store)
        rates = [_fill(central, cache) for _run in range(FILLS)]
    finally:
        cache.close()
    each = ", ".join(f"{rate:,.0f}" for rate in rates)
    reference = f"{FILLS} Läufe: {each}; Sätze aller Art mit ihren Suchwörtern, Prüfpunkt lesen eingeschlossen"
    yield Figure("Erstbefüllung aus dem Prüfpunkt", max(rates), "Sätze/s", FILL_RATE, True, reference)


def _fill(central: Central, cache: Cache) -> float:
    """Records a second."""
    cache.rebuild()
    records, seconds = 0, 0.0
    for site in central.sites():
        checkpoint = central.checkpoint(site)
        if checkpoint is None:
            continue
        started = time.perf_counter()
        cache.fill(site, checkpoint.number, central.checkpoint_lines(checkpoint))
        seconds += time.perf_counter() - started
        records += checkpoint.records
    if not records:
        raise AppError("the store has no checkpoint")
    return records / seconds


def commits(place: Place) -> Iterator[Figure]:
    """A day's commits of others, each one action, taken in at once."""
    store = place.copy_of_store("day")
    cache = open_cache(store, place.worker)
    try:
        central = open_central(store, cache)
        synchronise(central, cache)
        made = milliseconds(lambda: turn_documents(central, cache, place, cache.inbox(place.site), DAY_OF_COMMITS))
        new = list(central.commits(place.site, cache.position(place.site)))
        took = milliseconds(lambda: cache.apply(place.site, iter(new)))
        reading = milliseconds(lambda: list(central.commits(place.site, cache.position(place.site) - len(new))))
    finally:
        cache.close()
    reference = f"aus dem Ordner lesen dazu {reading:.0f} ms; die {len(new)} Vorgänge schreiben {made:.0f} ms"
    yield Figure(f"{len(new)} Protokolleinträge übernehmen", took + reading, "ms", DAY_MS, reference=reference)


def turn_documents(central: Central, cache: Cache, place: Place, rows: Sequence[DocumentRow], count: int) -> None:
    """Actions of somebody else: turn these documents of the site again and again."""
    for number in range(count):
        round_, which = divmod(number, len(rows))
        found = cache.document(rows[which].id)
        if found is None:
            continue
        _site, version, document = found
        action = RotateDocument(
            site=place.site,
            by=place.worker,
            document=document.id,
            base=version + round_,
            rotation=(document.rotation + 90 * (1 + round_)) % 360,
        )
        outcome = central.submit(action)
        if isinstance(outcome, Refused):
            raise AppError(outcome.title, outcome.advice)
