"""The areas of the overview: a heading and what stands below it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.common.theme import SPACE_S


def line(*parts: QWidget | None) -> QHBoxLayout:
    """Side by side; None takes the room that is left."""
    made = QHBoxLayout()
    made.setSpacing(SPACE_S)
    for part in parts:
        if part is None:
            made.addStretch()
        else:
            made.addWidget(part)
    return made


def fill_card(card: QFrame, head: QHBoxLayout, body: QWidget) -> None:
    """Make a card of a frame."""
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
    column.setSpacing(SPACE_S)
    column.addLayout(head)
    column.addWidget(body, 1)


def card(head: QHBoxLayout, body: QWidget) -> QFrame:
    made = QFrame()
    fill_card(made, head, body)
    return made
