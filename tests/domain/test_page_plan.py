"""What is intended with pages before it is done, and which pages look as if they part a stack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.domain.page_looks import BLANK, SEPARATOR, look_of
from app.domain.page_plan import PagePlan, told
from app.domain.records import Document, Sheet


def plan(pages: int) -> PagePlan:
    return PagePlan.of(Document(id="a", sha256="aa", pages=pages))


def shown(made: PagePlan) -> list[list[int]]:
    return [[page.place for page in part] for part in made.parts()]


def test_cuts_make_documents_and_are_taken_back_by_the_same_key() -> None:
    made = plan(5).cut_before([2, 3])
    assert shown(made) == [[1, 2], [3], [4, 5]]
    assert [made.document_of(number) for number in range(5)] == [1, 0, 2, 3, 0]
    assert shown(made.cut_before([3])) == [[1, 2], [3, 4, 5]]
    assert plan(5).cut_before([0]) == plan(5)


def test_pages_that_are_taken_out_belong_to_no_document_and_come_back() -> None:
    made = plan(4).cut_before([1, 2]).drop([1])
    assert shown(made) == [[1], [3, 4]] and [page.place for page in made.dropped()] == [2]
    assert shown(made.drop([1])) == [[1], [2], [3, 4]]
    one, two = (Sheet(original="a", page=number) for number in (1, 2))
    again = PagePlan.of(Document(id="a", sha256="aa", sheets=(two,), dropped=(one,)))
    assert shown(again) == [[1]] and shown(again.drop([1]).move([1], 0)) == [[0, 1]]


def test_pages_move_and_cuts_stay_where_they_are() -> None:
    made = plan(5).cut_before([2]).move([3, 4], 0)
    assert shown(made) == [[4, 5], [1, 2, 3]]
    assert shown(plan(3).move([0], 3)) == [[2, 3, 1]] and shown(plan(3).move([1], 2)) == [[1, 2, 3]]


def test_separator_sheets_cut_and_go_and_blank_pages_go_with_them() -> None:
    looks = ["", "", SEPARATOR, SEPARATOR, "", BLANK, "", SEPARATOR]
    made = plan(8).propose(looks)
    assert shown(made) == [[1, 2], [5, 7]] and [page.place for page in made.dropped()] == [3, 4, 6, 8]
    assert shown(plan(4).propose(["", BLANK, "", ""])) == [[1], [3, 4]]
    assert shown(plan(3).propose([SEPARATOR, "", ""])) == [[2, 3]]
    assert shown(plan(3).without_blanks(["", BLANK, ""])) == [[1, 3]]


def changed(made: PagePlan, what: str, chosen: set[int], to: int, looks: list[str]) -> PagePlan:
    match what:
        case "c":
            return made.cut_before(chosen)
        case "m":
            return made.move(chosen, to)
        case "t":
            return made.turn(chosen, 90)
        case "d":
            return made.drop(chosen)
    return made.propose(looks)


@given(st.data(), st.integers(1, 8))
def test_no_plan_loses_a_page(data: st.DataObject, pages: int) -> None:
    made = plan(pages)
    rows = st.sets(st.integers(0, pages - 1), min_size=1)
    for what in data.draw(st.lists(st.sampled_from("cmtdp"), max_size=6)):
        chosen = data.draw(rows)
        looks = [data.draw(st.sampled_from(("", BLANK, SEPARATOR))) for _ in range(pages)]
        to = data.draw(st.integers(0, pages))
        made = changed(made, what, chosen, to, looks)
    there = [page.place for part in made.parts() for page in part] + [page.place for page in made.dropped()]
    assert sorted(there) == list(range(1, pages + 1))
    assert all(made.parts())


def test_page_numbers_are_told_in_short() -> None:
    assert told([1, 2, 3, 7, 9, 8]) == "1–3, 7, 9, 8"


def page(draw: str = "") -> Image.Image:
    """At the resolution of a scanner, made small as a reader does it."""
    big = Image.new("L", (1240, 1754), 252)
    pen = ImageDraw.Draw(big)
    if draw in ("line", "fax"):
        pen.text((150, 200), "Mit freundlichen Grüßen", fill=0, font_size=26)
    if draw in ("dust", "fax"):
        for x in range(130, 1100, 97):
            pen.rectangle((x, (x * 7) % 1500 + 120, x + 4, (x * 7) % 1500 + 123), fill=0)
        pen.rectangle((0, 0, 25, 1754), fill=20)  # the scanner's shadow
    elif draw == "signature":
        pen.line([(200, 300), (260, 240), (300, 320), (360, 250), (420, 310)], fill=60, width=3)
    elif draw in ("patch", "upright"):
        for y, thick in ((300, 90), (480, 45), (580, 45), (680, 45)):
            box = (150, y, 1090, y + thick)
            pen.rectangle(box if draw == "patch" else (box[1], box[0], box[3], box[2] + 400), fill=0)
    elif draw == "form":
        for y in (280, 420, 560, 700, 900):
            pen.rectangle((100, y, 1140, y + 36), fill=0)
        pen.text((150, 360), "Görlitz, Franziska", fill=0, font_size=30)
    return big.resize((331, 468), Image.Resampling.BOX)


@pytest.mark.parametrize(
    ("draw", "words", "look"),
    [
        ("", "", BLANK),
        ("dust", "", BLANK),
        ("line", "", ""),
        ("fax", "", ""),
        ("signature", "", ""),
        ("form", "", ""),
        ("patch", "", SEPARATOR),
        ("upright", "", SEPARATOR),
        ("line", "Trennblatt Nr. 7", SEPARATOR),
        ("", "unsichtbar", ""),
        ("line", "Wir senden Ihnen das Trennblatt " + "und noch viele Worte " * 30, ""),
    ],
)
def test_blank_pages_and_separator_sheets_are_told_from_pages_to_be_read(draw: str, words: str, look: str) -> None:
    made = page(draw)
    assert look_of(words.split(), made.tobytes(), *made.size) == look
