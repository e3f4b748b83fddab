"""The sample of filings: the same for everybody, spread over persons and days, stable through the day."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.domain.cache import FilingRow
from app.domain.records import RIGHT, WRONG, FilingCheck
from app.domain.rules.lead import check_id
from app.services.filing_sample import DAYS, ENOUGH, Result, draw, results
from app.services.team_figures import day_of
from tests.team.making import TODAY, ago, filing


def check(one: FilingRow, at: str, verdict: str = RIGHT) -> FilingCheck:
    id_ = check_id(one.document, one.filed_at)
    return FilingCheck(
        id=id_, document=one.document, case="c", filed_by=one.filed_by, filed_at=one.filed_at, verdict=verdict,
        by="maria", at=at,
    )  # fmt: skip


filings = st.lists(
    st.builds(
        lambda number, filed, by: filing(f"d{number}", received=filed + 1, filed=filed, by=by),
        st.integers(0, 10_000),
        st.integers(0, DAYS + 3),
        st.sampled_from(["anna", "ben", ""]),
    ),
    unique_by=lambda one: one.document,
)


@given(filings, st.randoms())
def test_everybody_draws_the_same_as_many_of_each_person_over_the_days(
    post: list[FilingRow], chance: object
) -> None:
    drawn = draw(post, {}, TODAY, each=3)
    mixed = list(post)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert {one.document for one in draw(mixed, {}, TODAY, each=3)} == {one.document for one in drawn}
    possible = [one for one in post if one.filed_by and ago(DAYS) <= day_of(one.filed_at) <= ago(1)]
    wanted = {by: min(3, count) for by, count in Counter(one.filed_by for one in possible).items()}
    assert Counter(one.filed_by for one in drawn) == wanted
    for by, count in wanted.items():
        days = {day_of(one.filed_at) for one in possible if one.filed_by == by}
        taken = [day_of(one.filed_at) for one in drawn if one.filed_by == by]
        assert len(set(taken)) == min(count, len(days))


def test_what_is_filed_or_checked_today_does_not_change_the_sample() -> None:
    post = [filing(f"d{number}", received=9, filed=1 + number % DAYS) for number in range(40)]
    drawn = draw(post, {}, TODAY)
    assert draw([*post, filing("today", received=3, filed=0)], {}, TODAY) == drawn
    checked = check(drawn[0], f"{TODAY.isoformat()}T09:00:00Z")
    assert draw(post, {checked.id: checked}, TODAY) == drawn


def test_what_came_filed_in_a_legacy_delivery_is_nobodys_work() -> None:
    came = [filing(f"a{number}", received=4, filed=2, by="system") for number in range(5)]
    assert draw(came, {}, TODAY) == []


def test_another_day_draws_anew_and_leaves_out_what_was_checked() -> None:
    post = [filing(f"d{number}", received=9, filed=2) for number in range(40)]
    drawn = draw(post, {}, TODAY)
    checked = {one.id: one for one in (check(filed, f"{ago(1)}T09:00:00Z") for filed in drawn)}
    again = draw(post, checked, TODAY)
    assert len(again) == len(drawn) and not set(again) & set(drawn)
    assert draw(post, {}, TODAY.replace(day=21)) != drawn


def test_results_say_nothing_about_few_and_forget_the_old() -> None:
    post = [filing(f"d{number}", received=9, filed=2) for number in range(ENOUGH)]
    checks = [check(one, f"{ago(1)}T09:00:00Z", WRONG if not number else RIGHT) for number, one in enumerate(post)]
    (result,) = results(checks, TODAY)
    assert result == Result("anna", ENOUGH, 1) and result.share_right == 90
    (few,) = results(checks[1:], TODAY)
    assert few.share_right is None
    assert results([check(post[0], "2026-01-02T09:00:00Z")], TODAY) == []
