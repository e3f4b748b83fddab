"""Uploads that come in parts: what has arrived stays when the line breaks, on whichever process the rest arrives."""

import hashlib
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.central import ORIGINALS
from app.domain.errors import AppError
from app.domain.ids import new_id
from app.domain.texts import _
from app.server.store.central import SqlCentral
from app.server.store.objects import wrong_bytes
from app.server.store.tables import parts, uploads

_FORGOTTEN_AFTER = 2 * 24 * 3600


class NoUpload(AppError):
    """There is no such upload (any more), or the offset is not where it stands."""

    code = "no-upload"


@dataclass(frozen=True, slots=True)
class Upload:
    """``received`` of ``size`` bytes are here; ``digest`` is the SHA-256 that the whole must have."""

    id: str
    site: str
    area: str
    sha256: str
    digest: str
    size: int
    received: int


class Uploads:
    def __init__(self, central: SqlCentral) -> None:
        self._central = central
        self._database = central.database
        self._objects = central.objects

    def begin(self, site: str, area: str, sha256: str, size: int, digest: str, by: str) -> Upload:
        """Raises ``ValueError`` when an original is to have other bytes than its name says."""
        if area == ORIGINALS and digest != sha256:
            raise wrong_bytes()
        self._central.position(site)
        self._forget_old(site)
        upload = Upload(id=new_id(), site=site, area=area, sha256=sha256, digest=digest, size=size, received=0)
        row = {"id": upload.id, "site": site, "area": area, "sha256": sha256, "digest": digest, "size": size}
        with self._database.write() as connection:
            connection.execute(insert(uploads), {**row, "received": 0, "begun_by": by, "touched": int(time.time())})
        return upload

    def get(self, site: str, id_: str) -> Upload:
        """Raises ``NoUpload``."""
        with self._database.read() as connection:
            return self._get(connection, site, id_)

    def append(self, upload: Upload, start: int, source: Path) -> Upload:
        """Bytes from ``start`` on; with the last ones the whole is checked and stored. No bytes at all finish what a
        crash left whole but not stored.

        Raises ``NoUpload`` when it stands elsewhere by now, ``ValueError`` when the whole has another hash: then
        nothing of it is kept.
        """
        size = source.stat().st_size
        received = self._store(upload, start, size, source) if size else upload.received
        if received == upload.size:
            self._complete(upload)
        return replace(upload, received=received)

    def drop(self, upload: Upload) -> None:
        """Forget it with all that has arrived."""
        with self._database.write() as connection:
            names = connection.execute(select(parts.c.name).where(parts.c.upload == upload.id)).scalars().all()
            connection.execute(delete(parts).where(parts.c.upload == upload.id))
            connection.execute(delete(uploads).where(uploads.c.id == upload.id))
        for name in names:
            self._objects.remove(self._key(upload, name))

    # --- inside -----------------------------------------------------------------------------------------------
    def _get(self, connection: Connection, site: str, id_: str) -> Upload:
        row = connection.execute(select(uploads).where(uploads.c.id == id_, uploads.c.site == site)).first()
        if row is None:
            raise no_upload()
        return Upload(row.id, row.site, row.area, row.sha256, row.digest, row.size, row.received)

    def _store(self, upload: Upload, start: int, size: int, source: Path) -> int:
        name = f"{start:015d}-{token_hex(4)}"
        self._objects.put(self._key(upload, name), source)
        try:
            with self._database.write() as connection:
                return self._enter(connection, upload, start, size, name)
        except NoUpload:
            self._objects.remove(self._key(upload, name))
            raise

    def _enter(self, connection: Connection, upload: Upload, start: int, size: int, name: str) -> int:
        here = uploads.c.id == upload.id, uploads.c.received == start
        moved = update(uploads).where(*here).values(received=start + size, touched=int(time.time()))
        if connection.execute(moved).rowcount != 1:
            raise no_upload()
        connection.execute(insert(parts), {"upload": upload.id, "start": start, "size": size, "name": name})
        return start + size

    def _complete(self, upload: Upload) -> None:
        with tempfile.TemporaryDirectory(prefix="esozialakte-") as folder:
            whole = Path(folder, "whole")
            with whole.open("wb") as file:
                digest = self._assemble(upload, file)
            try:
                if digest != upload.digest:
                    raise wrong_bytes()
                self._central.put(upload.site, upload.area, upload.sha256, whole, upload.digest)
            except ValueError:
                self.drop(upload)
                raise
        self.drop(upload)

    def _assemble(self, upload: Upload, file: BinaryIO) -> str:
        with self._database.read() as connection:
            query = select(parts.c.name).where(parts.c.upload == upload.id).order_by(parts.c.start)
            names = connection.execute(query).scalars().all()
        digest = hashlib.sha256()
        for name in names:
            for block in self._objects.stream(self._key(upload, name)):
                digest.update(block)
                file.write(block)
        return digest.hexdigest()

    def _forget_old(self, site: str) -> None:
        old = uploads.c.site == site, uploads.c.touched < int(time.time()) - _FORGOTTEN_AFTER
        with self._database.read() as connection:
            ids = connection.execute(select(uploads.c.id).where(*old)).scalars().all()
            forgotten = [self._get(connection, site, id_) for id_ in ids]
        for upload in forgotten:
            self.drop(upload)

    @staticmethod
    def _key(upload: Upload, name: str) -> str:
        return f"sites/{upload.site}/uploads/{upload.id}/{name}"


def no_upload() -> NoUpload:
    return NoUpload(
        _("Diese Übertragung gibt es nicht mehr, oder sie steht an einer anderen Stelle."),
        _("Fragen Sie nach, wie weit sie ist, oder beginnen Sie sie von vorn."),
    )
