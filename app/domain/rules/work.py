"""Rules of sharing the work: whose queue a document lies in, and what people leave for each other."""

from dataclasses import replace
from datetime import date

from app.domain.actions import (
    Action,
    ConfirmHandOver,
    FinishFollowUp,
    ForwardDocument,
    GiveBack,
    NoteInformation,
    PutAbsence,
    PutFollowUp,
    PutInformation,
    PutRouting,
    RestoreQueue,
    ReturnToMailRoom,
    TakeDocument,
)
from app.domain.ids import derived_id
from app.domain.office import Office
from app.domain.records import (
    FILED,
    HANDED_OVER,
    ROUTING_ID,
    Absence,
    CaseFile,
    Document,
    FollowUp,
    ForwardNote,
    HandOver,
    Information,
    Routing,
    Team,
    Worker,
)
from app.domain.rules.filing import already_filed
from app.domain.rules.routing import checked_rule
from app.domain.rules.ruling import (
    ANYBODY,
    CASEWORK,
    SET_UP,
    Changes,
    R,
    Refusal,
    Rule,
    Who,
    known_document,
    put,
    record_in,
    refuse,
)
from app.domain.texts import _

LEADS = frozenset({"team-lead", "admin"})
LONGEST_NOTE = 1_000
MOST_DEPUTIES = 9


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
        _check_target(office, action.team, action.worker)
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
    _check_length(text)
    return ForwardNote(text=text, by=by, at=at) if text else None


def _check_length(text: str) -> None:
    if len(text) > LONGEST_NOTE:
        raise refuse(
            "long-note",
            _("Der Text ist zu lang."),
            _("Kürzen Sie ihn auf {count} Zeichen.").format(count=LONGEST_NOTE),
        )


def _check_target(office: Office, team: str, worker: str) -> None:
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
    _check_target(office, action.team, action.worker)
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


# --- what people leave for each other --------------------------------------------------------------------------------
def _based(office: Office, record: R, base: int) -> R | None:
    """What is known of the record; None for a new one. Refused when it was changed since version ``base``."""
    found = office.get(record.kind, record.id)
    if found is None and base == 0:
        return None
    if found is None or not isinstance(found.record, type(record)) or found.version != base:
        raise refuse(
            "changed-since",
            _("Der Eintrag wurde inzwischen geändert."),
            _("Sehen Sie sich den neuen Stand an und wiederholen Sie den Vorgang, wenn er noch passt."),
        )
    return found.record


def _put_information(action: PutInformation, office: Office, at: str) -> Changes:
    wanted = replace(action.information, text=action.information.text.strip())
    known_document(office, wanted.document)
    _check_length(wanted.text)
    known = _based(office, wanted, action.base)
    if known is not None:
        return put(office, replace(known, removed=wanted.removed))
    if not wanted.worker and not wanted.team:
        raise refuse(
            "target-missing", _("Es fehlt, wer das Dokument sehen soll."), _("Wählen Sie eine Person oder ein Team.")
        )
    _check_target(office, wanted.team, wanted.worker)
    return put(office, replace(wanted, by=action.by, at=at, seen_by="", seen_at="", removed=False))


def _note_information(action: NoteInformation, office: Office, at: str) -> Changes:
    known = record_in(office, Information, action.information)
    if known is None:
        raise refuse("unknown-record", _("Diesen Eintrag gibt es nicht (mehr)."), _("Aktualisieren Sie die Liste."))
    if not action.seen:
        return put(office, replace(known, seen_by="", seen_at=""))
    return () if known.seen_at else put(office, replace(known, seen_by=action.by, seen_at=at))


def _put_follow_up(action: PutFollowUp, office: Office, at: str) -> Changes:
    wanted = replace(action.follow_up, reason=action.follow_up.reason.strip())
    known = _based(office, wanted, action.base)
    if known is not None and (wanted.document, wanted.case) != (known.document, known.case):
        raise _no_subject()
    _check_day(wanted.due_on)
    _check_length(wanted.reason)
    if not wanted.reason:
        raise refuse(
            "reason-missing",
            _("Eine Wiedervorlage braucht einen Grund."),
            _("Schreiben Sie in einem Satz, worum es geht."),
        )
    _check_target(office, wanted.team, wanted.worker)
    if known is not None:
        return put(office, replace(wanted, by=known.by, at=known.at, done_by=known.done_by, done_at=known.done_at))
    _check_subject(office, wanted)
    return put(office, replace(wanted, by=action.by, at=at, done_by="", done_at="", removed=False))


def _check_subject(office: Office, follow_up: FollowUp) -> None:
    if follow_up.document:
        known_document(office, follow_up.document)
    if follow_up.case and record_in(office, CaseFile, follow_up.case) is None:
        raise _no_subject()
    if not follow_up.document and not follow_up.case:
        raise _no_subject()


