"""The records of a site as they are now, read from the centre: checkpoint first, then the commits after it."""

import json

from app.domain.central import Central
from app.domain.log import BodyLine
from app.domain.office import MemoryOffice


def records_of(central: Central, site: str) -> MemoryOffice:
    """All records of ``site`` at the end of its log."""
    office = MemoryOffice()
    checkpoint = central.checkpoint(site)
    position = 0
    if checkpoint is not None:
        office.apply(BodyLine.from_json(json.loads(line)) for line in central.checkpoint_lines(checkpoint))
        position = checkpoint.number
    for commit in central.commits(site, position):
        office.apply(commit.body)
    return office
