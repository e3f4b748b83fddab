"""A desktop for tests that use the program as a screen reader and a keyboard do."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.atspi.desktop import Desktop, missing


@pytest.fixture(scope="session")
def accessible() -> None:
    """Skips where there is no accessibility bus to look through."""
    if not sys.platform.startswith("linux"):
        pytest.skip("AT-SPI is Linux' accessibility bus")
    lacking = missing()
    if lacking:
        pytest.skip(f"not installed: {lacking}")


@pytest.fixture
def desktop(accessible: None, tmp_path: Path) -> Iterator[Callable[[str], Desktop]]:
    with ExitStack() as stack:
        yield lambda application: stack.enter_context(Desktop(tmp_path, application))
