"""A real Kerberos KDC (MIT) as a process of the tests, with a realm in a folder of its own."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

REALM = "TEST.EXAMPLE"
HOST = "localhost"
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
_PROGRAMS = ("krb5kdc", "kdb5_util", "kadmin.local", "kinit")


def missing() -> str:
    """What is not installed, empty when all is there."""
    return ", ".join(program for program in _PROGRAMS if shutil.which(program, path=_PATH) is None)


class Kdc:
    """Runs until ``close``. ``environment`` is what clients and services need to find it."""

    def __init__(self, folder: Path, realm: str = REALM) -> None:
        self.folder = folder
        self.realm = realm
        self.environment = {
            "KRB5_CONFIG": str(folder / "krb5.conf"),
            "KRB5_KDC_PROFILE": str(folder / "kdc.conf"),
            "KRB5_KTNAME": str(folder / "service.keytab"),
            "KRB5CCNAME": f"FILE:{folder / 'tickets'}",
            "KRB5RCACHEDIR": str(folder),
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._write(port)
        self._run("kdb5_util", "-r", realm, "create", "-s", "-P", "master")
        for principal, password in ((f"HTTP/{HOST}", ""), ("caseworker", "secret"), ("stranger", "secret")):
            chosen = ["-pw", password] if password else ["-randkey"]
            self._run("kadmin.local", "-r", realm, "addprinc", *chosen, principal)
        self._run("kadmin.local", "-r", realm, "ktadd", "-k", str(folder / "service.keytab"), f"HTTP/{HOST}")
        self._process = subprocess.Popen(
            [str(shutil.which("krb5kdc", path=_PATH)), "-n", "-r", realm, "-P", str(folder / "pid")],
            env=self._env(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def sign_in(self, user: str) -> None:
        """The tickets of this computer are ``user``'s now."""
        command = [str(shutil.which("kinit", path=_PATH)), f"{user}@{self.realm}"]
        for _try in range(50):  # the process may not listen yet
            made = subprocess.run(command, env=self._env(), input="secret\n", text=True, capture_output=True)
            if made.returncode == 0:
                return
        raise RuntimeError(made.stderr)

    def sign_out(self) -> None:
        (self.folder / "tickets").unlink(missing_ok=True)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _env(self) -> dict[str, str]:
        return {**os.environ, **self.environment, "PATH": _PATH}

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(shutil.which(program, path=_PATH)), *arguments]
        subprocess.run(command, env=self._env(), check=True, capture_output=True)

    def _write(self, port: int) -> None:
        (self.folder / "krb5.conf").write_text(
            f"[libdefaults]\n default_realm = {self.realm}\n dns_lookup_kdc = false\n dns_lookup_realm = false\n"
            f" dns_canonicalize_hostname = false\n rdns = false\n udp_preference_limit = 1\n"
            f"[realms]\n {self.realm} = {{\n  kdc = 127.0.0.1:{port}\n }}\n"
            f"[domain_realm]\n {HOST} = {self.realm}\n"
        )
        (self.folder / "kdc.conf").write_text(
            f"[kdcdefaults]\n kdc_listen = 127.0.0.1:{port}\n kdc_tcp_listen = 127.0.0.1:{port}\n"
            f"[realms]\n {self.realm} = {{\n  database_name = {self.folder}/principal\n"
            f"  key_stash_file = {self.folder}/stash\n  acl_file = {self.folder}/acl\n }}\n"
            f"[logging]\n kdc = FILE:{self.folder}/kdc.log\n"
        )
