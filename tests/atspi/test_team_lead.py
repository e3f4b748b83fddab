"""A team lead without a mouse and without seeing the pictures: redistributes a morning's post and takes it back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import create_central
from app.domain.actions import SetUpSite
from app.domain.records import Site, Worker
from tests.atspi.desktop import Desktop
from tests.atspi.office import SITE, WORKER, make_office
from tests.atspi.test_by_keyboard import CONTROLS

pytestmark = pytest.mark.timeout(180)
LEAD = "lena.vogt"


@pytest.fixture
def program(desktop: Callable[[str], Desktop], tmp_path: Path) -> Desktop:
    """The team lead's screen on a small office: three letters lie with one caseworker."""
    store = tmp_path / "store"
    make_office(store)
    staff = (
        Worker(id=WORKER, name="Anna Berger", roles=("caseworker",)),
        Worker(id=LEAD, name="Lena Vogt", roles=("team-lead",)),
    )
    create_central(str(store)).submit(
        SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Heek"), workers=staff)
    )
    screen = desktop("esozialakte")
    screen.start(["-m", "app", "--store", str(store), "--as", LEAD])
    screen.wait_for(role="table cell", contains="Mietvertrag", timeout=60)
    screen.wait_for(contains="Mietvertrag, Seite 1")
    (area,) = screen.wait_for(name="Team")
    screen.press(f"ctrl+{area.description[-2]}")  # the key stands in its description: "Team (Strg+6)"
    screen.wait_for(name="Offen: 3")
    return screen


def test_a_lead_redistributes_by_keys_and_hears_the_pictures(program: Desktop) -> None:
    program.wait_for(name="Alter der offenen Post", contains="15 bis 28 Tage: ")
    program.wait_for(role="table cell", contains="Anna Berger: 3 Dokumente")
    program.wait_for(role="table", name="Offene Post", states=["focused"])
    program.press("shift+Down", "ctrl+shift+w")
    program.wait_for(name="Empfänger suchen", states=["focused"])
    program.type("lena")
    program.wait_for(role="table cell", contains="danach 2")
    program.press("Return")
    program.wait_for(contains="2 Dokumente umverteilt an Lena Vogt")
    program.wait_for(role="table cell", contains="Lena Vogt: 2 Dokumente")
    program.press("ctrl+z")
    program.wait_for(role="table cell", contains="Anna Berger: 3 Dokumente")
    controls = [one for one in program.tree() if one.role in CONTROLS]
    assert not [str(one) for one in controls if not one.name]
