"""What of a site's records each role sees: a central task those of its legal areas, who administers none of cases."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.domain.actions import SYSTEM, Erase, FileDocument, ImportCases, PutMark, RecordAccess, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS
from app.domain.ids import new_id
from app.domain.records import FILED, PRINT, Access, CaseFile, Document, Mark, Person
from tests.server.auth_world import HERE, World
from tests.server.test_rights import make_app

Known = dict[tuple[str, str], Any]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path)
    yield world
    world.close()


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with TestClient(make_app(world)) as client:
        yield client


@pytest.fixture
def documents(world: World) -> dict[str, Document]:
    """One in a case of each legal area, one unfiled."""
    cases = [
        CaseFile(id=area, case_number=number, legal_area=area, persons=(Person(last_name="Klaus"),))
        for area, number in (("sgb2", "35502BG0001234"), ("sgb12-3", "35502BG0001235"))
    ]
    world.do(ImportCases(by=SYSTEM, site=HERE, cases=tuple(cases)))
    found = {}
    for name in ("sgb2", "sgb12-3", "inbox"):
        data = f"%PDF {name}".encode()
        world.central.put(HERE, ORIGINALS, sha256_hex(data), data)
        filed = {} if name == "inbox" else {"case": name, "state_of_work": FILED}
        found[name] = Document(id=f"d-{name}", sha256=sha256_hex(data), size=len(data), title=name, pages=1, **filed)
    world.do(TakeIn(by=SYSTEM, site=HERE, documents=tuple(found.values())))
    for name in ("sgb2", "sgb12-3"):
        note = Mark(
            id=f"m-{name}",
            document=f"d-{name}",
            page=1,
            areas=((0, 0, 1000, 1000),),
            shape="note",
            text="x",
            by="caseworker",
        )
        world.do(PutMark(id=new_id(), by="caseworker", site=HERE, mark=note, base=0))
    access = Access(id=new_id(), what=PRINT, documents=("d-sgb2",), by="caseworker")
    world.do(RecordAccess(id=new_id(), by="caseworker", site=HERE, access=access))
    return found


def known(client: TestClient, world: World, who: str) -> Known:
    """What a client that has taken in the whole log knows in the end."""
    answer = client.get(f"/v1/sites/{HERE}/commits", headers=world.bearer(who))
    assert answer.status_code == 200
    found: Known = {}
    for raw in answer.text.splitlines():
        for kind, id_, _version, _salt, state in json.loads(raw)["body"]:
            found[kind, id_] = state
    return {name: state for name, state in found.items() if state is not None}


def kinds(found: Known) -> set[str]:
    return {kind for kind, _id in found}


def test_each_role_knows_what_it_needs(client: TestClient, world: World, documents: dict[str, Document]) -> None:
    everything = known(client, world, "caseworker")
    assert {"case", "document", "access"} <= kinds(everything)
    assert known(client, world, "mail-room") == known(client, world, "scanner") == everything
    for admin in ("admin", "county.admin"):
        assert kinds(known(client, world, admin)) == {"site", "worker"}
    for officer in ("privacy-officer", "county.privacy"):
        assert kinds(known(client, world, officer)) == {"site", "worker", "access"}
    central = known(client, world, "county.central")
    assert {id_ for kind, id_ in central if kind in ("case", "document")} == {"sgb2", "d-sgb2"}
    assert {id_ for kind, id_ in central if kind == "mark"} == {"m-sgb2"}


def test_bytes_are_seen_by_who_sees_their_document(
    client: TestClient, world: World, documents: dict[str, Document]
) -> None:
    def status(who: str, name: str) -> int:
        url = f"/v1/sites/{HERE}/blobs/originals/{documents[name].sha256}"
        return client.get(url, headers=world.bearer(who)).status_code

    assert [status("caseworker", name) for name in documents] == [200, 200, 200]
    assert [status("county.central", name) for name in documents] == [200, 403, 403]
    assert [status("county.admin", name) for name in documents] == [403, 403, 403]


def test_a_document_that_goes_to_another_area_leaves_the_cache(
    client: TestClient, world: World, documents: dict[str, Document]
) -> None:
    world.do(FileDocument(id=new_id(), by="caseworker", site=HERE, document="d-inbox", case="sgb2"))
    assert ("document", "d-inbox") in known(client, world, "county.central")
    world.do(ImportCases(by=SYSTEM, site=HERE, cases=(
        CaseFile(id="x", case_number="35502BG0001234", legal_area="sgb12-3", persons=(Person(last_name="Klaus"),)),
    )))  # fmt: skip
    after = known(client, world, "county.central")
    assert not {"case", "document", "mark"} & kinds(after)


def test_what_was_erased_is_nobodys(client: TestClient, world: World, documents: dict[str, Document]) -> None:
    world.do(Erase(id=new_id(), by=SYSTEM, site=HERE, records=(("document", "d-sgb2"),)))
    assert ("document", "d-sgb2") not in known(client, world, "county.central")
    assert ("case", "sgb2") in known(client, world, "county.central")


def test_checkpoints_are_for_who_sees_everything(
    client: TestClient, world: World, documents: dict[str, Document]
) -> None:
    checkpoint = world.central.write_checkpoint(HERE)
    assert checkpoint is not None
    for who, seen in (("caseworker", True), ("scanner", True), ("county.central", False), ("admin", False)):
        listed = client.get(f"/v1/sites/{HERE}/checkpoints", headers=world.bearer(who)).json()["checkpoints"]
        assert bool(listed) is seen, who
        url = f"/v1/sites/{HERE}/checkpoints/{checkpoint.number}/lines"
        assert (client.get(url, headers=world.bearer(who)).status_code == 200) is seen, who
