"""Whose post is whose, and in which order: pure rules."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cache import DocumentRow
from app.domain.paper_clock import days_left
from app.ui.inbox.rows import (
    AGE,
    MINE,
    PAGES,
    PAPER,
    PERSON,
    RECEIPT,
    SENDER,
    SITE,
    TEAM,
    View,
    age_marks,
    arrange_queue,
    paper_marks,
    row_marks,
    spoken,
)
from tests.ui.fakes import ME, FakeCache

TODAY = date(2026, 11, 22)


def rows() -> list[DocumentRow]:
    return FakeCache(filed=0, inbox=60).inbox("borken")


@given(st.sampled_from([AGE, RECEIPT, SENDER, PAGES, PAPER]), st.booleans(), st.sampled_from([MINE, TEAM, SITE]))
def test_every_order_keeps_every_row_of_the_queue(order: str, descending: bool, queue: str) -> None:
    every = ROWS
    arranged = arrange_queue(every, View(queue=queue, order=order, descending=descending), ME, TODAY)
    assert len(arranged.rows) == {MINE: arranged.mine, TEAM: arranged.team, SITE: arranged.site}[queue]
    assert arranged.site == len(every)


ROWS = rows()


def test_queues_do_not_mix() -> None:
    mine = arrange_queue(ROWS, View(queue=MINE), ME, TODAY).rows
    team = arrange_queue(ROWS, View(queue=TEAM), ME, TODAY).rows
    assert mine and all(row.worker == ME.id for row in mine)
    assert team and all(row.team in ME.teams and not row.worker for row in team)
    person = arrange_queue(ROWS, View(queue=PERSON, person="jan.weber"), ME, TODAY)
    assert all(row.worker == "jan.weber" for row in person.rows)


def test_oldest_first_and_newest_first() -> None:
    oldest = [row.received_on for row in arrange_queue(ROWS, View(order=AGE), ME, TODAY).rows]
    newest = [row.received_on for row in arrange_queue(ROWS, View(order=RECEIPT), ME, TODAY).rows]
    assert oldest == sorted(oldest)
    assert newest == sorted(newest, reverse=True)


def test_doubtful_pages_are_marked_and_found() -> None:
    doubtful = replace(ROWS[0], doubtful=True)
    assert [text for text, _tone in row_marks(doubtful)][-1] == "unsicher"
    assert arrange_queue((doubtful, *ROWS[1:]), View(words="unsicher"), ME, TODAY).rows == (doubtful,)


def test_filter_meets_every_word_and_channel() -> None:
    met = arrange_queue(ROWS, View(words="stadtwerke BORKEN"), ME, TODAY).rows
    assert met and all(row.sender == "Stadtwerke Borken" for row in met)
    assert all(row.channel == "fax" for row in arrange_queue(ROWS, View(channel="fax"), ME, TODAY).rows)


@pytest.mark.parametrize(
    ("scanned", "destroyed", "left", "tone"),
    [
        ("2026-11-20T06:12:31+01:00", "", 54, ""),
        ("2026-10-23", "", 26, "caution"),
        ("2026-10-10", "", 13, "bad"),
        ("2026-09-01", "", -26, "bad"),
        ("2026-10-10", "2026-11-20", -2, "bad"),
        ("", "", None, None),
        ("gestern", "", None, None),
    ],
)
def test_paper_clock(scanned: str, destroyed: str, left: int | None, tone: str | None) -> None:
    assert days_left(scanned, destroyed, TODAY) == left
    from dataclasses import replace

    marks = paper_marks(replace(ROWS[0], scanned_at=scanned, destroyed_at=destroyed), TODAY)
    assert [mark[1] for mark in marks] == ([] if tone is None else [tone])


def test_a_row_is_spoken_whole() -> None:
    row = next(row for row in ROWS if row.warned)
    said = spoken(row, TODAY)
    assert "Hinweis" in said and "Eingang" in said
    assert age_marks(row, TODAY)
