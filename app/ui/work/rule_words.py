"""Routing rules and what a trial found, in words."""

from collections.abc import Callable

from app.domain.records import RoutingRule
from app.domain.texts import N_, _, ngettext
from app.services.routing import Trial
from app.ui.common import format as fmt

LEGAL_AREAS = {"sgb2": N_("SGB II"), "sgb12-3": N_("SGB XII, 3. Kapitel"), "sgb12-4": N_("SGB XII, 4. Kapitel")}
Names = Callable[[str, str], str]
"""(team, worker) to the name of the queue."""


def conditions(rule: RoutingRule) -> str:
    """When the rule is met."""
    said = (
        _range(_("Name {range}"), rule.letter_from.capitalize(), rule.letter_to.capitalize()),
        _range(_("BG-Nummer {range}"), fmt.case_number(rule.number_from), fmt.case_number(rule.number_to)),
        _(LEGAL_AREAS[rule.legal_area]) if rule.legal_area in LEGAL_AREAS else rule.legal_area,
        _("Typ „{type}“").format(type=rule.document_type) if rule.document_type else "",
    )
    return ", ".join(part for part in said if part)


def _range(pattern: str, first: str, last: str) -> str:
    if not first and not last:
        return ""
    if first == last:
        return pattern.format(range=first)
    if not last:
        return pattern.format(range=_("ab {first}").format(first=first))
    if not first:
        return pattern.format(range=_("bis {last}").format(last=last))
    return pattern.format(range=_("{first} bis {last}").format(first=first, last=last))


def trial_said(trial: Trial) -> str:
    """The trial in two sentences."""
    if not trial.day:
        return _("Es gibt noch keine Post, an der sich die Regeln erproben lassen.")
    met = trial.documents - trial.unmet
    said = ngettext(
        "Post vom {day}: {n} Dokument, davon {met} von einer Regel erfasst.",
        "Post vom {day}: {n} Dokumente, davon {met} von einer Regel erfasst.",
        trial.documents,
    ).format(day=fmt.day(trial.day), n=fmt.number(trial.documents), met=fmt.number(met))
    if not met:
        return said
    moved = ngettext(
        "{n} wäre zu jemand anderem gekommen, als es bearbeitet hat.",
        "{n} wären zu jemand anderem gekommen, als sie bearbeitet hat.",
        trial.moved,
    )
    return f"{said} {moved.format(n=fmt.number(trial.moved))}"
