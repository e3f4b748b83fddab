"""What is proposed for a document: its case, its type and its register. Asked of the cache off the Qt thread."""

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen in this sitting. The cache keeps it for the next ones, but is written behind what is asked."""

    texts: dict[str, str] = field(default_factory=dict)
    cases: tuple[CaseRow, ...] = ()
    """Newest first."""

    def with_choice(self, case: CaseRow, sender: str, document_type: str, register: str) -> "Choices":
        texts = dict(self.texts)
        if document_type:
            texts[LAST_TYPE] = document_type
            if sender:
                texts[_of_sender(sender)] = document_type
            if register:
                texts[_of_type(document_type)] = register
        others = tuple(known for known in self.cases if known.id != case.id)
        return Choices(texts, (case, *others)[:SHOWN_CASES])

    def keep(self, cache: Cache, case_id: str, before: "Choices") -> None:
        """Write down what is new since ``before``."""
        cache.opened(case_id)
        for key, text in self.texts.items():
            if before.texts.get(key) != text:
                cache.remember(key, text)

    def recall(self, cache: Cache, key: str) -> str:
        return self.texts.get(key) or cache.recall(key) or ""


def propose(cache: Cache, row: DocumentRow, choices: Choices) -> Proposal:
    """The provider's case and type; where it named none, what this user chose last."""
    case = next(iter(cache.cases([row.case])), None) if row.case else None
    ids = {known.id for known in choices.cases}
    kept = (known for known in cache.recent_cases(SHOWN_CASES) if known.site == row.site and known.id not in ids)
    kind = row.document_type
    if not kind:
        kind = choices.recall(cache, _of_sender(row.sender)) if row.sender else ""
        kind = kind or choices.recall(cache, LAST_TYPE)
    register = row.register or register_for(cache, kind, choices)
    return Proposal(
        row.id,
        case,
        (*choices.cases, *kept)[:SHOWN_CASES],
        kind,
        register,
        from_last=bool(kind) and not row.document_type,
    )


def register_for(cache: Cache, document_type: str, choices: Choices) -> str:
    """The register that was chosen last for a type, else the usual one."""
    if not document_type:
        return ""
    return choices.recall(cache, _of_type(document_type)) or register_of(document_type)


def _of_sender(sender: str) -> str:
    return f"inbox/type-of/{sender}"


def _of_type(document_type: str) -> str:
    return f"inbox/register-of/{document_type}"
