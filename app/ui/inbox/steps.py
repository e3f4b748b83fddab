"""What a caseworker does with post, as the steps that the desk performs and takes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.actions import FileDocument, ForwardDocument
from app.domain.cache import DocumentRow
from app.domain.records import Worker
from app.domain.texts import _, ngettext
from app.tasks.desk import Step
from app.ui.common import format as fmt
from app.ui.inbox.filing import Filing


@dataclass(frozen=True, slots=True)
class Target:
    """Whose queue: a person's, a team's, or (both empty) the site's. ``name`` is for showing."""

    name: str
    team: str = ""
    worker: str = ""


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


def forward_step(rows: Sequence[DocumentRow], target: Target, site: str, me: Worker) -> Step:
    actions = tuple(
        ForwardDocument(
            site=site,
            by=me.id,
            acted_at=_now(),
            document=row.id,
            base=row.version,
            team=target.team,
            worker=target.worker,
        )
        for row in rows
    )
    label = ngettext(
        "{n} Dokument weitergeleitet an {name}", "{n} Dokumente weitergeleitet an {name}", len(rows)
    )
    return Step(label.format(n=fmt.number(len(rows)), name=target.name), actions)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
