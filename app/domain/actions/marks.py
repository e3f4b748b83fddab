"""Marks on pages, and what left the program."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.actions.base import Action
from app.domain.records import Access, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class PutMark(Action):
    """Put a mark on a page (``base`` 0), change one, or bring a removed one back."""

    kind: ClassVar[str] = "put-mark"
    mark: Mark
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMark(Action):
    """Take a mark off its page. Its record stays, so that this can be undone."""

    kind: ClassVar[str] = "remove-mark"
    mark: str
    document: str
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccess(Action):
    """Note that the actor printed or exported pages."""

    kind: ClassVar[str] = "record-access"
    access: Access
