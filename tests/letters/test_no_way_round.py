"""No route sends a letter that lacks its approval: a folder store, the service, a desk's outbox; the commands and the
window, which go by them, have tests of their own (``test_letter_commands``, ``tests/ui/test_letters``)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.domain.actions import Action, ImportCases, SetUpSite
from app.domain.actions.letters import CheckLetter, PutLetter, SetUpLetters
from app.domain.central import Accepted, KeptCentral
from app.domain.decide import Refused
from app.domain.records import Site
from app.domain.records.letters import CHECKED, DRAFT, ApprovalRule, Letter, LetterOffice
from app.services.send_waiting import send_waiting
from app.services.synchronise import synchronise
from tests.cache.making import open_cache
from tests.domain.test_letters import CASE, GOOD, ROUNDABOUT, WORKERS
from tests.server.running import ActingCentral, running

Submit = Callable[[Action], object]
SITE = "heek"


@contextmanager
def folder(tmp_path: Path) -> Iterator[tuple[KeptCentral, Submit]]:
    create_store(tmp_path / "store", "test")
    central = FolderCentral(tmp_path / "store")
    yield central, central.submit


@contextmanager
def service(tmp_path: Path) -> Iterator[tuple[KeptCentral, Submit]]:
    with running(f"sqlite:///{tmp_path}/service.sqlite", tmp_path) as served:
        central = ActingCentral(served.url)
        yield central, central.submit
        central.close()


@contextmanager
def outbox(tmp_path: Path) -> Iterator[tuple[KeptCentral, Submit]]:
    """As the window does it: written down at the desk, then sent."""
    with folder(tmp_path) as (central, _submit):
        cache = open_cache(tmp_path / "cache")

        def submit(action: Action) -> object:
            synchronise(central, cache)
            refused = cache.enqueue(action)
            if refused is not None:
                return refused
            send_waiting(central, cache)
            return next((entry.refused for entry in cache.waiting() if entry.action.id == action.id), "sent")

        yield central, submit
        cache.close()


@pytest.mark.parametrize("route", [folder, service, outbox])
def test_no_route_gets_round_the_approval(
    route: Callable[[Path], Iterator[tuple[KeptCentral, Submit]]], tmp_path: Path
) -> None:
    with ExitStack() as stack:
        central, submit = stack.enter_context(route(tmp_path))  # type: ignore[arg-type]
        central.add_site(SITE)
        letter = Letter(id="l1", case=CASE.id, sha256="a" * 64)
        for action in (
            SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Heek"), workers=WORKERS),
            ImportCases(site=SITE, by="system", cases=(CASE,)),
            SetUpLetters(site=SITE, by="system", office=LetterOffice(id="letters", approval_rules=(ApprovalRule(),))),
            PutLetter(site=SITE, by="anna", letter=letter),
            CheckLetter(site=SITE, by="anna", letter="l1", sha256="a" * 64, check=GOOD),
        ):
            assert isinstance(central.submit(action), Accepted)
        for way, action in ROUNDABOUT.items():
            answer = submit(action)
            found = central.office(SITE)[1].get(Letter.kind, "l1")
            assert found is not None and isinstance(found.record, Letter)
            assert not found.record.job and found.record.status in (DRAFT, CHECKED), way
            assert isinstance(answer, Refused) or isinstance(action, PutLetter), way
