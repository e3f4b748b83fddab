"""What people left for each other about documents and cases: it goes when these are erased."""

from collections.abc import Iterator

from app.domain.office import Office
from app.domain.records import FollowUp, HandOver, Information, Record


def hanging_on(office: Office, documents: set[str], cases: set[str]) -> Iterator[Record]:
    """What speaks of these documents and cases (ids)."""
    for kind in (FollowUp, Information, HandOver) if documents or cases else ():
        for record in office.all(kind.kind):
            if getattr(record, "document", "") in documents or getattr(record, "case", "") in cases:
                yield record
