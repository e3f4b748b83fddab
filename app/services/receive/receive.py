"""Receive a delivery: store, write into the log, answer (delivery-format.md)."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.actions import SYSTEM
from app.domain.bags import ANNOUNCEMENT, CERTIFICATE, DESTRUCTION, RECEIPT, Bag, BagOpener, BagRefused, Finding
from app.domain.central import Central, OfficeSource
from app.domain.errors import AppError, DocumentUnreadable
from app.domain.pages import PageReader
from app.domain.texts import _
from app.services.receive.answers import read_answers
from app.services.receive.described import UNNAMED
from app.services.receive.ledger import A_COMMIT, Ledger
from app.services.receive.notices import announce, certificate, destroy
from app.services.receive.receipt import Receipt, refused_receipt
from app.services.receive.reception import Reception
from app.services.receive.returned import note_returns
from app.services.receive.suggesting import Suggester


@dataclass(frozen=True, slots=True)
class Receiving:
    """What receiving needs. ``scratch`` is a private folder for page packs; ``by`` acts."""

    central: Central
    offices: OfficeSource
    reader: PageReader
    open_bag: BagOpener
    scratch: Path
    by: str = SYSTEM
    a_commit: int = A_COMMIT


def receive(path: Path, with_: Receiving) -> Receipt:
    """Take in the delivery at ``path``; offered again it changes nothing and answers the same.

    A delivery refused as a whole is an answer too. Raises ``AppError`` when the centre fails: run it again then.
    """
    name = path.resolve().name
    try:
        bag = with_.open_bag(path)
    except BagRefused as refused:
        return refused_receipt(name, refused)
    try:
        _check_reader(with_.reader)
        return _take_in(name, bag, with_)
    finally:
        bag.close()


def _check_reader(reader: PageReader) -> None:
    """A reader that does not start must not look like a delivery of documents that nobody can read."""
    try:
        reader.warm()
    except DocumentUnreadable as error:
        raise AppError(
            _("Das Lesen von Dokumenten lässt sich nicht starten; es wurde nichts übernommen."),
            _("Versuchen Sie es erneut. Hilft das nicht, installieren Sie das Programm neu."),
            code="no-reader",
        ) from error


def _take_in(name: str, bag: Bag, with_: Receiving) -> Receipt:
    ledger = Ledger(with_.central, with_.offices, with_.by, with_.a_commit)
    suggester = Suggester(with_.central, with_.reader)
    reception = Reception(bag, with_.central, with_.reader, ledger, with_.scratch, suggester)
    info = bag.summary.info
    _rows(reception)
    _unnamed_files(reception)
    proof = certificate(reception) if info.kind == DESTRUCTION else ""
    _conclude(reception, proof)
    return Receipt(
        bag=name,
        id=info.number,
        kind=info.kind,
        taken_in=reception.taken_in(),
        set_aside=reception.left_aside,
        already_known=reception.already_known(),
        announced=reception.announced,
        destroyed=reception.destroyed,
        answered=reception.answered,
        warnings=(*bag.summary.warnings, *reception.warnings),
    )


def _rows(reception: Reception) -> None:
    summary = reception.bag.summary
    if summary.info.kind == DESTRUCTION:
        destroy(reception, summary.rows)
        return
    if summary.info.kind == RECEIPT:
        read_answers(reception, summary.rows)
        return
    for row in summary.rows:
        if row.get("file"):
            reception.take(row, row.get("file"))
        elif summary.info.kind == ANNOUNCEMENT:
            announce(reception, row)
        else:
            reception.leave(row.get("item"), "", Finding("no-file", _("Im Verzeichnis fehlt der Name der Datei.")))


def _unnamed_files(reception: Reception) -> None:
    summary = reception.bag.summary
    named = {reception.bag.find(row.get("file")).path for row in summary.rows if row.get("file")}
    if summary.info.kind == DESTRUCTION:
        named.add(CERTIFICATE)
    for file in summary.files:
        if file.path in named:
            continue
        if file.fault is not None:
            reception.leave("", file.path, file.fault)
        else:
            reception.take(UNNAMED, file.path, Finding("not-in-index", _("Das Verzeichnis nennt diese Datei nicht.")))


def _conclude(reception: Reception, proof: str) -> None:
    for site in {*reception.concerned(), *filter(None, (reception.home,))}:
        reception.resolve(site)
    for site in reception.concerned():
        reception.ledger.conclude(site, reception.delivery(site, proof))
    note_returns(reception)
