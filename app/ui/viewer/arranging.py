"""Arranging the pages of a document among the small pages: cut, turn, move, take out, and one key that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.actions import ArrangePages
from app.domain.page_looks import BLANK, SEPARATOR
from app.domain.page_plan import PagePlan, told
from app.domain.page_sets import sheets_of, split
from app.domain.records import FILED, INBOX, Document, Sheet
from app.domain.texts import _, ngettext
from app.tasks.desk import Desk, Step
from app.ui.common.keys import InnerKeys
from app.ui.common.panels import as_area, text_label
from app.ui.common.roles import KEYS_OF
from app.ui.common.theme import SPACE_S, SPACE_XS
from app.ui.common.widgets import hairline
from app.ui.viewer.commands import command
from app.ui.viewer.opening import Opening
from app.ui.viewer.page_looking import PageLooker
from app.ui.viewer.thumbnails import ThumbnailStrip

LOOKED_AT_UNASKED = 100
"""Of a longer document, or one that is filed, pages are looked through when somebody asks: they have to be fetched."""
LINES_TOLD = 6
"""Documents that are named one by one before it is done."""


@dataclass(frozen=True, slots=True)
class ArrangeCommands:
    cut: QAction
    drop: QAction
    turn_left: QAction
    turn_right: QAction
    up: QAction
    down: QAction
    propose: QAction
    blanks: QAction
    apply: QAction
    discard: QAction

    def all(self) -> tuple[QAction, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def make_arrange_commands(owner: QWidget) -> ArrangeCommands:
    return ArrangeCommands(
        cut=command(owner, _("Hier neues Dokument beginnen"), "split", "Return", "Enter", "C"),
        drop=command(owner, _("Seite herausnehmen oder zurückholen"), "delete", "Del"),
        turn_left=command(owner, _("Seite nach links drehen"), "rotate-left", "Shift+R"),
        turn_right=command(owner, _("Seite nach rechts drehen"), "rotate", "R"),
        up=command(owner, _("Seite nach vorn"), "chevron-up", "Alt+Up"),
        down=command(owner, _("Seite nach hinten"), "chevron-down", "Alt+Down"),
        propose=command(owner, _("An Trennblättern und leeren Seiten teilen"), "documents", "V"),
        blanks=command(owner, _("Leere Seiten herausnehmen"), "document", "L"),
        apply=command(owner, _("Seiten so ordnen"), "ok", "Ctrl+Return", "Ctrl+Enter"),
        discard=command(owner, _("Ordnung verwerfen"), "dismiss", "Esc"),
    )


class ArrangeBar(QWidget):
    """The commands as buttons, what was found, and what will come of the plan."""

    def __init__(self, commands: ArrangeCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        c = commands
        self.found = text_label("", "small")
        self.take = QPushButton(_("Daran teilen"))
        self.outcome = text_label("", "small")
        self.do = QPushButton(_("So ordnen"))
        self.do.setProperty("role", "main")
        self.leave = QPushButton(_("Verwerfen"))
        for label in (self.found, self.outcome):
            label.setWordWrap(True)
        for button, action in ((self.take, c.propose), (self.do, c.apply), (self.leave, c.discard)):
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
        tools = QWidget()
        line = QHBoxLayout(tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for action in (c.cut, c.drop, c.turn_right, c.up, c.down):
            tool = QToolButton()
            tool.setDefaultAction(action)
            tool.setAccessibleName(action.text())
            tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(tool)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_S)
        inner.setSpacing(SPACE_XS)
        for part in (tools, self.found, self.take, self.outcome, self.do, self.leave):
            inner.addWidget(part)
        column.addWidget(hairline())
        column.addLayout(inner)

    def tell(self, plan: PagePlan | None, found: str, *, offer: bool) -> None:
        """``plan``: what is intended and not done yet, if anything; ``found``: pages that part the stack, in words;
        ``offer``: they may be taken as cuts."""
        for button in (self.do, self.leave, self.outcome):
            button.setVisible(plan is not None)
        self.outcome.setText(outcome(plan) if plan is not None else "")
        self.found.setText(found)
        self.found.setVisible(bool(found))
        self.take.setVisible(bool(found) and offer)


class ArrangePanel(InnerKeys):
    """The strip of small pages with its commands below. ``arranged`` gives the ids of the documents that were made of
    one, in the order of their pages, when it is written down."""

    arranged = Signal(object)

    def __init__(self, desk: Desk, strip: ThumbnailStrip, opening: Opening, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(KEYS_OF, _("Seiten ordnen"))
        self._desk, self._opening, self.strip = desk, opening, strip
        self.plan: PagePlan | None = None
        """None: what is shown cannot be arranged."""
        self._begun: dict[str, tuple[tuple[Sheet, ...], PagePlan]] = {}
        """Plans that were not carried out yet, by document."""
        self._wanted = False
        """The proposals are wanted as soon as all pages were looked at."""
        self.looker = PageLooker(desk.pages, self)
        self.commands = make_arrange_commands(self)
        self._followed = False
        self.bar: ArrangeBar | None = None
        """What stands below the strip, from when it is seen first."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(strip, 1)
        self.setFocusProxy(strip)
        c = self.commands
        effects: tuple[tuple[QAction, Callable[[], None]], ...] = (
            (c.cut, lambda: self._change(lambda plan, rows: plan.cut_before(rows))),
            (c.drop, lambda: self._change(lambda plan, rows: plan.drop(rows))),
            (c.turn_left, lambda: self._change(lambda plan, rows: plan.turn(rows, -90))),
            (c.turn_right, lambda: self._change(lambda plan, rows: plan.turn(rows, 90))),
            (c.up, lambda: self._move(-1)),
            (c.down, lambda: self._move(1)),
            (c.propose, self._propose),
            (c.blanks, self._drop_blanks),
            (c.apply, self.apply),
            (c.discard, self.discard),
        )
        for action, effect in effects:
            action.triggered.connect(lambda _on=False, effect=effect: effect())
        strip.dragged.connect(self._dragged)
        self.looker.changed.connect(self._looked)
        self._show()

    # --- what is shown ---------------------------------------------------------------------------------------
    def follow(self) -> None:
        """Other pages are laid out in the strip. While nobody sees it, nothing is planned: opening is quick."""
        was_planned, self.plan = self.plan is not None, None
        self._followed = self.isVisible()
        if not self._followed:
            if was_planned:
                self._show()
            return
        document = self._arrangeable()
        self.looker.stop()
        self._wanted = False
        if document is not None:
            sheets, plan = self._begun.get(document.id, ((), None))
            self.plan = plan if plan is not None and sheets == _now(document) else PagePlan.of(document)
            self.strip.rows_shown.turned_now([sheet.turn for sheet in sheets_of(document)])
            self._look(unasked=True)
        self._show()

    def _arrangeable(self) -> Document | None:
        document, opening = self._opening.document, self._opening
        if document is None or opening.file is not None or not opening.complete:
            return None
        # Records of older programs may not know how many pages there are.
        whole = len(self.strip.rows_shown.column) == len(sheets_of(document))
        possible = document.state_of_work in (INBOX, FILED) and "password" not in document.hints
        return document if whole and possible and len(sheets_of(document)) + len(document.dropped) > 1 else None

    @property
    def changed(self) -> bool:
        """Whether the plan is another than what is."""
        document = self._opening.document
        return self.plan is not None and document is not None and self.plan != PagePlan.of(document)

    def _show(self) -> None:
        plan, changed = self.plan, self.changed
        if plan is not None:
            self.strip.show_plan(plan, self.looker.looks)
        for action in self.commands.all():
            action.setEnabled(plan is not None)
        for action in (self.commands.apply, self.commands.discard):
            action.setEnabled(changed)
        if self.bar is not None:
            self.bar.setVisible(plan is not None)
            self.bar.tell(plan if changed else None, self._found_text(), offer=not changed and not self._wanted)

    # --- what pages look like --------------------------------------------------------------------------------
    def _looks(self) -> list[str]:
        """What each page of the plan looks like; nothing for one that was taken out before."""
        looks, pages = self.looker.looks, self.plan.pages if self.plan is not None else ()
        return [looks.get((page.sheet.original, page.sheet.page), "") if page.place else "" for page in pages]

    def _found_text(self) -> str:
        if self._wanted:
            return _("Die Seiten werden durchgesehen …")
        looks = self._looks()
        separators, blanks = looks.count(SEPARATOR), looks.count(BLANK)
        return ", ".join(
            part
            for part in (
                ngettext("{n} Trennblatt", "{n} Trennblätter", separators).format(n=separators) if separators else "",
                ngettext("{n} leere Seite", "{n} leere Seiten", blanks).format(n=blanks) if blanks else "",
            )
            if part
        )

    def _look(self, *, unasked: bool) -> None:
        document = self._opening.document
        if self.plan is None or document is None:
            return
        few = document.state_of_work == INBOX and len(self.plan.pages) <= LOOKED_AT_UNASKED
        if not unasked or (few and self.isVisible()):
            self.looker.look([(page.sheet.original, page.sheet.page) for page in self.plan.pages])

    def _looked(self) -> None:
        if self._wanted and not self.looker.running:
            self._wanted = False
            self._take_proposals()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.bar is None:
            self.bar = ArrangeBar(self.commands)
            self._column.addWidget(self.bar)
        self._look(unasked=True) if self._followed else self.follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.looker.stop()

    # --- changing the plan -----------------------------------------------------------------------------------
    def _change(self, change: Callable[[PagePlan, list[int]], PagePlan]) -> None:
        rows = self.strip.rows()
        if self.plan is not None and rows:
            self._take(change(self.plan, rows))

    def _take(self, plan: PagePlan) -> None:
        document = self._opening.document
        if document is not None:
            self.plan = plan
            self._begun[document.id] = (_now(document), plan)
            self._show()

    def _move(self, by: int) -> None:
        rows = self.strip.rows()
        if self.plan is None or not rows:
            return
        to = rows[0] - 1 if by < 0 else rows[-1] + 2
        if 0 <= to <= len(self.plan.pages):
            self._dragged(to)

    def _dragged(self, to: int) -> None:
        rows = self.strip.rows()
        if self.plan is None or not rows:
            return
        current = self.strip.currentIndex().row()
        first = to - sum(row < to for row in rows)
        self._take(self.plan.move(rows, to))
        moved = range(first, first + len(rows))
        self.strip.select(moved, first + rows.index(current) if current in rows else first)

    def _propose(self) -> None:
        """Take the proposals; pages that were not looked at are looked at first."""
        self._wanted = True
        self._look(unasked=False)
        self._show()

    def _take_proposals(self) -> None:
        if self.plan is not None and any(self._looks()):
            self._take(self.plan.propose(self._looks()))

    def _drop_blanks(self) -> None:
        if self.plan is not None:
            self._take(self.plan.without_blanks(self._looks()))

    def discard(self) -> None:
        """The pages as they are."""
        document = self._opening.document
        if document is not None and self.plan is not None:
            self._begun.pop(document.id, None)
            self.plan = PagePlan.of(document)
            self._show()

    # --- doing it --------------------------------------------------------------------------------------------
    def apply(self) -> None:
        """Carry the plan out as one step."""
        document, plan = self._opening.document, self.plan
        if document is None or plan is None or not self.changed:
            return
        parts = [[page.sheet for page in part] for part in plan.parts()]
        if not parts:  # the outcome says so
            return
        contents = split((self._opening.version, document), parts, [page.sheet for page in plan.dropped()])
        action = ArrangePages(
            site=self._desk.site,
            by=self._desk.me.id,
            acted_at=datetime.now(UTC).isoformat(timespec="seconds"),
            contents=contents,
        )
        label = _("Dokument in {n} geteilt").format(n=len(parts)) if len(parts) > 1 else _("Seiten geordnet")
        self._begun.pop(document.id, None)
        made = tuple(content.document for content in contents)
        self._desk.perform(Step(label, (action,)), lambda: self.arranged.emit(made))


def _now(document: Document) -> tuple[Sheet, ...]:
    return (*sheets_of(document), *document.dropped)


def outcome(plan: PagePlan) -> str:
    """What will come of a plan, in a few lines."""
    parts = plan.parts()
    if not parts:
        return _("Eine Seite muss bleiben.")
    lines = [_("Ergibt {n} Dokumente:").format(n=len(parts))] if len(parts) > 1 else [_("Ergibt ein Dokument:")]
    for number, part in enumerate(parts[:LINES_TOLD], start=1):
        text = ngettext("Seite {pages}", "Seiten {pages}", len(part))
        pages = text.format(pages=told([page.place for page in part]))
        lines.append(f"{number}:  {pages}" if len(parts) > 1 else pages)
    if len(parts) > LINES_TOLD:
        lines.append(_("… und {n} weitere").format(n=len(parts) - LINES_TOLD))
    out = [page.place for page in plan.dropped() if page.place]
    if out:
        lines.append(_("Herausgenommen: {pages}").format(pages=told(out)))
    return "\n".join(lines)
