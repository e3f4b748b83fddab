"""The team lead's screen: the overview of open post, and the sample of filings. Only for who is team lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import Cache, DocumentRow, Touched
from app.domain.errors import AppError
from app.domain.records import Site
from app.domain.texts import _
from app.services.filing_sample import load_sample
from app.services.team_figures import (
    PERSON,
    SITE,
    Figures,
    Queue,
    Slice,
    lead_sites,
    load_figures,
    within,
)
from app.services.team_tables import names_of
from app.tasks.desk import Desk
from app.ui.common.errors import sentence
from app.ui.common.renewal import Renewal
from app.ui.common.tables import places
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, Notice, Segments, as_area, text_label
from app.ui.team.exporting import Exporting
from app.ui.team.list_card import Rows
from app.ui.team.overview import Overview
from app.ui.team.redistributing import Redistributing
from app.ui.team.sample import SamplePage
from app.ui.team.scope_box import ScopeBox

OVERVIEW, SAMPLE = "overview", "sample"
RELOAD_MS = 1_000
"""Others' work is shown after so long, once for all that came meanwhile."""


@dataclass(frozen=True, slots=True)
class Loaded:
    sites: tuple[Site, ...]
    """All that the lead sees, whatever is chosen."""
    figures: Figures
    part: Slice | None
    rows: Rows


def today() -> date:
    return datetime.now().astimezone().date()


