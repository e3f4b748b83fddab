"""The records of a site as they are now, read from the centre: checkpoint first, then the commits after it."""

import json
from collections.abc import Iterator

from app.domain.central import Central
from app.domain.log import BodyLine
from app.domain.office import MemoryOffice
from app.domain.records import CaseFile, Site, Team, Worker

MASTER = frozenset({Site.kind, Team.kind, Worker.kind, CaseFile.kind})
"""Kinds that stand first in every checkpoint."""


def records_of(central: Central, site: str, *, master_only: bool = False) -> MemoryOffice:
    """All records of ``site`` at the end of its log; ``master_only``: sites, teams, workers and cases alone, which
    spares reading a town's hundred thousand documents."""
    office = MemoryOffice()
    checkpoint = central.checkpoint(site)
    if checkpoint is not None:
        lines = (BodyLine.from_json(json.loads(line)) for line in central.checkpoint_lines(checkpoint))
        office.apply(_leading_master(lines) if master_only else lines)
    for commit in central.commits(site, 0 if checkpoint is None else checkpoint.number):
        office.apply(line for line in commit.body if not master_only or line.kind in MASTER)
    return office


def _leading_master(lines: Iterator[BodyLine]) -> Iterator[BodyLine]:
    for line in lines:
        if line.kind not in MASTER:
            return
        yield line
