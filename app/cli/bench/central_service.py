"""A central service of a bench's own: its database, its processes as they are started everywhere, and tokens."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.adapters.central.rest import Line, RestCentral
from app.domain.errors import AppError
from app.server.auth.principal import MACHINE, USER
from app.server.auth.service import Auth
from app.server.auth.settings import AuthSettings
from app.server.fetching import fetcher
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects

_PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/bin"), Path("/usr/local/bin"))
_START_S = 60.0
_SETTINGS = "[sign-in]\naccess_lifetime = 86400\n"


@dataclass(frozen=True, slots=True)
class Running:
    """``central`` and ``auth`` work on the service's database directly: for setting up."""

    ports: tuple[int, ...]
    processes: tuple[subprocess.Popen[bytes], ...]
    central: SqlCentral
    auth: Auth
    on: str

    def token(self, worker: str, kind: str = USER) -> str:
        return self.auth.sessions.open(worker, kind=kind, way="bench", device="", device_name="").access_token

    def machine(self, worker: str = "bench") -> str:
        """The token of a program that may do what receiving does."""
        self.auth.people.give_county_role(worker, MACHINE)
        return self.token(worker, MACHINE)

    @property
    def memory(self) -> float:
        """MB that its processes hold together, as the system counts them."""
        return sum(_resident(process.pid) for process in self.processes) / 1024


class Token:
    """Credentials that somebody else got."""

    def __init__(self, token: str) -> None:
        self._said = f"Bearer {token}"

    def authorization(self, refused: str = "") -> str:
        return self._said


def client(port: int, token: str) -> RestCentral:
    return RestCentral(Line(f"http://127.0.0.1:{port}", Token(token), program="bench"))


@contextmanager
def running(folder: Path, processes: int) -> Iterator[Running]:
    """On PostgreSQL where it is installed, with so many processes; else one on SQLite."""
    files = folder / "files"
    with ExitStack() as stack:
        url = stack.enter_context(_postgres())
        on = "PostgreSQL" if url else "SQLite"
        database = Database(url or f"sqlite:///{folder / 'service.sqlite'}")
        stack.callback(database.close)
        database.migrate()
        ports = tuple(free_port() for _process in range(processes if url else 1))
        started = tuple(stack.enter_context(_process(url, folder, files, port)) for port in ports)
        for port in ports:
            _wait(port)
        central = SqlCentral(database, Objects(files), program="bench")
        yield Running(ports, started, central, Auth(database, AuthSettings(), fetcher()), on)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _process(url: str, folder: Path, files: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    settings = folder / "settings.toml"
    settings.write_text(_SETTINGS)
    options = ["--files", str(files), "--listen", f"127.0.0.1:{port}", "--settings", str(settings)]
    options += ["--database", url or f"sqlite:///{folder / 'service.sqlite'}"]
    command = [sys.executable, "-m", "app", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait(port: int) -> None:
    ends, pause = time.monotonic() + _START_S, threading.Event()
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
                return
        except OSError:
            pause.wait(0.05)
    raise AppError("the service did not start")


@contextmanager
def _postgres() -> Iterator[str]:
    """A URL; empty where PostgreSQL's server is not installed."""
    binaries = next((place for place in _PLACES if (place / "initdb").exists() and (place / "postgres").exists()), None)
    if binaries is None:
        yield ""
        return
    folder = Path(tempfile.mkdtemp(prefix="esozialakte-bench-pg-"))
    user = _unprivileged(folder)

    def run(program: str, *arguments: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([str(binaries / program), *arguments], check=True, cwd=folder, user=user, **quiet)  # type: ignore[call-overload]

    data = str(folder / "data")
    try:
        run("initdb", "--auth=trust", "-U", "bench", "-E", "UTF8", "--locale=C.UTF-8", "-D", data)
        options = f"-k {folder} -c listen_addresses= -c max_connections=200"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://bench@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    except (OSError, subprocess.CalledProcessError) as error:
        raise AppError("PostgreSQL does not run here") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd  # not on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names)
    shutil.chown(folder, user)
    return user


def _resident(pid: int) -> int:
    """KB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])
