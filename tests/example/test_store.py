"""The example in a store: made by the real services, found again, completed after an interruption."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import bagit
import pytest

from app.adapters.example import Example
from app.bootstrap import create_central, open_central
from app.cli import demo_command
from app.cli.demo_command import make_example
from app.domain import example as domain
from app.domain.actions import SYSTEM, TakeIn
from app.domain.decide import decide
from app.domain.errors import StoreIncompatible
from app.domain.log import ChainCheck
from app.domain.office import MemoryOffice
from app.domain.records import FILED, INBOX, Announcement, CaseFile, Document, SetAside
from app.services.example_county import Cancelled
from app.services.site_records import records_of
from tests.example.conftest import TINY, TODAY


@pytest.fixture(scope="module", autouse=True)
def tiny() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(domain.PLANS, "small", TINY)
        yield


def quiet(done: float, text: str) -> None:
    assert 0 <= done <= 1
    assert text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny: None) -> Path:
    folder = tmp_path_factory.mktemp("example") / "store"
    assert make_example(folder, "small", quiet, today=TODAY).made
    return folder


@pytest.fixture(scope="module")
def office(made: Path) -> MemoryOffice:
    return records_of(open_central(str(made)), "borken")


def documents(office: MemoryOffice, state: str) -> list[Document]:
    return [d for d in office.all(Document.kind) if isinstance(d, Document) and d.state_of_work == state]


def test_files_are_filled(office: MemoryOffice) -> None:
    cases = {case.id for case in office.all(CaseFile.kind)}
    filed = documents(office, FILED)
    assert len(cases) == 6
    assert {document.case for document in filed} == cases
    assert 36 <= len(filed) <= 60
    assert all(document.register and document.document_type for document in filed)
    assert any(document.pack and document.pages > 4 for document in filed)


def test_post_waits_in_the_inbox_by_every_age(office: MemoryOffice) -> None:
    waiting = documents(office, INBOX)
    assert len(waiting) >= TINY.letters
    assert len({document.received_on for document in waiting}) >= 5
    assert {bool(document.proposed_case) for document in waiting} == {True, False}
    assert sum(bool(document.duplicate_of) for document in waiting) == 1


def test_faults_are_set_aside_and_announced_post_is_seen(office: MemoryOffice) -> None:
    codes = Counter(thing.code for thing in office.all(SetAside.kind) if isinstance(thing, SetAside))
    assert sum(codes.values()) == 3
    assert "password" in codes
    assert len(list(office.all(Announcement.kind))) == 9


def test_nothing_filed_counts_as_a_duplicate(office: MemoryOffice) -> None:
    assert not any(document.duplicate_of for document in documents(office, FILED))


def test_all_originals_and_texts_are_there_and_the_chain_holds(made: Path, office: MemoryOffice) -> None:
    central = open_central(str(made))
    check = ChainCheck("borken")
    for commit in central.commits("borken", 0):
        check.add(commit)
    assert check.finish() is None
    for document in (*documents(office, FILED), *documents(office, INBOX)):
        assert central.size("borken", "originals", document.sha256) == document.size
        assert central.has("borken", "texts", document.sha256) == document.has_text
        assert central.has("borken", "packs", document.sha256) == bool(document.pack)


def test_the_second_time_it_is_found_ready(made: Path) -> None:
    position = open_central(str(made)).position("borken")
    again = make_example(made, "small", quiet)
    assert (again.made, [persona.role for persona in again.personas]) == (
        False,
        ["caseworker", "team-lead", "mail-room"],
    )
    assert open_central(str(made)).position("borken") == position


def stops_after(steps: int) -> Callable[[], bool]:
    asked = iter(range(steps))
    return lambda: next(asked, None) is None


def test_an_interrupted_example_is_completed_and_equals_an_undisturbed_one(
    tmp_path: Path, office: MemoryOffice
) -> None:
    folder = tmp_path / "store"
    for steps in (2, 4, 8):
        with pytest.raises(Cancelled):
            make_example(folder, "small", quiet, stops_after(steps), TODAY)
    assert make_example(folder, "small", quiet).made
    completed = records_of(open_central(str(folder)), "borken")
    assert {d.id for d in completed.all(Document.kind)} == {d.id for d in office.all(Document.kind)}
    assert {d.id for d in completed.all(SetAside.kind)} == {d.id for d in office.all(SetAside.kind)}


def test_a_store_that_is_not_the_example_is_left_alone(tmp_path: Path) -> None:
    create_central(str(tmp_path)).add_site("ahaus")
    with pytest.raises(StoreIncompatible):
        make_example(tmp_path, "small", quiet)


def test_an_example_of_another_scale_is_left_alone(made: Path) -> None:
    with pytest.raises(StoreIncompatible):
        make_example(made, "town", quiet)


def test_an_example_begun_by_another_version_is_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        make_example(tmp_path, "small", quiet, lambda: True, TODAY)
    marker = tmp_path / demo_command.MARKER
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "edition": 0}))
    with pytest.raises(StoreIncompatible):
        make_example(tmp_path, "small", quiet)


def test_the_deliveries_are_valid_bags_but_the_one_with_faults(tmp_path: Path, example: Example) -> None:
    example.households_csv()
    for folder in example.bags(tmp_path):
        bag = bagit.Bag(str(folder))
        if folder.name.endswith("0418"):
            with pytest.raises(bagit.BagValidationError):
                bag.validate()
        else:
            bag.validate()


def test_shared_bytes_are_not_marked_as_duplicates() -> None:
    twins = tuple(Document(id=f"d{n}", sha256="0" * 64) for n in range(2))
    for shared, expected in ((True, ["", ""]), (False, ["", "d0"])):
        changes = decide(TakeIn(site="s", by=SYSTEM, documents=twins, shared_bytes=shared), MemoryOffice(), "")
        assert isinstance(changes, tuple)
        assert [getattr(change.record, "duplicate_of", None) for change in changes] == expected
