"""A transfer that is cut at any byte is gone on with or repeated, and ends right."""

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, Accepted
from app.server.store.tables import parts, uploads
from tests.central.contract import SITE, file, set_up, take_in
from tests.server.cutting import DOWN, UP, CuttingLine
from tests.server.running import ActingCentral, Running, insist, running

LARGE = 3 << 20
_SETTINGS = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("service")
    with running(f"sqlite:///{folder}/service.sqlite", folder) as service:
        with closing(ActingCentral(service.url)) as central:
            set_up(central)
            for _ in range(5):
                take_in(central, 20)
            central.write_checkpoint(SITE)
            take_in(central, 3)
        yield service


@contextmanager
def cut_line(service: Running, cuts: list[tuple[str, int]]) -> Iterator[ActingCentral]:
    port = int(service.url.rpartition(":")[2])
    with CuttingLine(port, cuts) as line, closing(ActingCentral(line.url)) as central:
        yield central


def downs(most: int) -> st.SearchStrategy[list[tuple[str, int]]]:
    return st.lists(st.tuples(st.just(DOWN), st.integers(0, most)), min_size=1, max_size=3)


@_SETTINGS
@given(cuts=downs(40_000))
def test_commits(service: Running, cuts: list[tuple[str, int]]) -> None:
    whole = list(service.central.commits(SITE, 0))
    with cut_line(service, cuts) as central:
        assert list(central.commits(SITE, 0)) == whole


@_SETTINGS
@given(cuts=downs(20_000))
def test_a_checkpoint(service: Running, cuts: list[tuple[str, int]]) -> None:
    facts = service.central.checkpoint(SITE)
    assert facts is not None
    with cut_line(service, cuts) as central:
        assert list(central.checkpoint_lines(facts)) == list(service.central.checkpoint_lines(facts))


@_SETTINGS
@given(cuts=downs(LARGE + 1000))
def test_bytes_down(service: Running, cuts: list[tuple[str, int]]) -> None:
    data = random.Random(1).randbytes(LARGE)
    service.central.put(SITE, ORIGINALS, sha256_hex(data), data)
    with cut_line(service, cuts) as central:
        assert central.read(SITE, ORIGINALS, sha256_hex(data)) == data
        assert central.read(SITE, ORIGINALS, sha256_hex(data), 700_000, 900_000) == data[700_000:1_600_000]


@_SETTINGS
@given(
    cuts=st.lists(
        st.tuples(st.just(UP), st.integers(0, LARGE)) | st.tuples(st.just(DOWN), st.integers(0, 600)),
        min_size=1,
        max_size=3,
    ),
    size=st.sampled_from([900_000, LARGE - 1, LARGE]),
    seed=st.integers(),
)
def test_bytes_up(service: Running, cuts: list[tuple[str, int]], size: int, seed: int) -> None:
    data = random.Random(seed).randbytes(size)
    name = sha256_hex(data)
    for area in (ORIGINALS, PACKS):
        with cut_line(service, cuts) as central:
            central.put(SITE, area, name, data)
        assert service.central.read(SITE, area, name) == data


@_SETTINGS
@given(cuts=st.lists(st.tuples(st.sampled_from([UP, DOWN]), st.integers(0, 900)), min_size=1, max_size=2))
def test_an_action(service: Running, cuts: list[tuple[str, int]]) -> None:
    with closing(ActingCentral(service.url)) as central:
        case = next(iter(central.office(SITE)[1].all("case")))
        (document,) = take_in(central, 1)
    before = service.central.position(SITE)
    with cut_line(service, cuts) as central:
        outcome = insist(central, file(document, case))  # type: ignore[arg-type]
    assert outcome == Accepted(before + 1) and service.central.position(SITE) == before + 1


def test_nothing_is_left_of_uploads_that_ended(service: Running) -> None:
    with service.database.read() as connection:
        left = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (uploads, parts)]
    assert left[1] == 0 or left[0] > 0
