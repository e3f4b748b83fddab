"""Three clients that go off-line, act, crash and come back in any order, on a service."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from hypothesis import HealthCheck, settings

from app.domain.central import KeptCentral
from tests.server.running import ActingCentral, running
from tests.sync.test_three_clients import ThreeClients


class ThreeClientsOnAService(ThreeClients):
    def make_store(self, root: Path) -> Callable[[], KeptCentral]:
        self.open = ExitStack()
        folder = self.open.enter_context(tempfile.TemporaryDirectory())
        service = self.open.enter_context(running(f"sqlite:///{folder}/service.sqlite", Path(folder)))

        def make() -> KeptCentral:
            central = ActingCentral(service.url)
            self.open.callback(central.close)
            return central

        return make

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            if hasattr(self, "open"):
                self.open.close()


ThreeClientsOnAService.TestCase.settings = settings(
    max_examples=3, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestThreeClientsOnAService = ThreeClientsOnAService.TestCase
