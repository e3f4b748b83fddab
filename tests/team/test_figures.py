"""The team lead's figures against sets counted by hand, and that sums agree whatever the post is."""

import os
import time
from collections.abc import Iterator
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cache import DocumentRow, FilingRow
from app.domain.records import Announcement, FollowUp
from app.services.team_figures import (
    ABSENT,
    AGE,
    CHANNEL,
    NO_DATE,
    PERSON,
    SITE,
    TEAM,
    UNASSIGNED,
    Bar,
    Figures,
    Overdue,
    Slice,
    Times,
    day_of,
    make_figures,
    nearest_rank,
    times_of,
    within,
)
from tests.team.making import PEOPLE, TODAY, ago, filing, row


@pytest.fixture(autouse=True)
def berlin() -> Iterator[None]:
    """Days are local days, wherever the test runs."""
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of this system cannot be set for a test")
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def figures_of(
    rows: list[DocumentRow],
    filings: list[FilingRow] | None = None,
    announced: list[Announcement] | None = None,
    overdue: list[Overdue] | None = None,
) -> Figures:
    return make_figures(PEOPLE, rows, filings or [], announced or [], overdue or [], TODAY)


POST = [
    row("new", 0, worker="anna"),
    row("old", 40, worker="ben", channel="fax"),
    row("team", 9, team="t2"),
    row("site", 2),
    row("undated", None, worker="anna"),
    row("left", 14, worker="gone"),
]


def bars(figures: Figures, kind: str) -> dict[str, int]:
    return {bar.key: bar.count for bar in figures.bars(kind) if bar.count}


def test_every_document_is_counted_by_age_person_team_channel_and_site() -> None:
    figures = figures_of(POST)
    assert bars(figures, AGE) == {"0": 1, "2": 1, "8": 2, "29": 1, NO_DATE: 1}
    assert bars(figures, PERSON) == {"": 2, "anna": 2, "ben": 1, "gone": 1}
    assert bars(figures, TEAM) == {"": 1, "t1": 3, "t2": 2}
    assert bars(figures, CHANNEL) == {"letter": 5, "fax": 1}
    assert bars(figures, SITE) == {"borken": 6}
    assert (figures.unassigned, figures.without_team, figures.absent, figures.oldest) == (2, 1, 1, 40)
    assert [one.id for one in figures.rows] == ["old", "left", "team", "site", "new", "undated"]


def test_bars_come_by_name_nobody_first_and_say_how_old_the_oldest_is() -> None:
    figures = figures_of(POST)
    assert figures.persons == (
        Bar("", 2, 9), Bar("anna", 2, 0), Bar("ben", 1, 40), Bar("maria", 0, None), Bar("gone", 1, 14),
    )  # fmt: skip
    assert figures_of([]).persons[0] == Bar("", 0, None) and figures_of([]).oldest is None


def test_parts_are_those_of_the_bars() -> None:
    figures = figures_of(POST)

    def ids(kind: str, key: str = "") -> list[str]:
        return [one.id for one in filter(within(figures, Slice(kind, key)), figures.rows)]

    assert ids(UNASSIGNED) == ["team", "site"] and ids(ABSENT) == ["old"]
    assert ids(TEAM, "t1") == ["left", "new", "undated"] and ids(AGE, "8") == ["left", "team"]
    assert ids(PERSON, "gone") == ["left"] and ids(CHANNEL, "fax") == ["old"] and ids(AGE, NO_DATE) == ["undated"]


def test_a_day_has_what_came_what_is_coming_and_what_was_filed() -> None:
    filings = [
        filing("a", received=3, filed=1),
        filing("b", received=3, filed=1),
        filing("c", received=70, filed=50),
        filing("midnight", received=2, filed=2, clock="23:30:00"),  # half past midnight of the next day here
    ]
    announced = [Announcement(id="x", item="K1", delivery="D", received_on=ago(1), announced_on=ago(0))]
    figures = figures_of([row("open", 3)], filings, announced)
    shown = {day.id: (day.received, day.in_transit, day.filed) for day in figures.flow}
    assert len(shown) == 30 and list(shown)[-1] == TODAY.isoformat()
    assert shown[ago(3)] == (3, 0, 0) and shown[ago(1)] == (0, 1, 3) and shown[ago(2)] == (1, 0, 0)
    assert sum(filed for _, _, filed in shown.values()) == 3


def test_times_are_of_the_period_and_of_the_one_before() -> None:
    filings = [
        *(filing(f"n{days}", received=10 + days, filed=10) for days in range(1, 11)),
        filing("before", received=60, filed=40),
        filing("long ago", received=99, filed=70),
    ]
    figures = figures_of([], filings)
    assert figures.times == Times(10, 5, 9) and figures.times_before == Times(1, 20, 20)
    undated = FilingRow("u", "borken", "", f"{ago(1)}T10:00:00Z", "anna", "letter", "")
    assert figures_of([], [undated]).times == Times() and figures_of([]).times_before == Times()
    early = filing("e", received=0, filed=1)  # a receipt date corrected to a later day counts as none
    assert figures_of([], [early]).times == Times(1, 0, 0)


def test_overdue_follow_ups_come_longest_first() -> None:
    late = [Overdue("borken", 1, FollowUp(id=f"f{days}", due_on=ago(days)), days) for days in (1, 9, 4)]
    assert [entry.days for entry in figures_of([], overdue=late).overdue] == [9, 4, 1]


def test_what_is_no_instant_has_no_day() -> None:
    assert day_of("2026-11-19T23:30:00Z") == "2026-11-20" and day_of("2024-05-06") == "2024-05-06"
    assert day_of("") == day_of("gestern") == ""


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 100))
def test_the_rank_is_the_least_value_that_so_many_do_not_exceed(days: list[int], percent: int) -> None:
    ordered = sorted(days)
    value = nearest_rank(ordered, percent)
    needed = ceil(len(days) * percent / 100)
    assert sum(one <= value for one in days) >= needed
    assert all(sum(one <= smaller for one in days) < needed for smaller in days if smaller < value)
    times = times_of(days)
    assert times.median is not None and times.p90 is not None and times.median <= times.p90


documents = st.lists(
    st.builds(
        lambda days, worker, team, channel: row("d", days, worker=worker, team=team, channel=channel),
        st.none() | st.integers(0, 500),
        st.sampled_from(["", "anna", "ben", "gone", "unknown"]),
        st.sampled_from(["", "t1", "t2", "t9"]),
        st.sampled_from(["letter", "fax", "new-way"]),
    )
)
filings = st.lists(
    st.builds(
        lambda took, filed: filing("f", received=filed + took, filed=filed), st.integers(0, 90), st.integers(0, 100)
    )
)


@given(documents, filings)
def test_sums_agree_whatever_the_post_is(rows: list[DocumentRow], filed: list[FilingRow]) -> None:
    figures = figures_of(rows, filed)
    for kind in (AGE, PERSON, TEAM, CHANNEL, SITE):
        assert sum(bar.count for bar in figures.bars(kind)) == len(rows)
        for bar in figures.bars(kind):
            part = list(filter(within(figures, Slice(kind, bar.key)), figures.rows))
            assert len(part) == bar.count
            ages = [(TODAY - TODAY.fromisoformat(one.received_on)).days for one in part if one.received_on]
            assert bar.oldest == max(ages, default=None)
    assert figures.unassigned == sum(bar.count for bar in figures.persons if not bar.key)
    assert figures.absent == sum(bar.count for bar in figures.persons if bar.key == "ben")
    assert sum(day.filed for day in figures.flow) == figures.times.count
