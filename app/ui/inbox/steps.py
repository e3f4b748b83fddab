"""What a caseworker does with post, as the steps that the desk performs and takes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.actions import (
    FileDocument,
    ForwardDocument,
    GiveBack,
    PutInformation,
    ReturnToMailRoom,
    TakeDocument,
)
from app.domain.cache import DocumentRow
from app.domain.ids import new_id
from app.domain.records import Information, Worker
from app.domain.texts import _, ngettext
from app.tasks.desk import Step
from app.ui.common import format as fmt
from app.ui.inbox.filing import Filing


@dataclass(frozen=True, slots=True)
class Target:
    """Whose queue: a person's, a team's, or (both empty) the site's, or that of another ``site``. ``name`` is for
    showing, ``away`` says until when the person is not there and who stands in."""

    name: str
    team: str = ""
    worker: str = ""
    site: str = ""
    away: str = ""


@dataclass(frozen=True, slots=True)
class Forward:
    """To whom, with what note; ``inform``: for information only, the document stays where it is."""

    target: Target
    note: str = ""
    inform: bool = False


def file_step(rows: Sequence[DocumentRow], filing: Filing, site: str, me: Worker) -> Step:
    """All rows into one case, taken back as one."""
    actions = []
    for row in rows:
        what = filing.of(row)
        actions.append(
            FileDocument(
                site=site,
                by=me.id,
                acted_at=_now(),
                document=row.id,
                case=filing.case.id,
                document_type=what.document_type,
                register=what.register,
                title=what.title,
                received_on="" if what.received_on == row.received_on else what.received_on,
            )
        )
    number = fmt.case_number(filing.case.case_number)
    if len(rows) == 1:
        what = filing.of(rows[0])
        name = what.title or what.document_type or fmt.title(rows[0])
        return Step(_("{document} abgelegt in {case}").format(document=name, case=number), tuple(actions))
    label = ngettext("{n} Dokument abgelegt in {case}", "{n} Dokumente abgelegt in {case}", len(rows))
    return Step(label.format(n=fmt.number(len(rows)), case=number), tuple(actions))


def forward_step(rows: Sequence[DocumentRow], forward: Forward, site: str, me: Worker) -> Step:
    target = forward.target
    if forward.inform:
        return _inform_step(rows, forward, site, me)
    actions = tuple(
        ForwardDocument(
            site=site,
            by=me.id,
            acted_at=_now(),
            document=row.id,
            base=row.version,
            team=target.team,
            worker=target.worker,
            note=forward.note,
            to_site=target.site,
        )
        for row in rows
    )
    if target.site:
        label = ngettext(
            "{n} Dokument abgegeben an {name}; zurückgeben kann es nur dieser Standort",
            "{n} Dokumente abgegeben an {name}; zurückgeben kann sie nur dieser Standort",
            len(rows),
        )
    else:
        label = ngettext(
            "{n} Dokument weitergeleitet an {name}", "{n} Dokumente weitergeleitet an {name}", len(rows)
        )
    said = label.format(n=fmt.number(len(rows)), name=target.name)
    return Step(f"{said} ({target.away})" if target.away else said, actions)


def _inform_step(rows: Sequence[DocumentRow], forward: Forward, site: str, me: Worker) -> Step:
    target = forward.target
    actions = tuple(
        PutInformation(
            site=site,
            by=me.id,
            acted_at=_now(),
            base=0,
            information=Information(
                id=new_id(), document=row.id, team=target.team, worker=target.worker, text=forward.note
            ),
        )
        for row in rows
    )
    label = ngettext(
        "{n} Dokument zur Kenntnis an {name}", "{n} Dokumente zur Kenntnis an {name}", len(rows)
    )
    return Step(label.format(n=fmt.number(len(rows)), name=target.name), actions)


def take_step(rows: Sequence[DocumentRow], site: str, me: Worker) -> Step:
    """Into my own queue."""
    actions = tuple(
        TakeDocument(site=site, by=me.id, acted_at=_now(), document=row.id, team=row.team, worker=row.worker)
        for row in rows
    )
    label = ngettext("{n} Dokument übernommen", "{n} Dokumente übernommen", len(rows))
    return Step(label.format(n=fmt.number(len(rows))), actions)


def give_back_step(rows: Sequence[DocumentRow], site: str, me: Worker) -> Step:
    actions = tuple(
        GiveBack(site=site, by=me.id, acted_at=_now(), document=row.id, base=row.version) for row in rows
    )
    label = ngettext("{n} Dokument zurückgegeben", "{n} Dokumente zurückgegeben", len(rows))
    return Step(label.format(n=fmt.number(len(rows))), actions)


def mail_room_step(rows: Sequence[DocumentRow], note: str, site: str, me: Worker) -> Step:
    actions = tuple(
        ReturnToMailRoom(site=site, by=me.id, acted_at=_now(), document=row.id, base=row.version, note=note)
        for row in rows
    )
    label = ngettext("{n} Dokument zurück an die Poststelle", "{n} Dokumente zurück an die Poststelle", len(rows))
    return Step(label.format(n=fmt.number(len(rows))), actions)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
