"""The folder store when things go wrong: each fault has a clear message, and nothing is lost."""

import errno
import json
import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store, erasing, files, log_folder, store
from app.domain.actions import Erase, SetUpSite, TakeIn
from app.domain.canonical import canonical, sha256_hex
from app.domain.central import ORIGINALS, Accepted
from app.domain.errors import (
    AppError,
    CentreUnreachable,
    NotAllowed,
    StorageFull,
    StoreIncompatible,
)
from app.domain.records import Document
from app.services.site_records import records_of
from app.services.verify_store import verify_site
from tests.central.contract import SITE, chain, file, set_up, take_in

LONG_AGO = time.time() - 3 * 24 * 3600


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create_store(tmp_path / "store", "test 1")
    return tmp_path / "store"


@pytest.fixture
def central(root: Path) -> FolderCentral:
    return FolderCentral(root, program="test 1")


def site_file(root: Path, pattern: str, index: int = 0) -> Path:
    return sorted((root / "sites" / SITE).glob(pattern))[index]


def asides(root: Path) -> list[Path]:
    return list((root / "sites" / SITE / "aside").iterdir())


# --- what is no store, or not ours --------------------------------------------------------------------------
def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(CentreUnreachable):
        FolderCentral(tmp_path / "nowhere")


def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "Urlaub.jpg").write_bytes(b"x")
    with pytest.raises(StoreIncompatible):
        FolderCentral(tmp_path)
    with pytest.raises(StoreIncompatible):
        create_store(tmp_path, "test")
    assert [path.name for path in tmp_path.iterdir()] == ["Urlaub.jpg"]


def test_a_store_that_is_half_there_says_what_is_missing_and_can_be_finished(root: Path) -> None:
    set_up(FolderCentral(root))
    (root / "store.json").unlink()
    with pytest.raises(StoreIncompatible) as caught:
        FolderCentral(root)
    assert "store.json" in caught.value.title and "init" in caught.value.advice
    assert create_store(root, "test")
    assert FolderCentral(root).position(SITE) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format":"x","store":"y"}', b"\xff\xfe"])
def test_a_store_file_that_is_garbage_is_said_to_be_so(root: Path, content: bytes) -> None:
    (root / "store.json").write_bytes(content)
    with pytest.raises(StoreIncompatible) as caught:
        FolderCentral(root)
    assert "store.json" in caught.value.title


def test_making_a_store_twice_keeps_the_first(root: Path) -> None:
    before = (root / "store.json").read_bytes()
    assert not create_store(root, "another program")
    assert (root / "store.json").read_bytes() == before


def test_site_ids_cannot_leave_the_folder(central: FolderCentral, root: Path) -> None:
    for bad in ("../x", "a/b", "", "A", "a b", "..", "x" * 65):
        with pytest.raises(AppError):
            central.add_site(bad)
        with pytest.raises(AppError):
            central.position(bad)
    with pytest.raises(ValueError):
        central.submit(replace(file(Document(id="1", sha256="0"), set_up(central)), id="../../x"))
    with pytest.raises(ValueError):
        central.has(SITE, ORIGINALS, "../store.json")


# --- two program versions on one store ----------------------------------------------------------------------
def test_a_store_of_a_newer_format_is_refused(root: Path) -> None:
    marker = json.loads((root / "store.json").read_bytes())
    (root / "store.json").write_bytes(canonical({**marker, "format": 2}))
    with pytest.raises(StoreIncompatible) as caught:
        FolderCentral(root)
    assert "Aktualisieren" in caught.value.advice


@pytest.mark.parametrize("addition", [{"format": 2}, {"mood": "good"}])
def test_a_commit_of_a_newer_program_stops_the_older_one(
    central: FolderCentral, root: Path, addition: dict[str, object]
) -> None:
    case = set_up(central)
    documents = take_in(central, 1)
    head = site_file(root, "log/*/*.json", -1)
    head.write_bytes(canonical({**json.loads(head.read_bytes()), **addition}))
    older = FolderCentral(root)
    with pytest.raises(StoreIncompatible):
        list(older.commits(SITE, 0))
    with pytest.raises(StoreIncompatible):
        older.submit(file(documents[0], case))
    assert older.position(SITE) == 3


