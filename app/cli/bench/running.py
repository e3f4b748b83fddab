"""Runs benchmarks, each in a process of its own, so that none warms another or fills its memory."""

import importlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from app.cli.bench.figures import Figure
from app.cli.bench.place import Place, own_folder
from app.cli.demo_command import make_example, progress_printer
from app.domain.errors import AppError
from app.domain.texts import _

WHERE = {
    "start": "start_figures:start",
    "search": "window_figures:search",
    "case": "window_figures:case",
    "page": "page_figures:page",
    "next-page": "page_figures:next_page",
    "jump": "viewer_figures:jump",
    "held": "viewer_figures:held",
    "tiff": "viewer_figures:open_tiff",
    "list": "window_figures:long_list",
    "heartbeat": "heartbeat:heartbeat",
    "fill": "cache_figures:fill",
    "commits": "cache_figures:commits",
    "receive": "receive_figures:receive_letters",
    "doubts": "doubt_figures:doubts",
    "memory": "page_figures:memory",
    "letters": "letter_figures:letters",
    "suggestions": "suggestion_figures:suggestions",
    "keystrokes": "keystroke_figures:keystrokes",
    "service": "service_figures:service",
    "line": "line_figures:line",
}
"""Where each is: module below ``app.cli.bench``, and a function that takes a ``Place`` and yields ``Figure``s."""
_WITHOUT_EXAMPLE = {"suggestions", "keystrokes", "doubts", "letters", "service"}
_IN_WINDOW = {"search", "page", "next-page", "jump", "held", "tiff", "list", "memory"}


def measure(
    names: Sequence[str],
    store: Path,
    scale: str,
    say: Callable[[str], None],
    failed: Callable[[str, AppError], None],
    why: bool = False,
    seconds: float = 180.0,
) -> Iterator[Figure]:
    """The figures of ``names``, on the example in ``store`` (made if it is not there).

    A measurement that does not come to its end is reported to ``failed``; the others go on. Raises ``AppError`` when
    there is nothing to measure on.
    """
    with own_folder() as folder:
        if _WITHOUT_EXAMPLE.issuperset(names):
            place = Place("", "", "", folder, why, seconds)
        else:
            example = make_example(store, scale, progress_printer())
            me = example.personas[0]
            place = Place(example.store, me.id, me.site, folder, why, seconds)
        if _IN_WINDOW.intersection(names):
            say(_("Der lokale Bestand wird gefüllt ..."))
            list(_in_child("cache_figures:prepare", place))
        for name in names:
            say(_("Gemessen wird: {name} ...").format(name=name))
            try:
                yield from _in_child(WHERE[name], place)
            except AppError as error:
                failed(name, error)


def _in_child(where: str, place: Place) -> Iterator[Figure]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(where, place, theirs))
    child.start()
    theirs.close()
    try:
        while True:
            said = ours.recv()
            if said is None:
                break
            if isinstance(said, AppError):
                raise said
            yield said
    except EOFError:
        raise AppError(_("Eine Messung ist abgestürzt."), _("Das Protokoll nennt den Grund."), code="bench") from None
    finally:
        child.join()


def _child(where: str, place: Place, answers: Connection) -> None:
    module, _colon, function = where.partition(":")
    try:
        for figure in getattr(importlib.import_module(f"app.cli.bench.{module}"), function)(place):
            answers.send(figure)
    except AppError as error:
        answers.send(error)
    else:
        answers.send(None)
