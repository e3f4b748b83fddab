"""Makes bags and pages for tests."""

import functools
import hashlib
import os
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pymupdf

POST_COLUMNS = "file;item;channel;received_on;scanned_at;pages;site;case_number;document_type;code;remark"
PROVIDER = "Scandienst Nord GmbH"


@functools.cache
def pdf(text: str = "Guten Tag", pages: int = 1) -> bytes:
    """A small PDF with text on every page; the same bytes for the same arguments."""
    document = pymupdf.open()
    for number in range(pages):
        document.new_page().insert_text((72, 72), f"{text}\nSeite {number + 1}")
    data: bytes = document.tobytes(no_new_id=True, garbage=3, deflate=True)
    return data


class BagMaker:
    """Writes a bag folder; what is given wins over what a correct bag would have."""

    def __init__(self, root: Path, number: str = "SD-1", kind: str = "post", site: str = "heek") -> None:
        self.root = root
        self.info = {
            "External-Identifier": number,
            "Source-Organization": PROVIDER,
            "Bagging-Date": "2026-11-20",
            "Delivery-Kind": kind,
            "Site": site,
        }
        self.payload: dict[str, bytes] = {}
        self.algorithm = "sha256"
        self.declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

    def file(self, path: str, data: bytes) -> "BagMaker":
        self.payload[path] = data
        return self

    def index(self, *rows: str, columns: str = POST_COLUMNS) -> "BagMaker":
        return self.file("index.csv", "\n".join([columns, *rows, ""]).encode())

    def post(self, **items: bytes) -> "BagMaker":
        """One letter an item: ``K1=pdf()`` is ``K1.pdf`` with item ``K1``."""
        for item, data in items.items():
            self.file(f"{item}.pdf", data)
        return self.index(*(row(f"{item}.pdf", item) for item in items))

    def write(self, unlisted: Iterable[str] = (), extra_lines: Iterable[str] = (), tags: bool = True) -> Path:
        self.root.mkdir(parents=True)
        (self.root / "data").mkdir()
        for path, data in self.payload.items():
            target = self.root / "data" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        left_out = set(unlisted)
        lines = [f"{self._digest(data)}  data/{path}" for path, data in self.payload.items() if path not in left_out]
        own = {
            "bagit.txt": self.declaration,
            "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in self.info.items()).encode(),
            f"manifest-{self.algorithm}.txt": "\n".join([*lines, *extra_lines, ""]).encode(),
        }
        if tags:
            listed = "".join(f"{self._digest(data)}  {name}\n" for name, data in own.items())
            own[f"tagmanifest-{self.algorithm}.txt"] = listed.encode()
        for name, data in own.items():
            (self.root / name).write_bytes(data)
        return self.root

    def _digest(self, data: bytes) -> str:
        return hashlib.new(self.algorithm, data).hexdigest()


def row(file: str, item: str, **values: str) -> str:
    """A row of the usual index; dates are given unless they are overridden."""
    state: Mapping[str, str] = {
        "file": file,
        "item": item,
        "received_on": "2026-11-18",
        "scanned_at": "2026-11-20T06:12:31+01:00",
        **values,
    }
    return ";".join(state.get(column, "") for column in POST_COLUMNS.split(";"))


def zipped(folder: Path, target: Path, top: str = "bag") -> Path:
    """The folder as a zip, as a provider's program makes it: one folder at the top, links kept as links."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = f"{top}/{path.relative_to(folder).as_posix()}" if top else path.relative_to(folder).as_posix()
            if path.is_symlink():
                link = zipfile.ZipInfo(name)
                link.create_system = 3
                link.external_attr = 0o120777 << 16
                archive.writestr(link, os.fsencode(path.readlink()))
            elif path.is_file():
                archive.write(path, name)
    return target
