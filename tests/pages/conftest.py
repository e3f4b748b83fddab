"""One reading process for all tests that only read."""

from collections.abc import Iterator

import pytest

from app.adapters.pages.process import ReaderProcess


@pytest.fixture(scope="session")
def reader() -> Iterator[ReaderProcess]:
    process = ReaderProcess()
    yield process
    process.close()
