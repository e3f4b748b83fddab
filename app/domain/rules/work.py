"""Rules of sharing the work: in whose queue a document lies, and how it gets to another site."""

from dataclasses import replace

from app.domain.actions import (
    Action,
    ConfirmHandOver,
    ForwardDocument,
    GiveBack,
    RestoreQueue,
    ReturnToMailRoom,
    TakeDocument,
)
from app.domain.ids import derived_id
from app.domain.office import Office
from app.domain.records import (
    FILED,
    HANDED_OVER,
    Document,
    ForwardNote,
    HandOver,
    Team,
    Worker,
)
from app.domain.rules.filing import already_filed
from app.domain.rules.ruling import (
    CASEWORK,
    SET_UP,
    Changes,
    Refusal,
    Rule,
    known_document,
    put,
    record_in,
    refuse,
)
from app.domain.texts import _

LONGEST_NOTE = 1_000


# --- whose queue ---------------------------------------------------------------------------------------------------
def _waiting(office: Office, id_: str, base: int | None = None) -> Document:
    """The document, which must lie in the inbox."""
    document = known_document(office, id_, base)
    if document.state_of_work == FILED:
        raise already_filed(document, office)
    return document


def _forward(action: ForwardDocument, office: Office, at: str) -> Changes:
    document = _waiting(office, action.document, action.base)
    note = _note(action.note, action.by, at) or document.note
    moved = replace(
        document,
        team=action.team,
        worker=action.worker,
        note=note,
        assigned_by=action.by,
        assigned_at=at,
        taken_from=(),
        at_mail_room=False,
    )
    if not action.to_site:
        check_target(office, action.team, action.worker)
        same = (document.team, document.worker, document.note) == (action.team, action.worker, note)
        return () if same and not document.at_mail_room else put(office, moved)
    if action.to_site == action.site:
        raise refuse(
            "same-site", _("Das Dokument ist schon an diesem Standort."), _("Wählen Sie einen anderen Standort.")
        )
    given = HandOver(
        id=derived_id("hand-over", document.id, action.id),
        document=document.id,
        to_site=action.to_site,
        text=action.note.strip(),
        by=action.by,
        at=at,
    )
    moved = replace(moved, state_of_work=HANDED_OVER, handed_to=action.to_site, team="", worker="")
    return (*put(office, moved), *put(office, given))


def _note(text: str, by: str, at: str) -> ForwardNote | None:
    text = text.strip()
    check_length(text)
    return ForwardNote(text=text, by=by, at=at) if text else None


def check_length(text: str) -> None:
    """Refuses a text of more than ``LONGEST_NOTE`` characters."""
    if len(text) > LONGEST_NOTE:
        raise refuse(
            "long-note",
            _("Der Text ist zu lang."),
            _("Kürzen Sie ihn auf {count} Zeichen.").format(count=LONGEST_NOTE),
        )


def check_target(office: Office, team: str, worker: str) -> None:
    """Refuses a team or person (ids, "" for none) that is not there any more."""
    found = (record_in(office, Team, team), record_in(office, Worker, worker))
    for name, target in zip((team, worker), found, strict=True):
        if name and (target is None or target.ended):
            raise refuse(
                "unknown-target",
                _("Diese Person oder dieses Team gibt es am Standort nicht (mehr)."),
                _("Wählen Sie einen anderen Empfänger."),
            )


def _take(action: TakeDocument, office: Office, at: str) -> Changes:
    document = _waiting(office, action.document)
    if document.worker == action.by:
        return ()
    if (document.team, document.worker) != (action.team, action.worker):
        raise _taken(document, office)
    taken = replace(
        document,
        worker=action.by,
        assigned_by=action.by,
        assigned_at=at,
        taken_from=(document.team, document.worker),
        at_mail_room=False,
    )
    return put(office, taken)


def _taken(document: Document, office: Office) -> Refusal:
    """Who was first, and when."""
    by = document.worker or document.assigned_by
    worker = record_in(office, Worker, by)
    if document.worker and document.worker == document.assigned_by:
        said = _("{worker} hat das Dokument um {time} Uhr (UTC) übernommen.")
    else:
        said = _("Das Dokument liegt inzwischen in einem anderen Eingang.")
    return refuse(
        "taken",
        said.format(worker=worker.name if worker else by, time=document.assigned_at[11:16]),
        _("Es ist nichts zu tun. Sprechen Sie sich ab, wenn Sie es dennoch bearbeiten wollen."),
        by=by,
        at=document.assigned_at,
    )


def _give_back(action: GiveBack, office: Office, at: str) -> Changes:
    document = _waiting(office, action.document, action.base)
    if document.worker != action.by:
        raise refuse(
            "not-yours",
            _("Das Dokument liegt nicht in Ihrem eigenen Eingang."),
            _("Zurückgeben kann es nur, wer es hat. Leiten Sie es sonst weiter."),
        )
    team, worker = document.taken_from or (_home_team(office, action.by), "")
    back = replace(
        document, team=team, worker=worker, assigned_by=action.by, assigned_at=at, taken_from=()
    )
    return put(office, back)


def _home_team(office: Office, by: str) -> str:
    """The first team of the person that there still is."""
    worker = record_in(office, Worker, by)
    teams = (record_in(office, Team, team) for team in (worker.teams if worker else ()))
    return next((team.id for team in teams if team is not None and not team.ended), "")


def _return_to_mail_room(action: ReturnToMailRoom, office: Office, at: str) -> Changes:
    document = _waiting(office, action.document, action.base)
    note = _note(action.note, action.by, at)
    if note is None:
        raise refuse(
            "note-missing",
            _("Die Poststelle muss wissen, warum das Dokument zurückkommt."),
            _("Schreiben Sie in einem Satz, was nicht stimmt."),
        )
    back = replace(
        document,
        team="",
        worker="",
        note=note,
        assigned_by=action.by,
        assigned_at=at,
        taken_from=(),
        at_mail_room=True,
    )
    return put(office, back)


def _restore(action: RestoreQueue, office: Office, at: str) -> Changes:
    document = _waiting(office, action.document, action.base)
    check_target(office, action.team, action.worker)
    before = replace(
        document,
        team=action.team,
        worker=action.worker,
        assigned_by=action.assigned_by,
        assigned_at=action.assigned_at,
        taken_from=action.taken_from,
        note=action.note,
        at_mail_room=action.at_mail_room,
    )
    return put(office, before)


def _confirm_hand_over(action: ConfirmHandOver, office: Office, at: str) -> Changes:
    given = record_in(office, HandOver, action.hand_over)
    if given is None:
        raise refuse("unknown-hand-over", _("Diese Abgabe gibt es nicht."), _("Gleichen Sie den Bestand ab."))
    return () if given.arrived_at else put(office, replace(given, arrived_at=at))


RULES: dict[type[Action], Rule] = {
    ForwardDocument: Rule(CASEWORK, _forward),
    TakeDocument: Rule(CASEWORK, _take),
    GiveBack: Rule(CASEWORK, _give_back),
    ReturnToMailRoom: Rule(CASEWORK, _return_to_mail_room),
    RestoreQueue: Rule(CASEWORK, _restore),
    ConfirmHandOver: Rule(SET_UP, _confirm_hand_over),
}
