"""What the findings of the check say, in the language of the screen: what is wrong, and what to do."""

from collections.abc import Mapping

from app.domain.texts import _

Values = Mapping[str, str]


def said(code: str, values: Values) -> str:
    """What is wrong, as a sentence; the code itself where only a newer program knows it."""
    return _filled(_said(), code, values) or code


def advice(code: str, values: Values) -> str:
    """What to do about it."""
    return _filled(_advice(), code, values)


def _filled(sentences: Mapping[str, str], code: str, values: Values) -> str:
    """The sentence of the code, or of its variant that ``why`` names."""
    sentence = sentences.get(f"{code}:{values.get('why', '')}") or sentences.get(code, "")
    return sentence.format_map(_Filled(_named(values)))


def mend_said(kind: str, values: Values) -> str:
    """What a mend would do."""
    return _filled(_mends(), kind, values) or kind


class _Filled(dict[str, str]):
    """A value that is not there leaves a gap, not an error: findings are kept longer than programs."""

    def __missing__(self, key: str) -> str:
        return ""


def _named(values: Values) -> dict[str, str]:
    """Lists of codes become lists of words."""
    words = {**_edges(), **_kinds()}
    listed = {name: values[name].split() for name in ("edges", "kinds") if name in values}
    return {**values, **{name: ", ".join(words.get(one, one) for one in some) for name, some in listed.items()}}


def _edges() -> dict[str, str]:
    return {"left": _("links"), "right": _("rechts"), "top": _("oben"), "bottom": _("unten")}


def _kinds() -> dict[str, str]:
    return {
        "javascript": _("JavaScript"),
        "launch": _("Programmaufruf"),
        "submit": _("Versand von Formulardaten"),
        "embedded-file": _("eingebettete Datei"),
        "media": _("Ton, Film oder 3D"),
        "xfa": _("XFA-Formular"),
    }


def _said() -> dict[str, str]:
    return {
        "unreadable": _("Die Datei kann nicht gelesen werden."),
        "unreadable:damaged": _("Die Datei ist beschädigt; es kann etwas fehlen."),
        "encrypted": _("Die Datei ist verschlüsselt oder mit einem Kennwort geschützt."),
        "active-content": _("Die Datei enthält aktive oder verborgene Inhalte: {kinds}."),
        "page-size": _("Die Seite ist nicht DIN A4, sondern {width} × {height} mm groß."),
        "page-orientation": _("Die Seite liegt im Querformat."),
        "too-many-pages": _("Der Brief hat {sheets} Blatt, höchstens {most} sind möglich."),
        "too-many-pages:pages": _("Der Brief hat {pages} Seiten, höchstens {most} sind möglich."),
        "too-heavy": _("Der Brief ist mit {sheets} Blatt für jeden Umschlag zu schwer."),
        "too-large": _("Die Datei hat {size} MB, höchstens {most} MB nimmt der Dienstleister an."),
        "font-not-embedded": _("Schriften sind nicht eingebettet: {fonts}."),
        "margin": _("Näher als {margin} mm am Rand ({edges}) wird gedruckt."),
        "zone-not-clear": _("Der Bereich „{zone}“ muss frei bleiben."),
        "address-missing": _("Im Fenster des Umschlags steht keine Anschrift."),
        "address-incomplete": _("In der letzten Zeile der Anschrift fehlen Postleitzahl und Ort."),
        "address-too-long": _("Die Anschrift hat {lines} Zeilen, höchstens {most} passen ins Fenster."),
        "address-blank-line": _("In der Anschrift steht eine Leerzeile."),
        "address-cut-off": _("Die Anschrift ragt über das Fenster hinaus."),
        "window-not-clear": _("Im Fenster des Umschlags ist mehr zu sehen als die Anschrift."),
        "blank-page": _("Die Seite ist leer."),
        "image-resolution": _("Ein Bild hat nur {dpi} dpi."),
        "recipient-differs": _("Der Name in der Anschrift gehört zu keiner Person der Akte."),
        "address-differs": _("Die Anschrift ist eine andere als die der Akte."),
        "other-case": _("Diese Seite gehört offenbar zu einer anderen Akte."),
    }


