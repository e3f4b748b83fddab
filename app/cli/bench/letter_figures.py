"""A batch of letters checked before it is sent, on two reading processes."""

import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from app.adapters.example.office_letters import office_letters
from app.adapters.pages.process import ReaderProcess
from app.cli.bench.figures import Figure
from app.cli.bench.place import Place
from app.services.carrier_profiles import FOLDER, load_carrier
from app.services.check_letter import Against
from app.services.check_letters import LetterBatch, LetterToCheck
from app.tasks.letter_batch import run_batch

LETTERS, LIMIT_S = 300, 60.0


def letters(_place: Place) -> Iterator[Figure]:
    against = Against(load_carrier(FOLDER))
    batch = [LetterToCheck(partial(bytes, data), against) for data in office_letters(LETTERS)]
    with closing(ReaderProcess()) as first, closing(ReaderProcess()) as second:
        started = time.perf_counter()
        checked = run_batch(LetterBatch(batch), (first, second))
        took = time.perf_counter() - started
    pages = sum(one.pages for one in checked if one is not None)
    faults = sum(not one.ok for one in checked if one is not None)
    reference = f"{LETTERS} Briefe mit {pages} Seiten, {faults} beanstandet; der Start der Leseprogramme zählt mit"
    yield Figure("Stapel prüfen", took, "s", LIMIT_S, reference=reference)
