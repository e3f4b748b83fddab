"""The folder carrier: packages that any BagIt tool accepts, states in any form, faults of the folder."""

import json
import os
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bagit
import pytest

from app.adapters.carriers.folder import LocalShelf
from app.adapters.carriers.shelf import ShelfCarrier
from app.adapters.example.print_provider import PrintProvider
from app.domain.actions.letters import CancelLetter
from app.domain.carriers import CarrierUnreachable, Job, Report
from app.domain.errors import AppError, StorageFull
from app.domain.records.letters import (
    ACCEPTED,
    CANCELLED,
    CHECKED,
    FAILED,
    HANDED,
    POSTED,
    PRINTED,
    LetterOptions,
)
from tests.letters.sending import SITE, Place

AT = "2026-11-23T07:00:00Z"
START = datetime(2026, 11, 23, 8, tzinfo=UTC)


def jobs(place: Place) -> list[str]:
    return sorted(path.name for path in place.folder.glob("jobs/*"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_job_is_a_valid_bag_with_ticket_and_letter(place: Place, tmp_path: Path) -> None:
    place.write(options=LetterOptions(duplex=True, formal_service=True))
    letter = place.send()
    assert place.round().handed_over == 1
    assert jobs(place) == [f"{letter.job}.zip"]
    with zipfile.ZipFile(place.folder / "jobs" / f"{letter.job}.zip") as package:
        package.extractall(tmp_path / "unpacked")
    bag = bagit.Bag(str(tmp_path / "unpacked" / letter.job))
    bag.validate()
    assert bag.info["External-Identifier"] == letter.job
    ticket = json.loads((tmp_path / "unpacked" / letter.job / "data" / "job.json").read_text())
    assert (ticket["job"], ticket["sha256"], ticket["print"]["sides"]) == (letter.job, letter.sha256, "duplex")
    assert ticket["delivery"]["formal_service"] is True
    assert not list(place.folder.rglob(".*")), "nothing is left aside"
    assert place.letter().status == HANDED


def test_from_handing_over_to_posted(place: Place) -> None:
    provider = PrintProvider(place.folder)
    place.write()
    job = place.send().job
    place.round()
    for turn, state in enumerate((ACCEPTED, PRINTED, POSTED)):
        provider.turn(START + timedelta(hours=turn))
        place.round()
        assert place.letter().status == state
    assert provider.printed == [job]
    assert not list(place.folder.glob("status/*.json")), "what is in the log is put away"
    assert place.round().told == 0


@pytest.mark.parametrize("moment", ["before", "after"])
def test_when_the_answer_is_lost_it_is_asked_for(place: Place, moment: str) -> None:
    class Losing(ShelfCarrier):
        lost = 0

        def hand_over(self, job: Job, data: bytes) -> tuple[Report, ...]:
            if moment == "after":
                super().hand_over(job, data)
            Losing.lost += 1
            raise CarrierUnreachable("weg", "warten")

    place.write()
    job = place.send().job
    good, place.link = place.link, lambda _site, _place: Losing(LocalShelf(place.folder))
    assert [code for code, _error in place.round().problems] == ["folder"]
    assert place.letter().status == CHECKED
    assert jobs(place) == ([f"{job}.zip"] if moment == "after" else [])
    provider = PrintProvider(place.folder)
    provider.turn(START)
    place.link = good
    place.round()
    for turn in range(1, 4):
        provider.turn(START + timedelta(hours=turn))
        place.round()
    assert provider.printed == [job]
    assert place.letter().status == POSTED


def test_what_another_desk_has_put_away_already_counts(place: Place) -> None:
    """This one's log is behind: it must not hand over what the provider had long ago."""
    place.write()
    job = place.send().job
    link = place.folder_link()
    link.hand_over(Job(number=job, site=SITE, sender="", sha256="", size=9, pages=1, wanted_at=AT), b"%PDF")
    provider = PrintProvider(place.folder)
    provider.turn(START)
    link.taken(link.news({job: AT}))
    assert not list(place.folder.glob("status/*.json"))
    provider.turn(START + timedelta(hours=1))
    link.taken(link.news({job: AT}))
    old = place.folder / "status" / "taken" / "old.json"
    old.write_text("broken")
    os.utime(old, (1, 1))
    assert place.round().handed_over == 0
    assert place.letter().status == PRINTED
    assert provider.printed == [job] and jobs(place) == []


def test_a_letter_that_is_not_printed_yet_can_be_stopped(place: Place) -> None:
    provider = PrintProvider(place.folder)
    place.write()
    place.send()
    place.round()
    provider.turn(START)
    place.do(CancelLetter(site=SITE, by="anna", letter="l1"))
    place.round()
    provider.turn(START + timedelta(hours=1))
    place.round()
    assert place.letter().status == CANCELLED
    assert provider.printed == []


def test_a_letter_that_the_carrier_never_got_is_stopped_here(place: Place) -> None:
    place.write()
    place.send()
    place.do(CancelLetter(site=SITE, by="anna", letter="l1"))
    place.round()
    assert place.letter().status == CANCELLED
    assert jobs(place) == []


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"reports": [{"job": "x"}]}',
        b'{"reports": [{"job": "x", "state": "eaten"}]}',
        b'{"reports": 3}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
def test_garbled_states_change_nothing_and_stop_nothing(place: Place, said: bytes) -> None:
    place.write()
    job = place.send().job
    place.round()
    (place.folder / "status").mkdir()
    (place.folder / "status" / "1.json").write_bytes(said)
    PrintProvider(place.folder).tell([{"job": job, "state": "failed", "at": "2026-11-23", "reason": "Stau"}], START)
    assert place.round().problems == []
    assert place.letter().status == FAILED
    assert "Stau" in [step.reason for step in place.letter().history]


def test_states_of_somebody_elses_jobs_are_left_for_them(place: Place) -> None:
    place.write()
    job = place.send().job
    place.round()
    provider = PrintProvider(place.folder)
    provider.tell([provider._said(job, PRINTED, START), provider._said("ES-OTHER", PRINTED, START)], START)
    place.round()
    assert place.letter().status == PRINTED
    assert len(list(place.folder.glob("status/*.json"))) == 1


def test_a_folder_that_is_away_loses_nothing(place: Place) -> None:
    place.write()
    place.send()
    place.folder.rename(place.folder.with_name("away"))
    ((_carrier, error),) = place.round().problems
    assert error.code == "carrier-unreachable" and error.advice
    assert not place.folder.exists(), "a folder made anew would hide that the share is away"
    place.folder.with_name("away").rename(place.folder)
    assert place.round().problems == []
    assert place.letter().status == HANDED


@pytest.mark.skipif(os.name == "nt", reason="limits of a process are a POSIX thing")
def test_a_full_disk_is_told_and_leaves_nothing_half(place: Place) -> None:
    import resource
    import signal

    place.write()
    place.send()
    before, was = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        link = place.folder_link()
        job = Job(number="ES-1", site=SITE, sender="", sha256="", size=9, pages=1, wanted_at="2026-11-23")
        with pytest.raises(StorageFull):
            link.hand_over(job, b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, was)
    assert list(place.folder.rglob("*.*")) == []
    assert place.round().problems == []


def test_one_bad_carrier_does_not_stop_another(place: Place) -> None:
    place.write("l1")
    place.carrier = "other"
    place.write("l2", case="c2")
    place.send("l1")
    place.send("l2")
    good = place.link

    def link(site: str, at: object) -> object:
        if getattr(at, "carrier", "") == "folder":
            raise AppError("kaputt", "warten")
        return good(site, at)  # type: ignore[arg-type]

    place.link = link  # type: ignore[assignment]
    posted = place.round()
    assert [carrier for carrier, _error in posted.problems] == ["folder"]
    assert place.letter("l2").status == HANDED


def test_the_same_job_twice_is_there_once(place: Place) -> None:
    link = place.folder_link()
    job = Job(number="ES-1", site=SITE, sender="", sha256="", size=9, pages=1, wanted_at="2026-11-23")
    link.hand_over(job, b"one")
    link.hand_over(job, b"two")
    with zipfile.ZipFile(place.folder / "jobs" / "ES-1.zip") as package:
        assert package.read("ES-1/data/letter.pdf") == b"one"


def test_news_of_many_files_come_in_any_order(place: Place) -> None:
    place.write()
    job = place.send().job
    place.round()
    provider = PrintProvider(place.folder)
    said: Sequence[str] = (POSTED, ACCEPTED, PRINTED, ACCEPTED)
    for minute, state in enumerate(said):
        provider.tell([provider._said(job, state, START)], START + timedelta(minutes=minute))
    place.round()
    assert place.letter().status == POSTED