def _advice() -> dict[str, str]:
    return {
        "unreadable": _("{reason} Erzeugen Sie den Brief noch einmal als PDF."),
        "unreadable:damaged": _("Erzeugen Sie den Brief noch einmal als PDF."),
        "encrypted": _("Speichern Sie den Brief ohne Kennwort und ohne Einschränkungen."),
        "active-content": _("Drucken Sie den Brief noch einmal als PDF: dabei bleiben diese Inhalte zurück."),
        "page-size": _("Stellen Sie das Papierformat auf A4 und erzeugen Sie den Brief noch einmal."),
        "page-orientation": _("Drehen Sie die Seite ins Hochformat."),
        "too-many-pages": _("Teilen Sie den Brief auf, oder lassen Sie ihn beidseitig drucken."),
        "too-many-pages:pages": _("Teilen Sie den Brief auf."),
        "too-heavy": _("Teilen Sie den Brief auf, oder lassen Sie ihn beidseitig drucken."),
        "too-large": _("Verkleinern Sie die Bilder, oder teilen Sie den Brief auf."),
        "font-not-embedded": _("Erzeugen Sie das PDF mit eingebetteten Schriften, zum Beispiel als PDF/A."),
        "margin": _("Halten Sie ringsum {margin} mm frei, oder lassen Sie die Seite etwas verkleinern."),
        "zone-not-clear": _("Verschieben Sie, was dort gedruckt ist: der Dienstleister braucht den Platz."),
        "address-missing": _("Setzen Sie die Anschrift nach DIN 5008 ins Anschriftfeld."),
        "address-missing:picture": _(
            "Seite 1 enthält keinen Text, vermutlich ist sie ein Scan. Stellen Sie dem Brief ein Deckblatt mit der "
            "Anschrift voran."
        ),
        "address-missing:elsewhere": _(
            "Eine Anschrift steht auf der Seite, aber nicht im Fenster. Verschieben Sie sie in der Vorlage ins "
            "Anschriftfeld, oder stellen Sie dem Brief ein Deckblatt voran."
        ),
        "address-incomplete": _("Ergänzen Sie Postleitzahl und Ort in der letzten Zeile der Anschrift."),
        "address-too-long": _("Kürzen Sie die Anschrift; innerhalb Deutschlands steht kein Land darin."),
        "address-blank-line": _("Entfernen Sie die Leerzeile zwischen den Zeilen der Anschrift."),
        "address-cut-off": _("Rücken Sie die Anschrift ganz ins Anschriftfeld, oder kürzen Sie die Zeile."),
        "window-not-clear": _("Entfernen oder verschieben Sie, was außer der Anschrift im Fenster steht."),
        "blank-page": _("Entfernen Sie die Seite, wenn sie nicht gebraucht wird: auch sie wird gedruckt und bezahlt."),
        "image-resolution": _("Der Druck kann unleserlich werden. Verwenden Sie das Bild mit mindestens {least} dpi."),
        "recipient-differs": _("Prüfen Sie, ob der Brief an diese Person gehen soll und in der richtigen Akte liegt."),
        "address-differs": _("Prüfen Sie, welche Anschrift stimmt, bevor Sie den Brief senden."),
        "other-case": _("Prüfen Sie die Seite, und nehmen Sie sie heraus, wenn sie jemand anderen betrifft."),
    }


def _mends() -> dict[str, str]:
    return {
        "fit": _("Seite {page} auf {percent} % verkleinern, sodass der Rand auf A4 frei bleibt."),
        "fit:moved": _("Seite {page} auf dem Blatt A4 verschieben, sodass der Rand frei bleibt."),
        "turn": _("Seite {page} ins Hochformat drehen."),
        "address-first": _("Seite {page} mit der Anschrift nach vorn stellen."),
        "cover": _("Ein Deckblatt mit der Anschrift voranstellen."),
        "strip": _("Aktive und verborgene Inhalte entfernen."),
    }
