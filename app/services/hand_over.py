"""A case goes from one site to another with its documents: a commit in the taking site that names the giving one, then
a commit in the giving site that names the taking one. Every step may be repeated, so either side can finish what a
crash interrupted."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.actions import SYSTEM, Action, ImportCases, TakeIn
from app.domain.central import Central
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.office import Office
from app.domain.page_sets import originals_of
from app.domain.records import CaseFile, Document, Original
from app.domain.rules.pages import original_in, with_their_pages
from app.domain.rules.ruling import record_in
from app.services.hand_documents import copy_bytes
from app.services.site_records import records_of

DOCUMENTS_A_COMMIT = 500


def hand_over(central: Central, case: CaseFile, giving: str, taking: str) -> None:
    """Bring the documents of ``case``, as ``giving`` knows it, along to ``taking``, and close it where it was.

    ``taking`` has a case of the same number already (``ValueError``).
    """
    taken = records_of(central, taking, master_only=True).case_by_number(case.case_number)
    if taken is None:
        raise ValueError("the taking site has no case of that number yet")
    _bring(central, case.id, giving, taken.id, taking)
    _submit(central, ImportCases(site=giving, by=SYSTEM, cases=(replace(case, moved_to=taking),)))
    # What somebody filed there while the documents were copied comes after; now nobody can file there any more.
    _bring(central, case.id, giving, taken.id, taking)


def _bring(central: Central, case_id: str, giving: str, taken_id: str, taking: str) -> None:
    there, here = records_of(central, taking), records_of(central, giving)
    records = [record for record in here.all(Document.kind) if isinstance(record, Document)]
    filed = {doc.id for doc in records if doc.case == case_id}
    # What was merged into them goes along: its paper is still somebody's, and its pages may be parted again.
    wanted = with_their_pages(here, filed)[0]
    documents = [doc for doc in records if doc.id in wanted and there.get(Document.kind, doc.id) is None]
    for part in _parts(documents):
        originals = _originals(here, part)
        for original in originals:
            copy_bytes(central, original.sha256, giving, taking)
        moved = tuple(_moved(document, taken_id) for document in part)
        action = TakeIn(site=taking, by=SYSTEM, documents=moved, originals=tuple(_held_there(originals, filed, there)))
        _submit(central, action)


def _moved(document: Document, case: str) -> Document:
    return replace(document, case=case if document.case else "", team="", worker="", duplicate_of="")


def _originals(office: Office, documents: list[Document]) -> list[Original]:
    ids = dict.fromkeys(id_ for document in documents for id_ in (document.id, *originals_of(document)))
    return [one for one in (original_in(office, id_) for id_ in ids) if one is not None]


def _held_there(originals: list[Original], moved: set[str], there: Office) -> Iterator[Original]:
    """As the taking site keeps them: of documents that were arranged, with those holders that are there now."""
    for original in originals:
        if original.holders:
            known = record_in(there, Original, original.id)
            before = known.holders if known is not None else ()
            yield replace(original, holders=tuple(sorted({*before, *moved.intersection(original.holders)})))


def _parts(documents: list[Document]) -> Iterator[list[Document]]:
    for start in range(0, len(documents), DOCUMENTS_A_COMMIT):
        yield documents[start : start + DOCUMENTS_A_COMMIT]


def _submit(central: Central, action: Action) -> None:
    outcome = central.submit(action)
    if isinstance(outcome, Refused):
        raise AppError(outcome.title, outcome.advice, code=outcome.code)