# --- no rights, full disk, share gone -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, StorageFull),
        (errno.EDQUOT, StorageFull),
        (errno.EFBIG, StorageFull),
        (errno.EACCES, NotAllowed),
        (errno.EROFS, NotAllowed),
        (errno.ETIMEDOUT, CentreUnreachable),
        (errno.EHOSTDOWN, CentreUnreachable),
        (errno.EIO, CentreUnreachable),
    ],
)
def test_what_the_file_system_refuses_is_told_and_nothing_is_half_done(
    central: FolderCentral, root: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[AppError]
) -> None:
    case = set_up(central)
    one, two = take_in(central, 2)

    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(expected) as caught:
            central.submit(file(one, case))
        assert caught.value.title and caught.value.advice
        with pytest.raises(expected):
            central.put(SITE, ORIGINALS, sha256_hex(b"new"), b"new")
    assert asides(root) == [] and not central.has(SITE, ORIGINALS, sha256_hex(b"new"))
    assert central.position(SITE) == 3
    assert central.submit(file(one, case)) == Accepted(4)
    assert central.submit(file(two, case)) == Accepted(5)
    assert verify_site(central, SITE).sound


@pytest.mark.skipif(os.name == "nt", reason="a limit on file size is a POSIX thing")
def test_a_write_that_the_system_cuts_off_leaves_nothing(central: FolderCentral, root: Path) -> None:
    import resource
    import signal

    central.add_site(SITE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    data = b"x" * 500_000
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        with pytest.raises(StorageFull):
            central.put(SITE, ORIGINALS, sha256_hex(data), data)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert asides(root) == [] and not central.has(SITE, ORIGINALS, sha256_hex(data))


def test_a_folder_without_rights_is_said_to_be_so(central: FolderCentral, root: Path) -> None:
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("this user may do everything; the refusal is simulated in the test above")
    set_up(central)
    folder = root / "sites" / SITE
    folder.chmod(0)
    try:
        assert FolderCentral(root).sites() == ()
        with pytest.raises(NotAllowed):
            FolderCentral(root).position(SITE)
    finally:
        folder.chmod(0o700)


def test_a_share_that_goes_away_is_unreachable_and_is_not_imitated(central: FolderCentral, root: Path) -> None:
    case = set_up(central)
    (document,) = take_in(central, 1)
    root.rename(root.with_name("gone"))
    root.mkdir()
    for call in (
        lambda: central.position(SITE),
        lambda: list(central.commits(SITE, 3)),
        lambda: central.submit(file(document, case)),
        lambda: central.put(SITE, ORIGINALS, sha256_hex(b"new"), b"new"),
        lambda: central.sites(),
    ):
        with pytest.raises(CentreUnreachable):
            call()
    assert list(root.iterdir()) == []
    root.rmdir()
    root.with_name("gone").rename(root)
    assert central.submit(file(document, case)) == Accepted(4)


def test_a_file_system_without_hard_links_still_never_replaces(
    central: FolderCentral, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object, **more: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    case = set_up(central)
    (document,) = take_in(central, 1)
    assert central.submit(file(document, case)) == Accepted(4)
    head = site_file(root, "log/*/*.json")
    before = head.read_bytes()
    assert not files.publish(head, b"other", root / "sites" / SITE / "aside")
    assert head.read_bytes() == before and asides(root) == [] and verify_site(central, SITE).sound


# --- crashes ------------------------------------------------------------------------------------------------
class Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("written", [False, True])
def test_a_crash_between_body_and_acknowledgement_is_made_good_by_the_next_try(
    central: FolderCentral, root: Path, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    """``written``: the head got into the log and only the answer was lost."""
    case = set_up(central)
    (document,) = take_in(central, 1)
    action = file(document, case)
    publish = log_folder.LogFolder.publish

    def crash(log: log_folder.LogFolder, head: object) -> bool:
        if written:
            publish(log, head)  # type: ignore[arg-type]
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(log_folder.LogFolder, "publish", crash)
        with pytest.raises(Crash):
            central.submit(action)
    again = FolderCentral(root, program="test 1")
    assert again.outcome(SITE, action.id) == (Accepted(4) if written else None)
    assert again.submit(action) == Accepted(4) == again.submit(action) == central.submit(action)
    report = verify_site(again, SITE)
    assert report.sound and report.orphans == 0 and report.commits == 4


def test_files_of_writers_that_died_are_tidied_after_a_day(central: FolderCentral, root: Path) -> None:
    set_up(central)
    old, young = root / "sites" / SITE / "aside" / "1-old", root / "sites" / SITE / "aside" / "2-young"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (LONG_AGO, LONG_AGO))
    take_in(FolderCentral(root), 1)
    assert asides(root) == [young]


def test_an_erasure_that_a_crash_cut_short_is_finished_by_whoever_comes_next(
    central: FolderCentral, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(central)
    gone, _ = take_in(central, 2)
    central.write_checkpoint(SITE)

    def crash(*_: object) -> None:
        raise Crash

    for step in ("_erase_bytes", "_erase_lines"):
        with monkeypatch.context() as patch:
            patch.setattr(erasing.Erasing, step, crash)
            with pytest.raises(Crash):
                central.submit(Erase(site=SITE, by="system", records=(("document", gone.id),)))
                central.finish_erasures(SITE)
    take_in(FolderCentral(root), 1)
    text = b"".join(path.read_bytes() for path in (root / "sites" / SITE / "bodies").rglob("*.ndjson"))
    assert gone.sha256.encode() not in text and not central.has(SITE, ORIGINALS, gone.sha256)
    checkpoint = central.checkpoint(SITE)
    assert checkpoint is not None and gone.sha256.encode() not in b"".join(central.checkpoint_lines(checkpoint))
    assert list((root / "sites" / SITE / "erasures").iterdir()) == []
    assert verify_site(central, SITE).sound


def test_bytes_that_arrive_again_while_they_are_erased_are_left_for_a_day(central: FolderCentral, root: Path) -> None:
    set_up(central)
    (document,) = take_in(central, 1)
    path = central.local_path(SITE, ORIGINALS, document.sha256)
    assert path is not None
    later = path.stat().st_mtime + 60
    os.utime(path, (later, later))
    central.submit(Erase(site=SITE, by="system", records=(("document", document.id),)))
    assert central.has(SITE, ORIGINALS, document.sha256)
    os.utime(path, (LONG_AGO, LONG_AGO))
    central.finish_erasures(SITE)
    assert not central.has(SITE, ORIGINALS, document.sha256)


# --- the rest -----------------------------------------------------------------------------------------------
def test_a_checkpoint_is_written_every_so_many_commits(central: FolderCentral, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "CHECKPOINT_EVERY", 3)
    set_up(central)
    for _ in range(5):
        take_in(central, 1)
    assert central.checkpoints(SITE) == (6, 3)
    assert verify_site(central, SITE).sound


def test_a_clock_far_behind_is_noted(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    set_up(FolderCentral(root, clock=lambda: now))
    take_in(FolderCentral(root, clock=lambda: now - timedelta(days=2)), 1)
    assert "clock" in caplog.text and chain(FolderCentral(root)) is None


def test_many_sites_can_be_written_in_turn(central: FolderCentral) -> None:
    for round_ in range(2):
        for number in range(6):
            site = f"site{number}"
            if round_ == 0:
                set_up(central, site)
            assert take_in(central, 1, site)
    assert [central.position(f"site{number}") for number in range(6)] == [4] * 6
    assert [chain(central, f"site{number}") for number in range(6)] == [None] * 6


def test_nobody_reads_what_is_still_being_written(central: FolderCentral, root: Path) -> None:
    set_up(central)
    (root / "sites" / SITE / "log" / "000000" / "notes.txt").write_text("from somebody")
    (root / "sites" / SITE / "checkpoints" / "notes.txt").write_text("from somebody")
    (root / "sites" / "Thumbs.db").write_text("from somebody")
    assert FolderCentral(root).position(SITE) == 2 and FolderCentral(root).checkpoint(SITE) is None
    assert FolderCentral(root).sites() == (SITE,)


def test_what_a_refused_set_up_leaves(central: FolderCentral) -> None:
    set_up(central)
    record = next(iter(records_of(central, SITE).all("site")))
    refused = central.submit(SetUpSite(site=SITE, by="anna", record=record))  # type: ignore[arg-type]
    assert not isinstance(refused, Accepted) and central.stray_bodies(SITE) == 0
    assert not isinstance(central.submit(TakeIn(site=SITE, by="nobody")), Accepted)
