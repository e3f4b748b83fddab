"""Behind the service a document for another site is there as soon as it was given: the service brings it."""

from pathlib import Path

from tests.server.running import ActingCentral, running
from tests.sync.test_hand_documents import check_arrived, forward, two_sites


def test_the_service_brings_what_goes_to_another_site(tmp_path: Path) -> None:
    with running(f"sqlite:///{tmp_path}/service.sqlite", tmp_path) as service:
        central = ActingCentral(service.url)
        two_sites(central)
        forward(central)
        check_arrived(service.central)
        central.close()
