"""Why a document is not shown: short reasons inside the reading process, sentences for people outside of it."""

from app.domain.errors import DocumentUnreadable
from app.domain.texts import _

EMPTY = "empty"
PASSWORD_MISSING = "password-missing"
PASSWORD_WRONG = "password-wrong"
CERTIFICATE = "certificate"
UNSUPPORTED = "unsupported"
TOO_LARGE = "too-large"
MEMORY = "memory"
DAMAGED = "damaged"
NO_PAGES = "no-pages"
NO_SUCH_PAGE = "no-such-page"
NO_OTHER = "no-other"
NOT_FOUND = "not-found"
TARGET = "target"
NO_SUCH_ATTACHMENT = "no-such-attachment"
ATTACHMENT_TOO_LARGE = "attachment-too-large"
WRITING_TOO_LARGE = "writing-too-large"
WRITING_LOST = "writing-lost"
DISK_FULL = "disk-full"
SLOW = "slow"
CRASHED = "crashed"
CLOSED = "closed"

_CODES = {
    EMPTY: "empty",
    PASSWORD_MISSING: "password",
    PASSWORD_WRONG: "password",
    UNSUPPORTED: "unsupported",
    TOO_LARGE: "too-large",
    MEMORY: "too-large",
    DISK_FULL: "storage-full",
}


class Refusal(Exception):
    """Raised inside the reading process; carries one of the reasons above and nothing of the document."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def as_error(reason: str) -> DocumentUnreadable:
    """The error that the caller of the port sees for ``reason``."""
    title, advice = _sentences(reason)
    return DocumentUnreadable(title, advice, code=_CODES.get(reason, "unreadable"))


def _sentences(reason: str) -> tuple[str, str]:
    send_again = _("Bitte fordern Sie das Dokument noch einmal an oder lassen Sie es neu scannen.")
    known = {
        EMPTY: (_("Die Datei ist leer."), send_again),
        PASSWORD_MISSING: (
            _("Das Dokument ist mit einem Kennwort geschützt."),
            _("Bitte geben Sie das Kennwort ein, oder fordern Sie das Dokument ohne Kennwort an."),
        ),
        PASSWORD_WRONG: (
            _("Das Kennwort passt nicht zu diesem Dokument."),
            _("Bitte prüfen Sie die Schreibweise, auch die Groß- und Kleinschreibung."),
        ),
        CERTIFICATE: (
            _("Das Dokument ist für den Inhaber eines Zertifikats verschlüsselt."),
            _("Bitte fordern Sie das Dokument unverschlüsselt an."),
        ),
        UNSUPPORTED: (
            _("Diese Art von Datei kann nicht angezeigt werden."),
            _("Angezeigt werden PDF, TIFF, JPEG und PNG."),
        ),
        TOO_LARGE: (
            _("Die Seite ist zu groß, um angezeigt zu werden."),
            _("Bitte wählen Sie eine kleinere Auflösung, oder lassen Sie das Dokument kleiner scannen."),
        ),
        MEMORY: (
            _("Das Lesen des Dokuments braucht mehr Arbeitsspeicher als erlaubt."),
            _("Bitte lassen Sie das Dokument mit kleinerer Auflösung neu scannen."),
        ),
        DAMAGED: (_("Das Dokument ist beschädigt und lässt sich nicht lesen."), send_again),
        NO_PAGES: (_("Das Dokument enthält keine lesbare Seite."), send_again),
        NO_SUCH_PAGE: (_("Diese Seite gibt es in dem Dokument nicht."), _("Bitte prüfen Sie die Seitenzahl.")),
        NO_OTHER: (
            _("Diese Seite kann nur von einem Leseprogramm gezeichnet werden."),
            _("Im Zweifel vergleichen Sie die Seite mit dem Original."),
        ),
        NOT_FOUND: (
            _("Die Datei ist nicht vorhanden oder nicht zugänglich."),
            _("Bitte prüfen Sie, ob es die Datei noch gibt und ob Sie sie öffnen dürfen."),
        ),
        TARGET: (
            _("Die Seiten des Dokuments konnten nicht gespeichert werden."),
            _("Bitte prüfen Sie, ob noch Platz ist und ob Sie dort schreiben dürfen."),
        ),
        NO_SUCH_ATTACHMENT: (
            _("Diesen Anhang gibt es in dem Dokument nicht."),
            _("Bitte öffnen Sie die Liste der Anhänge noch einmal."),
        ),
        ATTACHMENT_TOO_LARGE: (
            _("Der Anhang ist zu groß, um entnommen zu werden."),
            _("Bitte fordern Sie ihn als eigenes Dokument an."),
        ),
        WRITING_TOO_LARGE: (
            _("Die ausgewählten Dokumente sind zusammen zu groß für eine Datei."),
            _("Bitte exportieren Sie sie in mehreren Teilen."),
        ),
        DISK_FULL: (
            _("Auf dem Datenträger ist kein Platz mehr für die Datei."),
            _("Bitte schaffen Sie Platz, oder wählen Sie einen anderen Ort."),
        ),
        WRITING_LOST: (
            _("Die Datei konnte nicht fertiggestellt werden."),
            _("Bitte wiederholen Sie den Vorgang."),
        ),
        SLOW: (_("Das Lesen des Dokuments hat zu lange gedauert und wurde abgebrochen."), send_again),
        CRASHED: (_("Das Dokument hat das Leseprogramm zum Absturz gebracht."), send_again),
        CLOSED: (_("Das Programm wird beendet; es werden keine Seiten mehr gelesen."), ""),
    }
    return known.get(reason, known[DAMAGED])