def _no_subject() -> Refusal:
    return refuse(
        "no-subject",
        _("Das Dokument oder die Akte der Wiedervorlage gibt es am Standort nicht."),
        _("Öffnen Sie, worum es geht, und legen Sie die Wiedervorlage dort an."),
    )


def _check_day(*days: str) -> None:
    for day in days:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise refuse(
                "wrong-day", _("Das Datum lässt sich nicht lesen."), _("Schreiben Sie es wie 31.12.2026.")
            ) from None


def _finish_follow_up(action: FinishFollowUp, office: Office, at: str) -> Changes:
    known = record_in(office, FollowUp, action.follow_up)
    if known is None or known.removed:
        raise refuse("unknown-record", _("Diesen Eintrag gibt es nicht (mehr)."), _("Aktualisieren Sie die Liste."))
    if not action.done:
        return put(office, replace(known, done_by="", done_at=""))
    if known.done_at and known.done_by != action.by:
        worker = record_in(office, Worker, known.done_by)
        raise refuse(
            "already-done",
            _("{worker} hat die Wiedervorlage schon erledigt.").format(worker=worker.name if worker else known.done_by),
            _("Es ist nichts zu tun."),
            by=known.done_by,
            at=known.done_at,
        )
    return () if known.done_at else put(office, replace(known, done_by=action.by, done_at=at))


# --- absences and routing ------------------------------------------------------------------------------------------
def _put_absence(action: PutAbsence, office: Office, at: str) -> Changes:
    wanted = action.absence
    known = _based(office, wanted, action.base)
    actor = record_in(office, Worker, action.by)
    own = wanted.worker == action.by and (known is None or known.worker == action.by)
    if not own and (actor is None or not LEADS.intersection(actor.roles)):
        raise refuse(
            "not-allowed",
            _("Abwesenheiten anderer trägt die Teamleitung ein."),
            _("Wenden Sie sich an Ihre Teamleitung."),
        )
    _check_day(wanted.since, wanted.until)
    if wanted.until < wanted.since:
        raise refuse(
            "wrong-day", _("Die Abwesenheit endet, bevor sie beginnt."), _("Vertauschen Sie „von“ und „bis“.")
        )
    _check_target(office, "", wanted.worker)
    _check_deputies(wanted, office)
    by, entered = (action.by, at) if known is None else (known.by, known.at)
    return put(office, replace(wanted, by=by, at=entered))


def _check_deputies(absence: Absence, office: Office) -> None:
    own_or_twice = absence.worker in absence.deputies or len(set(absence.deputies)) < len(absence.deputies)
    if own_or_twice or len(absence.deputies) > MOST_DEPUTIES:
        raise refuse(
            "wrong-deputies",
            _("Niemand vertritt sich selbst oder steht zweimal in der Vertretung."),
            _("Wählen Sie andere Personen."),
        )
    for deputy in absence.deputies:
        if not deputy:
            raise refuse("wrong-deputies", _("Eine Vertretung fehlt."), _("Wählen Sie eine Person."))
        _check_target(office, "", deputy)


def _put_routing(action: PutRouting, office: Office, at: str) -> Changes:
    known = record_in(office, Routing, ROUTING_ID) or Routing(id=ROUTING_ID)
    rules = tuple(checked_rule(rule) for rule in action.rules)
    wanted = Routing(
        id=ROUTING_ID,
        rules=rules,
        draft=tuple(checked_rule(rule) for rule in action.draft),
        tried_on=action.tried_on if rules else "",
        by=action.by,
        at=at,
    )
    if replace(wanted, by=known.by, at=known.at) == known:
        return ()
    _based(office, wanted, action.base)
    for rule in (*wanted.rules, *wanted.draft):
        _check_target(office, rule.team, rule.worker)
    if rules and rules != known.rules:
        if not action.tried_on:
            raise refuse(
                "not-tried",
                _("Regeln werden erst eingeschaltet, wenn sie an Post erprobt sind."),
                _("Machen Sie einen Probelauf auf die Post von gestern."),
            )
        _check_day(action.tried_on)
    return put(office, wanted)


RULES: dict[type[Action], Rule] = {
    ForwardDocument: Rule(CASEWORK, _forward),
    TakeDocument: Rule(CASEWORK, _take),
    GiveBack: Rule(CASEWORK, _give_back),
    ReturnToMailRoom: Rule(CASEWORK, _return_to_mail_room),
    RestoreQueue: Rule(CASEWORK, _restore),
    PutInformation: Rule(CASEWORK, _put_information),
    NoteInformation: Rule(CASEWORK, _note_information),
    PutFollowUp: Rule(CASEWORK, _put_follow_up),
    FinishFollowUp: Rule(CASEWORK, _finish_follow_up),
    PutAbsence: Rule(ANYBODY, _put_absence),
    PutRouting: Rule(Who(LEADS), _put_routing),
    ConfirmHandOver: Rule(SET_UP, _confirm_hand_over),
}
