"""Deciding: what an accepted action changes, or why it is refused. Pure; the rules stand in ``domain/rules``.

Whoever loses a race decides again on the newer office: accepted if it still makes sense, else refused with the reason.
"""

from app.domain.actions import SYSTEM, Action
from app.domain.office import Office
from app.domain.records import Worker
from app.domain.rules import RULES
from app.domain.rules.office import announcement_id
from app.domain.rules.ruling import Changes, Refusal, Refused, Who, refuse
from app.domain.texts import _

__all__ = ["Changes", "Refused", "announcement_id", "decide"]


def decide(action: Action, office: Office, at: str) -> Changes | Refused:
    """The records as the action leaves them; an empty tuple when they are so already.

    ``at`` (UTC, ISO 8601) is the instant that the commit will carry.
    """
    rule = RULES[type(action)]
    try:
        _check_actor(action, rule.who, office)
        changes = rule.apply(action, office, at)
    except Refusal as refusal:
        return refusal.refused
    # An action that names the same record twice still makes one new version of it: what is said last holds.
    return tuple({(change.kind, change.id): change for change in changes}.values())


def _check_actor(action: Action, who: Who, office: Office) -> None:
    if who.system and action.by == SYSTEM:
        return
    worker = _known_worker(action, office)
    if who.roles is not None and not who.roles.intersection(worker.roles):
        raise refuse(
            "not-allowed",
            _("Ihre Rolle erlaubt diesen Vorgang nicht."),
            _("Wenden Sie sich an Ihre Teamleitung, wenn Sie diese Aufgabe übernehmen sollen."),
        )


def _known_worker(action: Action, office: Office) -> Worker:
    found = office.get(Worker.kind, action.by)
    worker = found.record if found else None
    if not isinstance(worker, Worker) or worker.ended:
        raise refuse(
            "unknown-worker",
            _("„{worker}“ ist am Standort nicht als Sachbearbeitung eingetragen.").format(worker=action.by),
            _("Melden Sie sich mit Ihrer Kennung an oder bitten Sie die Administration, Sie einzutragen."),
        )
    return worker