class TeamScreen(QWidget):
    """Its signals lead to other screens."""

    document_wanted = Signal(str)
    case_wanted = Signal(str)
    move_wanted = Signal(str)
    """A document that was filed wrongly shall go to another file."""

    def __init__(self, desk: Desk, viewer: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        """``viewer`` makes the widget that shows a filing of the sample (a ``DocumentView``)."""
        super().__init__(parent)
        as_area(self, "ground")
        self._desk = desk
        self._part: Slice | None = None
        self.figures: Figures | None = None
        self.notice = Notice()
        self.overview = Overview()
        self.sample = SamplePage(desk, viewer)
        self.empty = EmptyPanel("team", "")
        self.giving = Redistributing(desk, self, self.notice, lambda: self.figures)
        self.exporting = Exporting(desk, self, self._exported)
        self._stack = QStackedWidget()
        self._lay_out()
        self._reload_soon = QTimer(self, singleShot=True, interval=RELOAD_MS)
        self._renewed = Renewal(self, self._reload_soon.start)
        self._connect()
        self._make_actions()

    def _lay_out(self) -> None:
        self.title = text_label(_("Teamleitung"), "title")
        self.scope = ScopeBox()
        self.head = QHBoxLayout()
        self.head.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, 0)
        self.head.setSpacing(SPACE_M)
        self.head.addWidget(self.title)
        self.head.addWidget(self.scope)
        self.head.addStretch()
        self.pages = Segments(
            [(OVERVIEW, "table", _("Überblick")), (SAMPLE, "eye", _("Stichprobe"))], _("Was die Teamleitung ansieht")
        )
        self.pages.choose(OVERVIEW)
        self.head.addWidget(self.pages)
        self.head.addWidget(self.exporting.button)
        self.exporting.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for widget in (self.overview, self.sample, self.empty):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(self.head)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.overview.part_wanted.connect(self._show_part)
        post = self.overview.post
        post.redistribute_wanted.connect(self.redistribute)
        post.document_wanted.connect(self.document_wanted)
        post.post_wanted.connect(self._open_post)
        post.case_wanted.connect(self.case_wanted)
        self.overview.holders.dropped.connect(self.giving.drop)
        self.giving.changed.connect(self.reload)
        self.sample.move_wanted.connect(self.move_wanted)
        self.exporting.saved.connect(
            lambda name: self.notice.say(_("Gespeichert als „{name}“.").format(name=name), "good", closable=True)
        )
        self.exporting.failed.connect(self._say)
        self.sample.judged.connect(self._ask_sample)
        self.pages.switched.connect(self._turn_to)
        self.scope.activated.connect(self._scope_chosen)
        self._reload_soon.timeout.connect(self.reload)
        self._desk.touched.connect(self._touched)
        self.empty.pressed.connect(self.reload)

    def _make_actions(self) -> None:
        made: tuple[tuple[str, Callable[[], object], tuple[str, ...]], ...] = (
            (_("Auswahl umverteilen"), self.redistribute, ("Ctrl+Shift+W",)),
            (_("Zur Liste"), self.overview.post.list.setFocus, ("F7",)),
            (_("Zu den Balken"), self.overview.holders.bars.setFocus, ("F6",)),
            (_("Alles zeigen"), lambda: self._show_part(None), ("Ctrl+Shift+A",)),
        )
        for text, effect, keys in made:
            action = QAction(text, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, effect=effect: effect())
            self.addAction(action)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.figures is None or self.figures.day != today():
            self.reload()

    # --- for the shell -------------------------------------------------------------------------------------------
    def focus_search(self) -> None:
        """Where the keyboard goes when the screen is entered."""
        (self.overview.post.list if self.pages.current == OVERVIEW else self.sample.table).setFocus()

    def reload(self) -> None:
        """Count anew, off the Qt thread."""
        self._reload_soon.stop()
        me, chosen, part, moved = self._desk.me.id, self.scope.site, self._part, dict(self.giving.moved)

        def load(cache: Cache) -> Loaded | None:
            return load_overview(cache, me, chosen, part, moved)

        self._desk.ask(load, self._show, self._failed, newest="team-figures")

    def redistribute(self) -> None:
        """Choose who shall have the chosen documents."""
        self.giving.choose(self.overview.post.list.meant())

    # --- showing -------------------------------------------------------------------------------------------------
    def _show(self, loaded: Loaded | None) -> None:
        if loaded is None:
            self.empty.say(
                "lock",
                _("Diese Ansicht ist für Teamleitungen"),
                _("Sie zeigt, wie viel Post bei wem liegt. Ihre Kennung hat die Rolle „team-lead“ an keinem Standort."),
            )
            self._stack.setCurrentWidget(self.empty)
            return
        self.figures = loaded.figures
        self.scope.offer(loaded.sites)
        self.overview.show_figures(loaded.figures, loaded.part, loaded.rows)
        self._turn_to(self.pages.current)

    def _turn_to(self, page: str) -> None:
        if self.figures is None:
            return
        self._stack.setCurrentWidget(self.overview if page == OVERVIEW else self.sample)
        if page == SAMPLE:
            self._ask_sample()

    def _ask_sample(self) -> None:
        if self.figures is None:
            return
        sites, names = self.figures.people.sites, names_of(self.figures, PERSON)
        self._desk.ask(
            lambda cache: load_sample(cache, sites, today()),
            lambda sample: self.sample.show_sample(sample, names),
            self._failed,
            newest="team-sample",
        )

    def _scope_chosen(self) -> None:
        self._part = None
        self.reload()

    def _show_part(self, part: Slice | None) -> None:
        self.overview.show_post()
        self._part = part
        figures = self.figures
        if figures is None:
            return

        def narrow(_cache: Cache) -> Rows:
            return rows_of(figures, part)

        def shown(rows: Rows) -> None:
            if self.figures is figures and self._part == part:
                self.overview.show_part(part, rows)

        self._desk.ask(narrow, shown, newest="team-part")

    def _failed(self, error: AppError) -> None:
        self.empty.say("error", error.title, error.advice, _("Noch einmal versuchen"))
        self._stack.setCurrentWidget(self.empty)

    def _open_post(self, row: DocumentRow) -> None:
        """In the inbox, which is that of the lead's own site."""
        if row.site == self._desk.site:
            self.document_wanted.emit(row.id)
            return
        names = names_of(self.figures, SITE) if self.figures is not None else {}
        said = _("Das Dokument liegt im Posteingang des Standorts {site}. Umverteilen können Sie es hier.")
        self.notice.say(said.format(site=names.get(row.site, row.site)), "", closable=True)

    def _touched(self, touched: Touched) -> None:
        if touched.everything or touched.documents or touched.others - {"outbox"}:
            self._renewed.want()

    def _exported(self) -> tuple[Figures, Sequence[DocumentRow]] | None:
        return None if self.figures is None else (self.figures, self.overview.shown())

    def _say(self, error: AppError) -> None:
        self.notice.say(sentence(error), "bad", closable=True)


def load_overview(
    cache: Cache, me: str, chosen: str, part: Slice | None, moved: Mapping[str, Queue]
) -> Loaded | None:
    """Off the Qt thread. None when ``me`` is team lead nowhere."""
    sites = lead_sites(cache, me)
    if not sites:
        return None
    shown = tuple(site for site in sites if site.id == chosen) or sites
    figures = load_figures(cache, shown, today(), moved)
    return Loaded(sites, figures, part, rows_of(figures, part))


def rows_of(figures: Figures, part: Slice | None) -> Rows:
    rows = figures.rows if part is None else tuple(filter(within(figures, part), figures.rows))
    return Rows(rows, places(rows))
