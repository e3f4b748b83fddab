"""Types of documents and the register in which each belongs (``resources/facts/dokumententypen_sgb2.csv``)."""

import csv
from functools import cache

from app.services.resources import resource_path

OTHER = "Sonstiges"


@cache
def registers() -> dict[str, str]:
    """Register by document type, as the list names them."""
    path = resource_path("facts/dokumententypen_sgb2.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["dokumententyp"]: row["register"] for row in csv.DictReader(file)}


def register_for(document_type: str) -> str:
    """The register of a type, also when it is written shorter than in the list (``Widerspruch``); else ``OTHER``."""
    wanted = document_type.strip().casefold()
    if not wanted:
        return OTHER
    known = {name.casefold(): register for name, register in registers().items()}
    if wanted in known:
        return known[wanted]
    return next((register for name, register in known.items() if wanted in name), OTHER)
