"""What a site has filed, as far as suggestions learn from it: read from the centre in one pass."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.answer_code import PREFIX
from app.domain.central import Central
from app.domain.log import BodyLine
from app.domain.page_sets import is_arranged, originals_of
from app.domain.records import FILED, CaseFile, Document, Original, Record, record_of
from app.services.fetch_texts import text_by_pages, text_of
from app.services.suggest import Filing, Knowledge, knowledge

LEARNED = 500
"""The newest filings from which the types of papers are learned: what an office gets changes slowly."""
LONGEST = 20
"""Pages of a paper from which its type is learned."""
LOOKED_AT = 3_000
"""Documents of a checkpoint that are looked at: a town has more than a hundred thousand, and the newest filings come
after it."""
_CODED = f'"{PREFIX}'.encode()
"""In the line of every document with an answer code: replies come months after the letter."""
_ORIGINAL = f'["{Original.kind}"'.encode()


@dataclass(slots=True)
class SiteRecords:
    site: str
    cases: dict[str, CaseFile] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    originals: dict[str, Original] = field(default_factory=dict)

    def take(self, line: BodyLine) -> None:
        if line.kind == CaseFile.kind:
            self.cases.pop(line.id, None)
        elif line.kind == Document.kind:
            self.documents.pop(line.id, None)
        else:
            self.originals.pop(line.id, None)
        record: Record | None = None if line.state is None else record_of(line.kind, line.state)
        if isinstance(record, CaseFile):
            self.cases[line.id] = record
        elif isinstance(record, Document):
            self.documents[line.id] = record
        elif isinstance(record, Original):
            self.originals[line.id] = record

    def text(self, central: Central, document: Document) -> tuple[str, ...]:
        """Of each of the document's pages."""
        if not is_arranged(document):
            return text_of(central, self.site, document.sha256)
        known = [self.originals[id_] for id_ in originals_of(document) if id_ in self.originals]
        texts = {one.id: text_of(central, self.site, one.sha256) for one in known if one.has_text}
        return text_by_pages(document, texts)


def learn_from(central: Central, sites: tuple[str, ...]) -> Knowledge:
    """Every case of the sites, and what their newest filings became. Raises what ``central`` does."""
    known = [_records(central, site) for site in sites]
    filed = [
        (records, document)
        for records in known
        for document in records.documents.values()
        if document.state_of_work == FILED and document.case in records.cases
    ]
    filed.sort(key=lambda entry: entry[1].filed_at)
    newest = {document.id for _, document in [entry for entry in filed if _teaches(entry[1])][-LEARNED:]}
    filings = [
        Filing(
            records.cases[document.case].case_number,
            document,
            records.text(central, document) if document.id in newest else (),
        )
        for records, document in filed
    ]
    return knowledge(((records.site, case) for records in known for case in records.cases.values()), filings)


def _teaches(document: Document) -> bool:
    """Whether it is one paper of a type; a volume of an old file is many."""
    return document.has_text and bool(document.document_type) and not document.volume and document.pages <= LONGEST


def _records(central: Central, site: str) -> SiteRecords:
    records = SiteRecords(site)
    for line in _lines(central, site):
        if line.kind in (CaseFile.kind, Document.kind, Original.kind):
            records.take(line)
    return records


def _lines(central: Central, site: str) -> Iterator[BodyLine]:
    checkpoint = central.checkpoint(site)
    if checkpoint is not None:
        documents = 0
        for raw in central.checkpoint_lines(checkpoint):
            if documents > LOOKED_AT and _CODED not in raw and not raw.startswith(_ORIGINAL):
                continue
            line = BodyLine.from_json(json.loads(raw))
            documents += line.kind == Document.kind
            yield line
    for commit in central.commits(site, 0 if checkpoint is None else checkpoint.number):
        yield from commit.body
