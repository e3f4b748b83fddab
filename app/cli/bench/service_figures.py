"""A county at work on one service: who waits for news, who acts, who reads pages, all at once."""

import asyncio
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import zstandard

from app.cli.bench.central_service import Running, running
from app.cli.bench.figures import Figure, percentile
from app.cli.bench.place import Place
from app.domain.actions import SYSTEM, FileDocument, ImportCases, MoveDocument, SetUpSite, TakeIn, action_to_json
from app.domain.canonical import sha256_hex
from app.domain.central import PACKS
from app.domain.errors import AppError
from app.domain.ids import new_id
from app.domain.records import CaseFile, Document, Site, Worker

CLIENTS, SITES, PROCESSES = 280, 17, 2
EACH_S, PAGES_A_SECOND, READERS = 5.0, 100, 20
PAGE, PAGES, PACKS_A_SITE = 50_000, 40, 3
ACTION_MS, PAGE_MS, GROWTH = 250.0, 100.0, 1.2
_NONE = 0.5
"""A limit that one fault breaks; a ratio to 0 is none."""
_NUMBER = re.compile(rb'"number":(\d+)')
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(slots=True)
class Person:
    site: str
    token: str
    worker: str
    document: str
    case: str
    after: int = 0


@dataclass(slots=True)
class Seen:
    """Seconds that answers took, and statuses that were none of those expected."""

    actions: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    told: int = 0
    faults: list[str] = field(default_factory=list)


def service(place: Place) -> Iterator[Figure]:
    with running(place.folder, PROCESSES) as there:
        people = [person for number in range(SITES) for person in _set_up(there, number)]
        packs = {site: _packs(there, site) for site in {person.site for person in people}}
        county = _County(there, people, packs, place.seconds)
        before = there.memory
        asyncio.run(county.work())
        after, seen = there.memory, county.seen
    if not seen.actions or not seen.pages:
        raise AppError("nobody was answered")
    told = f"{len(there.ports)} Prozesse auf {there.on}, {CLIENTS} Klienten, {place.seconds:.0f} s"
    acted = f"{told}; {len(seen.actions)} Vorgänge, Mittel {_ms(seen.actions, 0.5):.0f} ms, {seen.told} Nachrichten"
    yield Figure("Vorgang, 95. Perzentil", _ms(seen.actions, 0.95), "ms", ACTION_MS, reference=acted)
    rate = len(seen.pages) / place.seconds
    read = f"{rate:.0f} Seiten/s zu {PAGE // 1000} kB, Mittel {_ms(seen.pages, 0.5):.0f} ms"
    yield Figure("Seite, 95. Perzentil", _ms(seen.pages, 0.95), "ms", PAGE_MS, reference=read)
    asked = len(people) / EACH_S * 0.95
    yield Figure("Vorgänge", len(seen.actions) / place.seconds, "/s", asked, True)
    yield Figure("Seiten", rate, "/s", PAGES_A_SECOND * 0.95, True)
    faults = ", ".join(sorted(set(seen.faults))[:5])
    yield Figure("Fehler", len(seen.faults), "", _NONE, reference=faults)
    grown = f"{before:.0f} MB vor der Last; ein Anlauf gehört dazu"
    yield Figure("Arbeitsspeicher des Dienstes", after, "MB", before * GROWTH, reference=grown)


