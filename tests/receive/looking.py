"""Looks at a whole store, to compare it with another and to see that it is intact."""

import hashlib
from typing import Any

from app.domain.central import AREAS, KeptCentral
from app.services.verify_store import SiteReport, verify_site

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


def first_break(central: KeptCentral) -> SiteReport | None:
    """The report of the first site whose log or files are not whole; None when all is intact."""
    reports = (verify_site(central, site) for site in central.sites())
    return next((report for report in reports if not report.sound), None)


def by_item(entries: list[Json]) -> dict[str, Json]:
    return {entry["item"] or entry["file"]: entry for entry in entries}
