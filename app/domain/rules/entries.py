"""Rules of what people leave for each other: documents for information, follow-ups, absences, routing rules."""

from dataclasses import replace
from datetime import date

from app.domain.actions import (
    Action,
    FinishFollowUp,
    NoteInformation,
    PutAbsence,
    PutFollowUp,
    PutInformation,
    PutRouting,
)
from app.domain.office import Office
from app.domain.records import (
    ROUTING_ID,
    Absence,
    CaseFile,
    FollowUp,
    Information,
    Routing,
    Worker,
)
from app.domain.rules.routing import checked_rule
from app.domain.rules.ruling import (
    ANYBODY,
    CASEWORK,
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
from app.domain.rules.work import check_length, check_target
from app.domain.texts import _

LEADS = frozenset({"team-lead", "admin"})
MOST_DEPUTIES = 9


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
    check_length(wanted.text)
    known = _based(office, wanted, action.base)
    if known is not None:
        return put(office, replace(known, removed=wanted.removed))
    if not wanted.worker and not wanted.team:
        raise refuse(
            "target-missing", _("Es fehlt, wer das Dokument sehen soll."), _("Wählen Sie eine Person oder ein Team.")
        )
    check_target(office, wanted.team, wanted.worker)
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
    check_length(wanted.reason)
    if not wanted.reason:
        raise refuse(
            "reason-missing",
            _("Eine Wiedervorlage braucht einen Grund."),
            _("Schreiben Sie in einem Satz, worum es geht."),
        )
    if known is None or (wanted.team, wanted.worker) != (known.team, known.worker):
        check_target(office, wanted.team, wanted.worker)
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
    if known is not None and wanted == replace(known, removed=True):
        return put(office, wanted)  # whoever has left since
    _check_day(wanted.since, wanted.until)
    if wanted.until < wanted.since:
        raise refuse(
            "wrong-day", _("Die Abwesenheit endet, bevor sie beginnt."), _("Vertauschen Sie „von“ und „bis“.")
        )
    check_target(office, "", wanted.worker)
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
        check_target(office, "", deputy)


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
    for rule in {*wanted.rules, *wanted.draft} - {*known.rules, *known.draft}:
        check_target(office, rule.team, rule.worker)  # one whose team has gone since may be moved or deleted
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
    PutInformation: Rule(CASEWORK, _put_information),
    NoteInformation: Rule(CASEWORK, _note_information),
    PutFollowUp: Rule(CASEWORK, _put_follow_up),
    FinishFollowUp: Rule(CASEWORK, _finish_follow_up),
    PutAbsence: Rule(ANYBODY, _put_absence),
    PutRouting: Rule(Who(LEADS), _put_routing),
}
