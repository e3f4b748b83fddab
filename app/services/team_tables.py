"""The team lead's figures and the list of open post as tables for Excel: UTF-8 with BOM, semicolons, German dates.

Nothing in them names citizens: documents are told apart by the provider's number of the paper and their receipt date;
title, sender and case are left out.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.cache import DocumentRow
from app.domain.channels import CHANNELS, channel_name
from app.domain.texts import _, ngettext
from app.services.team_figures import (
    AGE,
    AGE_BANDS,
    CHANNEL,
    NO_DATE,
    PERSON,
    SITE,
    TEAM,
    Figures,
    Times,
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


# --- names ------------------------------------------------------------------------------------------------------------
def names_of(figures: Figures, kind: str) -> dict[str, str]:
    """What the bars of a kind are called, by their keys."""
    people = figures.people
    if kind == AGE:
        return {str(first): _band(first, last) for first, last in AGE_BANDS} | {NO_DATE: _("ohne Datum")}
    if kind == PERSON:
        return {worker.id: worker.name for _site, worker in people.workers} | {"": _("noch niemand")}
    if kind == TEAM:
        return {team.id: team.name for _site, team in people.teams} | {"": _("kein Team")}
    if kind == SITE:
        return {site.id: site.name for site in people.sites}
    return {code: channel_name(code) for code in CHANNELS}


def kind_name(kind: str) -> str:
    """By what the bars of a kind divide the post."""
    names = {AGE: _("Alter"), PERSON: _("Person"), TEAM: _("Team"), CHANNEL: _("Eingangsweg"), SITE: _("Standort")}
    return names[kind]


def _band(first: int, last: int) -> str:
    if first == AGE_BANDS[-1][0]:
        return _("über {n} Tage").format(n=first - 1)
    return _("{first} bis {last} Tage").format(first=first, last=last)


def day(iso: str | date) -> str:
    """``18.11.2026``"""
    text = iso.isoformat() if isinstance(iso, date) else iso[:10]
    return f"{text[8:10]}.{text[5:7]}.{text[:4]}" if len(text) == 10 else text


def times_text(times: Times) -> str:
    """The median and the 90th percentile in words."""
    if times.median is None or times.p90 is None:
        return _("noch keine Ablage")
    return _("Hälfte in höchstens {median}, neun von zehn in höchstens {p90}").format(
        median=ngettext("{n} Tag", "{n} Tagen", times.median).format(n=times.median),
        p90=ngettext("{n} Tag", "{n} Tagen", times.p90).format(n=times.p90),
    )


# --- tables -----------------------------------------------------------------------------------------------------------
def figures_table(figures: Figures) -> list[list[str]]:
    """One row a number: what, of whom or when, the number, and the age of the oldest in days if that is known."""
    table = [[_("Bereich"), _("Wert"), _("Anzahl"), _("Ältestes (Kalendertage)")]]
    table.append([_("Stand"), day(figures.day), "", ""])
    table.append([_("Offen"), _("alle"), str(len(figures.rows)), _number(figures.oldest)])
    table.append([_("Offen"), _("ohne Person"), str(figures.unassigned), ""])
    table.append([_("Offen"), _("ohne Person und ohne Team"), str(figures.without_team), ""])
    table.append([_("Offen"), _("bei Abwesenden"), str(figures.absent), ""])
    table.append([_("Wiedervorlagen"), _("überfällig"), str(len(figures.overdue)), ""])
    for kind in (AGE, PERSON, TEAM, CHANNEL, SITE):
        names = names_of(figures, kind)
        table += [
            [_("Offen nach {kind}").format(kind=kind_name(kind)), names.get(bar.key, bar.key), str(bar.count),
             _number(bar.oldest)]
            for bar in figures.bars(kind)
        ]  # fmt: skip
    for flow in figures.flow:
        table.append([_("Eingang"), day(flow.day), str(flow.received), ""])
        table.append([_("Noch unterwegs"), day(flow.day), str(flow.in_transit), ""])
        table.append([_("Abgelegt"), day(flow.day), str(flow.filed), ""])
    for name, times in ((_("Eingang bis Ablage"), figures.times), (_("davor"), figures.times_before)):
        table.append([name, _("abgelegte Dokumente"), str(times.count), ""])
        table.append([name, _("Median in Kalendertagen"), _number(times.median), ""])
        table.append([name, _("90. Perzentil in Kalendertagen"), _number(times.p90), ""])
    return table


def rows_table(figures: Figures, rows: Iterable[DocumentRow]) -> list[list[str]]:
    """One row a document, oldest first as they come."""
    persons, teams, sites = (names_of(figures, kind) for kind in (PERSON, TEAM, SITE))
    head = [
        _("Postnummer"), _("Eingang"), _("Alter (Kalendertage)"), _("Eingangsweg"), _("Dokumenttyp"), _("Seiten"),
        _("Person"), _("Team"), _("Standort"),
    ]  # fmt: skip
    table = [head]
    for row in rows:
        known = row.received_on[:10] if row.received_on else ""
        age = str((figures.day - date.fromisoformat(known)).days) if known else ""
        person = persons.get(row.worker, row.worker) if row.worker else ""
        team = teams.get(row.team, row.team) if row.team else ""
        table.append(
            [row.item, day(known), age, channel_name(row.channel), row.document_type, str(row.pages), person, team,
             sites.get(row.site, row.site)]
        )  # fmt: skip
    return table


def as_csv(table: Sequence[Sequence[str]]) -> bytes:
    """For Excel as it is set up in Germany. What could be taken for a formula gets an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_harmless(cell) for cell in line] for line in table])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
