"""Entry point: ``esozialakte`` and ``python -m app``."""

import contextlib
import multiprocessing
import os
import sys


def main() -> int:
    # A frozen program starts its reading process by running itself; this call turns that start into the child.
    multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    from app import diagnostics
    from app.bootstrap import choose_language
    from app.cli import run

    diagnostics.start()
    choose_language()
    try:
        status = run(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough (``esozialakte list ... | head``); Python would complain at exit.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
