"""Entry point: ``esozialakte`` and ``python -m app``."""

import multiprocessing
import sys


def main() -> int:
    # A frozen program starts its reading process by running itself; this call turns that start into the child.
    multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    from app.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
