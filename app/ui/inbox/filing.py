"""As what documents are filed: what all of them get, and what each has for itself."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields

from app.domain.cache import CaseRow, DocumentRow


@dataclass(frozen=True, slots=True)
class FiledAs:
    """An empty field says nothing: what the document has for itself stays. ``received_on`` is an ISO date."""

    document_type: str = ""
    register: str = ""
    title: str = ""
    received_on: str = ""

    def over(self, own: "FiledAs") -> "FiledAs":
        """``own`` with all that is said here."""
        return FiledAs(*(said or kept for said, kept in zip(astuple(self), astuple(own), strict=True)))


def own_fields(row: DocumentRow) -> FiledAs:
    return FiledAs(row.document_type, row.register, row.title, row.received_on)


@dataclass(frozen=True, slots=True)
class Filing:
    """Where and as what. ``common`` is for every document that is not in ``exempt`` (ids); ``own``: what is proposed
    for each by itself, where that is more than it has."""

    case: CaseRow
    common: FiledAs = FiledAs()
    own: Mapping[str, FiledAs] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()

    def of(self, row: DocumentRow) -> FiledAs:
        return filed_as(row, self.common, self.own, self.exempt)


def filed_as(
    row: DocumentRow, common: FiledAs, own: Mapping[str, FiledAs], exempt: frozenset[str] = frozenset()
) -> FiledAs:
    """As what a document will lie in its case."""
    kept = own.get(row.id, FiledAs()).over(own_fields(row))
    return kept if row.id in exempt else common.over(kept)


_FIELDS = tuple(each.name for each in fields(FiledAs))


def usual(several: Iterable[FiledAs]) -> FiledAs:
    """What most of several documents have, field by field."""
    columns = zip(*(astuple(one) for one in several), strict=True)
    return FiledAs(*(Counter(column).most_common(1)[0][0] for column in columns))


def apart(one: FiledAs, from_: FiledAs) -> tuple[str, ...]:
    """The names of the fields in which both differ."""
    return tuple(name for name in _FIELDS if getattr(one, name) != getattr(from_, name))
