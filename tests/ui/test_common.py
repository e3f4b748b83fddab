"""The common parts: colours that can be read, words for dates, lists that keep their selection."""

from dataclasses import dataclass, fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.records import Person
from app.ui.common import format as say
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.icons import icon
from app.ui.common.tables import Column, RowModel, RowTable, arrange, places
from app.ui.common.theme import DARK, DARK_TOKENS, LIGHT, LIGHT_TOKENS, Tokens, theme
from app.ui.common.widgets import EmptyPanel, Notice, SearchField, Segments, Toast

TODAY = date(2026, 11, 22)
NAMES = ("Özdemir", "Meier", "Mayer", "Maier", "Kowalski")


@dataclass(frozen=True)
class Line:
    id: str
    name: str


def lines(*names: str) -> list[Line]:
    return [Line(f"id-{name}", name) for name in names]


# --- colours -----------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = QColor(colour).getRgbF()[:3]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(tokens: Tokens) -> None:
    grounds = ("ground", "surface", "raised", "selected")
    pairs = [(ink, ground) for ink in ("text", "muted") for ground in grounds]
    pairs += [("accent", ground) for ground in ("ground", "surface", "raised", "caution_ground", "bad_ground")]
    pairs += [(tone, f"{tone}_ground") for tone in ("good", "caution", "bad")]
    pairs += [(tone, "surface") for tone in ("good", "caution", "bad")]
    pairs += [("text", f"{tone}_ground") for tone in ("good", "caution", "bad")]
    pairs += [("on_fill", "fill")]
    poor = {pair: contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}
    # Frames and the mark of the focus: WCAG 1.4.11.
    for ground in ("ground", "surface"):
        assert contrast(tokens.frame, getattr(tokens, ground)) >= 3
        assert contrast(tokens.accent, getattr(tokens, ground)) >= 3


def test_a_change_of_colours_reaches_palette_and_icons(qtbot: QtBot) -> None:
    before = icon("inbox").pixmap(20, 20).toImage()
    with qtbot.waitSignal(theme.changed):
        theme.apply(DARK)
    assert theme.tokens is DARK_TOKENS
    assert QWidget().palette().window().color() == QColor(DARK_TOKENS.ground)
    assert icon("inbox").pixmap(20, 20).toImage() != before
    theme.apply(LIGHT)
    assert theme.tokens is LIGHT_TOKENS


def test_both_themes_name_the_same_tokens() -> None:
    assert all(getattr(DARK_TOKENS, entry.name) != "" for entry in fields(LIGHT_TOKENS))


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-11-22", "heute"),
        ("2026-11-21", "gestern"),
        ("2026-11-19", "vor 3 Tagen"),
        ("2026-11-01", "vor 3 Wochen"),
        ("2026-08-01", "vor 3 Monaten"),
        ("2023-11-20", "vor 3 Jahren"),
        ("2026-11-23", "in 1 Tag"),
        ("", ""),
        ("unbekannt", ""),
    ],
)
def test_ages_are_said_in_words(iso: str, words: str) -> None:
    assert say.age(iso, TODAY) == words


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_is_written_as_germans_write_it(when: date) -> None:
    assert say.day(when.isoformat()) == f"{when:%d.%m.}{when.year}"
    assert str(when.year) in say.month(when.isoformat())


def test_what_is_no_date_stays_as_it_is() -> None:
    assert say.day("Herbst 2026") == "Herbst 2026"
    assert say.moment("neulich") == "neulich"
    assert say.month("") == "Ohne Eingangsdatum"


def test_a_household_names_the_family_once() -> None:
    persons = [
        Person(last_name="Meier", first_name="Klaus", born="1983-03-13"),
        Person(last_name="Meier", first_name="Emil"),
        Person(last_name="Kowalski", first_name="Ewa"),
    ]
    assert say.household(persons).replace("\u00a0", " ") == "Klaus, geb. 13.03.1983 · Emil · Kowalski, Ewa"


def test_counts_and_sizes() -> None:
    assert say.pages(1) == "1 Seite"
    assert say.pages(1200) == "1\u202f200 Seiten"
    assert say.size(3_400_000) == "3,4 MB"
    assert say.case_number("35502BG0001234") == "35502\u202fBG\u202f0001234"


