"""A case goes from one site to another with its documents: a commit in the taking site that names the giving one, then
a commit in the giving site that names the taking one. Every step may be repeated, so either side can finish what a
crash interrupted."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.actions import SYSTEM, Action, ImportCases, TakeIn
from app.domain.central import AREAS, Central
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.records import CaseFile, Document
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
    there = records_of(central, taking)
    records = (record for record in records_of(central, giving).all(Document.kind) if isinstance(record, Document))
    documents = [doc for doc in records if doc.case == case_id and there.get(Document.kind, doc.id) is None]
    for document in documents:
        _copy_bytes(central, document.sha256, giving, taking)
    for part in _parts(documents):
        moved = tuple(replace(document, case=taken_id, team="", worker="", duplicate_of="") for document in part)
        _submit(central, TakeIn(site=taking, by=SYSTEM, documents=moved))


def _copy_bytes(central: Central, sha256: str, giving: str, taking: str) -> None:
    for area in AREAS:
        if central.has(giving, area, sha256) and not central.has(taking, area, sha256):
            path = central.local_path(giving, area, sha256)
            central.put(taking, area, sha256, central.read(giving, area, sha256) if path is None else path)


def _parts(documents: list[Document]) -> Iterator[list[Document]]:
    for start in range(0, len(documents), DOCUMENTS_A_COMMIT):
        yield documents[start : start + DOCUMENTS_A_COMMIT]


def _submit(central: Central, action: Action) -> None:
    outcome = central.submit(action)
    if isinstance(outcome, Refused):
        raise AppError(outcome.title, outcome.advice, code=outcome.code)
