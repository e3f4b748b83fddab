"""Which pages a document is made up of. Everything that shows, fetches or checks pages asks here.

A page is named by its original and its number in it, wherever it lies: what is put on it or known of it (marks, text,
doubts, drawn pictures) is found under that name and so follows it from document to document.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.actions import Content
from app.domain.records import MERGED, Document, Original, Sheet

PageName = tuple[str, int]
"""(id of the original, page from 1 in it)"""


def is_arranged(document: Document) -> bool:
    """Whether its pages are not simply those of its own original."""
    return bool(document.sheets) or document.state_of_work == MERGED


def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """The pages that the document shows, in their order."""
    if is_arranged(document):
        return document.sheets
    return tuple(Sheet(original=document.id, page=page) for page in range(1, max(document.pages, 1) + 1))


def sheet_of(document: Document, page: int) -> Sheet:
    """The page (from 1, one that it has) of a document."""
    return document.sheets[page - 1] if is_arranged(document) else Sheet(original=document.id, page=page)


def held_by(document: Document) -> tuple[PageName, ...]:
    """Every page that the document has, the dropped ones too."""
    return tuple((sheet.original, sheet.page) for sheet in (*sheets_of(document), *document.dropped))


def originals_of(document: Document) -> tuple[str, ...]:
    """Ids of the originals whose pages it has, in their order."""
    return tuple(dict.fromkeys(original for original, _page in held_by(document)))


def own_original(document: Document) -> Original | None:
    """What a document that is not arranged knows of its bytes; None: another record tells (``Original``)."""
    if is_arranged(document) or not document.sha256:
        return None
    return Original(
        id=document.id,
        sha256=document.sha256,
        media=document.media,
        size=document.size,
        pages=document.pages,
        pack=document.pack,
        has_text=document.has_text,
        page_sizes=document.page_sizes,
        compared=document.compared,
        doubts=document.doubts,
        hints=document.hints,
    )


# --- a document with other pages -----------------------------------------------------------------------------------
def with_pages(
    document: Document, sheets: Sequence[Sheet], dropped: Sequence[Sheet], originals: Mapping[str, Original]
) -> Document:
    """``document`` made up of these pages (one at least); ``originals`` holds all of theirs by id."""
    own = originals.get(document.id)
    if own is not None and not dropped and tuple(sheets) == _all_sheets(own):
        return replace(
            document,
            sheets=(),
            dropped=(),
            media=own.media,
            size=own.size,
            pages=own.pages,
            pack=own.pack,
            has_text=own.has_text,
            page_sizes=own.page_sizes,
            compared=own.compared,
            doubts=own.doubts,
            hints=own.hints,
        )
    come_from = [originals[sheet.original] for sheet in sheets]
    used = list({original.id: original for original in come_from}.values())
    return replace(
        document,
        sheets=tuple(sheets),
        dropped=tuple(dropped),
        media=come_from[0].media,
        size=sum(original.bytes_of(sheet.page) for original, sheet in zip(come_from, sheets, strict=True)),
        pages=len(sheets),
        pack=(),
        has_text=any(original.has_text for original in used),
        page_sizes=_sizes(sheets, originals),
        compared=all(original.compared for original in used),
        doubts=_doubts(sheets, originals),
        hints=tuple(dict.fromkeys(hint for original in used for hint in original.hints)),
    )


def _all_sheets(original: Original) -> tuple[Sheet, ...]:
    return tuple(Sheet(original=original.id, page=page) for page in range(1, max(original.pages, 1) + 1))


def _sizes(sheets: Sequence[Sheet], originals: Mapping[str, Original]) -> tuple[tuple[int, int], ...]:
    sizes = []
    for sheet in sheets:
        size = originals[sheet.original].size_of(sheet.page)
        if size is None:
            return ()
        sizes.append(size if sheet.turn % 180 == 0 else size[::-1])
    return tuple(sizes[:1] if len(set(sizes)) == 1 else sizes)


def _doubts(sheets: Sequence[Sheet], originals: Mapping[str, Original]) -> tuple[tuple[int, str], ...]:
    known = {id_: dict(original.doubts) for id_, original in originals.items()}
    found = ((number, known[sheet.original].get(sheet.page)) for number, sheet in enumerate(sheets, start=1))
    return tuple((number, reason) for number, reason in found if reason is not None)


# --- what is asked for ---------------------------------------------------------------------------------------------
Seen = tuple[int, Document]
"""(version, record) as the user saw it."""


def part_ids(document: str, count: int) -> list[str]:
    """Ids for documents that are split off: in lists they stand behind ``document``, in the order of its pages."""
    return [f"{document}.{number:03}{secrets.token_hex(5)}" for number in range(1, count + 1)]


def part_of(document: str) -> str:
    """Id of the document from which ``document`` was split off first, or empty."""
    return document.partition(".")[0] if "." in document else ""


def split(seen: Seen, parts: Sequence[Sequence[Sheet]], dropped: Sequence[Sheet]) -> tuple[Content, ...]:
    """The document keeps the first of ``parts`` (none empty) and what is ``dropped``; each other becomes a new one."""
    version, document = seen
    first = Content(document=document.id, base=version, sheets=tuple(parts[0]), dropped=tuple(dropped))
    ids = part_ids(document.id, len(parts) - 1)
    return (first, *(Content(document=id_, sheets=tuple(part)) for id_, part in zip(ids, parts[1:], strict=True)))


def merge(documents: Sequence[Seen]) -> tuple[Content, ...]:
    """The pages of all behind those of the first, seen as they were; the others end."""
    (version, target), *others = documents
    sheets, dropped = list(sheets_of(target)), list(target.dropped)
    for _version, document in others:
        by = document.rotation - target.rotation
        sheets += [turned(sheet, by) for sheet in sheets_of(document)]
        dropped += document.dropped
    kept = Content(document=target.id, base=version, sheets=tuple(sheets), dropped=tuple(dropped))
    return (kept, *(Content(document=document.id, base=base) for base, document in others))


def turned(sheet: Sheet, degrees: int) -> Sheet:
    """The page turned clockwise."""
    return replace(sheet, turn=(sheet.turn + degrees) % 360)


def as_it_was(document: Document, version: int) -> Content:
    """What gives a document the pages back that it had; ``version`` is the one it has now."""
    return Content(document=document.id, base=version, sheets=sheets_of(document), dropped=document.dropped)
