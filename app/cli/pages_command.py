"""``esozialakte pages`` (commands.md): how many pages files have and how large they are."""

import argparse
from pathlib import Path
from typing import Any

from app.bootstrap import open_reader
from app.cli.output import DONE, PARTLY, UNREADABLE, add_json, show
from app.domain.errors import DocumentUnreadable
from app.domain.pages import PageReader
from app.domain.texts import _, ngettext


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--password", help=_("Kennwort für geschützte Dateien"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    with open_reader() as reader:
        files = [describe(reader, file, args.password) for file in args.files]
    bad = sum(entry["error"] is not None for entry in files)
    show({"files": files}, args.json, as_text)
    return DONE if not bad else UNREADABLE if bad == len(files) else PARTLY


def describe(reader: PageReader, file: Path, password: str | None) -> dict[str, Any]:
    """One file's entry; ``sizes_mm`` to a tenth of a millimetre."""
    try:
        info = reader.inspect(file, password)
    except DocumentUnreadable as error:
        return {"file": str(file), "kind": None, "pages": 0, "sizes_mm": [], "error": error.as_json()}
    sizes = [[round(width, 1), round(height, 1)] for width, height in info.sizes_mm]
    return {"file": str(file), "kind": info.media, "pages": info.pages, "sizes_mm": sizes, "error": None}


def as_text(result: dict[str, Any]) -> str:
    lines = []
    for entry in result["files"]:
        error = entry["error"]
        pages = ngettext("{n} Seite", "{n} Seiten", entry["pages"]).format(n=entry["pages"])
        said = f"{error['title']} {error['advice']}" if error else f"{entry['kind']}, {pages}"
        lines.append(f"{entry['file']}: {said}")
    return "\n".join(lines)
