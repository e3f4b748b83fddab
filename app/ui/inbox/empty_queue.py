"""What an empty queue says, and what its button offers."""

from app.domain.texts import _
from app.ui.inbox import rows as queue
from app.ui.inbox.rows import View


def is_filtered(view: View) -> bool:
    return bool(view.words or view.channel or view.due or view.at_mail_room)


def why_empty(view: View, *, more_at_site: bool) -> tuple[str, str, str, str]:
    """(icon, sentence, advice, button) for a view without rows."""
    if view.due and not view.words:
        advice = _("In den nächsten {n} Tagen endet keine Papierfrist, die niemand gesehen hat.")
        advice = advice.format(n=queue.DUE_DAYS)
        return "ok", _("Alles Papier ist gesichtet"), advice, _("Filter zurücksetzen")
    if is_filtered(view):
        advice = _("Gesucht wird in Typ, Absender, Akte und Postnummer.")
        return "filter", _("Kein Dokument passt zum Filter"), advice, _("Filter zurücksetzen")
    if more_at_site:
        advice = _("Am Standort wartet noch weitere Post.")
        return "ok", _("Hier ist alles erledigt"), advice, _("Post des Standorts zeigen")
    advice = _(
        "Neue Post erscheint hier von selbst, sobald der Scandienst sie liefert. "
        "Was schon angekündigt ist, steht unten."
    )
    return "inbox", _("Der Posteingang ist leer"), advice, _("Jetzt abgleichen")
