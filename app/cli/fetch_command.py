"""``esozialakte fetch`` (commands.md): a document or one of its pages into a file."""

import argparse
import functools
import time
from pathlib import Path
from typing import Any

from app.bootstrap import open_cache, open_central
from app.cli.output import DONE, add_json, add_store, add_worker, show
from app.domain.errors import AppError
from app.domain.texts import _
from app.service_access import acting


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", metavar="DOCUMENT", help=_("id des Dokuments"))
    parser.add_argument("--page", type=int, metavar="N", help=_("nur diese Seite (ab 1)"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("Datei, die geschrieben wird"))
    add_store(parser)
    add_worker(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from app.services.fetch_page import fetch_original, fetch_page
    from app.services.synchronise import synchronise

    cache = open_cache(args.store, acting(args.store, args.worker))
    try:
        central = functools.cache(lambda: open_central(args.store, cache))
        if cache.document(args.document) is None:
            synchronise(central(), cache)
        started = time.perf_counter()
        fetched = (
            fetch_original(central, cache, args.document)
            if args.page is None
            else fetch_page(central, cache, args.document, args.page)
        )
        took = time.perf_counter() - started
    finally:
        cache.close()
    _write(args.out, fetched.data)
    result = {
        "took_ms": round(took * 1000, 1),
        "bytes": len(fetched.data),
        "wire_bytes": fetched.wire_bytes,
        "media": fetched.media,
        "whole": fetched.whole,
    }
    show(result, args.json, as_text)
    return DONE


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise AppError(
            _("Die Datei konnte nicht geschrieben werden ({reason}).").format(reason=error.strerror),
            _("Prüfen Sie den Ordner, die Rechte und den freien Platz."),
            code="not-written",
        ) from error


def as_text(result: dict[str, Any]) -> str:
    return _("{bytes} Bytes in {took_ms} ms.").format(**result)
