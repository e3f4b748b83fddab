"""A delivery of letters of one shape, for measuring how fast deliveries are received."""

from datetime import date
from pathlib import Path
from random import Random

from app.adapters.example.county import HOME, County
from app.adapters.example.files import Files
from app.adapters.example.kinds import KINDS
from app.adapters.example.post import BagMaker
from app.adapters.example.printer import Printer, scan
from app.domain.example import PLANS

SEED = 20261122


def bag_of_letters(folder: Path, letters: int, pages: int, today: date) -> Path:
    """A bag of ``letters`` PDF scans of ``pages`` pages each: bitonal G4 with a hidden text layer, all different."""
    county = County(PLANS["small"], today, SEED)
    printer = Printer(SEED)
    files = Files(county, printer)
    rng = Random(SEED)
    homes = [home for home in county.households if home.site == HOME and home.closed_on is None]
    bag = BagMaker(f"SD-{today.isoformat()}-9001", "post", HOME, today)
    while len(bag.rows) < letters:
        home, kind = rng.choice(homes), rng.choice(KINDS)
        case = files.case(home, kind, today, len(bag.rows) % kind.variants, rng)
        sheets = kind.make(case)
        if len(sheets) != pages:
            continue
        bag.add(
            scan(sheets, rng),
            item=f"K17-{900_000 + len(bag.rows)}",
            channel="letter",
            received_on=today.isoformat(),
            scanned_at=f"{today.isoformat()}T06:12:31+01:00",
            site=home.site,
            case_number=home.case_number,
        )
    return bag.write(folder)
