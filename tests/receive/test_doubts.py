"""Pages that two engines draw differently: noted in the record, told in the receipt, listed for the mail room."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.adapters.central.folder import FolderCentral
from app.domain.errors import DocumentUnreadable
from app.domain.pages import DIFFERENT, DocumentInfo, Source
from app.domain.records import Document
from app.services.listing import documents
from app.services.receive.receive import Receiving, receive
from tests.pages.making import doubtful_pdf
from tests.receive.bags import BagMaker, pdf
from tests.receive.looking import by_item

Json = dict[str, Any]
Offer = Callable[[Path], Json]
Maker = Callable[..., BagMaker]


def record(central: FolderCentral, receipt: Json, item: str) -> Document:
    found = central.office("heek")[1].get(Document.kind, by_item(receipt["taken_in"])[item]["document"])
    assert found is not None and isinstance(found.record, Document)
    return found.record


def test_a_doubtful_page_is_part_of_the_record(offer: Offer, maker: Maker, central: FolderCentral) -> None:
    bag = maker().post(K1=doubtful_pdf(), K2=pdf()).write()
    receipt = offer(bag)
    assert record(central, receipt, "K1").doubts == ((2, DIFFERENT),)
    assert record(central, receipt, "K2").doubts == ()
    (warning,) = by_item(receipt["taken_in"])["K1"]["warnings"]
    assert warning == {"code": "doubtful-pages", "text": "Darstellung unsicher: Seite 2."}
    assert by_item(receipt["taken_in"])["K2"]["warnings"] == []
    assert offer(bag) == receipt
    listed = {entry["item"]: entry for entry in documents(central, "heek")}
    assert [(doubt["page"], doubt["code"]) for doubt in listed["K1"]["doubts"]] == [(2, DIFFERENT)]
    assert (listed["K2"]["doubts"], listed["K2"]["compared"]) == ([], True)


def test_a_document_that_cannot_be_compared_is_taken_in_and_says_so(
    receiving: Receiving, maker: Maker, central: FolderCentral
) -> None:
    class Breaking:
        """Reads as usual; comparing ends the reading process."""

        def __getattr__(self, name: str) -> Any:
            return getattr(receiving.reader, name)

        def compare(self, source: Source, password: str | None = None) -> tuple[tuple[int, str], ...]:
            raise DocumentUnreadable("Das Dokument hat das Leseprogramm zum Absturz gebracht.")

        def inspect(self, source: Source, password: str | None = None) -> DocumentInfo:
            return receiving.reader.inspect(source, password)

    receipt = receive(maker().post(K1=pdf()).write(), replace(receiving, reader=Breaking())).as_json()  # type: ignore[arg-type]
    found = record(central, receipt, "K1")
    assert (found.compared, found.doubts, found.pages) == (False, (), 1)
    assert [code for code, _text in found.warnings] == ["not-compared"]
