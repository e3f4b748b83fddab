"""The office: a site's records as an action finds them when it is decided."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Protocol, cast

from app.domain.codec import Json
from app.domain.log import BodyLine
from app.domain.records import CaseFile, Document, Record, record_of


@dataclass(frozen=True, slots=True)
class Versioned:
    version: int
    record: Record | None
    """None when the record was deleted."""


class Office(Protocol):
    """Read access to one site at one position of its log."""

    def get(self, kind: str, id: str) -> Versioned | None: ...

    def all(self, kind: str) -> Iterator[Record]:
        """Every living record of a kind (meant for the small kinds: sites, teams, workers)."""
        ...

    def case_by_number(self, case_number: str) -> CaseFile | None: ...

    def document_with_bytes(self, sha256: str) -> Document | None:
        """The document that brought these bytes first."""
        ...

    def documents_of_item(self, provider: str, item: str) -> tuple[Document, ...]: ...


_Packed = tuple[int, str, bytes]
"""Version, salt, and the state as JSON (empty: deleted)."""


def _pack(state: Json | None) -> bytes:
    return b"" if state is None else json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()


def _unpack(packed: bytes) -> Json | None:
    return cast(Json, json.loads(packed)) if packed else None


class MemoryOffice:
    """An office held in memory, made by applying body lines in order.

    States stay packed as text until they are asked for: a town has more than 100,000 documents.
    """

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], _Packed] = {}
        self._kinds: dict[str, dict[str, None]] = {}
        self._numbers: dict[str, str] = {}
        self._bytes: dict[str, str] = {}
        self._items: dict[tuple[str, str], list[str]] = {}

    def apply(self, lines: Iterable[BodyLine]) -> None:
        for line in lines:
            kind = intern(line.kind)
            known = (kind, line.id) in self._lines
            self._lines[kind, line.id] = (line.version, line.salt, _pack(line.state))
            if line.state is None:
                self._kinds.get(kind, {}).pop(line.id, None)
                continue
            self._kinds.setdefault(kind, {})[line.id] = None
            if line.kind == CaseFile.kind:
                self._numbers[line.state["case_number"]] = line.id
            elif line.kind == Document.kind and not known:
                self._bytes.setdefault(line.state["sha256"], line.id)
                key = (line.state.get("provider", ""), line.state.get("item", ""))
                self._items.setdefault(key, []).append(line.id)

    def get(self, kind: str, id: str) -> Versioned | None:
        packed = self._lines.get((kind, id))
        if packed is None:
            return None
        state = _unpack(packed[2])
        return Versioned(packed[0], None if state is None else record_of(kind, state))

    def all(self, kind: str) -> Iterator[Record]:
        for id_ in self._kinds.get(kind, {}):
            state = _unpack(self._lines[kind, id_][2])
            if state is not None:
                yield record_of(kind, state)

    def lines(self) -> Iterator[BodyLine]:
        """Every record's newest line, deleted ones too: what a checkpoint holds."""
        for (kind, id_), (version, salt, packed) in self._lines.items():
            yield BodyLine(kind=kind, id=id_, version=version, salt=salt, state=_unpack(packed))

    def case_by_number(self, case_number: str) -> CaseFile | None:
        found = self._living(CaseFile.kind, self._numbers.get(case_number))
        return found if isinstance(found, CaseFile) else None

    def document_with_bytes(self, sha256: str) -> Document | None:
        if sha256 not in self._bytes:
            return None
        found = self._living(Document.kind, self._bytes[sha256])
        if found is None:  # The first was erased: look for the next, once.
            others = (entry for entry in self.all(Document.kind) if getattr(entry, "sha256", "") == sha256)
            found = next(others, None)
            if found is None:
                del self._bytes[sha256]
            else:
                self._bytes[sha256] = found.id
        return found if isinstance(found, Document) else None

    def documents_of_item(self, provider: str, item: str) -> tuple[Document, ...]:
        found = (self._living(Document.kind, id_) for id_ in self._items.get((provider, item), ()))
        return tuple(record for record in found if isinstance(record, Document))

    def _living(self, kind: str, id_: str | None) -> Record | None:
        versioned = None if id_ is None else self.get(kind, id_)
        return None if versioned is None else versioned.record


class LayeredOffice:
    """A base office (the cache at some position) with the commits after it on top."""

    def __init__(self, base: Office) -> None:
        self._base = base
        self._top = MemoryOffice()

    def apply(self, lines: Iterable[BodyLine]) -> None:
        self._top.apply(lines)

    def get(self, kind: str, id: str) -> Versioned | None:
        return self._top.get(kind, id) or self._base.get(kind, id)

    def all(self, kind: str) -> Iterator[Record]:
        yield from (record for record in self._base.all(kind) if self._top.get(kind, record.id) is None)
        yield from self._top.all(kind)

    def case_by_number(self, case_number: str) -> CaseFile | None:
        found = self._top.case_by_number(case_number)
        return found or self._untouched_case(self._base.case_by_number(case_number))

    def document_with_bytes(self, sha256: str) -> Document | None:
        below = self._newest(self._base.document_with_bytes(sha256))
        return below or self._top.document_with_bytes(sha256)

    def documents_of_item(self, provider: str, item: str) -> tuple[Document, ...]:
        below = [self._newest(document) for document in self._base.documents_of_item(provider, item)]
        known = [document for document in below if document is not None]
        ids = {document.id for document in known}
        above = self._top.documents_of_item(provider, item)
        return (*known, *(document for document in above if document.id not in ids))

    def _newest(self, document: Document | None) -> Document | None:
        if document is None:
            return None
        above = self._top.get(Document.kind, document.id)
        if above is None:
            return document
        return above.record if isinstance(above.record, Document) else None

    def _untouched_case(self, case: CaseFile | None) -> CaseFile | None:
        return case if case is not None and self._top.get(CaseFile.kind, case.id) is None else None
