"""The sample of filings: a lead looks at each document where it was filed and says whether that is right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.actions import RecordFilingCheck
from app.domain.records import RIGHT, WRONG, FilingCheck
from app.domain.texts import _, ngettext
from app.services.filing_sample import DAYS, EACH, ENOUGH, RESULT_DAYS, Result, Sample, Sampled
from app.tasks.desk import Desk, Step
from app.ui.common import format as say
from app.ui.common.roles import Mark
from app.ui.common.tables import TWO_LINE_HEIGHT, Column, RowModel, RowTable
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, Notice, Pill, RememberingSplitter, text_label
from app.ui.team.cards import fill_card, line

Names = Callable[[], Mapping[str, str]]
"""Names of the workers by their ids."""


class DocumentView(Protocol):
    """What the sample needs of the viewer."""

    def show_document(self, document_id: str | None) -> None: ...


@dataclass(frozen=True, slots=True)
class ResultRow:
    result: Result
    name: str

    @property
    def id(self) -> str:
        return self.result.worker


def sample_columns(names: Names) -> tuple[Column, ...]:
    return (
        Column(
            "document",
            _("Ablage"),
            text=lambda one: say.title(one.row) if one.row is not None else _("Dokument gibt es nicht mehr"),
            detail=lambda one: _where(one),
            icon=lambda one: "folder",
            marks=_marks,
        ),
        Column(
            "by",
            _("Abgelegt von"),
            text=lambda one: names().get(one.filing.filed_by, one.filing.filed_by),
            detail=lambda one: say.moment(one.filing.filed_at),
            width=170,
        ),
    )


def _where(one: Sampled) -> str:
    if one.row is None:
        return ""
    parts = (say.case_number(one.row.case_number), one.row.case_name, _(one.row.register) if one.row.register else "")
    return "  ·  ".join(part for part in parts if part)


def _marks(one: Sampled) -> tuple[Mark, ...]:
    if one.check is None:
        return ()
    return ((_("richtig"), "good"),) if one.check.verdict == RIGHT else ((_("falsch"), "bad"),)


def sample_spoken(one: Sampled, names: Mapping[str, str]) -> str:
    parts = [
        say.title(one.row) if one.row is not None else _("Dokument gibt es nicht mehr"),
        _where(one),
        _("abgelegt von {name}").format(name=names.get(one.filing.filed_by, one.filing.filed_by)),
        say.moment(one.filing.filed_at),
        *(text for text, _tone in _marks(one)),
        "" if one.check is not None else _("noch nicht geprüft"),
    ]
    return ", ".join(part for part in parts if part)


def result_columns() -> tuple[Column, ...]:
    def share(row: ResultRow) -> str:
        right = row.result.share_right
        return _("zu wenige") if right is None else f"{right} %"

    return (
        Column("name", _("Person"), text=lambda row: row.name),
        Column("checked", _("Geprüft"), text=lambda row: say.number(row.result.checked), width=80, right=True),
        Column("wrong", _("Falsch"), text=lambda row: say.number(row.result.wrong), width=70, right=True),
        Column("share", _("Richtig"), text=share, width=92, right=True),
    )


def check_step(one: Sampled, verdict: str, remark: str, site: str, me: str) -> Step:
    label = _("Ablage geprüft: richtig") if verdict == RIGHT else _("Ablage geprüft: falsch")
    action = RecordFilingCheck(
        site=site,
        by=me,
        acted_at=datetime.now(UTC).isoformat(timespec="seconds"),
        document=one.filing.document,
        filed_at=one.filing.filed_at,
        verdict=verdict,
        remark=remark.strip(),
    )
    return Step(label, (action,))


class SamplePage(QWidget):
    """``viewer`` makes a widget that is a ``DocumentView``; it is made when the page is first shown."""

    move_wanted = Signal(str)
    """The document is filed wrongly and shall go to another file."""
    judged = Signal()
    """A verdict was written down."""

    def __init__(self, desk: Desk, viewer: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._make_viewer = viewer
        self._viewer: QWidget | None = None
        self._names: Mapping[str, str] = {}
        self.table = RowTable(
            RowModel(sample_columns(lambda: self._names), lambda one: sample_spoken(one, self._names)),
            _("Stichprobe"),
            row_height=TWO_LINE_HEIGHT,
        )
        self.results = RowTable(RowModel(result_columns()), _("Ergebnisse je Person"), row_height=26)
        self.empty = EmptyPanel("ok", "")
        self.notice = Notice()
        self.remark = QLineEdit()
        self.progress = Pill()
        self.right = QPushButton(_("&Richtig"))
        self.wrong = QPushButton(_("&Falsch"))
        self.repair = QPushButton(_("In andere Akte &verschieben …"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = QFrame()
        about = text_label(
            _("Zufällig {each} Ablagen je Person aus den letzten {days} Tagen, für alle Leitungen dieselben.").format(
                each=EACH, days=DAYS
            ),
            "small",
        )
        about.setWordWrap(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for widget, share in ((about, 0), (self._stack, 3), (self._results_side(), 0)):
            column.addWidget(widget, share)
        fill_card(left, line(text_label(_("Stichprobe von heute"), "heading"), self.progress, None), body)
        self.splitter = RememberingSplitter("team-sample")
        self.splitter.addWidget(left)
        self._place = QVBoxLayout()
        self._side = self._judging()
        self.splitter.addWidget(self._side)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.restore([460, 900])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE_M, 0, SPACE_M, SPACE_M)
        whole.addWidget(self.splitter)

    def _results_side(self) -> QWidget:
        self._known = QWidget()
        column = QVBoxLayout(self._known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        guard = text_label(
            _("Nur für Leitungen, nach Namen geordnet. Unter {n} geprüften Ablagen steht kein Anteil: "
              "er würde nichts sagen.").format(n=ENOUGH),
            "small",
        )  # fmt: skip
        guard.setWordWrap(True)
        column.addWidget(text_label(_("Ergebnisse der letzten {n} Tage").format(n=RESULT_DAYS), "strong"))
        column.addWidget(guard)
        self.results.setFixedHeight(180)
        column.addWidget(self.results)
        return self._known

    def _judging(self) -> QWidget:
        """The document above, the verdict below."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        self._place.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._place, 1)
        column.addWidget(self.notice)
        self.remark.setPlaceholderText(_("Bemerkung: bei „falsch“ in einem Satz, was nicht stimmt"))
        self.remark.setAccessibleName(_("Bemerkung"))
        self.repair.hide()
        column.addLayout(line(self.remark, self.right, self.wrong, self.repair))
        return side

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show)
        self.table.chosen.connect(lambda _one: self.remark.setFocus())
        self.right.clicked.connect(lambda: self.judge(RIGHT))
        self.wrong.clicked.connect(lambda: self.judge(WRONG))
        self.repair.clicked.connect(self._repair)
        for text, key, verdict in (
            (_("Ablage ist richtig"), "Ctrl+Return", RIGHT),
            (_("Ablage ist falsch"), "Ctrl+Backspace", WRONG),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, verdict=verdict: self.judge(verdict))
            self.addAction(action)

    # --- showing -------------------------------------------------------------------------------------------------
    def show_sample(self, sample: Sample, names: Mapping[str, str]) -> None:
        self._names = names
        if self._viewer is None:
            self._viewer = self._make_viewer()
            self._place.addWidget(self._viewer)
        first = self.table.current_row() is None
        self.table.show_rows(sample.entries, fall_back=True)
        self.results.show_rows([ResultRow(one, names.get(one.worker, one.worker)) for one in sample.results])
        self._known.setVisible(bool(sample.results))
        checked = sum(one.check is not None for one in sample.entries)
        self.progress.say(_("{n} von {all} geprüft").format(n=checked, all=len(sample.entries)))
        self._stack.setCurrentIndex(0 if sample.entries else 1)
        self.progress.setVisible(bool(sample.entries))
        self._side.setVisible(bool(sample.entries))
        if not sample.entries:
            advice = ngettext(
                "Am letzten Tag wurde nichts abgelegt.", "In den letzten {n} Tagen wurde nichts abgelegt.", DAYS
            )
            self.empty.say("ok", _("Nichts zu prüfen"), advice.format(n=DAYS))
        if first and sample.entries:
            self.table.go_to(next((n for n, one in enumerate(sample.entries) if one.check is None), 0))
        else:
            self._enable(self.table.current_row())

    def _show(self, one: Sampled | None) -> None:
        if self._viewer is not None:
            document = one.filing.document if one is not None and one.row is not None else None
            cast(DocumentView, self._viewer).show_document(document)
        self.remark.setText(one.check.remark if one is not None and one.check is not None else "")
        self.notice.say("")
        self._enable(one)

    def _enable(self, one: Sampled | None) -> None:
        own = one is not None and one.filing.filed_by == self._desk.me.id
        possible = one is not None and one.row is not None and one.check is None and not own
        for widget in (self.right, self.wrong, self.remark):
            widget.setEnabled(possible)
        if own:
            self.notice.say(_("Das ist Ihre eigene Ablage: sie prüft eine andere Leitung."), "")
        check = one.check if one is not None else None
        self.repair.setVisible(check is not None and check.verdict == WRONG and one is not None and one.row is not None)
        if check is not None and not own:
            self.notice.say(self._said(check), "good" if check.verdict == RIGHT else "bad")

    def _said(self, check: FilingCheck) -> str:
        verdict = _("richtig") if check.verdict == RIGHT else _("falsch")
        said = _("{name} hat am {when} geprüft: {verdict}.").format(
            name=self._names.get(check.by, check.by), when=say.moment(check.at), verdict=verdict
        )
        return f"{said} {check.remark}".strip()

    # --- judging -------------------------------------------------------------------------------------------------
    def judge(self, verdict: str) -> None:
        """Note the verdict; after "right" the next one that is not checked comes."""
        one = self.table.current_row()
        if not isinstance(one, Sampled) or not self.right.isEnabled():
            return
        remark = self.remark.text()
        if verdict == WRONG and not remark.strip():
            self.notice.say(_("Schreiben Sie dazu, was an der Ablage nicht stimmt."))
            self.remark.setFocus()
            return
        step = check_step(one, verdict, remark, one.filing.site, self._desk.me.id)
        self._desk.perform(step, self.judged.emit)
        if verdict == RIGHT:
            self._next()

    def _next(self) -> None:
        rows: Sequence[Sampled] = cast(RowModel, self.table.model()).rows
        here = self.table.currentIndex().row()
        order = [*range(here + 1, len(rows)), *range(here)]
        following = next((number for number in order if rows[number].check is None), None)
        if following is not None:
            self.table.go_to(following)

    def _repair(self) -> None:
        one = self.table.current_row()
        if isinstance(one, Sampled):
            self.move_wanted.emit(one.filing.document)
