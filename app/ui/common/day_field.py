"""A field for a date as people type it."""

from datetime import date, datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.dates import read_day
from app.ui.common.panels import restyle


def today() -> date:
    return datetime.now().astimezone().date()


class DayField(QLineEdit):
    """The receipt date. What is no date is shown as wrong."""

    def __init__(self, day: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Eingang"))
        self.setToolTip(_("Das Eingangsdatum, zum Beispiel 18.11.2026"))
        self.setPlaceholderText(_("TT.MM.JJJJ"))
        self.textChanged.connect(lambda _text: self._mark())
        self.show_day(day)

    def show_day(self, day: str) -> None:
        """An ISO date, or "" for none."""
        self.setText(fmt.day(day))

    def day(self) -> str:
        """The ISO date that stands there; "" for none."""
        return read_day(self.text(), today()) or ""

    def wrong(self) -> bool:
        """Something stands there that is no date."""
        typed = self.text().strip()
        return bool(typed) and read_day(typed, today()) is None

    def _mark(self) -> None:
        wrong = self.wrong()
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            restyle(self)
            self.setAccessibleDescription(_("Das ist kein Datum.") if wrong else "")