# --- lists -------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(qtbot: QtBot) -> RowTable:
    made = RowTable(RowModel([Column("name", "Name", lambda row: row.name)]), "Leute", several=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_selection_stays_with_its_rows_when_others_come_and_go(table: RowTable) -> None:
    table.show_rows(lines("Meier", "Mayer", "Maier"))
    table.go_to_id("id-Mayer")
    table.show_rows(lines("Abel", "Maier", "Mayer"))
    assert table.current_row().name == "Mayer"
    assert table.selected_ids() == ["id-Mayer"]


def test_many_chosen_rows_stay_chosen_with_their_gaps(table: RowTable) -> None:
    rows = lines(*(f"r{number}" for number in range(20_000)))
    table.show_rows(rows)
    table.go_to(0)
    table.selectAll()
    assert len(table.selected_rows()) == 20_000
    fewer = [*rows[5:7], *rows[100:]]
    table.show_rows(fewer, where=places(fewer))
    table.go_to(0)
    for number in (1, 5, 6, 9):
        index = table.model().index(number, 0)
        flags = QItemSelectionModel.SelectionFlag
        table.selectionModel().select(index, flags.Select | flags.Rows)
    assert table.selected_ids() == ["id-r5", "id-r6", "id-r103", "id-r104", "id-r107"]
    table.show_rows(rows)
    assert table.selected_ids() == ["id-r5", "id-r6", "id-r103", "id-r104", "id-r107"]


def test_when_the_current_row_goes_the_next_takes_its_place(table: RowTable, qtbot: QtBot) -> None:
    table.show_rows(lines("Meier", "Mayer", "Maier"))
    table.go_to_id("id-Mayer")
    with qtbot.waitSignal(table.current_changed) as told:
        table.show_rows(lines("Meier", "Maier"), fall_back=True)
    assert told.args[0].name == "Maier"
    table.show_rows(lines("Meier"), fall_back=True)
    assert table.current_row().name == "Meier"


def test_home_end_and_enter_work_a_list(table: RowTable, qtbot: QtBot) -> None:
    table.show_rows(lines(*NAMES))
    table.go_to(2)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_row().name == "Kowalski"
    qtbot.keyClick(table, Qt.Key.Key_Home)
    with qtbot.waitSignal(table.chosen) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args[0].name == "Özdemir"


@given(st.lists(st.sampled_from(NAMES)), st.sampled_from(["", "m", "mei", "ei m", "x"]), st.booleans())
def test_arranging_keeps_what_holds_every_word_in_order(names: list[str], words: str, descending: bool) -> None:
    column = Column("name", "Name", lambda row: row.name)
    shown = arrange(lines(*names), words, lambda row: row.name, column, descending=descending)
    kept = [name for name in names if all(word in name.casefold() for word in words.split())]
    assert [row.name for row in shown] == sorted(kept, key=str.casefold, reverse=descending)


def test_a_table_says_whole_rows_to_screen_readers() -> None:
    model = RowModel([Column("name", "Name", lambda row: row.name)], lambda row: f"Akte von {row.name}")
    model.show_rows(lines("Meier"))
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Akte von Meier"


@pytest.fixture
def groups(qtbot: QtBot) -> GroupedTable:
    made = GroupedTable("Dokumente", folding=True)
    qtbot.addWidget(made)
    made.show()
    made.show_groups(
        [
            Group("a", "Antrag", (Entry("1", "Hauptantrag"), Entry("2", "Anlage EK"))),
            Group("empty", "Leer", ()),
            Group("b", "Einkommen", (Entry("3", "Kündigung"),)),
        ]
    )
    return made


def test_groups_fold_by_keyboard_and_stay_folded(groups: GroupedTable, qtbot: QtBot) -> None:
    groups.go_to_id("2")
    qtbot.keyClick(groups, Qt.Key.Key_Left)
    assert groups.current_row() is None
    qtbot.keyClick(groups, Qt.Key.Key_Left)
    assert groups.model().rowCount() == 3
    qtbot.keyClick(groups, Qt.Key.Key_Down)
    qtbot.keyClick(groups, Qt.Key.Key_Down)
    assert groups.current_row() == Entry("3", "Kündigung")
    assert groups.go_to_id("1")
    assert groups.model().rowCount() == 5


def test_headings_are_jumped_over_where_they_do_not_fold(qtbot: QtBot) -> None:
    table = GroupedTable("Treffer")
    qtbot.addWidget(table)
    table.show_groups([Group("a", "Akten", (Entry("1", "eins"),)), Group("b", "Post", (Entry("2", "zwei"),))])
    table.go_to_first()
    table.step(1)
    assert table.current_row() == Entry("2", "zwei")
    table.step(-1)
    assert table.current_row() == Entry("1", "eins")
    table.step(-1)
    assert table.current_row() == Entry("1", "eins")


# --- small parts -------------------------------------------------------------------------------------------------


def test_a_search_field_hands_keys_to_its_list(qtbot: QtBot) -> None:
    field = SearchField("Suchen")
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClicks(field, " meier ")
    assert told.args == ["meier"]
    with qtbot.waitSignal(field.moved) as told:
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert told.args == [1]
    with qtbot.waitSignal(field.chosen):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.left):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_a_message_offers_to_take_the_step_back(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 600)
    parent.show()
    toast = Toast(parent)
    toast.say("1 Dokument abgelegt", "Rückgängig")
    assert toast.isVisible() and parent.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.pressed):
        qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_notices_and_empty_areas_speak(qtbot: QtBot) -> None:
    notice = Notice()
    panel = EmptyPanel("inbox", "Alles abgelegt", "Neue Post erscheint von selbst.", "Aktualisieren")
    for widget in (notice, panel):
        qtbot.addWidget(widget)
    notice.say("Ohne Verbindung", "caution")
    assert notice.accessibleName() == "Ohne Verbindung"
    notice.say("")
    assert notice.isHidden()
    assert panel.accessibleDescription() == "Neue Post erscheint von selbst."
    with qtbot.waitSignal(panel.pressed):
        panel.button.click()


def test_segments_switch(qtbot: QtBot) -> None:
    segments = Segments([("a", "tree", "Register"), ("b", "timeline", "Zeitachse")], "Ansicht")
    qtbot.addWidget(segments)
    segments.choose("a")
    with qtbot.waitSignal(segments.switched) as told:
        segments.buttons["b"].click()
    assert told.args == ["b"]
    assert segments.current == "b"


def test_colours_are_put_on_by_what_is_seen_then_by_the_rest(qtbot: QtBot) -> None:
    shown, hidden, gone = QWidget(), QWidget(), QWidget()
    for widget in (shown, hidden, gone):
        qtbot.addWidget(widget)
        theme.dress(widget)
    shown.show()
    light = shown.styleSheet()
    theme.apply(DARK)
    gone.deleteLater()
    qtbot.waitUntil(lambda: light not in (shown.styleSheet(), hidden.styleSheet()))
    assert shown.updatesEnabled() and shown.styleSheet() == hidden.styleSheet()
    theme.apply(LIGHT)
    theme.finish()
    assert shown.styleSheet() == hidden.styleSheet() == light
