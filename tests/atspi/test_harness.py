"""The harness itself: it sees, and its keys arrive."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.atspi.desktop import Desktop

SMALL = str(Path(__file__).with_name("small_window.py"))


def test_what_is_typed_is_seen_through_the_accessibility_bus(desktop: Callable[[str], Desktop]) -> None:
    screen = desktop("small")
    screen.start([SMALL])
    screen.wait_for(role="text", name="Search", states=["focused"])
    screen.type("überschär")
    screen.wait_for(role="label", name="überschär")
    screen.press("Return", "ctrl+a", "Delete")
    assert screen.wait_for(role="text", name="Search")[0].text == ""
    screen.wait_for(role="list item", name="überschär")
    screen.wait_for(role="label", name="überschär", absent=True)


def test_what_is_not_there_fails_with_what_is(desktop: Callable[[str], Desktop]) -> None:
    screen = desktop("small")
    screen.start([SMALL])
    screen.wait_for(name="Search")
    with pytest.raises(AssertionError, match="nothing yet"):
        screen.wait_for(name="Inbox", timeout=0)
