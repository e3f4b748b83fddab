"""Over a document: what people left for each other about it, and who looks at it just now."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.actions import NoteInformation
from app.domain.cache import Cache, Touched
from app.domain.records import Document, FollowUp, Information, Worker
from app.domain.texts import _
from app.tasks.desk import Desk, Step
from app.ui.common import format as fmt
from app.ui.common.follow_up_dialog import finish_step
from app.ui.common.widgets import Notice

SMALL_KINDS = frozenset({Information.kind, FollowUp.kind})


@dataclass(frozen=True, slots=True)
class Left:
    """What there is to say about a document. ``names`` are those of everybody at the site, by id."""

    document: str
    note: str
    returned: str
    information: Information | None
    follow_up: FollowUp | None
    names: dict[str, str]


def load_left(cache: Cache, site: str, document_id: str, me: Worker) -> Left:
    found = cache.document(document_id)
    document = found[2] if found is not None else None
    names = {one.id: one.name for one in cache.workers(site)}
    due = (one for one, _version in cache.records(site, FollowUp, open_only=True))
    follow_ups = [one for one in due if one.document == document_id]
    shown = (one for one, _version in cache.records(site, Information, open_only=True))
    informed = [one for one in shown if one.document == document_id]
    mine = [one for one in informed if one.worker == me.id or (not one.worker and one.team in me.teams)]
    return Left(
        document=document_id,
        note=_note(document, names, cache) if document is not None else "",
        returned=_("Zurück an die Poststelle") if document is not None and document.at_mail_room else "",
        information=mine[0] if mine else None,
        follow_up=min(follow_ups, key=lambda one: one.due_on, default=None),
        names=names,
    )


def _note(document: Document, names: dict[str, str], cache: Cache) -> str:
    note = document.note
    if note is None:
        return ""
    known = None if note.by in names else cache.worker(note.by)
    name = names.get(note.by) or (known[1].name if known is not None else note.by)
    return _("{name}, {when}: {text}").format(name=name, when=fmt.moment(note.at), text=note.text)


class WorkBar(QWidget):
    """Hidden while there is nothing to say. ``said`` comes when something is told or goes."""

    said = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document = ""
        self._left: Left | None = None
        self.presence, self.information, self.note, self.follow_up = (
            Notice("caution"), Notice(""), Notice(""), Notice("")
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for notice in (self.presence, self.information, self.note, self.follow_up):
            notice.setProperty("flat", True)
            column.addWidget(notice)
        self.information.pressed.connect(self.note_information)
        self.follow_up.pressed.connect(self._finish)
        desk.touched.connect(self._touched)
        if desk.presence is not None:
            desk.presence.changed.connect(self._show_presence)
        self.hide()

    def show_document(self, document_id: str) -> None:
        """Tell about this one; "": about none. It is told to the others that it is looked at."""
        if document_id == self._document:
            return
        self._document = document_id
        self._left = None
        self._show()
        if self._desk.presence is not None:
            self._desk.presence.look(document_id)
        self._load()

    @property
    def document(self) -> str:
        """Id of the document that is told about, or ""."""
        return self._document

    def note_information(self) -> None:
        """Zur Kenntnis genommen."""
        one = self._left.information if self._left else None
        if one is not None:
            action = NoteInformation(site=self._desk.site, by=self._desk.me.id, information=one.id)
            self._desk.perform(Step(_("Zur Kenntnis genommen"), (action,)))

    def _finish(self) -> None:
        if self._left is not None and self._left.follow_up is not None:
            self._desk.perform(finish_step((self._left.follow_up,), self._desk))

    def _load(self) -> None:
        document, desk = self._document, self._desk
        if document:
            newest = f"left-{id(self)}"
            desk.ask(lambda cache: load_left(cache, desk.site, document, desk.me), self._loaded, newest=newest)

    def _loaded(self, left: Left) -> None:
        if left.document == self._document:
            self._left = left
            self._show()

    def _touched(self, touched: Touched) -> None:
        if touched.everything or self._document in touched.documents or touched.others & SMALL_KINDS:
            self._load()

    def _show(self) -> None:
        left = self._left
        self.note.say("\n".join(part for part in (left.returned, left.note) if part) if left else "", "")
        self._show_information(left)
        follow_up = left.follow_up if left else None
        text = ""
        if follow_up is not None and left is not None:
            name = left.names.get(follow_up.worker, "")
            who = f" ({name})" if name and follow_up.worker != self._desk.me.id else ""
            text = _("Wiedervorlage am {date}{who}: {reason}").format(
                date=fmt.day(follow_up.due_on), who=who, reason=follow_up.reason
            )
        self.follow_up.say(text, "", _("Erledigt"))
        self._show_presence()

    def _show_information(self, left: Left | None) -> None:
        one = left.information if left else None
        text = ""
        if one is not None and left is not None:
            text = _("Zur Kenntnis von {name}, {when}").format(
                name=left.names.get(one.by, one.by), when=fmt.moment(one.at)
            )
            text = f"{text}: {one.text}" if one.text else text
        self.information.say(text, "", _("Zur Kenntnis genommen"))

    def _show_presence(self) -> None:
        watch = self._desk.presence
        others = watch.at(self._document) if watch is not None and self._document else ()
        names = self._left.names if self._left else {}
        known = ", ".join(names.get(one, one) for one in others)
        self.presence.say(_("{name} sieht dieses Dokument gerade an.").format(name=known) if others else "", "caution")
        shown = (self.presence, self.information, self.note, self.follow_up)
        self.setVisible(any(notice.accessibleName() for notice in shown))
        self.said.emit()
