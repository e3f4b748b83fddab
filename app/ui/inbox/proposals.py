"""What is proposed for a document: its case, its type and its register. Asked of the cache off the Qt thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.cache import Cache, CaseRow, DocumentRow
from app.domain.recognise.clues import reason_of
from app.domain.records import SuggestedCase, SuggestedType
from app.domain.registers import register_of
from app.domain.suggested import LIKELY, contradiction, households_named, proposed
from app.domain.texts import _
from app.services.suggest_on_demand import OnDemand
from app.ui.inbox.filing import FiledAs

LAST_TYPE = "inbox/last-type"
SHOWN_CASES = 8
MOST_OFFERS = 9
"""One a key."""
MOST_TOGETHER = 60
"""Documents that are looked into when many are chosen together."""
LEAST_OFFERED = 50
"""Per mille; what is less likely is found faster by typing."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A case that can be taken with one key. ``suggested``: what the document says for it; None: only the provider's
    index names the case."""

    case: CaseRow
    suggested: SuggestedCase | None = None
    of_index: bool = False
    """The provider's index names it."""

    @property
    def reason(self) -> str:
        said = reason_of(self.suggested.clues, 1) if self.suggested else ""
        index = _("so im Verzeichnis der Lieferung") if self.of_index else ""
        return "; ".join(part for part in (index, said) if part)


@dataclass(frozen=True, slots=True)
class Proposal:
    """``from_last``: the type is the one that was chosen last (for this sender, if there is one), not the index's."""

    document: str
    case: CaseRow | None
    """What filing takes if the user chooses nothing."""
    recent: tuple[CaseRow, ...]
    document_type: str
    register: str
    from_last: bool = False
    offers: tuple[Offer, ...] = ()
    suggestions: tuple[SuggestedCase, ...] = ()
    """Also of cases that are not at hand."""
    households: tuple[SuggestedCase, ...] = ()
    """Those among which only a reader can decide."""
    against_index: Offer | None = None
    """The document speaks for this case and against the one that the provider's index names."""
    suggested_type: SuggestedType | None = None
    """Where ``document_type`` is from, if it was recognised."""
    own: Mapping[str, FiledAs] = field(default_factory=dict)
    """Of several documents: what is proposed for each (by its id)."""


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


def propose(cache: Cache, row: DocumentRow, choices: Choices, on_demand: OnDemand) -> Proposal:
    """The provider's case and type; else what the document itself says, else what this user chose last."""
    found = cache.document(row.id)
    cases, types = on_demand.of(cache, found[0], found[2]) if found else ((), ())
    indexed = next(iter(cache.cases([row.case])), None) if row.case else None
    ids = {known.id for known in choices.cases}
    kept = (known for known in cache.recent_cases(SHOWN_CASES) if known.site == row.site and known.id not in ids)
    offers = _offers(cache, cases, indexed)
    against = contradiction(cases, indexed.id) if indexed else None
    if against is not None:
        offers = tuple(sorted(offers, key=lambda offer: offer.of_index))
    kind, recognised = _type_of(cache, row, choices, types)
    register = row.register or _register(cache, kind, choices, recognised)
    return Proposal(
        row.id,
        _preselected(cases, offers, indexed),
        (*choices.cases, *kept)[:SHOWN_CASES],
        kind,
        register,
        from_last=bool(kind) and not row.document_type and recognised is None,
        offers=offers,
        suggestions=cases,
        households=households_named(cases),
        against_index=next((offer for offer in offers if against and offer.suggested is against), None),
        suggested_type=recognised,
    )


def propose_together(
    cache: Cache, rows: Sequence[DocumentRow], choices: Choices, on_demand: OnDemand
) -> Proposal:
    """For several documents: the case that all of them are proposed for, and a type for each that was recognised.

    Parts of one paper that name nobody follow the part that does; none gets a type for being chosen last.
    """
    looked_at = rows[:MOST_TOGETHER]
    each = [propose(cache, row, choices, on_demand) for row in looked_at]
    named = {one.case.id: one.case for one in each if one.case is not None}
    papers = {row.item for row, one in zip(looked_at, each, strict=True) if row.item and one.case is not None}
    silent = (row for row, one in zip(looked_at, each, strict=True) if one.case is None)
    case = next(iter(named.values()), None)
    if case is not None and (
        len(named) > 1
        or len(rows) > len(looked_at)
        or any(row.item not in papers for row in silent)
        or any(one.households or contradiction(one.suggestions, case.id) for one in each)
    ):
        case = None
    own = {
        one.document: FiledAs(one.document_type, one.register)
        for one in each
        if one.document_type and not one.from_last
    }
    return Proposal(rows[0].id, case, each[0].recent, "", "", own=own)


def _offers(cache: Cache, cases: tuple[SuggestedCase, ...], indexed: CaseRow | None) -> tuple[Offer, ...]:
    """The provider's case first, then the suggestions, best first."""
    rows = {row.id: row for row in cache.cases([one.case for one in cases])}
    of_index = indexed.id if indexed else ""
    said = next((one for one in cases if one.case == of_index), None)
    first = (Offer(indexed, said, of_index=True),) if indexed else ()
    likely = (one for one in cases if one.per_mille >= LEAST_OFFERED and one.case in rows)
    others = (Offer(rows[one.case], one) for one in likely if one.case != of_index)
    return (*first, *others)[:MOST_OFFERS]


def _preselected(
    cases: tuple[SuggestedCase, ...], offers: tuple[Offer, ...], indexed: CaseRow | None
) -> CaseRow | None:
    """What one key files into; nothing where only a reader can decide."""
    if households_named(cases):
        return None
    if indexed is not None:
        return None if contradiction(cases, indexed.id) else indexed
    best = proposed(cases)
    return next((offer.case for offer in offers if best is not None and offer.suggested is best), None)


def _type_of(
    cache: Cache, row: DocumentRow, choices: Choices, types: tuple[SuggestedType, ...]
) -> tuple[str, SuggestedType | None]:
    """The index's type, the one that was recognised, this sender's last one, the last one of all."""
    if row.document_type:
        return row.document_type, None
    if types and types[0].per_mille >= LIKELY:
        return types[0].document_type, types[0]
    kind = choices.recall(cache, _of_sender(row.sender)) if row.sender else ""
    return kind or choices.recall(cache, LAST_TYPE), None


def _register(cache: Cache, kind: str, choices: Choices, recognised: SuggestedType | None) -> str:
    """The register that was chosen last for the type; where nobody has, that of the recognised type."""
    chosen = choices.recall(cache, _of_type(kind)) if kind else ""
    return chosen or (recognised.register if recognised else "") or register_for(cache, kind, choices)


def register_for(cache: Cache, document_type: str, choices: Choices) -> str:
    """The register that was chosen last for a type, else the usual one."""
    if not document_type:
        return ""
    return choices.recall(cache, _of_type(document_type)) or register_of(document_type)


def _of_sender(sender: str) -> str:
    return f"inbox/type-of/{sender}"


def _of_type(document_type: str) -> str:
    return f"inbox/register-of/{document_type}"
