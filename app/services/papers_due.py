"""Papers whose time is almost over and that nobody has checked."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.domain.central import Central
from app.domain.paper_clock import destroyed_on
from app.domain.records import CaseFile, Document
from app.domain.rules.paper import open_wishes, paper_due, wish_state
from app.services.site_records import records_of

Item = dict[str, Any]


def papers_due(central: Central, site: str, today: date, days: int, over: int) -> Iterator[Item]:
    """What is due within ``days``, most urgent first, and paper not known to be destroyed whose time has been over for
    up to ``over`` days."""
    office = records_of(central, site)
    due = [
        (left, record)
        for record in office.all(Document.kind)
        if isinstance(record, Document) and (left := paper_due(record, today, days, over)) is not None
    ]
    for left, record in sorted(due, key=lambda entry: (entry[0], entry[1].item, entry[1].id)):
        end = destroyed_on(record.scanned_at)
        case = office.get(CaseFile.kind, record.case or record.proposed_case)
        yield {
            "id": record.id,
            "site": site,
            "item": record.item,
            "provider": record.provider,
            "days_left": left,
            "destroyed_from": end.isoformat() if end is not None else None,
            "state": record.state_of_work,
            "case_number": case.record.case_number if case and isinstance(case.record, CaseFile) else None,
            "document_type": record.document_type,
            "wishes": [
                {"wish": wish.wish, "state": wish_state(wish.ordered, wish.withdrawn_at, wish.answer)}
                for wish in open_wishes(record)
            ],
        }
