"""What a team lead looks after."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record

RIGHT, WRONG = "right", "wrong"
VERDICTS = (RIGHT, WRONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingCheck(Record):
    """Stichprobe: a team lead has looked whether a document was filed rightly. One a filing, never changed."""

    kind: ClassVar[str] = "filing-check"
    document: str
    case: str
    """Id of the case file in which it lay then."""
    filed_by: str
    filed_at: str
    """Of the filing that was checked (ISO 8601); a document filed anew may be checked anew."""
    verdict: str
    """One of ``VERDICTS``."""
    remark: str = ""
    by: str = ""
    at: str = ""
