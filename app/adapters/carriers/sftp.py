"""A carrier's folder on an SFTP server whose key is pinned."""

import base64
import binascii
import errno
import io
import posixpath
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import paramiko
from paramiko.pkey import UnknownKeyType

from app.domain.carriers import CarrierUnreachable
from app.domain.errors import NotAllowed, StorageFull, WrongUse
from app.domain.records.letters import CarrierPlace
from app.domain.texts import _

TIMEOUT = 20.0
"""Seconds without an answer."""
_PART = ".part"
_PORT = 22


class SftpShelf:
    """See ``shelf.Shelf``. The connection is made when it is first needed, and once."""

    def __init__(self, place: CarrierPlace, secret: str) -> None:
        """``place.place`` is ``host:port/folder`` in the account's own folder, or ``host:port//folder`` from the root;
        ``secret`` a password or a private key (PEM)."""
        self._host, self._port, self._folder = _address(place.place)
        self._user, self._secret = place.user, secret
        self._key = _pinned(place.host_key)
        self._client: paramiko.SSHClient | None = None
        self._sftp: paramiko.SFTPClient | None = None

    def names(self, folder: str) -> dict[str, tuple[int, int]]:
        with _explained():
            try:
                entries = self._open().listdir_attr(self._path(folder))
            except FileNotFoundError:
                return {}
            return {
                entry.filename: (entry.st_size or 0, (entry.st_mtime or 0) * 10**9)
                for entry in entries
                if stat.S_ISREG(entry.st_mode or 0) and not entry.filename.endswith(_PART)
            }

    def read(self, name: str) -> bytes | None:
        with _explained():
            try:
                with self._open().open(self._path(name), "rb") as file:
                    file.prefetch()
                    return bytes(file.read())
            except FileNotFoundError:
                return None

    def put(self, name: str, data: bytes) -> None:
        target = self._path(name)
        part = f"{target}-{secrets.token_hex(4)}{_PART}"
        with _explained():
            sftp = self._open()
            self._make_folder(posixpath.dirname(name))
            try:
                with _room():
                    sftp.putfo(io.BytesIO(data), part, file_size=len(data), confirm=True)
                # The protocol's own rename never replaces: of two that bring the same job one comes too late.
                if not self._renamed(part, target):
                    raise CarrierUnreachable(
                        _("Der Server des Druckdienstleisters nimmt den Brief gerade nicht an."),
                        _("Es ist nichts verloren und nichts doppelt: Es wird von selbst wieder versucht."),
                    )
            finally:
                with suppress(OSError, EOFError, paramiko.SSHException):
                    sftp.remove(part)

    def move(self, name: str, to: str) -> None:
        with _explained():
            sftp = self._open()
            self._make_folder(posixpath.dirname(to))
            with suppress(FileNotFoundError):
                sftp.posix_rename(self._path(name), self._path(to))

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._sftp = None

    def _path(self, name: str) -> str:
        return posixpath.join(self._folder, name)

    def _renamed(self, part: str, target: str) -> bool:
        sftp = self._open()
        try:
            sftp.rename(part, target)
        except OSError:
            with suppress(FileNotFoundError):
                sftp.stat(target)
                return True
            return False
        return True

    def _make_folder(self, folder: str) -> None:
        """Of ours below the place itself, which has to be there."""
        sftp, path = self._open(), self._folder
        for part in folder.split("/"):
            path = posixpath.join(path, part)
            try:
                sftp.stat(path)
            except FileNotFoundError:
                sftp.mkdir(path)

    def _open(self) -> paramiko.SFTPClient:
        if self._sftp is None:
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.RejectPolicy())
            name = self._host if self._port == _PORT else f"[{self._host}]:{self._port}"
            client.get_host_keys().add(name, self._key.get_name(), self._key)
            self._client = client
            client.connect(
                self._host,
                self._port,
                self._user,
                timeout=TIMEOUT,
                banner_timeout=TIMEOUT,
                auth_timeout=TIMEOUT,
                allow_agent=False,
                look_for_keys=False,
                **_credentials(self._secret),
            )
            self._sftp = _spoken_to(client)
        return self._sftp


