"""A new scan of paper for which somebody wished one: it fulfils the wish, and both documents know each other."""

from dataclasses import replace

from app.domain.office import Office
from app.domain.records import FILED, RESCAN, Document, Worker
from app.domain.rules.paper import wish_of, with_wish
from app.domain.rules.ruling import Changes, put, record_in


def wished_anew(document: Document, office: Office) -> tuple[Document, ...]:
    """The documents of the same paper, with other bytes, that wait for a new scan."""
    same = office.documents_of_item(document.provider, document.item) if document.item else ()
    others = (known for known in same if known.id != document.id and known.sha256 != document.sha256)
    return tuple(known for known in others if (wish := wish_of(known, RESCAN)) is not None and wish.open)


def as_new_scan(document: Document, office: Office) -> Document:
    """What has just come, as far as it is a new scan that was wished for: in the queue of who wished it, with the case
    and the names of the scan that it replaces, where nothing better is known. As it is, if nobody waits for it."""
    before = wished_anew(document, office)
    if not before:
        return document
    old = before[0]
    wish = wish_of(old, RESCAN)
    wisher = record_in(office, Worker, wish.by) if wish is not None else None
    team, worker = (old.team, old.worker) if wisher is None or wisher.ended else ("", wisher.id)
    if not (team or worker):
        team, worker = document.team, document.worker
    return replace(
        document,
        rescan_of=old.id,
        team=team,
        worker=worker,
        proposed_case=document.proposed_case or (old.case if old.state_of_work == FILED else old.proposed_case),
        document_type=document.document_type or old.document_type,
        register=document.register or old.register,
        title=document.title or old.title,
    )


def fulfil_wishes(document: Document, office: Office, at: str) -> Changes:
    """The wishes that end with this document."""
    changes: list[Document] = []
    for old in wished_anew(document, office):
        wish = wish_of(old, RESCAN)
        if wish is not None:
            changes.append(with_wish(old, replace(wish, fulfilled=document.id, fulfilled_at=at)))
    return tuple(change for old in changes for change in put(office, old))
