"""An OpenSSH server on loopback, for one test module; it can be made full, or to break off."""

import getpass
import os
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.domain.records.letters import CarrierPlace

_SFTP = ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/libexec/sftp-server")
_FULL_BLOCKS = 2
"""A file may grow to so many blocks of 512 bytes (as dash counts) on a "full" disk."""


@dataclass
class Server:
    folder: Path
    """What the account sees."""
    port: int
    host_key: str
    secret: str
    control: Path
    process: "subprocess.Popen[bytes]"

    def place(self, host_key: str = "") -> CarrierPlace:
        return CarrierPlace(
            carrier="folder",
            transport="sftp",
            place=f"127.0.0.1:{self.port}/{self.folder}",
            user=getpass.getuser(),
            host_key=host_key or self.host_key,
        )

    def be(self, state: str) -> None:
        """``full``, ``breaking`` or "" for the connections that come."""
        self.control.write_text(state)


def start(folder: Path) -> Server:
    """Skips the test where there is no OpenSSH server."""
    sshd = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    sftp = next((path for path in _SFTP if Path(path).exists()), None)
    if sshd is None or sftp is None:
        pytest.skip("OpenSSH's server is not installed (Debian: openssh-server)")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it shuts itself in before anybody has signed in
    host, ours = new_key(), new_key()
    _private(folder / "host_key", private(host))
    (folder / "authorized").write_text(f"{public(ours)}\n")
    control, served = folder / "control", folder / "served"
    control.write_text("")
    served.mkdir()
    script = folder / "sftp"
    script.write_text(
        f"""#!/bin/sh
case "$(cat {control})" in
  full) trap '' XFSZ; ulimit -f {_FULL_BLOCKS}; exec {sftp} ;;
  breaking) dd bs=1 count=6000 2>/dev/null | {sftp} ;;
  *) exec {sftp} ;;
esac
"""
    )
    script.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "config"
    config.write_text(
        f"""Port {port}
ListenAddress 127.0.0.1
HostKey {folder / "host_key"}
PidFile none
AuthorizedKeysFile {folder / "authorized"}
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PerSourcePenalties no
Subsystem sftp {script}
"""
    )
    known = subprocess.run([sshd, "-t", "-f", str(config)], capture_output=True, text=True, check=False)
    if "PerSourcePenalties" in known.stderr:  # older than 9.8
        config.write_text(config.read_text().replace("PerSourcePenalties no\n", ""))
    process = subprocess.Popen([sshd, "-D", "-e", "-f", str(config)], stderr=subprocess.PIPE)
    assert process.stderr is not None
    while line := process.stderr.readline():
        if b"Server listening" in line:
            break
    else:
        pytest.skip("OpenSSH's server does not start here")
    return Server(served, port, public(host), private(ours).decode(), control, process)


def new_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def private(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def _private(path: Path, data: bytes) -> None:
    path.touch(0o600)
    path.write_bytes(data)
