"""What lies in the households' files: which papers came when, and the records of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from random import Random

from app.adapters.example.county import HOME, County
from app.adapters.example.kinds import BY_NAME, KINDS, Kind
from app.adapters.example.paper import Case
from app.adapters.example.people import Household
from app.adapters.example.printer import Printer
from app.domain.example import Batch, Paper
from app.domain.ids import derived_id
from app.domain.records import FILED, Document

PROVIDER = "Scandienst Nord GmbH"
FIRST = ("main-application", "rent-contract", "registration", "health-cover", "income-form", "housing-form", "grant")
YEARLY = ("renewal", "grant")
PAPER_IS_KEPT = timedelta(days=56)
VOLUMES = (64, 120, 200)
"""Pages of the scanned volumes of old paper files."""


class Files:
    """The filed documents of a county."""

    def __init__(self, county: County, printer: Printer) -> None:
        self._county = county
        self._printer = printer
        self._names = {clerk.id: clerk.name for clerk in county.clerks}

    def batches(self, site: str, cases: Mapping[str, str]) -> Iterator[Batch]:
        """All documents of a site; a paper comes with the first batch in which it is needed."""
        size = self._county.plan.batch
        known: set[str] = set()
        papers: list[Paper] = []
        documents: list[Document] = []
        for paper, document in self._documents(site, cases):
            if paper.sha256 not in known:
                known.add(paper.sha256)
                papers.append(paper)
            documents.append(document)
            if len(documents) == size:
                yield Batch(tuple(papers), tuple(documents))
                papers, documents = [], []
        if documents:
            yield Batch(tuple(papers), tuple(documents))

    def _documents(self, site: str, cases: Mapping[str, str]) -> Iterator[tuple[Paper, Document]]:
        plan, item = self._county.plan, 0
        for number, home in enumerate(home for home in self._county.households if home.site == site):
            rng = Random(f"{self._county.seed}:file:{home.case_number}")
            average = plan.documents / plan.files
            count = max(3, round(average * rng.uniform(0.5, 1.5)))
            for kind, day in self._contents(home, count, rng):
                item += 1
                paper = self._own(home, kind, day, rng) if plan.own_pages else rng.choice(self._pool[kind.name])
                yield paper, self._record(home, cases, kind, day, paper, item)
            if number == 3 or (number % 40 == 3 and not plan.own_pages):
                item += 1
                pages = plan.volume if site == HOME else 12
                paper = self._volume(home, rng, pages) if plan.own_pages else rng.choice(self._volumes)
                record = self._record(home, cases, BY_NAME["main-application"], home.since, paper, item)
                yield (
                    paper,
                    replace(record, document_type="Altakte", register="Sonstiges", title="Altakte Band 1", volume=1),
                )

    def _contents(self, home: Household, count: int, rng: Random) -> list[tuple[Kind, date]]:
        """The papers of a file, oldest first."""
        last = home.closed_on or self._county.today - timedelta(days=4)
        days = max(1, (last - home.since).days)
        found = [(BY_NAME[name], home.since + timedelta(days=min(days, 3 * n))) for n, name in enumerate(FIRST[:count])]
        for year in range(1, days // 365 + 1):
            found += [(BY_NAME[name], home.since + timedelta(days=365 * year - 20)) for name in YEARLY]
        kinds = [kind for kind in KINDS if home.children or kind.name not in ("school", "child-benefit")]
        weights = [kind.filed for kind in kinds]
        missing = max(0, count - len(found))
        for kind in rng.choices(kinds, weights, k=missing):
            # More comes lately than came long ago: files grow faster as they are kept better.
            found.append((kind, last - timedelta(days=int(days * rng.random() ** 1.5))))
        return sorted(found[:count] if missing == 0 else found, key=lambda entry: entry[1])

    def _record(
        self, home: Household, cases: Mapping[str, str], kind: Kind, day: date, paper: Paper, number: int
    ) -> Document:
        today = self._county.today
        scanned = day + timedelta(days=2)
        recent = today - scanned < PAPER_IS_KEPT
        item = f"{home.site[:2].upper()}{day.year % 100:02d}-{number:06d}"
        own, lean = self._county.plan.own_pages, self._county.plan.lean
        destroyed = "" if recent or not own else (scanned + PAPER_IS_KEPT).isoformat()
        filed = f"{(day + timedelta(days=3)).isoformat()}T{9 + number % 7:02d}:{number % 60:02d}:00Z"
        return Document(
            id=derived_id("document", PROVIDER, item, paper.sha256),
            sha256=paper.sha256,
            size=len(paper.data),
            pages=len(paper.texts),
            item=item,
            provider=PROVIDER,
            received_on=day.isoformat(),
            scanned_at=f"{scanned.isoformat()}T06:12:31+01:00" if recent or own else "",
            state_of_work=FILED,
            case=cases[home.case_number],
            document_type=kind.document_type,
            register=kind.register,
            sender="" if lean else kind.sender,
            filed_by="" if lean else home.worker,
            filed_at="" if lean else filed,
            has_text=True,
            destroyed_at=destroyed,
            page_sizes=() if lean else paper.page_sizes,
        )

    def case(self, home: Household, kind: Kind, day: date, variant: int, rng: Random) -> Case:
        """What a kind of paper is made for."""
        own = Random(f"{home.case_number}:{kind.name}:{day}:{rng.random()}")
        return Case(home, day, self._printer.case_rng(kind, variant), own, self._names[home.worker])

    def _own(self, home: Household, kind: Kind, day: date, rng: Random) -> Paper:
        variant = rng.randrange(kind.variants)
        return self._printer.filed(kind, self.case(home, kind, day, variant, rng), variant)

    def _volume(self, home: Household, rng: Random, pages: int) -> Paper:
        contents = [(kind, day) for kind, day in self._contents(home, pages, rng) if kind.name != "email"]
        parts = []
        for kind, day in contents * 2:
            variant = rng.randrange(kind.variants)
            parts.append((kind, self.case(home, kind, day, variant, rng), variant))
        return self._printer.volume(parts, pages)

    @cached_property
    def _pool(self) -> dict[str, list[Paper]]:
        """Papers that the files of the large examples share, by kind. Drawn for households of the first town."""
        rng = Random(f"{self._county.seed}:pool")
        homes = [home for home in self._county.households if home.site == HOME]
        families = [home for home in homes if home.children]
        return {
            kind.name: [
                self._own(rng.choice(families), kind, self._county.today - timedelta(days=rng.randrange(5, 900)), rng)
                for _ in range(self._county.plan.variants)
            ]
            for kind in KINDS
        }

    @cached_property
    def _volumes(self) -> list[Paper]:
        rng = Random(f"{self._county.seed}:volumes")
        homes = [home for home in self._county.households if home.site == HOME]
        sizes = VOLUMES[:1] if self._county.plan.lean else VOLUMES
        return [self._volume(rng.choice(homes), rng, pages) for pages in sizes]

    def volume_for(self, home: Household, pages: int, rng: Random) -> Paper:
        """A volume of a paper file, for a delivery of old files."""
        return self._volume(home, rng, pages)
