"""Where pages lie: rules that hold for any document and window."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.viewer.layout import Fit, PageColumn

SIZES = st.lists(st.tuples(st.floats(20, 900), st.floats(20, 1300)), min_size=1, max_size=30)
VIEWS = st.tuples(st.floats(60, 3000), st.floats(60, 2000))


def arranged(sizes: list[tuple[float, float]], view: tuple[float, float], fit: Fit, factor: float) -> PageColumn:
    column = PageColumn(sizes)
    column.fit, column.factor, column.viewport = fit, factor, view
    column.arrange()
    return column


@given(SIZES, VIEWS, st.sampled_from(Fit), st.floats(0.1, 12), st.integers(0, 29))
def test_pages_follow_each_other_and_are_found_at_their_place(
    sizes: list[tuple[float, float]], view: tuple[float, float], fit: Fit, factor: float, which: int
) -> None:
    column = arranged(sizes, view, fit, factor)
    page = which % len(sizes)
    box = column.box(page)
    assert column.nearest(box.y + box.height / 2) == page
    assert page in column.between(box.y, box.bottom)
    assert all(column.box(n).bottom < column.box(n + 1).y for n in range(len(sizes) - 1))
    assert box.bottom <= column.height
    assert box.x >= 0 and box.x + box.width <= column.width + 0.01


@given(SIZES, VIEWS, st.floats(0.1, 12), st.floats(0.1, 12), st.floats(0, 1), st.floats(0, 1))
def test_an_anchor_finds_its_place_again_after_zooming(
    sizes: list[tuple[float, float]], view: tuple[float, float], one: float, two: float, across: float, down: float
) -> None:
    column = arranged(sizes, view, Fit.FREE, one)
    anchor = column.anchor(column.width * across, column.height * down, 10, 20)
    column.factor = two
    column.arrange()
    x, y = column.scroll_for(anchor)
    again = column.box(anchor.page)
    assert abs(again.x + anchor.across * again.width - (x + 10)) < 0.01
    assert abs(again.y + anchor.down * again.height - (y + 20)) < 0.01


def test_a_receipt_among_letters_is_not_blown_up_to_the_width() -> None:
    column = arranged([(210, 297)] * 3 + [(80, 200)], (1000, 800), Fit.WIDTH, 1.0)
    assert column.scale(3) <= column.scale(0) * 1.5
    assert column.box(0).width > column.box(3).width


def test_a_true_size_replaces_an_assumed_one_once() -> None:
    column = PageColumn([(210, 297)] * 3, assumed=True)
    column.arrange()
    assert not column.learn(0, (100, 100))
    assert column.learn(1, (297, 210))
    assert not column.learn(1, (210, 297))
    assert not column.learn(2, (210.3, 296.9))
