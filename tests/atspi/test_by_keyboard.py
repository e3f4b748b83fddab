"""A caseworker's morning without a mouse: the real program, keys from outside, eyes of a screen reader."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.atspi.desktop import Desktop
from tests.atspi.office import WORKER, make_office

pytestmark = pytest.mark.timeout(180)
CONTROLS = ("push button", "check box", "radio button", "text", "combo box", "table", "list", "menu item", "slider")


@pytest.fixture
def program(desktop: Callable[[str], Desktop], tmp_path: Path) -> Desktop:
    """The window on a small office, with the inbox and the first document shown."""
    store = tmp_path / "store"
    make_office(store)
    screen = desktop("esozialakte")
    screen.start(["-m", "app", "--store", str(store), "--as", WORKER])
    screen.wait_for(role="table cell", contains="Mietvertrag", timeout=60)
    screen.wait_for(role="text", name="Akte suchen", states=["focused"])
    screen.wait_for(name="Seiten des Dokuments", contains="Seite 1 von 1")
    return screen


def test_a_morning_without_a_mouse(program: Desktop) -> None:
    file_the_first_letter(program)
    take_it_back(program)
    look_something_up_while_somebody_calls(program)


def file_the_first_letter(screen: Desktop) -> None:
    """Part of a name, Enter for the case, Enter for filing; the next letter is there."""
    screen.type("kowal")
    screen.wait_for(role="table cell", contains="Kowalski, Piotr")
    screen.press("Return")
    screen.wait_for(name="Ziel der Ablage", contains="Kowalski")
    screen.press("Return")
    screen.wait_for(contains="abgelegt in")
    screen.wait_for(role="label", name="Kontoauszug")
    screen.wait_for(name="Seiten des Dokuments", contains="Seite 1 von 2")
    screen.wait_for(name="Standort: 2 Dokumente")


def take_it_back(screen: Desktop) -> None:
    screen.press("ctrl+z")
    screen.wait_for(contains="Zurückgenommen")
    screen.wait_for(name="Standort: 3 Dokumente")
    screen.wait_for(role="table cell", contains="Mietvertrag")


def look_something_up_while_somebody_calls(screen: Desktop) -> None:
    """One field over everything; Enter opens the file; its document is read page by page."""
    screen.press("ctrl+k")
    screen.wait_for(contains="Alles durchsuchen", states=["focused"])
    screen.type("nowak")
    screen.wait_for(contains="Nowak, Ewa")
    screen.press("Return")
    screen.wait_for(role="table cell", contains="Widerspruch")
    screen.wait_for(name="Seiten des Dokuments", contains="Seite 1 von 3")
    screen.tab_to(name="Seiten des Dokuments")
    screen.press("ctrl+Page_Down")
    screen.wait_for(name="Seiten des Dokuments", contains="Seite 2 von 3")
    screen.wait_for(name="Seiten des Dokuments", contains="Widerspruch, Seite 2")
    screen.press("ctrl+f")
    screen.wait_for(name="Im Dokument suchen", states=["focused"])
    screen.type("seite 3")
    screen.wait_for(name="Im Dokument suchen", contains="1 von 1")
    screen.wait_for(name="Seiten des Dokuments", contains="Seite 3 von 3")
    screen.press("Escape")
    screen.wait_for(name="Seiten des Dokuments", states=["focused"])


def test_every_control_has_a_name(program: Desktop) -> None:
    seen: list[str] = []
    for keys, place in (("ctrl+1", "Posteingang"), ("ctrl+2", "Akten suchen"), ("ctrl+3", "Vorgänge")):
        program.press(keys)
        program.wait_for(contains=place)
        seen += [f"{place}: {one}" for one in program.tree() if one.role in CONTROLS and not one.name]
    assert not seen


def test_the_language_is_chosen_by_keyboard_and_everything_speaks_it(program: Desktop) -> None:
    program.press("alt+a", "s", "e")
    program.wait_for(role="text", name="Search for a case file")
    program.wait_for(role="menu item", name="View")
    program.wait_for(role="table", name="Inbox")
    program.wait_for(name="Pages of the document", contains="Page 1 of 1")
    german = ("Akte", "Dokument", "Seite", "Suche", "Eingang", "ü")
    controls = [one for one in program.tree() if one.role in CONTROLS]
    assert not [str(one) for one in controls if any(word in one.name for word in german)]
