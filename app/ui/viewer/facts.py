"""What is known of a document, over its pages: type, sender, receipt, paper clock, and what was noted at receipt."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.kept_kinds import rule_against
from app.domain.output import written_pages
from app.domain.page_sets import is_arranged
from app.domain.paper_clock import destroyed_on
from app.domain.records import FILED, Document
from app.domain.rules.paper import open_wishes, wish_state
from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.elided import ElidedLabel
from app.ui.common.panels import IconLabel
from app.ui.common.paper import paper_icon, paper_mark, wish_marks, wishes_said
from app.ui.common.theme import SPACE_M, SPACE_S, SPACE_XS
from app.ui.common.widgets import Notice, Pill, as_area, text_label, tool_button


class FactsBar(QWidget):
    """Two lines and, if something was noted, a notice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        self._document: Document | None = None
        self._title = ElidedLabel("heading")
        self._line = ElidedLabel("muted")
        self._paper, self._wish, self._twin, self._doubt = Pill(), Pill(), Pill(), Pill()
        for pill in (self._paper, self._wish, self._twin, self._doubt):
            pill.setMinimumHeight(20)
        self._more = tool_button("info", _("Alle Angaben zum Dokument"))
        self._more.clicked.connect(self.show_details)
        self._notice = Notice()
        self.other_scan = Notice("")
        self._show_beside: Callable[[str], None] | None = None
        self.other_scan.pressed.connect(self._show_other_scan)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        self._clock = IconLabel("paper-clock", 18, "muted")
        top.addWidget(self._title, 1)
        for widget in (self._doubt, self._twin, self._clock, self._wish, self._paper, self._more):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        column.setSpacing(SPACE_XS)
        column.addLayout(top)
        column.addWidget(self._line)
        column.addWidget(self._notice)
        column.addWidget(self.other_scan)
        self.show_document(None)

    def offer_beside(self, show: Callable[[str], None]) -> None:
        """``show`` puts a document (its id) beside the one that is shown: the other scan of the same paper."""
        self._show_beside = show

    def _show_other_scan(self) -> None:
        document = self._document
        if document is not None and self._show_beside is not None:
            self._show_beside(document.replaced_by or document.rescan_of)

    def show_document(self, document: Document | None, pages: int | None = None) -> None:
        """``pages`` as counted in the file, if it was read."""
        self._document = document
        self.setVisible(document is not None)
        if document is None:
            return
        today = datetime.now().astimezone().date()
        name = fmt.title(document)
        self._title.say(f"{name} · {document.sender}" if document.sender else name)
        facts = [
            fmt.came(document),
            fmt.channel(document.channel),
            fmt.pages(pages or document.pages),
            document.item,
            _("Vermerk: {remark}").format(remark=document.remark) if document.remark else "",
        ]
        self._line.say("  ·  ".join(fact for fact in facts if fact))
        self._paper.say(*paper_mark(document.scanned_at, document.destroyed_at, today))
        end = destroyed_on(document.scanned_at)
        ending = fmt.day(end.isoformat()) if end else ""
        self._paper.setToolTip(_("Der Scandienst vernichtet das Papier ab dem {date}.").format(date=ending))
        self._show_wishes(document)
        self._twin.say(_("Duplikat") if document.duplicate_of else "", "caution")
        self._twin.setToolTip(_("Dieselbe Datei kam schon einmal unter einer anderen Postnummer."))
        doubtful = [page for page, _reason in document.doubts]
        self._doubt.say(_("Darstellung unsicher") if doubtful else "", "caution")
        self._doubt.setToolTip(_("Seiten: {pages}").format(pages=written_pages(doubtful)))
        # In the inbox the filing panel says what must not be kept.
        rule = rule_against(document.document_type) if document.state_of_work == FILED else ""
        self._notice.say(" ".join(part for part in (rule, *(said for _code, said in document.warnings)) if part))
        self._say_other_scan(document)
        self.setAccessibleName(self._title.text())
        told = (
            self._line.text(), self._doubt.text(), self._wish.text(), self._paper.text(), self._notice.accessibleName(),
            self.other_scan.accessibleName(),
        )  # fmt: skip
        self.setAccessibleDescription(". ".join(part for part in told if part))

    def _say_other_scan(self, document: Document) -> None:
        said, button = "", ""
        if document.replaced_by:
            said, button = _("Der gewünschte neue Scan ist da."), _("Neuen Scan daneben zeigen")
        elif document.rescan_of:
            said, button = _("Das ist der gewünschte neue Scan."), _("Alten Scan daneben zeigen")
        self.other_scan.say(said, "", button if self._show_beside is not None else "")

    def _show_wishes(self, document: Document) -> None:
        """What shall happen with the paper and whether somebody has seen that the scan is good: icon and words."""
        wishes = tuple(
            (wish.wish, wish_state(wish.ordered, wish.withdrawn_at, wish.answer)) for wish in open_wishes(document)
        )
        checked = bool(document.checked_at)
        tones = [tone for _text, tone in wish_marks(wishes)]
        tone = next((tone for tone in ("bad", "accent") if tone in tones), "good")
        self._wish.say(wishes_said(wishes) or (_("Gesichtet") if checked else ""), tone)
        who = _("Gesichtet von {worker} am {date}").format(
            worker=document.checked_by, date=fmt.day(document.checked_at)
        )
        self._wish.setToolTip(who if checked else "")
        icon, _colon, token = (paper_icon(wishes, checked) or "paper-clock:muted").partition(":")
        self._clock.show_icon(icon, token)
        self._clock.setVisible(bool(self._paper.text()))

    def show_details(self) -> None:
        """All that the record and the provider's index say."""
        if self._document is not None:
            _Details(self._document, self.window()).open()


class _Details(QDialog):
    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Angaben zum Dokument"))
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_M)
        for label, value in details(document):
            shown = text_label(value)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setAccessibleName(f"{label}: {value}")
            form.addRow(text_label(label, "muted"), shown)
        buttons = QDialogButtonBox()
        buttons.addButton(_("Schließen"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)
        self.setMinimumWidth(460)


def details(document: Document) -> list[tuple[str, str]]:
    """(label, value) pairs, without those that say nothing."""
    pairs = [
        (_("Dokumententyp"), document.document_type),
        (_("Register"), document.register),
        (_("Titel"), document.title),
        (_("Absender"), document.sender),
        (_("Eingang"), fmt.day(document.received_on)),
        (_("Eingangsweg"), fmt.channel(document.channel)),
        (_("Gescannt"), fmt.moment(document.scanned_at) if document.scanned_at else ""),
        (_("Seiten"), str(document.pages)),
        (_("Format"), document.media.upper()),
        (_("Größe"), fmt.size(document.size) if document.size else ""),
        (_("Scandienst"), document.provider),
        (_("Lieferung"), document.delivery),
        (_("Postnummer"), document.item),
        (_("Datei der Lieferung"), document.file_name),
        (_("Code auf dem Papier"), document.code),
        (_("Band"), str(document.volume) if document.volume else ""),
        (_("Vermerk"), document.remark),
        (_("Prüfsumme (SHA-256)"), "" if is_arranged(document) else document.sha256),
        *document.extra,
    ]
    return [(label, value) for label, value in pairs if value]
