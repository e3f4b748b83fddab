"""What a caseworker does with post, as the steps that the desk performs and takes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.actions import FileDocument, ForwardDocument
from app.domain.cache import CaseRow, DocumentRow
from app.domain.records import Worker
from app.domain.texts import _, ngettext
from app.tasks.desk import Step
from app.ui.common import format as fmt


@dataclass(frozen=True, slots=True)
class Filing:
    """Where and as what; empty fields leave what the document has."""

    case: CaseRow
    document_type: str = ""
    register: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Whose queue: a person's, a team's, or (both empty) the site's. ``name`` is for showing."""

    name: str
    team: str = ""
    worker: str = ""


def file_step(rows: Sequence[DocumentRow], filing: Filing, site: str, me: Worker) -> Step:
    """All rows into one case, taken back as one."""
    actions = tuple(
        FileDocument(
            site=site,
            by=me.id,
            acted_at=_now(),
            document=row.id,
            case=filing.case.id,
            document_type=filing.document_type or row.document_type,
            register=filing.register or row.register,
            title=filing.title or row.title,
        )
        for row in rows
    )
    number = fmt.case_number(filing.case.case_number)
    if len(rows) == 1:
        name = filing.title or filing.document_type or fmt.title(rows[0])
        return Step(_("{document} abgelegt in {case}").format(document=name, case=number), actions)
    label = ngettext("{n} Dokument abgelegt in {case}", "{n} Dokumente abgelegt in {case}", len(rows))
    return Step(label.format(n=fmt.number(len(rows)), case=number), actions)


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
