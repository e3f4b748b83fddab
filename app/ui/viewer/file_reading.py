"""A whole file as one continuous reading: its documents one after the other, none of them opened before it is seen."""

from collections.abc import Sequence

from app.domain.records import Document
from app.ui.common import format as fmt
from app.ui.viewer.layout import A4_MM
from app.ui.viewer.shown import Part, Shown


def as_one(documents: Sequence[tuple[str, Document]]) -> Shown:
    """The pages of all documents (id, record) in this order. A size that no record tells is taken to be A4."""
    sizes: list[tuple[float, float]] = []
    assumed: set[int] = set()
    parts: list[Part] = []
    for document_id, document in documents:
        known = document.sizes_mm()
        pages = max(len(known) or document.pages, 1)
        first, title = len(sizes) + 1, head_of(document)
        parts.append(Part(document_id, first, pages, document.rotation, title, document.sheets))
        for number in range(pages):
            size = known[number] if known else A4_MM
            if not known:
                assumed.add(len(sizes))
            sizes.append(size if document.rotation % 180 == 0 else size[::-1])
    return Shown("file", sizes, frozenset(assumed), 0, tuple(parts))


def head_of(document: Document) -> str:
    """What stands over a document's first page."""
    facts = [
        fmt.title(document),
        document.sender,
        fmt.came(document),
        fmt.pages(document.pages),
    ]
    return "  ·  ".join(fact for fact in facts if fact)
