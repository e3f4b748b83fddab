"""What is proposed for a document: its case, its type and its register. Asked of the cache off the Qt thread."""

from dataclasses import dataclass

from app.domain.cache import Cache, CaseRow, DocumentRow
from app.domain.registers import register_of

LAST_TYPE = "inbox/last-type"
SHOWN_CASES = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """``from_last``: the type is the one that was chosen last (for this sender, if there is one), not the index's."""

    document: str
    case: CaseRow | None
    recent: tuple[CaseRow, ...]
    document_type: str
    register: str
    from_last: bool = False


def propose(cache: Cache, row: DocumentRow) -> Proposal:
    """The provider's case and type; where it named none, what this user chose last."""
    case = next(iter(cache.cases([row.case])), None) if row.case else None
    recent = tuple(known for known in cache.recent_cases(SHOWN_CASES) if known.site == row.site)
    kind = row.document_type
    if not kind:
        kind = (row.sender and cache.recall(_of_sender(row.sender))) or cache.recall(LAST_TYPE) or ""
    register = row.register or register_for(cache, kind)
    return Proposal(row.id, case, recent, kind, register, from_last=bool(kind) and not row.document_type)


def register_for(cache: Cache, document_type: str) -> str:
    """The register that was chosen last for a type, else the usual one."""
    if not document_type:
        return ""
    return cache.recall(_of_type(document_type)) or register_of(document_type)


def remember_choice(cache: Cache, sender: str, case_id: str, document_type: str, register: str) -> None:
    """The next document of this kind gets the same proposal."""
    cache.opened(case_id)
    if document_type:
        cache.remember(LAST_TYPE, document_type)
        if sender:
            cache.remember(_of_sender(sender), document_type)
        if register:
            cache.remember(_of_type(document_type), register)


def _of_sender(sender: str) -> str:
    return f"inbox/type-of/{sender}"


def _of_type(document_type: str) -> str:
    return f"inbox/register-of/{document_type}"
