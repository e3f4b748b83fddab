"""What became of every item of a delivery: the answer that the provider can be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.bags import BagRefused, Finding

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """``duplicate_of`` is the item (else the id) of the document that brought the same bytes first; ``rescan_of`` the
    id of the document for whose paper this new scan was wished."""

    item: str
    file: str
    document: str
    site: str
    pages: int
    sha256: str
    case_number: str = ""
    duplicate_of: str = ""
    rescan_of: str = ""
    warnings: tuple[Finding, ...] = ()

    def as_json(self) -> Json:
        state: Json = {
            "item": self.item,
            "file": self.file,
            "document": self.document,
            "site": self.site,
            "pages": self.pages,
            "sha256": self.sha256,
            "case_number": self.case_number or None,
            "warnings": findings_json(self.warnings),
        }
        linked = {"duplicate_of": self.duplicate_of, "rescan_of": self.rescan_of}
        return state | {key: id_ for key, id_ in linked.items() if id_}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAside:
    item: str
    file: str
    finding: Finding

    def as_json(self) -> Json:
        return {"item": self.item, "file": self.file, "code": self.finding.code, "reason": self.finding.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyKnown:
    item: str
    file: str
    document: str

    def as_json(self) -> Json:
        return {"item": self.item, "file": self.file, "document": self.document}


@dataclass(slots=True, kw_only=True)
class Receipt:
    """``id`` is the provider's number of the delivery, None if it could not be read."""

    bag: str
    id: str | None
    kind: str | None
    taken_in: Sequence[TakenIn] = ()
    set_aside: Sequence[LeftAside] = ()
    already_known: Sequence[AlreadyKnown] = ()
    announced: int = 0
    destroyed: int = 0
    answered: int = 0
    warnings: Sequence[Finding] = field(default=())
    refused: BagRefused | None = None

    def as_json(self) -> Json:
        refused = self.refused
        return {
            "bag": self.bag,
            "id": self.id,
            "kind": self.kind,
            "taken_in": [entry.as_json() for entry in self.taken_in],
            "set_aside": [entry.as_json() for entry in self.set_aside],
            "already_known": [entry.as_json() for entry in self.already_known],
            "announced": self.announced,
            "destroyed": self.destroyed,
            "answered": self.answered,
            "warnings": findings_json(self.warnings),
            "refused": None if refused is None else f"{refused.title} {refused.advice}".strip(),
            "refused_code": None if refused is None else refused.code,
        }


def refused_receipt(bag: str, refused: BagRefused) -> Receipt:
    return Receipt(bag=bag, id=refused.number or None, kind=refused.kind or None, refused=refused)


def findings_json(findings: Sequence[Finding]) -> list[Json]:
    return [{"code": finding.code, "text": finding.text} for finding in findings]
