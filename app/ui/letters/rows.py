"""The list of letters: what a line says, and the parts of the list."""

from collections.abc import Sequence

from app.domain.letter_words import letter_state
from app.domain.records.letters import (
    CANCELLED,
    DELIVERED,
    DRAFT,
    FAILED,
    POSTED,
    RETURNED,
)
from app.domain.texts import _
from app.services.letters.overview import ALL, LetterRow
from app.ui.common import format as fmt
from app.ui.common.roles import Mark
from app.ui.common.tables import Column

_TONES = {DELIVERED: "good", POSTED: "good", RETURNED: "bad", FAILED: "bad", CANCELLED: ""}
_ICONS = {
    RETURNED: "mail-returned",
    FAILED: "error",
    CANCELLED: "dismiss",
    DELIVERED: "mail-read",
    POSTED: "on-the-way",
}


def title(row: LetterRow) -> str:
    return row.letter.title or row.letter.letter_type or _("Brief")


def shown_part(rows: Sequence[LetterRow], part: str) -> tuple[LetterRow, ...]:
    return tuple(row for row in rows if part in (ALL, row.part))


def haystack(row: LetterRow) -> str:
    letter = row.letter
    return f"{title(row)} {letter.letter_type} {row.name} {row.case_number} {letter.job} {letter_state(letter)}"


def state_mark(row: LetterRow) -> Mark:
    """The state as a pill; what somebody has to do stands out."""
    letter = row.letter
    if letter.status == DRAFT and letter.check is not None:
        return _("Prüfung nicht bestanden"), "bad"
    if row.lacks_approval and not letter.job:
        return _("wartet auf Freigabe"), "caution"
    tone = "accent" if row.ready or (letter.job and letter.under_way) else ""
    return letter_state(letter), _TONES.get(letter.status, tone)


def columns() -> tuple[Column, ...]:
    return (
        Column(
            "letter",
            _("Brief"),
            text=title,
            detail=lambda row: f"{row.name} · {fmt.case_number(row.case_number)}",
            icon=lambda row: _ICONS.get(row.letter.status, "mail"),
            marks=lambda row: (state_mark(row),),
        ),
    )


def spoken(row: LetterRow) -> str:
    return ", ".join((title(row), row.name, row.case_number, state_mark(row)[0]))
