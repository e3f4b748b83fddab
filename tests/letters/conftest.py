"""One reading process for all tests that only read."""

from tests.pages.conftest import reader

__all__ = ["reader"]
