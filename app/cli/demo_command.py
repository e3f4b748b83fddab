"""``esozialakte demo`` (commands.md): make the example county and open it."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.bootstrap import open_window
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
    parser.add_argument(
        "--screenshots", metavar="DIR", type=Path, help=_("Bilder der wichtigsten Ansichten ablegen und enden")
    )


def run(args: argparse.Namespace) -> int:
    from app.screen import ensure_screen

    ensure_screen(offscreen=args.screenshots is not None)
    example = make_example(args.store or default_folder(args.scale), args.scale, progress_printer())
    if args.screenshots is not None:
        from app.screenshots import take_screenshots

        lead = next((one.id for one in example.personas if one.role == "team-lead"), "")
        for picture in take_screenshots(example.store, example.personas[0].id, args.screenshots, lead):
            print(picture)
        return DONE
    worker = args.worker or choose_person(example.personas)
    return open_window(example.store, worker) if worker else DONE


def choose_person(personas: Sequence[Persona]) -> str | None:
    """Ask who one wants to be; None when the user closed the question."""
    from app.ui.shell.start import PersonDialog
    from app.window import make_application

    make_application()
    does = {
        "caseworker": _("Sachbearbeitung: liest und ordnet die eigene Post zu, arbeitet mit den Akten"),
        "team-lead": _("Teamleitung: sieht die Post des Teams und verteilt sie"),
        "mail-room": _("Poststelle: ordnet die Post des Standorts zu und leitet sie weiter"),
    }
    dialog = PersonDialog([(persona.id, persona.name, does.get(persona.role, persona.role)) for persona in personas])
    return dialog.chosen if dialog.exec() else None


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
    from app.bootstrap import create_central, open_central, open_letter_reader, open_receiving
    from app.domain.actions import SYSTEM
    from app.services.example_county import Making

    store, plan = str(folder), PLANS[scale]
    begun = _begin(folder, scale, today or datetime.now().astimezone().date(), lambda: create_central(store).sites())
    source = Example(plan, date.fromisoformat(begun["today"]))
    if begun["ready"]:
        return ReadyExample(store, scale, source.personas(), made=False)
    with open_receiving(store, SYSTEM) as receiving, open_letter_reader() as letters:
        making = Making(plan, source, lambda: open_central(store), receiving, letters, progress, stop)
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
            _("Eine andere Programmversion hat den Beispielkreis in diesem Ordner begonnen und nicht vollendet."),
            _("Löschen Sie den Ordner, dann wird der Beispielkreis neu angelegt."),
        )
    return begun


def _write(folder: Path, marker: dict[str, Any]) -> None:
    aside = folder / f".{MARKER}"
    aside.write_text(json.dumps(marker), encoding="utf-8")
    aside.replace(folder / MARKER)


def progress_printer() -> Callable[[float, str], None]:
    """Prints a line to standard error whenever there is something new to say."""
    last = ""

    def show(done: float, text: str) -> None:
        nonlocal last
        line = f"{round(done * 100):3d} %  {text}"
        if line != last:
            print(line, file=sys.stderr, flush=True)
        last = line

    return show
