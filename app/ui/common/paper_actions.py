"""What staff say about paper at the provider: a key each for the wishes and for "gesichtet", taken back by undo."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.actions import Action, CheckPaper, WishPaper, WithdrawWish
from app.domain.cache import DocumentRow
from app.domain.records import HOLD, ORIGINAL, RESCAN, Worker
from app.domain.texts import _, ngettext
from app.tasks.desk import Desk, Step
from app.ui.common import format as fmt
from app.ui.common.icons import wear
from app.ui.common.paper import WISH_ICONS, reason_labels, wish_label

KEYS = {ORIGINAL: "Ctrl+I", RESCAN: "Ctrl+N", HOLD: "Ctrl+B"}
CHECK_KEY = "Ctrl+J"


class PaperActions(QObject):
    """Adds the commands to ``owner``, where their keys work; ``rows`` gives the documents that are meant.

    A command that all of them follow already takes itself back.
    """

    def __init__(self, desk: Desk, owner: QWidget, rows: Callable[[], Sequence[DocumentRow]]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._rows = rows
        texts = {
            ORIGINAL: _("Original anfordern"),
            RESCAN: _("Neu scannen lassen"),
            HOLD: _("Papier aufbewahren"),
        }
        self._wishes = {
            wish: self._make(owner, text, KEYS[wish], WISH_ICONS[wish], partial(self.wish, wish))
            for wish, text in texts.items()
        }
        self._check = self._make(owner, _("Gesichtet: Scan ist in Ordnung"), CHECK_KEY, "ok", self.check)

    def all(self) -> list[QAction]:
        return [self._check, *self._wishes.values()]

    def add_to(self, menu: QMenu) -> None:
        """The commands as a part of a context menu, the wishes also with a reason."""
        paper = menu.addMenu(_("&Papier beim Scandienst"))
        wear(paper.menuAction(), "paper-clock")
        paper.addActions(self.all())
        paper.addSeparator()
        for wish, action in self._wishes.items():
            why = paper.addMenu(_("{wish}, weil …").format(wish=action.text()))
            for reason, label in reason_labels():
                chosen = partial(self.wish, wish, reason)
                why.addAction(label).triggered.connect(lambda _on=False, chosen=chosen: chosen())

    def wish(self, wish: str, reason: str = "") -> None:
        """Set the wish; without a ``reason`` take it back where all have it."""
        rows = list(self._rows())
        if rows:
            self._desk.perform(wish_step(rows, wish, reason, self._desk.me))

    def check(self) -> None:
        rows = list(self._rows())
        if rows:
            self._desk.perform(check_step(rows, self._desk.me))

    @staticmethod
    def _make(owner: QWidget, text: str, key: str, icon: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, owner)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        wear(action, icon)
        action.triggered.connect(lambda _on=False: slot())
        owner.addAction(action)
        return action


def wish_step(rows: Sequence[DocumentRow], wish: str, reason: str, me: Worker) -> Step:
    """The wish for all rows, or, where all have it and no reason is given, its withdrawal."""
    back = not reason and all(wish in dict(row.wishes) for row in rows)
    actions: list[Action] = []
    for row in rows:
        who = {"site": row.site, "by": me.id, "acted_at": _now(), "document": row.id, "wish": wish}
        actions.append(WithdrawWish(**who) if back else WishPaper(**who, reason=reason))
    label = _("{wish} zurückgenommen: {documents}") if back else _("{wish} vorgemerkt: {documents}")
    return Step(label.format(wish=wish_label(wish), documents=_named(rows)), tuple(actions))


def check_step(rows: Sequence[DocumentRow], me: Worker) -> Step:
    """Gesichtet for all rows, or, where all are, not any more."""
    checked = not all(row.checked for row in rows)
    actions = tuple(
        CheckPaper(site=row.site, by=me.id, acted_at=_now(), document=row.id, checked=checked) for row in rows
    )
    label = _("Gesichtet: {documents}") if checked else _("Nicht mehr gesichtet: {documents}")
    return Step(label.format(documents=_named(rows)), actions)


def _named(rows: Sequence[DocumentRow]) -> str:
    if len(rows) == 1:
        return fmt.title(rows[0])
    return ngettext("{n} Dokument", "{n} Dokumente", len(rows)).format(n=fmt.number(len(rows)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
