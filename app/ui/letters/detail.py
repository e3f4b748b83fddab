"""Beside a letter's pages: its state and facts, what the check found, everything that became of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.letter_check.findings import ERROR, Finding
from app.domain.letter_check.kept import findings_of
from app.domain.letter_states import known_on
from app.domain.letter_words import options_in_words, state_word
from app.domain.records.letters import INBOX_SOURCE
from app.domain.texts import _, ngettext
from app.services.letters.overview import LetterRow
from app.ui.common import format as fmt
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import Pill, as_area, text_label
from app.ui.letters.rows import state_mark, title

FINDING = "finding:"


class LetterDetail(QWidget):
    """``finding_chosen`` gives the ``Finding`` that shall be seen on its page."""

    finding_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        self._letter = ""
        self.title = text_label("", "heading")
        self.title.setWordWrap(True)
        self.state = Pill()
        self.said = text_label("")
        """The current finding in full: lines of the list may be too narrow for it."""
        self.said.setWordWrap(True)
        self.said.hide()
        self.list = GroupedTable(_("Angaben, Befunde und Verlauf"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.title)
        column.addWidget(self.state)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        self.list.current_changed.connect(self._chosen)
        self.list.chosen.connect(self._chosen)

    def show_letter(self, row: LetterRow | None) -> None:
        self.title.setText(title(row) if row is not None else "")
        self.state.say(*(state_mark(row) if row is not None else ("", "")))
        if row is None or row.id != self._letter:
            self.said.hide()
        self._letter = row.id if row is not None else ""
        self.list.show_groups(() if row is None else (_findings(row), _facts(row), _history(row)))

    def _chosen(self, entry: Entry | None) -> None:
        finding = entry.payload if entry is not None and isinstance(entry.payload, Finding) else None
        self.said.setText(f"{finding.said} {finding.advice}" if finding is not None else "")
        self.said.setVisible(finding is not None)
        if finding is not None:
            self.finding_chosen.emit(finding)


def _findings(row: LetterRow) -> Group:
    check = row.letter.check
    if check is None:
        return Group("findings", _("Prüfung"), (Entry("unchecked", _("Noch nicht geprüft"), None, "info"),))
    found = findings_of(check)
    if not found:
        return Group("findings", _("Prüfung"), (Entry("fine", _("Ohne Befund"), None, "ok:good"),))
    entries = tuple(
        Entry(
            f"{FINDING}{number}",
            finding.said,
            finding.advice,
            "error:bad" if finding.severity == ERROR else "warning:caution",
            ((_("S. {page}").format(page=finding.page), ""),) if finding.page else (),
            payload=finding,
        )
        for number, finding in enumerate(found)
    )
    return Group("findings", _("Prüfung"), entries)


def _facts(row: LetterRow) -> Group:
    letter, check = row.letter, row.letter.check
    said: list[tuple[str, str]] = [
        (_("Akte"), f"{row.name} · {fmt.case_number(row.case_number)}"),
        (_("Art"), letter.letter_type),
        (_("Anschrift im Fenster"), ", ".join(check.address) if check is not None else ""),
        (_("Umfang"), _extent(row)),
        (_("Versand"), options_in_words(letter.options)),
        (_("Kosten, geschätzt"), _euros(letter.cents) if letter.cents else ""),
        (_("Betrag im Brief"), _euros(letter.amount_cents) if letter.amount_cents else ""),
        (_("Anlagen"), ", ".join(part.title for part in letter.enclosures)),
        (_("Abholung"), fmt.moment(letter.collect_at) if letter.collect_at and letter.under_way else ""),
        (_("Gilt als bekannt gegeben am"), fmt.day(known_on(letter))),
        (_("Auftragsnummer"), letter.job),
    ]
    return Group("facts", _("Angaben"), tuple(Entry(f"fact:{name}", text, name) for name, text in said if text))


def _extent(row: LetterRow) -> str:
    pages = fmt.pages(row.letter.pages)
    sheets = row.letter.check.sheets if row.letter.check is not None else 0
    if not sheets:
        return pages
    on = ngettext("{n} Blatt", "{n} Blatt", sheets).format(n=sheets)
    return _("{pages} auf {sheets}").format(pages=pages, sheets=on)


def _euros(cents: int) -> str:
    return _("{euros},{cents:02} €").format(euros=fmt.number(cents // 100), cents=cents % 100)


def _history(row: LetterRow) -> Group:
    names = dict(row.people)
    entries = []
    for number, step in enumerate(reversed(row.letter.history)):
        told = _("Posteingang") if step.source == INBOX_SOURCE else _("Druckdienstleister")
        who = told if step.source else names.get(step.by, "")
        parts = (fmt.moment(step.at), who, step.reason)
        entries.append(Entry(f"step:{number}", state_word(step.state), " · ".join(part for part in parts if part)))
    letter = row.letter
    if letter.cancel_at:
        who = names.get(letter.cancel_by, letter.cancel_by)
        entries.insert(0, Entry("cancel", _("Aufhalten verlangt"), f"{fmt.moment(letter.cancel_at)} · {who}"))
    if letter.sent_at:
        who = names.get(letter.sent_by, letter.sent_by)
        entries.append(Entry("sent", _("Versand beauftragt"), f"{fmt.moment(letter.sent_at)} · {who}"))
    for approval in letter.approvals:
        who = names.get(approval.by, approval.by)
        entries.append(Entry(f"approval:{approval.by}", _("Freigabe"), f"{fmt.moment(approval.at)} · {who}"))
    return Group("history", _("Verlauf"), tuple(entries))
