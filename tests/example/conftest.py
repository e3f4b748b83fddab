"""A small example for the tests: one town, few files, the post of a week."""

from collections.abc import Iterator
from datetime import date

import pytest

from app.adapters.example import Example
from app.adapters.example.county import County
from app.bootstrap import open_reader
from app.domain.example import Plan
from app.domain.pages import PageReader

TODAY = date(2026, 11, 20)
TINY = Plan(scale="small", sites=("borken",), files=6, documents=36, batch=12, own_pages=True, letters=14, volume=8)


@pytest.fixture(scope="session")
def county() -> County:
    return County(TINY, TODAY, 7)


@pytest.fixture
def example() -> Example:
    return Example(TINY, TODAY, 7)


@pytest.fixture(scope="session")
def reader() -> Iterator[PageReader]:
    with open_reader() as reader:
        yield reader
