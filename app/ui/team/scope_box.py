"""Which of a lead's sites is looked at; hidden where there is one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.records import Site
from app.domain.texts import _


class ScopeBox(QComboBox):
    """``activated`` comes when the user has chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Standort"))
        self.hide()

    @property
    def site(self) -> str:
        """Id of the one site; empty: all."""
        return str(self.currentData() or "")

    def offer(self, sites: Sequence[Site]) -> None:
        self.setVisible(len(sites) > 1)
        entries = [("", _("Alle Standorte")), *((site.id, site.name) for site in sites)]
        if [self.itemData(place) for place in range(self.count())] != [key for key, _name in entries]:
            chosen = self.site
            self.clear()
            for key, name in entries:
                self.addItem(name, key)
            self.setCurrentIndex(max(0, self.findData(chosen)))
