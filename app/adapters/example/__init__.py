"""The example county: households, papers that look scanned, deliveries. All invented, from a seed."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from app.adapters.example.county import County, personas
from app.adapters.example.files import Files
from app.adapters.example.outgoing import OutgoingPost
from app.adapters.example.post import Post
from app.adapters.example.printer import Printer
from app.domain.example import Batch, Outgoing, Persona, Plan

__all__ = ["Example"]


class Example:
    """The port ``ExampleSource``: everything of one plan, the same for the same ``today`` and ``seed``."""

    def __init__(self, plan: Plan, today: date, seed: int = 20261118) -> None:
        self._county = County(plan, today, seed)
        self._printer = Printer(seed)
        self._files = Files(self._county, self._printer)

    def county_toml(self) -> str:
        return self._county.county_toml()

    def households_csv(self) -> str:
        return self._county.households_csv()

    def personas(self) -> tuple[Persona, ...]:
        return personas()

    def batches(self, site: str, cases: Mapping[str, str]) -> Iterator[Batch]:
        return self._files.batches(site, cases)

    def letters(self, site: str) -> Iterator[Outgoing]:
        return OutgoingPost(self._county, self._files, self._printer).letters(site)

    def bags(self, folder: Path) -> Iterator[Path]:
        return Post(self._county, self._files).bags(folder)
