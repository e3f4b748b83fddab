"""Rules of arranging pages: no page is lost and none is there twice, whatever is split, merged, moved or dropped.

The documents lie in the inbox, or all in one case. What somebody has seen of a paper (``checked``) holds for a document
only while it held for all pages that it has.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.actions import Action, ArrangePages, Content
from app.domain.office import Office
from app.domain.page_sets import held_by, originals_of, own_original, with_pages
from app.domain.records import FILED, INBOX, MERGED, CaseFile, Document, Mark, Original, Record
from app.domain.rules.ruling import CASEWORK, Changes, Refusal, Rule, put, record_in, refuse
from app.domain.texts import _

MOST_DOCUMENTS = 1_000
TURNS = (0, 90, 180, 270)


def original_in(office: Office, id_: str) -> Original | None:
    """What is known of the bytes that a document brought, wherever its pages are now; None when they are gone."""
    known = record_in(office, Original, id_)
    if known is not None:
        return known
    document = record_in(office, Document, id_)
    return None if document is None else own_original(document)


def arrange_pages(action: ArrangePages, office: Office, at: str) -> Changes:
    contents = {content.document: content for content in action.contents}
    if len(contents) != len(action.contents) or not 1 <= len(contents) <= MOST_DOCUMENTS:
        raise _wrong_pages()
    before = dict(_known(contents.values(), office))
    _check_place(before.values(), office)
    _check_pages(contents.values(), before.values())
    originals = {id_: _original(office, id_) for document in before.values() for id_ in originals_of(document)}
    holder = {page: id_ for id_, content in contents.items() for page in _pages(content)}
    came_from = {page: document for document in before.values() for page in held_by(document)}
    changes: list[Record] = []
    for id_, content in contents.items():
        document = before.get(id_)
        if content.sheets:
            changes.append(_with_content(content, document, before, came_from, originals))
        elif document is not None and document.state_of_work != MERGED:
            changes.append(_emptied(document, holder[held_by(document)[0]]))
        elif document is None:
            raise _wrong_pages()
    changed = _absorbed({record.id: record for record in changes if isinstance(record, Document)}, before)
    return tuple(change for record in (*changed, *_held(originals, contents, holder)) for change in put(office, record))


def _known(contents: Iterable[Content], office: Office) -> Iterator[tuple[str, Document]]:
    """The documents that are there, as the user saw them; new ones are left out."""
    for content in contents:
        found = office.get(Document.kind, content.document)
        if found is None and content.base == 0:
            continue
        document = found.record if found is not None else None
        if found is None or not isinstance(document, Document):
            raise refuse(
                "unknown-document",
                _("Eines der Dokumente gibt es am Standort nicht (mehr)."),
                _("Aktualisieren Sie die Liste."),
            )
        if found.version != content.base:
            raise refuse(
                "changed-since",
                _("Ein Dokument, dessen Seiten Sie ordnen, wurde inzwischen geändert."),
                _("Sehen Sie sich den neuen Stand an und ordnen Sie die Seiten noch einmal."),
                by=document.filed_by,
                at=document.filed_at,
            )
        yield content.document, document


def _check_place(documents: Iterable[Document], office: Office) -> None:
    living = [document for document in documents if document.state_of_work != MERGED]
    places = {(document.state_of_work, document.case) for document in living}
    if len(places) != 1 or not {state for state, _case in places} <= {INBOX, FILED}:
        raise refuse(
            "not-together",
            _("Die Dokumente liegen nicht an einem Ort."),
            _("Ordnen Sie Seiten nur zwischen Dokumenten des Posteingangs oder einer Akte."),
        )
    state, case_id = places.pop()
    case = record_in(office, CaseFile, case_id) if state == FILED else None
    if case is not None and case.moved_to:
        raise refuse(
            "case-moved",
            _("Die Akte wurde an den Standort „{site}“ abgegeben.").format(site=case.moved_to),
            _("Bitten Sie dort darum, die Seiten zu ordnen."),
        )
    if any("password" in document.hints for document in living):
        raise refuse(
            "protected-document",
            _("Ein Dokument ist mit einem Kennwort geschützt; seine Seiten lassen sich nicht ordnen."),
            _("Legen Sie es als Ganzes ab, oder fordern Sie es ohne Kennwort an."),
        )


def _check_pages(contents: Iterable[Content], documents: Iterable[Document]) -> None:
    there = Counter(page for document in documents for page in held_by(document))
    wanted: Counter[tuple[str, int]] = Counter()
    for content in contents:
        wanted.update(_pages(content))
        if not content.sheets and content.dropped:
            raise refuse(
                "no-page-left",
                _("Ein Dokument braucht mindestens eine Seite."),
                _("Lassen Sie eine Seite stehen, oder führen Sie das Dokument mit einem anderen zusammen."),
            )
        if any(sheet.turn not in TURNS for sheet in (*content.sheets, *content.dropped)):
            raise _wrong_pages()
    if there != wanted:
        raise _wrong_pages()


def _wrong_pages() -> Refusal:
    return refuse(
        "wrong-pages",
        _("Beim Ordnen ginge eine Seite verloren, oder es gäbe sie doppelt."),
        _("Öffnen Sie die Dokumente neu und ordnen Sie die Seiten noch einmal."),
    )


def _pages(content: Content) -> list[tuple[str, int]]:
    return [(sheet.original, sheet.page) for sheet in (*content.sheets, *content.dropped)]


def _original(office: Office, id_: str) -> Original:
    original = original_in(office, id_)
    if original is None:
        raise _wrong_pages()
    return original


# --- what becomes of them ------------------------------------------------------------------------------------------
def _with_content(
    content: Content,
    document: Document | None,
    before: Mapping[str, Document],
    came_from: Mapping[tuple[str, int], Document],
    originals: Mapping[str, Original],
) -> Document:
    givers = list({one.id: one for one in (came_from[page] for page in _pages(content))}.values())
    model = next((one for one in givers if one.state_of_work != MERGED), givers[0])
    if document is None:
        document = _split_off(model, content.document)
    elif document.state_of_work == MERGED:
        document = _beside(document, next(one for one in before.values() if one.state_of_work != MERGED))
    made = with_pages(document, content.sheets, content.dropped, originals)
    if sorted(held_by(made)) != sorted(held_by(document)) or made.sheets != document.sheets:
        # They quote pages that may be another's now, or stand elsewhere; they are made anew from the text.
        made = replace(made, suggestions=(), suggested_types=())
    unseen = any(not one.checked_at for one in givers)
    return replace(made, checked_by="", checked_at="") if unseen else made


def _split_off(model: Document, id_: str) -> Document:
    """A new document of the same paper. What was wished for the paper, warned of or recognised stays with the other."""
    return replace(
        model,
        id=id_,
        sha256="",
        sheets=(),
        dropped=(),
        merged_into="",
        absorbed=(),
        duplicate_of="",
        code="",
        warnings=(),
        wishes=(),
    )


def _beside(document: Document, living: Document) -> Document:
    """A document that comes back, to where those lie that had its pages."""
    return replace(
        document,
        state_of_work=living.state_of_work,
        case=living.case,
        filed_by=living.filed_by,
        filed_at=living.filed_at,
        merged_into="",
    )


def _emptied(document: Document, into: str) -> Document:
    return replace(
        document,
        state_of_work=MERGED,
        merged_into=into,
        case="",
        filed_by="",
        filed_at="",
        sheets=(),
        dropped=(),
        pack=(),
        suggestions=(),
        suggested_types=(),
    )


def _absorbed(after: dict[str, Document], before: Mapping[str, Document]) -> list[Document]:
    """Each with the documents that went into it, those of before too as far as they did not come back."""
    made = []
    for id_, document in after.items():
        ended = [one.id for one in after.values() if one.merged_into == id_]
        known = (one for one in document.absorbed if one not in after or after[one].merged_into == id_)
        if document.state_of_work == MERGED:
            # What had gone into it goes along: it is erased with whom it has gone into.
            made.append(document)
            continue
        made.append(replace(document, absorbed=tuple(dict.fromkeys((*known, *ended)))))
    return made


def _held(
    originals: Mapping[str, Original], contents: Mapping[str, Content], holder: Mapping[tuple[str, int], str]
) -> Iterator[Original]:
    for id_, original in originals.items():
        now = {document for (of, _page), document in holder.items() if of == id_}
        yield replace(original, holders=tuple(sorted({*original.holders, *now} - (contents.keys() - now))))


# --- the end -------------------------------------------------------------------------------------------------------
def with_their_pages(office: Office, documents: Iterable[str]) -> tuple[set[str], list[Record]]:
    """What is erased with these documents: the ids of all documents (those that went into them too), and the marks and
    the originals that nobody else needs. The originals that somebody needs are not among them: ``holders_left``."""
    gone = _and_absorbed(office, documents)
    records = [record for record in (record_in(office, Document, id_) for id_ in gone) if record is not None]
    pages = {page for record in records for page in held_by(record)}
    ended = [one for one in _originals(office, records) if gone.issuperset(one.holders)]
    ids = {one.id for one in ended}
    ids |= {record.id for record in records if record_in(office, Original, record.id) is None}
    marks = [
        mark
        for mark in (office.all(Mark.kind) if records else ())
        if isinstance(mark, Mark) and (mark.document in ids or (mark.document, mark.page) in pages)
    ]
    return gone, [*marks, *ended]


def holders_left(office: Office, gone: set[str]) -> Changes:
    """The originals of which documents that stay have pages, without the holders that are ``gone``."""
    records = [record for record in (record_in(office, Document, id_) for id_ in gone) if record is not None]
    left = (one for one in _originals(office, records) if not gone.issuperset(one.holders))
    return tuple(
        change
        for one in left
        for change in put(office, replace(one, holders=tuple(id_ for id_ in one.holders if id_ not in gone)))
    )


def _and_absorbed(office: Office, documents: Iterable[str]) -> set[str]:
    found: set[str] = set()
    left = list(documents)
    while left:
        id_ = left.pop()
        document = record_in(office, Document, id_)
        if id_ in found or document is None:
            continue
        found.add(id_)
        left += [one for one in document.absorbed if _went_into(office, one, id_)]
    return found


def _went_into(office: Office, id_: str, target: str) -> bool:
    document = record_in(office, Document, id_)
    return document is not None and document.merged_into == target


def _originals(office: Office, documents: Iterable[Document]) -> list[Original]:
    ids = dict.fromkeys(id_ for document in documents for id_ in originals_of(document))
    return [one for one in (record_in(office, Original, id_) for id_ in ids) if one is not None]


RULES: dict[type[Action], Rule] = {ArrangePages: Rule(CASEWORK, arrange_pages)}
