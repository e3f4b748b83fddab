"""SFTP against a real OpenSSH server: what goes wrong is told, nothing is lost, nothing is there twice."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.carriers.sftp import SftpShelf
from app.adapters.carriers.shelf import ShelfCarrier
from app.adapters.example.print_provider import PrintProvider
from app.domain.carriers import Job
from app.domain.errors import WrongUse
from app.domain.records.letters import CHECKED, HANDED, POSTED, CarrierPlace
from tests.letters import sshd
from tests.letters.sending import Place

START = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sshd.Server]:
    started = sshd.start(tmp_path_factory.mktemp("sshd"))
    yield started
    started.process.terminate()
    started.process.wait(10)
    assert started.process.stderr is not None
    started.process.stderr.close()


@pytest.fixture
def place(server: sshd.Server, tmp_path: Path) -> Iterator[Place]:
    server.be("")
    made = Place(tmp_path)
    made.folder.rmdir()
    made.folder = server.folder
    reach(made, server)
    made.write()
    made.send()
    yield made
    for path in sorted(server.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def reach(place: Place, server: sshd.Server, at: CarrierPlace | None = None, secret: str | None = None) -> None:
    place.link = lambda _site, _place: ShelfCarrier(
        SftpShelf(at or server.place(), server.secret if secret is None else secret)
    )


def on_the_server(server: sshd.Server) -> list[str]:
    return sorted(str(path.relative_to(server.folder)) for path in server.folder.rglob("*") if path.is_file())


def test_a_letter_goes_out_and_its_states_come_back(place: Place, server: sshd.Server) -> None:
    job = place.letter().job
    assert place.round().problems == []
    assert on_the_server(server) == [f"jobs/{job}.zip"]
    with zipfile.ZipFile(server.folder / "jobs" / f"{job}.zip") as package:
        assert package.testzip() is None
    provider = PrintProvider(server.folder)
    for hour in range(3):
        provider.turn(START + timedelta(hours=hour))
        assert place.round().problems == []
    assert place.letter().status == POSTED
    assert provider.printed == [job]
    assert all(name.startswith("status/taken/") for name in on_the_server(server))


def test_a_wrong_host_key_sends_nothing(place: Place, server: sshd.Server) -> None:
    reach(place, server, server.place(sshd.public(sshd.new_key())))
    ((_carrier, error),) = place.round().problems
    assert error.code == "host-key" and error.advice
    assert on_the_server(server) == []
    assert place.letter().status == CHECKED
    reach(place, server)
    assert place.round().handed_over == 1


@pytest.mark.parametrize("key", ["", "ssh-ed25519", "ssh-ed25519 ????", "quatsch AAAA"])
def test_without_a_pinned_key_there_is_no_connection(server: sshd.Server, key: str) -> None:
    place = CarrierPlace(carrier="folder", transport="sftp", place="127.0.0.1:1/x", host_key=key)
    with pytest.raises(WrongUse):
        SftpShelf(place, server.secret)


@pytest.mark.parametrize("secret", ["", "password", "-----BEGIN NONSENSE-----", "another"])
def test_wrong_credentials_are_told(place: Place, server: sshd.Server, secret: str) -> None:
    reach(place, server, secret=sshd.private(sshd.new_key()).decode() if secret == "another" else secret)
    ((_carrier, error),) = place.round().problems
    assert error.code == "carrier-sign-in" and error.advice
    assert place.letter().status == CHECKED


def test_a_full_disk_is_told_and_nothing_half_is_left(place: Place, server: sshd.Server) -> None:
    server.be("full")
    ((_carrier, error),) = place.round().problems
    assert error.code == "storage-full" and error.advice
    assert on_the_server(server) == []
    assert place.letter().status == CHECKED
    server.be("")
    assert place.round().handed_over == 1
    assert len(on_the_server(server)) == 1


def test_a_line_that_breaks_is_told_and_the_next_round_goes_on(place: Place, server: sshd.Server) -> None:
    link = ShelfCarrier(SftpShelf(server.place(), server.secret))
    place.round()
    server.be("breaking")
    big = Job(number="ES-BIG", site="heek", sender="", sha256="", size=9, pages=1, wanted_at="2026-11-23")
    with pytest.raises(Exception) as caught:
        ShelfCarrier(SftpShelf(server.place(), server.secret)).hand_over(big, b"%PDF" * 50_000)
    assert getattr(caught.value, "code", "") == "carrier-unreachable"
    assert not (server.folder / "jobs" / "ES-BIG.zip").exists()
    server.be("")
    assert link.known("ES-BIG", "2026-11-23") is None
    link.hand_over(big, b"%PDF" * 50_000)
    link.hand_over(big, b"%PDF" * 50_000)
    link.close()
    assert [path.name for path in server.folder.glob("jobs/ES-BIG*.zip")] == ["ES-BIG.zip"]


def test_a_server_that_is_away_is_told(place: Place, server: sshd.Server) -> None:
    reach(place, server, CarrierPlace(carrier="folder", place="127.0.0.1:1/post", host_key=server.host_key))
    ((_carrier, error),) = place.round().problems
    assert error.code == "carrier-unreachable"
    reach(place, server)
    place.round()
    assert place.letter().status == HANDED
