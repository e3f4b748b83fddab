"""Bytes to a service: small ones at once, large ones in parts that a broken line does not undo."""

import hashlib
import io
from pathlib import Path
from typing import Any

from app.adapters.central.rest.faults import LineBroken, NoUpload, no_service
from app.adapters.central.rest.line import Line
from app.adapters.central.rest.streams import IN_VAIN
from app.domain.central import ORIGINALS

AT_ONCE = 1 << 20
"""Bytes of a request: what a broken line can lose at most."""


def put(line: Line, site: str, area: str, sha256: str, source: Path | bytes) -> None:
    """Store ``source``. Raises ``ValueError`` when it is an original and has another hash."""
    with _opened(source) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        if area == ORIGINALS and digest != sha256:
            raise ValueError("the bytes do not have the SHA-256 under which they were to be stored")
        if size <= AT_ONCE:
            file.seek(0)
            line.ask("PUT", f"/sites/{site}/blobs/{area}/{sha256}", data=file.read(), headers={"X-Sha256": digest})
        else:
            wanted = {"area": area, "sha256": sha256, "digest": digest, "size": size}
            _Upload(line, site, wanted, file).run()


class _Upload:
    def __init__(self, line: Line, site: str, wanted: dict[str, Any], file: io.BufferedIOBase) -> None:
        self._line = line
        self._path = f"/sites/{site}/uploads"
        self._wanted = wanted
        self._file = file
        self._id = ""
        self._offset = 0

    def run(self) -> None:
        in_vain, before = 0, -1
        while True:
            try:
                if self._step():
                    return
            except (LineBroken, NoUpload) as error:
                in_vain = in_vain + 1 if self._offset <= before else 0
                before = max(before, self._offset)
                if in_vain >= IN_VAIN:
                    raise
                self._find_out(forgotten=isinstance(error, NoUpload))

    def _step(self) -> bool:
        """Begin, or send what is next; whether it is done."""
        if not self._id:
            state = self._line.json("POST", self._path, json=self._wanted)
        else:
            self._file.seek(self._offset)
            headers = {"Upload-Offset": str(self._offset), "Content-Type": "application/octet-stream"}
            part = self._file.read(AT_ONCE)
            state = self._line.json("PATCH", f"{self._path}/{self._id}", data=part, headers=headers)
        try:
            self._id, self._offset = str(state["upload"]), int(state["received"])
            return bool(state["stored"])
        except (KeyError, TypeError, ValueError):
            raise no_service() from None

    def _find_out(self, *, forgotten: bool) -> None:
        """How much has arrived. An upload that is not known any more was finished by a request whose answer was lost,
        or is forgotten: beginning it again says which."""
        try:
            answer = self._line.ask("HEAD", f"{self._path}/{self._id}") if self._id and not forgotten else None
        except (LineBroken, NoUpload):
            answer = None
        if answer is None:
            self._id = ""
            return
        told = answer.headers.get("Upload-Offset", "")
        if not told.isdigit():
            raise no_service()
        self._offset = int(told)


def _opened(source: Path | bytes) -> io.BufferedIOBase:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
