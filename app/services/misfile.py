"""Before documents go into a case: what their own words say against it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.cache import Cache, CaseRow
from app.domain.records import SuggestedCase
from app.domain.suggested import contradiction
from app.services.suggest_on_demand import OnDemand


@dataclass(frozen=True, slots=True)
class Doubt:
    """A document that names another case than the one that was ``chosen``."""

    chosen: CaseRow
    named: SuggestedCase
    other: CaseRow | None
    """The case that it names; None where it is not at hand."""
    documents: int = 1
    """How many documents were to go there."""


def doubt_about(cache: Cache, documents: Iterable[str], case: str, on_demand: OnDemand) -> Doubt | None:
    """The first of the documents (ids) that speaks against ``case`` (an id); None: nothing does, as far as is known."""
    ids = tuple(documents)
    for id_ in ids:
        found = cache.document(id_)
        against = contradiction(on_demand.of(cache, found[0], found[2])[0], case) if found else None
        if against is not None:
            rows = {row.id: row for row in cache.cases([case, against.case])}
            if case in rows:  # of a case that is not at hand the rules say more
                return Doubt(rows[case], against, rows.get(against.case), len(ids))
    return None
