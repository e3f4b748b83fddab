"""Looks at a whole store, to compare it with another and to see that it is intact."""

import hashlib
from typing import Any

from app.domain.central import AREAS, ORIGINALS, KeptCentral
from app.domain.log import ChainCheck
from app.domain.records import Document, SetAside

Json = dict[str, Any]


def records(central: KeptCentral) -> dict[tuple[str, str, str], Json]:
    """State by site, kind and id."""
    found = {}
    for site in central.sites():
        for commit in central.commits(site, 0):
            for line in commit.body:
                found[site, line.kind, line.id] = line.state or {}
    return found


def positions(central: KeptCentral) -> dict[str, int]:
    return {site: central.position(site) for site in central.sites()}


def stored(central: KeptCentral) -> dict[tuple[str, str, str], str]:
    """Digest of the bytes by site, area and name."""
    return {
        (site, area, name): hashlib.sha256(central.read(site, area, name)).hexdigest()
        for site in central.sites()
        for area in AREAS
        for name in central.stored(site, area)
    }


def first_break(central: KeptCentral) -> str | None:
    """What is wrong: a chain that does not hold, an original that is missing or damaged; None when all is intact."""
    for site in central.sites():
        check = ChainCheck(site)
        for commit in central.commits(site, 0):
            check.add(commit)
        if check.finish() is not None:
            return check.finish()
    have = stored(central)
    for (site, kind, _id), state in records(central).items():
        sha256 = state.get("sha256") if kind in (Document.kind, SetAside.kind) else None
        if sha256 and have.get((site, ORIGINALS, sha256)) != sha256:
            return f"{site}: an original is missing or damaged"
    return None


def by_item(entries: list[Json]) -> dict[str, Json]:
    return {entry["item"] or entry["file"]: entry for entry in entries}
