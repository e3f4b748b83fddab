"""Real peers for tests of the service: a PostgreSQL of our own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

_PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/bin"), Path("/usr/local/bin"))


def postgres_binaries() -> Path | None:
    """The folder with PostgreSQL's server, None where it is not installed."""
    return next((place for place in _PLACES if (place / "initdb").exists() and (place / "postgres").exists()), None)


class Postgres:
    """A server that answers on a socket in a folder of its own, until ``close``."""

    def __init__(self, binaries: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="esozialakte-pg-"))
        self.user = self._unprivileged()
        self._binaries = binaries
        options = ("--no-sync", "--auth=trust", "-U", "tests", "-E", "UTF8", "--locale=C.UTF-8")
        self.run("initdb", *options, "-D", self.data)
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=200"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as somebody who is not root."""
        command = [str(self._binaries / program), *arguments]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd=self.folder, user=self.user
        )

    def url(self, database: str) -> str:
        return f"postgresql://tests@/{database}?host={self.folder}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """A new, empty database: its URL. It is gone after the block."""
        name = f"t{uuid4().hex}"
        self._execute(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _unprivileged(self) -> str | None:
        """PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return None
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = next(name for name in ("postgres", "nobody") if name in names)
        shutil.chown(self.folder, user)
        return user