def _spoken_to(client: paramiko.SSHClient) -> paramiko.SFTPClient:
    """Like ``client.open_sftp``, which waits for a server that says nothing for ever."""
    transport = client.get_transport()
    if transport is None:
        raise EOFError
    channel = transport.open_session(timeout=TIMEOUT)
    channel.settimeout(TIMEOUT)
    channel.invoke_subsystem("sftp")
    return paramiko.SFTPClient(channel)


def _address(place: str) -> tuple[str, int, str]:
    """Host, port and folder of ``host:port/folder``. Raises ``WrongUse``."""
    server, _slash, folder = place.removeprefix("sftp://").partition("/")
    host, colon, port = server.rpartition(":")
    if not colon:
        host, port = server, str(_PORT)
    if not host or not port.isdecimal():
        raise WrongUse(
            _("Die Adresse des SFTP-Servers ist nicht brauchbar."),
            _("Schreiben Sie host:port/ordner, und richten Sie den Versandweg neu ein."),
            code="carrier-not-set-up",
        )
    return host, int(port), folder or "."


def _pinned(host_key: str) -> paramiko.PKey:
    kind, _space, rest = host_key.strip().partition(" ")
    try:
        return paramiko.PKey.from_type_string(kind, base64.b64decode(rest.split(" ")[0], validate=True))
    except (UnknownKeyType, paramiko.SSHException, binascii.Error, ValueError) as error:
        raise WrongUse(
            _("Für den SFTP-Server ist kein Schlüssel festgelegt."),
            _("Lassen Sie sich seinen Schlüssel geben (ssh-ed25519 ...), und richten Sie den Versandweg damit ein."),
            code="host-key-missing",
        ) from error


def _credentials(secret: str) -> dict[str, object]:
    if not secret:
        raise _sign_in_needed()
    if not secret.lstrip().startswith("-----BEGIN"):
        return {"password": secret}
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        with suppress(paramiko.SSHException, ValueError):
            return {"pkey": kind.from_private_key(io.StringIO(secret))}
    raise _sign_in_needed()


def _sign_in_needed() -> NotAllowed:
    return NotAllowed(
        _("Der Druckdienstleister lässt uns mit diesen Zugangsdaten nicht hinein."),
        _("Legen Sie sie mit „esozialakte letter login“ neu ab, oder bitten Sie die Administration darum."),
        code="carrier-sign-in",
    )


@contextmanager
def _room() -> Iterator[None]:
    """A server that does not say why it takes no more bytes has no room for them: the protocol has no word for it."""
    try:
        yield
    except OSError as error:
        if error.errno in (None, errno.ENOSPC, errno.EFBIG) and not isinstance(error, (ConnectionError, TimeoutError)):
            raise StorageFull(
                _("Der Server des Druckdienstleisters hat keinen Platz mehr für den Brief."),
                _("Es ist nichts verloren und nichts doppelt: Sobald Platz ist, geht es von selbst weiter."),
            ) from error
        raise


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except paramiko.BadHostKeyException as error:
        raise NotAllowed(
            _("Der SFTP-Server zeigt einen anderen Schlüssel als den festgelegten. Es wurde nichts übertragen."),
            _("Fragen Sie den Druckdienstleister, ob er den Schlüssel gewechselt hat; sonst hört jemand mit."),
            code="host-key",
        ) from error
    except paramiko.AuthenticationException as error:
        raise _sign_in_needed() from error
    except PermissionError as error:
        raise NotAllowed(
            _("Der Server des Druckdienstleisters verweigert den Zugriff auf den Ordner."),
            _("Bitten Sie ihn um das Recht, dort zu lesen und zu schreiben."),
            code="carrier-denied",
        ) from error
    except (OSError, EOFError, paramiko.SSHException) as error:
        raise CarrierUnreachable(
            _("Der Server des Druckdienstleisters ist nicht erreichbar, oder die Verbindung brach ab."),
            _("Es ist nichts verloren und nichts doppelt: Es wird von selbst wieder versucht."),
        ) from error
