"""One delivery on its way into the log."""

from dataclasses import dataclass, field
from pathlib import Path

from app.domain.bags import Bag, Finding, Payload, PayloadFault, Row
from app.domain.central import ORIGINALS, Central
from app.domain.doubts import doubts_sentence
from app.domain.errors import DocumentUnreadable
from app.domain.ids import derived_id
from app.domain.pages import PageReader
from app.domain.records import CaseFile, Delivery, Document, SetAside
from app.domain.texts import _
from app.services.receive.content import Content, store_content
from app.services.receive.described import described
from app.services.receive.ledger import Ledger
from app.services.receive.receipt import AlreadyKnown, LeftAside, TakenIn
from app.services.receive.suggesting import Suggester
from app.services.routing import routed


@dataclass(slots=True)
class Counts:
    taken_in: int = 0
    set_aside: int = 0
    already_known: int = 0
    announced: int = 0
    destroyed: int = 0


@dataclass(slots=True)
class _Landed:
    """A row or file whose document is in the log or on its way: ``document`` at ``site``."""

    item: str
    file: str
    site: str
    document: str


@dataclass(slots=True)
class Reception:
    """Takes in one row or file after the other. Everything that it makes depends on the bag and the log alone."""

    bag: Bag
    central: Central
    reader: PageReader
    ledger: Ledger
    scratch: Path
    suggester: Suggester
    counts: dict[str, Counts] = field(default_factory=dict)
    left_aside: list[LeftAside] = field(default_factory=list)
    left_ids: set[str] = field(default_factory=set)
    announced: int = 0
    destroyed: int = 0
    answered: int = 0
    """Lines of orders that a receipt answers."""
    warnings: list[Finding] = field(default_factory=list)
    _landed: list[_Landed] = field(default_factory=list)
    _known: list[_Landed] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    # --- sites -------------------------------------------------------------------------------------------------
    @property
    def home(self) -> str:
        """The delivery's own site, "" if it is unknown."""
        site = self.bag.summary.info.site
        return site if self.ledger.knows(site) else ""

    def site_of(self, row: Row) -> str:
        """The row's site, "" if it is unknown."""
        wanted = row.get("site").lower() or self.bag.summary.info.site
        return wanted if self.ledger.knows(wanted) else ""

    def concerned(self) -> tuple[str, ...]:
        """The sites that keep a summary of this delivery."""
        return self.ledger.touched() or tuple(filter(None, (self.home,)))

    def count(self, site: str) -> Counts:
        return self.counts.setdefault(site, Counts())

    # --- setting aside -----------------------------------------------------------------------------------------
    def leave(self, item: str, file: str, finding: Finding, site: str = "", payload: Payload | None = None) -> None:
        """Set an item aside; its bytes are kept if ``payload`` gives them. Without any site only the receipt tells."""
        self.left_aside.append(LeftAside(item=item, file=file, finding=finding))
        site = site or self.home
        if not site:
            return
        info = self.bag.summary.info
        record = SetAside(
            id=derived_id("set-aside", info.provider, info.number, item, file),
            delivery=info.number,
            provider=info.provider,
            item=item,
            file_name=file,
            code=finding.code,
            reason=finding.text,
            sha256=payload.sha256 if payload else "",
        )
        known = self.ledger.office(site).get(SetAside.kind, record.id)
        if payload is not None and (known is None or known.record is not None):  # not what was erased since
            self.central.put(site, ORIGINALS, payload.sha256, payload.source)
        self.left_ids.add(record.id)
        self.count(site).set_aside += 1
        self.ledger.add(site, record)

    # --- documents ---------------------------------------------------------------------------------------------
    def take(self, row: Row, name: str, *extra: Finding) -> None:
        """Take in the file ``name`` as the row says; ``extra`` are warnings besides the row's."""
        item, site, file = row.get("item"), self.site_of(row), self.bag.find(name)
        fault = row.fault or file.fault
        if fault is not None:
            self.leave(item, file.path, fault, site)
            return
        try:
            with self.bag.payload(file.path) as payload:
                if not site:
                    unknown = Finding("unknown-site", _("Den Standort gibt es nicht."))
                    self.leave(item, file.path, unknown, payload=payload)
                    return
                self._take_payload(row, site, file.path, payload, extra)
        except PayloadFault as fault_:
            self.leave(item, file.path, fault_.finding, site)

    def _take_payload(
        self, row: Row, site: str, file: str, payload: Payload, extra: tuple[Finding, ...]
    ) -> None:
        info, item = self.bag.summary.info, row.get("item")
        parts = (item,) if item else (info.number, file)
        landed = _Landed(item, file, site, derived_id("document", info.provider, *parts, payload.sha256))
        known = self.ledger.office(site).get(Document.kind, landed.document)
        record = known.record if known is not None else None
        ours = isinstance(record, Document) and record.delivery == info.number
        if landed.document in self._seen or (known is not None and not ours):
            self._known.append(landed)
            self.count(site).already_known += 1
            self.ledger.add(site, None)
            return
        if known is None:
            try:
                content = store_content(self.central, self.reader, site, payload, self.scratch)
            except DocumentUnreadable as unreadable:
                self.leave(item, file, Finding(unreadable.code, unreadable.title), site, payload)
                return
        self._seen.add(landed.document)
        self._landed.append(landed)
        self.count(site).taken_in += 1
        self.ledger.add(site, None if known is not None else self._document(row, landed, payload, content, extra))

    def _document(
        self, row: Row, landed: _Landed, payload: Payload, content: Content, extra: tuple[Finding, ...]
    ) -> Document:
        blank = Document(
            id=landed.document, sha256=payload.sha256, size=payload.size, item=landed.item, file_name=landed.file
        )
        office = self.ledger.office(landed.site)
        document = described(blank, self.bag.summary.info, row, office, content, extra)
        return routed(self.suggester.complete(landed.site, document, payload), office)

    # --- the answer ----------------------------------------------------------------------------------------------
    def taken_in(self) -> list[TakenIn]:
        """What the log says of the documents of this delivery; call it when everything is committed."""
        return [self._told(landed) for landed in self._landed]

    def documents(self, site: str) -> list[Document]:
        """Those of this delivery that the log has at the site, also from an earlier run."""
        landed = (self.ledger.document(site, one.document) for one in self._landed if one.site == site)
        return [document for document in landed if document is not None]

    def already_known(self) -> list[AlreadyKnown]:
        return [AlreadyKnown(item=known.item, file=known.file, document=known.document) for known in self._known]

    def _told(self, landed: _Landed) -> TakenIn:
        document = self.ledger.document(landed.site, landed.document)
        if document is None:  # erased by somebody in this very moment
            return TakenIn(
                item=landed.item, file=landed.file, document=landed.document, site=landed.site, pages=0, sha256=""
            )
        twin = self.ledger.document(landed.site, document.duplicate_of) if document.duplicate_of else None
        warnings = tuple(Finding(code, text) for code, text in document.warnings)
        if document.duplicate_of:
            warnings += (Finding("duplicate", _("Dieselben Bytes gibt es schon unter einer anderen Nummer.")),)
        if document.doubts:
            warnings += (Finding("doubtful-pages", doubts_sentence(document.doubts)),)
        case = self.ledger.office(landed.site).get(CaseFile.kind, document.case or document.proposed_case)
        return TakenIn(
            item=landed.item,
            file=landed.file,
            document=landed.document,
            site=landed.site,
            pages=document.pages,
            sha256=document.sha256,
            case_number=case.record.case_number if case and isinstance(case.record, CaseFile) else "",
            duplicate_of=(twin.item if twin else "") or document.duplicate_of,
            rescan_of=document.rescan_of,
            warnings=warnings,
        )

    # --- the end ---------------------------------------------------------------------------------------------------
    def resolve(self, site: str) -> None:
        """Mark what was set aside earlier and came whole now."""
        info = self.bag.summary.info
        whole = (*self._landed, *self._known)
        items = {landed.item for landed in whole if landed.item}
        files = {landed.file for landed in whole}
        for record in list(self.ledger.office(site).all(SetAside.kind)):
            if not isinstance(record, SetAside) or record.resolved or record.id in self.left_ids:
                continue
            same_file = not record.item and record.delivery == info.number and record.file_name in files
            if record.provider == info.provider and (record.item in items or same_file):
                self.ledger.resolve(site, record)

    def delivery(self, site: str, certificate: str) -> Delivery:
        info, counts = self.bag.summary.info, self.count(site)
        return Delivery(
            id=derived_id("delivery", info.provider, info.number),
            number=info.number,
            provider=info.provider,
            delivery_kind=info.kind,
            bagged_on=info.bagged_on,
            taken_in=counts.taken_in,
            set_aside=counts.set_aside,
            already_known=counts.already_known,
            announced=counts.announced,
            destroyed=counts.destroyed,
            certificate=certificate,
        )
