"""A document as the delivery, the row of the index and the file itself describe it."""

from dataclasses import replace

from app.domain.actions import SYSTEM
from app.domain.bags import LEGACY, DeliveryInfo, Finding, Row
from app.domain.office import Office
from app.domain.records import FILED, INBOX, Document
from app.domain.texts import _
from app.services.receive.content import Content
from app.services.receive.rows import Statement, read_row, worker_of

UNNAMED = Row(line=0, values={})
"""What the index says of a file that it does not name."""


def described(
    blank: Document, info: DeliveryInfo, row: Row, office: Office, content: Content, extra: tuple[Finding, ...]
) -> Document:
    """``blank`` with everything that is known; old files go straight into their case, post into somebody's queue.

    ``extra`` are warnings besides those that the row and the file give rise to.
    """
    said = Statement() if row is UNNAMED else read_row(row, info.kind, office)
    case = said.case.id if said.case else ""
    filed = info.kind == LEGACY and bool(case)
    return replace(
        blank,
        media=content.media,
        pages=content.pages,
        delivery=info.number,
        provider=info.provider,
        channel=said.channel,
        received_on=said.received_on,
        scanned_at=said.scanned_at,
        state_of_work=FILED if filed else INBOX,
        case=case if filed else "",
        proposed_case="" if filed else case,
        document_type=said.document_type,
        register=said.register,
        sender=content.sender or said.remark,
        worker=worker_of(said.case, office) if said.case and not filed else "",
        filed_by=SYSTEM if filed else "",
        filed_at=said.scanned_at if filed else "",
        code=said.code,
        remark=said.remark,
        volume=said.volume,
        extra=said.extra,
        warnings=tuple((finding.code, finding.text) for finding in (*extra, *_warnings(said, content))),
        pack=content.pack,
        has_text=content.has_text,
        page_sizes=content.page_sizes,
        hints=content.hints,
        compared=content.compared,
        doubts=content.doubts,
    )


def _warnings(said: Statement, content: Content) -> tuple[Finding, ...]:
    warnings = (*said.warnings, *content.warnings)
    if said.pages in (0, content.pages):
        return warnings
    differs = _("Das Verzeichnis nennt {stated} Seiten, die Datei hat {found}.")
    return (*warnings, Finding("pages", differs.format(stated=said.pages, found=content.pages)))
