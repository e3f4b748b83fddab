"""The service over a thin line, 2 Mbit/s and 50 ms there and back: what a click, a first fill and an idle day cost."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.adapters.central.rest import RestCentral
from app.bootstrap import open_cache, open_central
from app.cli.bench.cache_figures import DAY_OF_COMMITS, turn_documents
from app.cli.bench.central_service import Running, client, running
from app.cli.bench.figures import Figure, percentile
from app.cli.bench.place import Place
from app.cli.bench.thin_line import ThinLine, thin_line
from app.domain.cache import Cache
from app.domain.canonical import sha256_hex
from app.domain.central import PACKS
from app.services.move_store import move_site
from app.services.synchronise import pull
from app.tasks.news import WAIT_SECONDS
from app.tasks.presence import THIN_ASK_MS

BYTES_A_SECOND, ROUND_TRIP = 250_000.0, 0.05
FIRST_PAGE_MS, PAGE_MS, FILL_S, DAY_S, IDLE_BYTES = 700.0, 350.0, 90.0, 2.0, 2000.0
PAGE, PAGES, SEEN = 50_000, 500, 30
"""Bytes of a page as a scanned letter's weighs, pages of the file, and how many of them are looked at."""


@dataclass(slots=True)
class Cost:
    seconds: float = 0.0
    bytes: int = 0


def line(place: Place) -> Iterator[Figure]:
    """The log of the example moves into a service, whose clients are then beyond the line."""
    with running(place.folder, 1) as there, thin_line(there.ports[0], BYTES_A_SECOND, ROUND_TRIP) as thin:
        move_site(open_central(place.store), there.central, place.site)
        machine = there.machine()
        cache = open_cache(place.store, "bench-line")
        central = client(thin.port, machine)
        try:
            yield from _changes(place, there, thin, central, cache)
            yield from _pages(place, there, thin, machine)
            yield from _idle(place, there, thin, central)
        finally:
            central.close()
            cache.close()


def _changes(place: Place, there: Running, thin: ThinLine, central: RestCentral, cache: Cache) -> Iterator[Figure]:
    cost = _cost(thin, lambda: pull(central, cache))
    yield Figure("Erstbefüllung", cost.seconds, "s", FILL_S, reference=_bytes(cost))
    turn_documents(there.central, cache, place, cache.inbox(place.site), DAY_OF_COMMITS)
    cost = _cost(thin, lambda: pull(central, cache))
    yield Figure("ein Tag Änderungen", cost.seconds, "s", DAY_S, reference=f"{DAY_OF_COMMITS} Vorgänge, {_bytes(cost)}")


def _pages(place: Place, there: Running, thin: ThinLine, machine: str) -> Iterator[Figure]:
    """Without drawing: the bytes of a page, asked for as the window does."""
    data = random.randbytes(PAGE * PAGES)
    sha256 = sha256_hex(data)
    there.central.put(place.site, PACKS, sha256, data)
    fresh = client(thin.port, machine)
    try:
        first = _cost(thin, lambda: fresh.read(place.site, PACKS, sha256, 0, PAGE))
        said = f"{_bytes(first)}; neue Verbindung, {PAGES} Seiten zu {PAGE // 1000} kB, ohne das Zeichnen"
        yield Figure("erste Seite", first.seconds * 1000, "ms", FIRST_PAGE_MS, reference=said)
        costs = [
            _cost(thin, lambda n=n: fresh.read(place.site, PACKS, sha256, n * PAGE, PAGE))  # type: ignore[misc]
            for n in range(1, SEEN)
        ]
    finally:
        fresh.close()
    worst = percentile([cost.seconds for cost in costs], 0.95) * 1000
    yield Figure("jede weitere Seite, 95. Perzentil", worst, "ms", PAGE_MS, reference=_bytes(costs[-1]))


def _idle(place: Place, there: Running, thin: ThinLine, central: RestCentral) -> Iterator[Figure]:
    """The questions of a minute, each asked once: how long one waits for its answer costs no bytes."""
    known = central.wait_for_news({}, 0)
    waited = _cost(thin, lambda: central.wait_for_news(known, 1))
    news = waited.bytes * 60 / WAIT_SECONDS
    said = (
        f"eine Frage nach Neuem kostet {waited.bytes:,} Bytes, {WAIT_SECONDS} s lang; ohne Hüllen von TCP und TLS"
    )
    yield Figure("ruhender Klient in der Minute", news, "Bytes", IDLE_BYTES, reference=said)
    me = client(thin.port, there.token(place.worker))
    try:
        me.who_looks(place.site)  # the connection stands
        shown = _cost(thin, lambda: me.looks_at(place.site, place.worker, "d" * 36))
    finally:
        me.close()
    total = news + shown.bytes * 60_000 / THIN_ASK_MS
    yield Figure("dasselbe mit einem offenen Dokument", total, "Bytes", IDLE_BYTES, reference=_bytes(shown))


def _cost(thin: ThinLine, work: Callable[[], object]) -> Cost:
    before, begun = thin.bytes, time.perf_counter()
    work()
    return Cost(time.perf_counter() - begun, thin.bytes - before)


def _bytes(cost: Cost) -> str:
    return f"{cost.bytes:,} Bytes"
