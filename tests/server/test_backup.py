"""A backup taken while people work, restored elsewhere: nothing that its log names is missing."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.domain.actions import SYSTEM, FileDocument, ImportCases, SetUpSite, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, Accepted
from app.domain.ids import new_id
from app.domain.records import CaseFile, Document, Site, Worker
from app.services.verify_store import INTACT, verify_site
from tests.server.peers import Postgres, postgres_binaries
from tests.server.running import ActingCentral, running

SCRIPT = Path(__file__).resolve().parents[2] / "installer" / "service" / "backup.py"
SITES = ("heek", "legden")


def set_up(central: ActingCentral, site: str) -> str:
    """A site with a worker; the id of its one case file."""
    central.add_site(site)
    worker = Worker(id="anna", name="Anna", roles=("caseworker",))
    case = CaseFile(id=new_id(), case_number="35502BG0001234")
    central.submit(SetUpSite(site=site, by=SYSTEM, record=Site(id=site, name=site), workers=(worker,)))
    central.submit(ImportCases(site=site, by=SYSTEM, cases=(case,)))
    return case.id


def take_in(central: ActingCentral, site: str, case: str, number: int) -> None:
    """Bytes first, then the record that names them, then it is filed: as receiving does."""
    data = f"{site} {number} ".encode() * (1 + number % 4000)
    letter = Document(id=new_id(), sha256=sha256_hex(data), size=len(data), item=f"K-{number}", provider="Nord")
    central.put(site, ORIGINALS, letter.sha256, data)
    assert isinstance(central.submit(TakeIn(site=site, by=SYSTEM, documents=(letter,))), Accepted)
    assert isinstance(central.submit(FileDocument(site=site, by="anna", document=letter.id, case=case)), Accepted)
    if number % 50 == 49:
        central.write_checkpoint(site)


@contextmanager
def working(url: str) -> Iterator[None]:
    """A writer at each site, at work before the block begins and until it ends."""
    ended, begun, faults = threading.Event(), threading.Barrier(len(SITES) + 1), list[BaseException]()

    def work(site: str) -> None:
        number = 0
        try:
            with closing(ActingCentral(url)) as central:
                case = set_up(central, site)
                while not ended.is_set():
                    take_in(central, site, case, number)
                    number += 1
                    if number == 10:
                        begun.wait(60)
        except BaseException as error:
            faults.append(error)
            begun.abort()
            raise

    threads = [threading.Thread(target=work, args=(site,)) for site in SITES]
    for thread in threads:
        thread.start()
    begun.wait(60)
    yield
    ended.set()
    for thread in threads:
        thread.join(60)
    assert faults == []


def back_up(url: str, files: Path, to: Path, *options: str) -> Path:
    """The newest backup."""
    binaries = postgres_binaries()
    path = f"{binaries}{os.pathsep}{os.environ['PATH']}" if binaries else os.environ["PATH"]
    command = [sys.executable, str(SCRIPT), "--database", url, "--files", str(files), "--to", str(to), *options]
    subprocess.run(command, check=True, env={**os.environ, "PATH": path})
    return max(path for path in to.iterdir() if not path.name.startswith("."))


def check_restored(url: str, folder: Path, at_least: int) -> None:
    with running(url, folder) as service, closing(ActingCentral(service.url)) as central:
        for site in SITES:
            report = verify_site(central, site)
            assert report.chain == INTACT and report.sound, report
            assert report.commits >= at_least
            checkpoint = central.checkpoint(site)
            if checkpoint is not None:
                assert sum(1 for _line in central.checkpoint_lines(checkpoint)) == checkpoint.records
            case = next(iter(central.office(site)[1].all("case"))).id
            take_in(central, site, case, 1_000_000)  # and work goes on where the backup ends
            assert central.position(site) == report.commits + 2


def restore_postgres(backup: Path, url: str, folder: Path) -> None:
    binaries = postgres_binaries()
    assert binaries is not None
    options = ["--no-owner", "--exit-on-error", "--dbname", url]
    subprocess.run([str(binaries / "pg_restore"), *options, str(backup / "database.dump")], check=True)
    (backup / "files").rename(folder / "files")


def test_a_backup_while_clients_write_is_whole_on_postgresql(
    postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    with running(postgres_url, tmp_path) as service, working(service.url):
        first = back_up(postgres_url, tmp_path / "files", tmp_path / "backups")
        position = service.central.position(SITES[0])
        first.rename(first.with_name("2020-01-01T000000.000000Z"))  # an old one; the next builds on it
        second = back_up(postgres_url, tmp_path / "files", tmp_path / "backups", "--keep", "30")
    assert [path.name for path in (tmp_path / "backups").iterdir() if path.name[0] != "."] == [second.name]
    (tmp_path / "restored").mkdir()
    with postgres.database() as url:
        restore_postgres(second, url, tmp_path / "restored")
        check_restored(url, tmp_path / "restored", position)


def test_a_backup_while_clients_write_is_whole_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/service.sqlite"
    with running(url, tmp_path) as service, working(service.url):
        backup = back_up(url, tmp_path / "files", tmp_path / "backups")
    check_restored(f"sqlite:///{backup}/database.sqlite", backup, 20)


def test_what_was_there_is_linked_and_what_was_erased_goes_with_the_old_backups(tmp_path: Path) -> None:
    url, backups = f"sqlite:///{tmp_path}/service.sqlite", tmp_path / "backups"
    with running(url, tmp_path) as service, closing(ActingCentral(service.url)) as central:
        case = set_up(central, "heek")
        take_in(central, "heek", case, 1)
        first = back_up(url, tmp_path / "files", backups)
        copies = list(first.rglob("originals/*/*"))
        assert [path.stat().st_nlink for path in copies] == [1]
        first = first.rename(backups / "2026-01-01T000000.000000Z")
        back_up(url, tmp_path / "files", backups, "--keep", "100000")
        kept = next(first.rglob("originals/*/*"))
        assert kept.stat().st_nlink == 2
        (tmp_path / "files" / kept.relative_to(first / "files")).unlink()  # as an erasure does
        third = back_up(url, tmp_path / "files", backups, "--keep", "100000")
        assert not list(third.rglob("originals/*/*"))


def test_one_that_fails_leaves_the_last_one(tmp_path: Path) -> None:
    url, backups = f"sqlite:///{tmp_path}/service.sqlite", tmp_path / "backups"
    with running(url, tmp_path):
        good = back_up(url, tmp_path / "files", backups)
        with pytest.raises(subprocess.CalledProcessError):
            back_up("postgresql:///nothing?host=/nonexistent", tmp_path / "files", backups)
        with pytest.raises(subprocess.CalledProcessError):
            back_up(url, tmp_path / "elsewhere", backups)
    assert [path for path in backups.iterdir() if path.name[0] != "."] == [good]
