"""Arranging the pages of documents."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.actions.base import Action
from app.domain.records import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The pages that a document shall have. ``base``: the version that the user saw, 0 for a new document, whose id is
    made by who asks for it. No pages at all: they have gone to the other documents, and it has gone into one."""

    document: str
    base: int = 0
    sheets: tuple[Sheet, ...] = ()
    dropped: tuple[Sheet, ...] = ()
    """Pages that are not shown and may be brought back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangePages(Action):
    """Split, merge, move, turn or drop pages: every page that the documents had is in exactly one of them afterwards.

    The originals stay as they are.
    """

    kind: ClassVar[str] = "arrange-pages"
    contents: tuple[Content, ...]
