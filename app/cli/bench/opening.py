"""The child process of the start figure: the program as it starts, which says when its first document is painted.

Loads no more than the entry point does before the window is asked for: the reading process loads this file too.
"""

import functools
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.shell.window import MainWindow


def main() -> int:
    """Arguments: store, worker, and ``settle`` or nothing."""
    store, worker, *more = sys.argv[1:]
    # What the entry point does, whose module no other may import.
    from app import bootstrap, diagnostics
    from app.cli import run

    watches: list[object] = []

    def watch(window: "MainWindow") -> None:
        from app.cli.bench.watching import Watch

        watches.append(Watch(window, bool(more)))

    # ``run`` gets its arguments from the command line, on which there is no place for a watch.
    bootstrap.open_window = functools.partial(bootstrap.open_window, watch=watch)
    diagnostics.start()
    bootstrap.choose_language()
    return run(["--store", store, "--as", worker])


if __name__ == "__main__":
    sys.exit(main())
