"""A delivery of letters received into a store, everything included: checking, reading, storing, writing the log."""

import os
import time
from collections.abc import Iterator
from datetime import date

from app.adapters.example.timed_bag import bag_of_letters
from app.bootstrap import open_receiving
from app.cli.bench.figures import Figure
from app.cli.bench.place import Place
from app.domain.actions import SYSTEM
from app.domain.errors import AppError
from app.services.receive.receive import receive

LETTERS, PAGES = 1_000, 2
LETTERS_A_SECOND = 20.0


def receive_letters(place: Place) -> Iterator[Figure]:
    store = place.copy_of_store("receiving")
    bag = bag_of_letters(place.folder, LETTERS, PAGES, date.today())  # noqa: DTZ011 - no time zone matters here
    with open_receiving(store, SYSTEM) as receiving:
        receiving.reader.warm()
        receiving.offices.office(place.site)
        started = time.perf_counter()
        busy = _cpu()
        receipt = receive(bag, receiving)
        seconds = time.perf_counter() - started
        mine = _cpu() - busy
    if receipt.refused is not None or len(receipt.taken_in) < LETTERS:
        raise AppError("the bench's own delivery was not taken in")
    reference = (
        f"{LETTERS} Briefe zu {PAGES} Seiten (G4, Textebene) in {seconds:.1f} s, davon {mine:.1f} s Rechenzeit "
        "außerhalb des Lesevorgangs"
    )
    yield Figure("Briefe übernehmen", LETTERS / seconds, "Briefe/s", LETTERS_A_SECOND, True, reference)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system
