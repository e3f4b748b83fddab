"""What a team lead notes."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.actions.base import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilingCheck(Action):
    """Say whether a document was filed rightly. ``filed_at`` names the filing that was looked at."""

    kind: ClassVar[str] = "record-filing-check"
    document: str
    filed_at: str
    verdict: str
    """One of ``records.VERDICTS``."""
    remark: str = ""
