"""``esozialakte sync`` (commands.md): fill and refresh this user's cache without a window."""

import argparse
import sys
import time
from typing import Any

from app.bootstrap import open_cache, open_central
from app.cli.output import DONE, PARTLY, add_json, add_store, add_worker, show
from app.domain.texts import _
from app.service_access import acting


def register(parser: argparse.ArgumentParser) -> None:
    add_store(parser)
    add_worker(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from app.services.send_waiting import send_waiting
    from app.services.synchronise import pull

    started = time.perf_counter()
    cache = open_cache(args.store, acting(args.store, args.worker))
    try:
        if cache.notice:
            print(cache.notice, file=sys.stderr)
        central = open_central(args.store, cache)
        send_waiting(central, cache)
        pulled = pull(central, cache)
    finally:
        cache.close()
    if pulled.problem is not None:
        print(f"{pulled.problem.title} {pulled.problem.advice}".strip(), file=sys.stderr)
    result = {
        "took_ms": round((time.perf_counter() - started) * 1000, 1),
        "commits": pulled.commits,
        "documents": pulled.documents,
        "bytes": pulled.bytes,
        "problem": None if pulled.problem is None else pulled.problem.as_json(),
    }
    show(result, args.json, as_text)
    return DONE if pulled.problem is None else PARTLY


def as_text(result: dict[str, Any]) -> str:
    return _("{commits} Protokolleinträge und {documents} Dokumente in {seconds} s.").format(
        commits=result["commits"], documents=result["documents"], seconds=round(result["took_ms"] / 1000, 1)
    )
