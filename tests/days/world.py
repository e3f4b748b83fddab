"""The store of the day, its provider, and Carl's desk, which can lose its power."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.adapters.central.folder import FolderCentral, create_store
from app.bootstrap import open_ordering, open_receiving
from app.domain.actions import (
    SYSTEM,
    Action,
    ImportCases,
    SetUpSite,
    action_to_json,
)
from app.domain.central import Accepted
from app.domain.office import Office
from app.domain.records import (
    CaseFile,
    Document,
    Site,
    Team,
    Worker,
)
from app.domain.records import (
    Person as Resident,
)
from app.services.order_paper import order_paper
from app.services.receive.receive import receive
from tests.days.people import Person
from tests.receive.bags import PROVIDER, BagMaker

SITE, NEIGHBOUR = "heek", "rhede"
ANNA, BERT, CARL, DORA, EMIL = "anna", "bert", "carl", "dora", "emil"
AT_DESKS = (ANNA, BERT, EMIL)
"""Carl's desk is a process of its own; Dora is away."""
WORKERS = (
    Worker(id=ANNA, name="Anna Berger", teams=("one",), roles=("caseworker",)),
    Worker(id=BERT, name="Bert Cordes", teams=("one",), roles=("caseworker",)),
    Worker(id=CARL, name="Carl Dorn", teams=("two",), roles=("caseworker",)),
    Worker(id=DORA, name="Dora Ernst", teams=("two",), roles=("caseworker",)),
    Worker(id=EMIL, name="Emil Franke", teams=("one", "two"), roles=("team-lead", "mail-room")),
)
CASES = tuple(
    CaseFile(id=f"c{number}", case_number=f"35504BG{number:07}", persons=(Resident(last_name=f"Name{number}"),))
    for number in range(1, 7)
)
PAGES = {"K01": 6, "K02": 2, "K04": 3, "K10": 2}
MORNING = tuple(f"K{number:02}" for number in range(1, 16))
Json = dict[str, Any]


class Desk:
    """Carl's: a process that can be killed. It forgets what it had in memory, never what it said it kept."""

    def __init__(self, store: Path, root: Path) -> None:
        self._store, self._root = store, root
        self.kept: list[Action] = []
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.days.people", str(self._store), str(self._root), CARL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def tell(self, *actions: Action, **step: bool) -> Iterator[str]:
        """Its answers, one by one."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": [action_to_json(action) for action in actions], **step}) + "\n")
        self._process.stdin.flush()
        asked = {action.id: action for action in actions}
        for answer in iter(self._read, ""):
            word, _space, id_ = answer.partition(" ")
            if word == "kept":
                self.kept.append(asked[id_])
            if answer == "done":
                return
            yield answer

    def power_cut(self) -> None:
        self._process.kill()
        self._process.wait()

    def leave(self) -> None:
        self._process.communicate()


class Day:
    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.store = root, root / "store"
        self.rng = random.Random(seed)
        create_store(self.store, "test")
        self.central = FolderCentral(self.store)
        for name in (SITE, NEIGHBOUR):
            self.central.add_site(name)
        teams = (Team(id="one", name="Leistung 1"), Team(id="two", name="Leistung 2"))
        site = Site(id=SITE, name="Heek")
        self.done(SetUpSite(site=SITE, by=SYSTEM, record=site, teams=teams, workers=WORKERS))
        self.done(SetUpSite(site=NEIGHBOUR, by=SYSTEM, record=Site(id=NEIGHBOUR, name="Rhede")))
        self.done(ImportCases(site=SITE, by=SYSTEM, cases=CASES))
        (root / "desks").mkdir()
        self.people = {name: Person(name, self.store, root / "desks") for name in AT_DESKS}
        self.carl = Desk(self.store, root / "desks")
        self.bags = 0

    def done(self, action: Action) -> None:
        assert isinstance(self.central.submit(action), Accepted)

    # --- the provider --------------------------------------------------------------------------------------------
    def receive(self, make: Callable[[BagMaker], BagMaker], kind: str = "post") -> Json:
        self.bags += 1
        bag = make(BagMaker(self.root / f"bag{self.bags}", f"SD-{self.bags}", kind)).write()
        with open_receiving(str(self.store), SYSTEM) as receiving:
            return receive(bag, receiving).as_json()

    def order(self) -> tuple[str, ...]:
        """Sends what staff wished for and what may go; what the order says, line by line."""
        sent = order_paper(PROVIDER, (SITE,), open_ordering(str(self.store), self.root / "orders", SYSTEM))
        return tuple(f"{line.item} {line.wish}" for one in sent for line in one.order.lines)

    # --- what is so ------------------------------------------------------------------------------------------------
    @property
    def office(self) -> Office:
        return self.central.office(SITE)[1]

    def all(self, kind: type[Any]) -> list[Any]:
        return [record for record in self.office.all(kind.kind) if isinstance(record, kind)]

    def document(self, id_: str) -> Document:
        found = self.office.get(Document.kind, id_)
        assert found is not None and isinstance(found.record, Document)
        return found.record

    def item(self, item: str) -> str:
        """Id of the document that brought it first."""
        found = self.office.documents_of_item(PROVIDER, item)
        return next(one.id for one in found if one.sha256 and not one.rescan_of)

    def version(self, id_: str) -> int:
        found = self.office.get(Document.kind, id_)
        return found.version if found is not None else 0

    def everybody(self, work: Callable[[Person], None]) -> None:
        """In any order."""
        people = list(self.people.values())
        self.rng.shuffle(people)
        for person in people:
            work(person)

    def news(self) -> None:
        self.everybody(lambda person: person.send())
        self.everybody(lambda person: person.pull())
        list(self.carl.tell(pull=True))

    def close(self) -> None:
        for person in self.people.values():
            person.close()
        self.carl.power_cut()


def who(worker: str) -> dict[str, Any]:
    return {"site": SITE, "by": worker}
