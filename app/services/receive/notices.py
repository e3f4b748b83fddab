"""Rows that bring no file: announced post, and paper that was destroyed."""

from app.domain.bags import CERTIFICATE, Finding, PayloadFault, Row
from app.domain.central import ORIGINALS
from app.domain.decide import announcement_id
from app.domain.records import Announcement, CaseFile
from app.domain.rules.paper import DESTROYED_ON_HOLD, destroyed_on_hold, open_wishes
from app.domain.texts import _
from app.services.receive.reception import Reception
from app.services.receive.rows import is_instant, read_row


def announce(reception: Reception, row: Row) -> None:
    """Note that an item has reached the provider."""
    item, site = row.get("item"), reception.site_of(row)
    fault = row.fault or _no_item(item)
    if fault is None and not site:
        fault = Finding("unknown-site", _("Den Standort gibt es nicht."))
    if fault is not None:
        reception.leave(item, "", fault, site)
        return
    info, office = reception.bag.summary.info, reception.ledger.office(site)
    said = read_row(row, info.kind, office)
    arrived = office.documents_of_item(info.provider, item)
    reception.announced += 1
    reception.count(site).announced += 1
    reception.ledger.add(
        site,
        Announcement(
            id=announcement_id(info.provider, item),
            provider=info.provider,
            item=item,
            delivery=info.number,
            channel=said.channel,
            received_on=said.received_on,
            case=said.case.id if said.case else "",
            document_type=said.document_type,
            announced_on=info.bagged_on,
            document=arrived[0].id if arrived else "",
        ),
    )


def destroy(reception: Reception, rows: tuple[Row, ...]) -> None:
    """Note the end of the paper of documents, at whichever site they are."""
    waiting: dict[str, tuple[Row, str]] = {}
    for row in rows:
        item, destroyed_at = row.get("item"), row.get("destroyed_at")
        fault = row.fault or _no_item(item)
        if fault is None and not is_instant(destroyed_at):
            fault = Finding("bad-destroyed-at", _("Der Zeitpunkt der Vernichtung fehlt oder lässt sich nicht lesen."))
        if fault is not None:
            reception.leave(item, "", fault)
        else:
            waiting[item] = (row, destroyed_at)
    for site in reception.ledger.sites(first=reception.home):
        _destroy_at(reception, site, waiting)
        if not waiting:
            break
    for item in waiting:
        reception.leave(item, "", Finding("unknown-item", _("Unter dieser Nummer ist kein Dokument bekannt.")))


def _destroy_at(reception: Reception, site: str, waiting: dict[str, tuple[Row, str]]) -> None:
    for item, (_row, destroyed_at) in list(waiting.items()):
        if _mark(reception, site, item, destroyed_at):
            del waiting[item]
            reception.destroyed += 1


def _mark(
    reception: Reception, site: str, item: str, destroyed_at: str, been: frozenset[str] = frozenset()
) -> bool:
    """Mark the documents of an item, also where they went with their case; False if the site has none."""
    office = reception.ledger.office(site)
    found = office.documents_of_item(reception.bag.summary.info.provider, item)
    for document in found:
        reception.ledger.add(site, (document.id, destroyed_at))
        if open_wishes(document):
            sentence = f"{item}: {destroyed_on_hold()}"
            reception.warnings.append(Finding(DESTROYED_ON_HOLD, sentence))
    if found:
        reception.count(site).destroyed += 1
    cases = (office.get(CaseFile.kind, document.case) for document in found if document.case)
    moved_to = {case.record.moved_to for case in cases if case is not None and isinstance(case.record, CaseFile)}
    for other in sorted(moved_to - been - {"", site}):
        _mark(reception, other, item, destroyed_at, been | {site})
    return bool(found)


def certificate(reception: Reception) -> str:
    """Store the certificate at every site that it concerns; its SHA-256, "" (and set aside) if it is not usable."""
    file = reception.bag.find(CERTIFICATE)
    try:
        if file.fault is not None:
            raise PayloadFault(file.fault)
        with reception.bag.payload(file.path) as payload:
            for site in reception.concerned():
                reception.central.put(site, ORIGINALS, payload.sha256, payload.source)
            return payload.sha256
    except PayloadFault as fault:
        reception.leave("", CERTIFICATE, fault.finding)
        return ""


def _no_item(item: str) -> Finding | None:
    return None if item else Finding("no-item", _("Im Verzeichnis fehlt die Nummer des Papiers beim Dienstleister."))
