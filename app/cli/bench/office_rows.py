"""What the benches look for in the cache before they begin: whom to search, which files are full."""

import random

from app.domain.cache import Cache, CaseRow
from app.domain.records import CaseFile

SEED = 20261122
WORDS = 60


def all_cases(cache: Cache, site: str) -> tuple[CaseRow, ...]:
    _position, office = cache.office(site)
    return cache.cases(sorted(record.id for record in office.all(CaseFile.kind)))


def typed(cases: tuple[CaseRow, ...], words: int = WORDS) -> list[str]:
    """What a caseworker on the phone types: names, numbers, birth dates, streets."""
    chance = random.Random(SEED)
    texts = []
    for case in chance.sample(cases, min(words, len(cases))):
        last_name = case.name.partition(",")[0]
        kinds = (last_name, case.case_number, f"{last_name} {case.born[:4]}", f"{case.street} {case.town}")
        texts.append(kinds[chance.randrange(4)][:14])
    return texts


def fullest(cache: Cache, site: str, count: int) -> list[tuple[str, int]]:
    """(case, number of its documents) of the files that hold the most."""
    sizes = [(row.id, len(cache.case_documents(row.id))) for row in all_cases(cache, site)]
    return sorted(sizes, key=lambda entry: (-entry[1], entry[0]))[:count]
