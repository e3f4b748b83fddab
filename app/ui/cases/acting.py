"""Steps on documents of a file, as the desk performs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.actions import FileDocument, MoveDocument, ReturnToInbox
from app.domain.cache import DocumentRow
from app.domain.records import Worker
from app.domain.texts import _, ngettext
from app.tasks.desk import Step


@dataclass(frozen=True, slots=True)
class Placing:
    """Where and as what documents shall lie; None leaves a field as it is."""

    case: str | None = None
    register: str | None = None
    document_type: str | None = None
    title: str | None = None
    received_on: str = ""
    """ISO date; empty: it stays."""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def placing_step(rows: Sequence[DocumentRow], placing: Placing, me: Worker) -> Step:
    actions = tuple(
        MoveDocument(
            site=row.site,
            by=me.id,
            acted_at=now(),
            document=row.id,
            base=row.version,
            case=row.case if placing.case is None else placing.case,
            register=row.register if placing.register is None else placing.register,
            document_type=row.document_type if placing.document_type is None else placing.document_type,
            title=row.title if placing.title is None else placing.title,
            received_on="" if placing.received_on == row.received_on else placing.received_on,
        )
        for row in rows
    )
    if placing.case is not None and any(row.case != placing.case for row in rows):
        label = ngettext(
            "{n} Dokument in eine andere Akte verschoben", "{n} Dokumente in eine andere Akte verschoben", len(rows)
        )
    else:
        label = ngettext("{n} Dokument geändert", "{n} Dokumente geändert", len(rows))
    return Step(label.format(n=len(rows)), actions)


def return_step(rows: Sequence[DocumentRow], me: Worker) -> Step:
    label = ngettext(
        "{n} Dokument in den Posteingang zurückgelegt", "{n} Dokumente in den Posteingang zurückgelegt", len(rows)
    )
    return Step(
        label.format(n=len(rows)),
        tuple(
            ReturnToInbox(site=row.site, by=me.id, acted_at=now(), document=row.id, base=row.version) for row in rows
        ),
    )


def file_step(rows: Sequence[DocumentRow], case_id: str, case_number: str, register: str, me: Worker) -> Step:
    """File post of the inbox that belongs here; ``register`` is used where the post has none."""
    label = ngettext("{n} Dokument in {case} abgelegt", "{n} Dokumente in {case} abgelegt", len(rows))
    return Step(
        label.format(n=len(rows), case=case_number or _("der Akte")),
        tuple(
            FileDocument(
                site=row.site,
                by=me.id,
                acted_at=now(),
                document=row.id,
                case=case_id,
                document_type=row.document_type,
                register=row.register or register,
                title=row.title,
            )
            for row in rows
        ),
    )
