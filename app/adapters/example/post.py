"""The deliveries of the last days: post by every way, an announcement, old files, and one with faults."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pikepdf

from app.adapters.example.county import HOME, NEAR_HOME, County
from app.adapters.example.files import PROVIDER, Files
from app.adapters.example.kinds import BY_NAME, KINDS, Kind
from app.adapters.example.people import Household
from app.adapters.example.printer import Print, post

COLUMNS = [
    "file",
    "item",
    "channel",
    "received_on",
    "scanned_at",
    "pages",
    "site",
    "case_number",
    "document_type",
    "code",
    "remark",
]
LEGACY_COLUMNS = (*COLUMNS, "volume", "register")
DAYS = 6
"""Working days whose post still waits."""
ELSEWHERE = 5
"""The other towns have a fifth of the letters."""
CHANNELS = ("letter",) * 13 + ("fax",) * 2 + ("email",) * 2 + ("online",) * 2 + ("counter",)


@dataclass(slots=True)
class BagMaker:
    """Collects files and rows and writes them as a BagIt bag."""

    number: str
    kind: str
    site: str
    day: date
    columns: tuple[str, ...] = tuple(COLUMNS)
    files: dict[str, bytes] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Files whose bytes change after the manifest was made."""

    def write(self, folder: Path) -> Path:
        bag = folder / self.number
        (bag / "data").mkdir(parents=True)
        payload = {**self.files, "index.csv": self._index()}
        manifest = "".join(f"{_sha256(data)}  data/{name}\n" for name, data in sorted(payload.items()))
        size = sum(map(len, payload.values()))
        info = (
            f"External-Identifier: {self.number}\nSource-Organization: {PROVIDER}\nBagging-Date: "
            f"{self.day.isoformat()}\n"
            f"Delivery-Kind: {self.kind}\nSite: {self.site}\nPayload-Oxum: {size}.{len(payload)}\n"
        )
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": info,
            "manifest-sha256.txt": manifest,
        }
        for name, data in payload.items():
            (bag / "data" / name).write_bytes(_damaged(data) if name in self.broken else data)
        for name, text in tags.items():
            (bag / name).write_bytes(text.encode())
        tagged = "".join(f"{_sha256(text.encode())}  {name}\n" for name, text in sorted(tags.items()))
        (bag / "tagmanifest-sha256.txt").write_bytes(tagged.encode())
        return bag

    def add(self, print_: Print | None, **row: str) -> str:
        """A row and its file; returns the file's name."""
        name = ""
        if print_ is not None:
            name = f"{len(self.rows) + 1:04d}.{print_.suffix}"
            self.files[name] = print_.data
            row["pages"] = str(print_.pages)
        self.rows.append({"file": name, **row})
        return name

    def _index(self) -> bytes:
        out = io.StringIO()
        writer = csv.DictWriter(out, self.columns, restval="", delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _damaged(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes((data[middle] ^ 0xFF,)) + data[middle + 1 :]


class Post:
    """Makes the bags, oldest first."""

    def __init__(self, county: County, files: Files) -> None:
        self._county = county
        self._files = files
        self._rng = Random(f"{county.seed}:post")
        self._item = 231
        self._sites = [site for site in NEAR_HOME if site in county.files]

    def bags(self, folder: Path) -> Iterator[Path]:
        days = _working_days(self._county.today)
        yield self._old_files(days[0]).write(folder)
        for number, day in enumerate(days):
            yield self._day(day, number).write(folder)
        yield self._with_faults(days[-1]).write(folder)
        yield self._announced(days[-1]).write(folder)

    def _number(self, day: date, suffix: str) -> str:
        return f"SD-{day.isoformat()}-{suffix}"

    def _next_item(self) -> str:
        self._item += self._rng.randrange(1, 4)
        return f"K17-{self._item:06d}"

    def _home(self, site: str) -> Household:
        homes = [home for home in self._county.households if home.site == site and home.closed_on is None]
        return self._rng.choice(homes)

    def _day(self, day: date, number: int) -> BagMaker:
        bag = BagMaker(self._number(day, "0417"), "post", HOME, day)
        for site in self._sites:
            letters = self._county.plan.letters // (1 if site == HOME else ELSEWHERE)
            for _ in range(letters // DAYS + (1 if number >= DAYS - letters % DAYS else 0)):
                self._letter(bag, site, day)
        if number == DAYS - 2:
            # The same paper was scanned twice: equal bytes under another number.
            first = next(row for row in bag.rows if row["file"].endswith(".pdf"))
            data = bag.files[first["file"]]
            again = {name: value for name, value in first.items() if name not in ("file", "item", "pages")}
            bag.add(Print(data, "pdf", int(first["pages"])), item=self._next_item(), **again)
        return bag

    def _letter(self, bag: BagMaker, site: str, day: date) -> None:
        rng, home = self._rng, self._home(site)
        kind = self._kind(home)
        channel = rng.choice(CHANNELS)
        if kind.name == "handwritten" and channel in ("email", "fax"):
            channel = "letter"
        on_paper = channel == "letter"
        received = day - timedelta(days=(3 if day.weekday() == 0 else 1) if on_paper else 0)
        case = self._files.case(home, kind, received, rng.randrange(kind.variants), rng)
        self._add(bag, post(kind, case, channel, rng), home, kind, channel, received)

    def _add(
        self, bag: BagMaker, print_: Print | None, home: Household, kind: Kind, channel: str, received: date
    ) -> str:
        rng = self._rng
        spelling = rng.choice((home.case_number, home.spoken_number, f"{home.case_number[:5]}//{home.case_number[7:]}"))
        known = rng.random()
        number = (
            spelling if known < 0.5 else f"{home.case_number[:5]}BG9{rng.randrange(10**6):06d}" if known > 0.96 else ""
        )
        return bag.add(
            print_,
            item=self._next_item(),
            channel=channel,
            received_on=received.isoformat(),
            scanned_at=f"{bag.day.isoformat()}T06:12:31+01:00" if print_ is not None else "",
            site=home.site,
            case_number=number,
            document_type=kind.document_type if rng.random() < 0.35 else "",
            remark=rng.choice(("Heftklammer entfernt", "Seite eingerissen", "Durchschrift"))
            if rng.random() < 0.06
            else "",
        )

    def _kind(self, home: Household) -> Kind:
        kinds = [
            kind for kind in KINDS if kind.post and (home.children or kind.name not in ("school", "child-benefit"))
        ]
        return self._rng.choices(kinds, [kind.post for kind in kinds])[0]

    def _with_faults(self, day: date) -> BagMaker:
        bag = BagMaker(self._number(day, "0418"), "post", HOME, day)
        received = day - timedelta(days=2)
        for name in ("renewal", "payslip", "landlord-certificate", "rent-increase"):
            home, kind = self._home(HOME), BY_NAME[name]
            case = self._files.case(home, kind, received, 0, self._rng)
            print_ = post(kind, case, "online" if name == "rent-increase" else "letter", self._rng)
            if name == "landlord-certificate":
                print_ = Print(_locked(print_.data) if print_.suffix == "pdf" else print_.data, print_.suffix, 1)
            file = self._add(bag, print_, home, kind, "letter", received)
            if name == "payslip":
                bag.broken.add(file)
        garbage = Print(b"%PDF-1.4\n" + self._rng.randbytes(4_000), "pdf", 1)
        self._add(bag, garbage, self._home(HOME), BY_NAME["sick-note"], "letter", received)
        return bag

    def _announced(self, day: date) -> BagMaker:
        bag = BagMaker(self._number(day, "0419"), "announcement", HOME, day)
        for site, count in ((HOME, 9), *((site, 2) for site in self._sites if site != HOME)):
            for _ in range(count):
                home = self._home(site)
                self._add(bag, None, home, self._kind(home), "letter", day - timedelta(days=1))
        return bag

    def _old_files(self, day: date) -> BagMaker:
        bag = BagMaker(self._number(day, "A001"), "legacy", HOME, day, LEGACY_COLUMNS)
        home = self._home(HOME)
        for volume, pages in ((1, self._county.plan.volume), (2, 14)):
            paper = self._files.volume_for(home, pages, self._rng)
            print_ = Print(paper.data, "pdf", len(paper.texts))
            scanned = f"{day.isoformat()}T06:12:31+01:00"
            row = {"case_number": home.spoken_number, "document_type": "Altakte", "register": "Sonstiges"}
            bag.add(print_, item=f"A1-{volume}", scanned_at=scanned, site=HOME, volume=str(volume), **row)
        return bag


def _locked(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="inhaber", user="geheim"))
    return out.getvalue()


def _working_days(today: date) -> list[date]:
    """The last working days up to ``today``, oldest first."""
    days: list[date] = []
    day = today
    while len(days) < DAYS:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]
