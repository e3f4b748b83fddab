"""Going from one place to another: between screens, to a file, to a document wherever it lies."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.cache import CaseRow, DocumentRow
from app.domain.records import FILED, Announcement
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common import format as say
from app.ui.common.work_bar import WorkBar
from app.ui.shell.areas import Areas
from app.ui.shell.compose import InboxPart
from app.ui.shell.rail import NavigationRail

if TYPE_CHECKING:
    from app.ui.cases.screen import CasesScreen

INBOX, CASES, LETTERS, ACTIVITY, WORK, TEAM = "inbox", "cases", "letters", "activity", "work", "team"


class Navigation(QObject):
    """``said``: why there is nothing to go to."""

    said = Signal(str)

    def __init__(self, desk: Desk, rail: NavigationRail, areas: Areas) -> None:
        super().__init__(areas)
        self._desk = desk
        self._rail = rail
        self._areas = areas
        rail.chosen.connect(self.go_to)

    @property
    def current(self) -> str:
        """Key of the screen that is shown."""
        return self._areas.current

    def go_to(self, key: str) -> None:
        """Show a screen and put the keyboard where its work begins."""
        self._rail.choose(key)
        widget = self._areas.show(key)
        self._say_what_is_shown(widget)
        focus: Callable[[], None] = getattr(widget, "focus_search", widget.setFocus)
        focus()

    def _say_what_is_shown(self, widget: QWidget) -> None:
        """To the others: the document of this screen, none where it has none."""
        bar = getattr(widget, "left_word", None)
        if self._desk.presence is not None:
            self._desk.presence.look(bar.document if isinstance(bar, WorkBar) else "")

    def open_case(self, case_id: str, document_id: str = "", site: str = "") -> None:
        self.go_to(CASES)
        cast("CasesScreen", self._areas[CASES]).open_case(case_id, document_id, site)

    def open_case_row(self, row: CaseRow) -> None:
        self.open_case(row.id, site=row.site)

    def open_filed(self, row: DocumentRow) -> None:
        if row.handed_to:
            self._say_handed_over(row)
            return
        self.open_case(row.case, row.id, row.site)

    def show_waiting(self, row: DocumentRow) -> None:
        self.show_in_inbox(row.id)

    def show_in_inbox(self, document_id: str) -> None:
        self.go_to(INBOX)
        cast(InboxPart, self._areas[INBOX]).open_document(document_id)

    def show_document(self, document_id: str) -> None:
        """Where the document is now: in its file, or in the inbox."""
        self._desk.ask(lambda cache: cache.document_row(document_id), self._go_where_it_is, newest="where")

    def move_elsewhere(self, document_id: str) -> None:
        """Show a filed document in its file and ask in which other file it shall lie."""

        def go(row: DocumentRow | None) -> None:
            if row is None or row.state_of_work != FILED:
                self._go_where_it_is(row)
                return
            self.go_to(CASES)
            cast("CasesScreen", self._areas[CASES]).open_case(row.case, row.id, row.site, move=True)

        self._desk.ask(lambda cache: cache.document_row(document_id), go, newest="where")

    def _go_where_it_is(self, row: DocumentRow | None) -> None:
        if row is None:
            self.said.emit(_("Dieses Dokument gibt es hier nicht (mehr)."))
        elif row.state_of_work == FILED:
            self.open_filed(row)
        elif row.handed_to:
            self._say_handed_over(row)
        else:
            self.show_waiting(row)

    def _say_handed_over(self, row: DocumentRow) -> None:
        """Where somebody who asks for it has to ask."""

        def told(names: dict[str, str]) -> None:
            name = names.get(row.handed_to, row.handed_to)
            self.said.emit(_("„{document}“ liegt beim Standort {site}.").format(document=say.title(row), site=name))

        self._desk.ask(lambda cache: {site.id: site.name for site in cache.all_sites()}, told)

    def show_announced(self, post: Announcement) -> None:
        if post.case:
            self.open_case(post.case)
            return
        self.said.emit(
            _("Angekündigt am {date}, {item}: wird noch gescannt.").format(
                date=say.day(post.announced_on or post.received_on), item=post.item
            )
        )
