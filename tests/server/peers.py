"""Real peers for tests of the service: a PostgreSQL and an S3-compatible store (SeaweedFS) of our own."""

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import requests

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


def seaweed_binary() -> Path | None:
    """SeaweedFS' program, None where it is not installed."""
    found = shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    return None if found is None else Path(found)


class Seaweed:
    """An S3-compatible store in a folder of its own, until ``close``; wrong secrets are refused."""

    BUCKET, KEY, SECRET = "originals", "key-of-tests", "secret-of-tests"

    def __init__(self, binary: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="esozialakte-s3-"))
        actions = ["Admin", "Read", "Write", "List"]
        credentials = [{"accessKey": self.KEY, "secretKey": self.SECRET}]
        identity = {"name": "tests", "credentials": credentials, "actions": actions}
        (self.folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
        master, volume, filer, s3 = (_free_port() for _ in range(4))
        self.endpoint = f"http://127.0.0.1:{s3}"
        places = [f"-dir={self.folder}", "-ip=127.0.0.1", "-s3", f"-s3.config={self.folder / 's3.json'}"]
        ports = [f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", f"-s3.port={s3}"]
        ports += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # else they are the same for all
        sizes = ["-master.volumeSizeLimitMB=64", "-volume.max=20"]
        command = [str(binary), "server", *places, *ports, *sizes]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, cwd=self.folder, **quiet)
        self._wait()

    def environment(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": self.KEY,
            "AWS_SECRET_ACCESS_KEY": self.SECRET,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
        }

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        pause = threading.Event()
        for _ in range(300):
            try:
                if requests.get(f"{self.endpoint}/healthz", timeout=2).ok:
                    return
            except requests.RequestException:
                pause.wait(0.2)
        self.close()
        raise RuntimeError("SeaweedFS did not start")


def _free_port() -> int:
    """One whose neighbour 10,000 above is free too: SeaweedFS takes it for itself."""
    while True:
        with socket.socket() as probe, socket.socket() as above:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            try:
                above.bind(("127.0.0.1", port + 10_000))
            except (OSError, OverflowError):
                continue
            return port
