"""The list of letters: what a line says, and the parts of the list."""

from collections.abc import Sequence

from app.domain.letter_words import letter_state
from app.domain.texts import _
from app.services.letters.overview import ALL, LetterRow
from app.ui.common import format as fmt
from app.ui.common.letters import letter_icon, letter_mark, letter_title
from app.ui.common.roles import Mark
from app.ui.common.tables import Column


def title(row: LetterRow) -> str:
    return letter_title(row.letter)


def shown_part(rows: Sequence[LetterRow], part: str) -> tuple[LetterRow, ...]:
    return tuple(row for row in rows if part in (ALL, row.part))


def haystack(row: LetterRow) -> str:
    letter = row.letter
    return f"{title(row)} {letter.letter_type} {row.name} {row.case_number} {letter.job} {letter_state(letter)}"


def state_mark(row: LetterRow) -> Mark:
    return letter_mark(row.letter, lacks_approval=row.lacks_approval, ready=row.ready)


def columns() -> tuple[Column, ...]:
    return (
        Column(
            "letter",
            _("Brief"),
            text=title,
            detail=lambda row: f"{row.name} · {fmt.case_number(row.case_number)}",
            icon=lambda row: letter_icon(row.letter),
            marks=lambda row: (state_mark(row),),
        ),
    )


def spoken(row: LetterRow) -> str:
    return ", ".join((title(row), row.name, row.case_number, state_mark(row)[0]))
