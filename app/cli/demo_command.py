"""``esozialakte demo`` (commands.md): make the example county and open it."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.cli.output import DONE
from app.domain.errors import StoreIncompatible
from app.domain.example import PLANS, Persona
from app.domain.texts import _

MARKER = "example.json"
EDITION = 1
"""Counts up whenever the same day and seed give other contents than before."""


@dataclass(frozen=True, slots=True)
class ReadyExample:
    """An example that is complete. ``made`` is False if it was before. ``personas``: who one can be in it."""

    store: str
    scale: str
    personas: tuple[Persona, ...]
    made: bool


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", metavar="DIR", type=Path, help=_("Ordner für den Beispielkreis"))
    parser.add_argument("--scale", choices=tuple(PLANS), default="small", help=_("wie groß der Beispielkreis ist"))
    parser.add_argument("--screenshots", metavar="DIR", type=Path, help=_("Bilder der wichtigsten Ansichten ablegen und enden"))


def run(args: argparse.Namespace) -> int:
    example = make_example(args.store or default_folder(args.scale), args.scale, _print_progress)
    print(example.store)
    return DONE


def default_folder(scale: str) -> Path:
    """Where the example lies if nobody says."""
    import platformdirs

    return Path(platformdirs.user_data_dir("esozialakte", appauthor=False)) / f"example-{scale}"


def make_example(
    folder: Path,
    scale: str,
    progress: Callable[[float, str], None],
    stop: Callable[[], bool] = lambda: False,
    today: date | None = None,
) -> ReadyExample:
    """Make the example county in ``folder`` or complete it; blocking, without a window.

    ``progress`` gets how much is done (0 to 1) and a sentence; ``stop`` is asked before every step. An example that
    was interrupted is completed for the day on which it was begun. Raises ``Cancelled``, ``StoreIncompatible`` (the
    folder holds something else) and what the centre raises.
    """
    from app.adapters.example import Example
    from app.bootstrap import create_central, open_central, open_receiving
    from app.domain.actions import SYSTEM
    from app.services.example_county import Making

    store, plan = str(folder), PLANS[scale]
    begun = _begin(folder, scale, today or datetime.now().astimezone().date(), lambda: create_central(store).sites())
    source = Example(plan, date.fromisoformat(begun["today"]))
    if begun["ready"]:
        return ReadyExample(store, scale, source.personas(), made=False)
    with open_receiving(store, SYSTEM) as receiving:
        making = Making(plan, source, lambda: open_central(store), receiving, progress, stop)
        personas = making.make()
    _write(folder, {**begun, "ready": True})
    return ReadyExample(store, scale, personas, made=True)


def _begin(folder: Path, scale: str, today: date, sites: Callable[[], tuple[str, ...]]) -> dict[str, Any]:
    """What the folder's marker says; a new marker in a store without sites."""
    found = sites()
    try:
        begun: dict[str, Any] = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        if found:
            raise StoreIncompatible(
                _("Der Ordner enthält einen Speicher, der nicht der Beispielkreis ist."),
                _("Geben Sie mit --store einen leeren oder neuen Ordner an."),
            ) from None
        begun = {"scale": scale, "edition": EDITION, "today": today.isoformat(), "ready": False}
        _write(folder, begun)
    if begun["scale"] != scale:
        raise StoreIncompatible(
            _("Der Ordner enthält einen Beispielkreis anderer Größe ({scale}).").format(scale=begun["scale"]),
            _("Geben Sie mit --store einen anderen Ordner an."),
        )
    if not begun["ready"] and begun["edition"] != EDITION:
        raise StoreIncompatible(
            _("Der Beispielkreis in diesem Ordner wurde von einer anderen Programmversion begonnen und nicht vollendet."),
            _("Löschen Sie den Ordner, dann wird der Beispielkreis neu angelegt."),
        )
    return begun


def _write(folder: Path, marker: dict[str, Any]) -> None:
    aside = folder / f".{MARKER}"
    aside.write_text(json.dumps(marker), encoding="utf-8")
    aside.replace(folder / MARKER)


def _print_progress(done: float, text: str) -> None:
    print(f"{round(done * 100):3d} %  {text}", file=sys.stderr)
