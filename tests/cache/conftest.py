"""Fixtures of the cache's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.cache.store import SqlCache
from tests.cache.making import MemoryKeeper, open_cache


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def cache(tmp_path: Path, keeper: MemoryKeeper) -> Iterator[SqlCache]:
    opened = open_cache(tmp_path, keeper)
    yield opened
    opened.close()
