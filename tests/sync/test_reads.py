"""What was looked at out of the local cache is reported to a centre that keeps a read log: nothing lost, once each."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import CentreUnreachable
from app.domain.reads import Read
from app.services.report_reads import Reads
from tests.ui.fakes import FakeCache

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Centre:
    def __init__(self) -> None:
        self.told: list[Read] = []
        self.away = False

    def report_reads(self, site: str, reads: Sequence[Read]) -> None:
        if self.away:
            raise CentreUnreachable("away")
        assert {read.site for read in reads} == {site}
        self.told += reads


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache()


def test_a_case_and_a_document_are_reported_once_with_when_and_where(cache: FakeCache) -> None:
    now = [START]
    reads, centre = Reads(cache, lambda: now[0]), Centre()
    document = cache.inbox("borken")[0].id
    for _again in range(3):
        reads.case("case-1")
        reads.document(document)
        now[0] += timedelta(minutes=1)
    reads.document("unknown")
    reads.case("unknown")
    assert reads.report(centre) == 2
    assert [(read.kind, read.at) for read in centre.told] == [
        ("case", "2026-11-23T09:00:00+00:00"),
        ("document", "2026-11-23T09:00:00+00:00"),
    ]
    assert reads.report(centre) == 0
    now[0] += timedelta(minutes=5)
    reads.case("case-1")
    assert reads.report(centre) == 1


def test_what_cannot_be_said_waits_and_survives_the_program(cache: FakeCache) -> None:
    reads, centre = Reads(cache, lambda: START), Centre()
    reads.case("case-1")
    centre.away = True
    with pytest.raises(CentreUnreachable):
        reads.report(centre)
    centre.away = False
    assert Reads(cache).report(centre) == 1
    assert [read.case for read in centre.told] == ["case-1"]