class _County:
    def __init__(self, there: Running, people: list[Person], packs: dict[str, list[str]], seconds: float) -> None:
        self._ports = there.ports
        self._people = people
        self._packs = packs
        self._seconds = seconds
        self._ends = 0.0
        self.seen = Seen()

    async def work(self) -> None:
        self._ends = time.monotonic() + self._seconds
        waiting = [asyncio.create_task(self._wait_for_news(number)) for number in range(len(self._people))]
        await asyncio.gather(
            *(self._act(number) for number in range(len(self._people))), *(self._read(n) for n in range(READERS))
        )
        for task in waiting:
            task.cancel()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        self.seen.faults += [type(one).__name__ for one in done if isinstance(one, Exception)]

    def _at_work(self) -> bool:
        return time.monotonic() < self._ends

    async def _wait_for_news(self, number: int) -> None:
        person = self._people[number]
        line = await self._line(number)
        while self._at_work():
            path = f"/v1/sites/{person.site}/commits?after={person.after}&wait=50"
            status, body = await line.ask("GET", path, person.token, headers="Accept-Encoding: zstd\r\n")
            if status != 200:
                self.seen.faults.append(f"news {status}")
                return
            if body[:4] == _ZSTD:
                body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
            self.seen.told += body.count(b"\n")
            person.after = max([person.after, *map(int, _NUMBER.findall(body))])

    async def _act(self, number: int) -> None:
        person = self._people[number]
        line = await self._line(number)
        await asyncio.sleep(random.random() * EACH_S)
        base = 2
        while self._at_work():
            action = MoveDocument(
                site=person.site,
                by=person.worker,
                document=person.document,
                case=person.case,
                base=base,
                title=f"{base}",
            )
            begun, base = time.perf_counter(), base + 1
            body = json.dumps(action_to_json(action)).encode()
            status, _said = await line.ask("POST", f"/v1/sites/{person.site}/actions", person.token, body)
            self.seen.actions.append(time.perf_counter() - begun)
            if status != 200:
                self.seen.faults.append(f"action {status}")
            await self._rest(begun, EACH_S)

    async def _read(self, number: int) -> None:
        line, each = await self._line(number), READERS / PAGES_A_SECOND
        await asyncio.sleep(random.random() * each)
        while self._at_work():
            person = random.choice(self._people)
            pack, page = random.choice(self._packs[person.site]), random.randrange(PAGES)
            place = f"Range: bytes={page * PAGE}-{(page + 1) * PAGE - 1}\r\n"
            begun = time.perf_counter()
            path = f"/v1/sites/{person.site}/blobs/{PACKS}/{pack}"
            status, body = await line.ask("GET", path, person.token, headers=place)
            self.seen.pages.append(time.perf_counter() - begun)
            if status != 206 or len(body) != PAGE:
                self.seen.faults.append(f"page {status}")
            await self._rest(begun, each)

    async def _rest(self, begun: float, each: float) -> None:
        """Until the next is due, or the end."""
        due = begun + each - time.perf_counter()
        await asyncio.sleep(max(0.0, min(due, self._ends - time.monotonic())))

    async def _line(self, number: int) -> "_Line":
        port = self._ports[number % len(self._ports)]
        return _Line(*await asyncio.open_connection("127.0.0.1", port))


class _Line:
    """A connection that is kept; HTTP in its smallest form, so that 280 clients cost little beside the service."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, method: str, path: str, token: str, body: bytes = b"", headers: str = "") -> tuple[int, bytes]:
        said = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n{headers}"
        if body:
            said += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(f"{said}\r\n".encode() + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        found = re.search(rb"\r\ncontent-length: (\d+)", head)
        return int(head[9:12]), await (self._reader.readexactly(int(found[1])) if found else self._chunks())

    async def _chunks(self) -> bytes:
        parts = []
        while length := int(await self._reader.readline(), 16):
            parts.append(await self._reader.readexactly(length))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(parts)


def _set_up(there: Running, number: int) -> list[Person]:
    """A site with its share of the clients, each with a document of its own that is filed."""
    central, site = there.central, f"site{number:02d}"
    central.add_site(site)
    workers = tuple(Worker(id=f"w{n}", name=f"P{n}", roles=("caseworker",)) for n in range(number, CLIENTS, SITES))
    case = CaseFile(id=new_id(), case_number=f"35502BG{number:07d}")
    letters = [Document(id=new_id(), sha256=sha256_hex(f"{site} {n}".encode()), size=5) for n in range(len(workers))]
    central.submit(SetUpSite(site=site, by=SYSTEM, record=Site(id=site, name=site), workers=workers))
    central.submit(ImportCases(site=site, by=SYSTEM, cases=(case,)))
    central.submit(TakeIn(site=site, by=SYSTEM, documents=tuple(letters)))
    for worker, letter in zip(workers, letters, strict=True):
        central.submit(FileDocument(site=site, by=worker.id, document=letter.id, case=case.id))
    after = central.position(site)
    return [
        Person(site, there.token(worker.id), worker.id, letter.id, case.id, after)
        for worker, letter in zip(workers, letters, strict=True)
    ]


def _packs(there: Running, site: str) -> list[str]:
    """Bytes of the first documents, as large as those of forty pages."""
    _position, office = there.central.office(site)
    letters = [record for record in office.all("document") if isinstance(record, Document)][:PACKS_A_SITE]
    for letter in letters:
        there.central.put(site, PACKS, letter.sha256, random.randbytes(PAGE * PAGES))
    return [letter.sha256 for letter in letters]


def _ms(seconds: list[float], share: float) -> float:
    return percentile(seconds, share) * 1000
