"""What a page says besides its picture: words and their places, outline, links, files inside."""

import csv
import io
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from app.adapters.pages import reading
from app.adapters.pages.calls import ReadingCalls
from app.adapters.pages.pdfium import PdfiumDocument
from app.adapters.pages.process import ReaderProcess
from app.domain.errors import DocumentUnreadable
from app.domain.pages import Attachment, Box, DocumentInfo, Link, OutlineEntry, Source
from tests.pages.making import pdf, scan, text_page, tiff

MM = 25.4 / 72
WIDTH, HEIGHT = 400, 300
WORD = pymupdf.Rect(20, 28, 45, 44)


def letter(rotation: int = 0) -> bytes:
    """A page with one word, a web link and a link to page 2, cropped and turned; then an empty page."""
    with pymupdf.open() as document:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        page.insert_text((20, 40), "Hallo Welt")
        page.insert_text((20, 80), "neue Zeile")
        area = pymupdf.Rect(200, 100, 260, 120)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": area, "uri": "https://example.org/\u202eabc"})
        document.new_page()
        page = document[0]
        below = pymupdf.Rect(200, 150, 260, 170)
        page.insert_link({"kind": pymupdf.LINK_GOTO, "from": below, "page": 1, "to": pymupdf.Point(0, 0)})
        page.set_cropbox(pymupdf.Rect(10, 10, 390, 290))
        page.set_rotation(rotation)
        return bytes(document.tobytes())


def as_shown(rect: pymupdf.Rect, rotation: int) -> pymupdf.Rect:
    """A place on the whole page, on the cropped and turned one, in millimetres."""
    x0, y0, x1, y1 = rect.x0 - 10, rect.y0 - 10, rect.x1 - 10, rect.y1 - 10
    width, height = 380, 280
    turned = {
        0: (x0, y0, x1, y1),
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }[rotation]
    return pymupdf.Rect(*(value * MM for value in turned))


def rect_of(box: Box) -> pymupdf.Rect:
    return pymupdf.Rect(box[0], box[1], box[0] + box[2], box[1] + box[3])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_and_links_lie_where_they_are_shown(reader: ReaderProcess, rotation: int) -> None:
    data = letter(rotation)
    words = reader.words(data, 1)
    assert [(word.text, word.line) for word in words] == [("Hallo", 0), ("Welt", 0), ("neue", 1), ("Zeile", 1)]
    first = rect_of(words[0].box_mm)
    expected = as_shown(WORD, rotation)
    assert (first & expected).get_area() > 0.6 * max(first.get_area(), expected.get_area())
    size = reader.inspect(data).sizes_mm[0]
    assert all(rect_of(word.box_mm) in pymupdf.Rect(0, 0, *size) for word in words)
    web, inside = reader.links(data, 1)
    assert (web.page, web.address) == (None, "https://example.org/abc") and (inside.page, inside.address) == (2, "")
    assert abs(rect_of(web.box_mm) - as_shown(pymupdf.Rect(200, 100, 260, 120), rotation)) < 1
    assert reader.words(data, 2) == () and reader.links(data, 2) == ()


def test_pictures_have_no_words_and_nothing_inside(reader: ReaderProcess) -> None:
    data = tiff(scan(), scan())
    assert reader.words(data, 2) == () and reader.links(data, 1) == ()
    assert reader.outline(data) == () and reader.attachments(data) == ()
    with pytest.raises(DocumentUnreadable):
        reader.words(data, 3)
    with pytest.raises(DocumentUnreadable):
        reader.attachment(data, 0)


def test_what_is_no_document_is_refused_with_a_reason(reader: ReaderProcess, tmp_path: Path) -> None:
    for question in (reader.outline, reader.attachments):
        with pytest.raises(DocumentUnreadable) as caught:
            question(b"%PDF-1.7 nichts")
        assert caught.value.title
    with pytest.raises(DocumentUnreadable):
        reader.words(tmp_path / "fehlt.pdf", 1)


def with_outline(entries: int) -> bytes:
    with pymupdf.open() as document:
        for _ in range(3):
            document.new_page()
        toc = [[1, "Bescheid", 1], [2, "Anlage\u2066 A", 2], [3, "Blatt", 3], [1, "Ohne Ziel", -1]]
        document.set_toc(toc if not entries else [[1, f"Eintrag {number}", 1] for number in range(entries)])
        return bytes(document.tobytes())


def test_the_outline_is_read_from_top_to_bottom_with_levels(reader: ReaderProcess) -> None:
    assert reader.outline(with_outline(0)) == (
        OutlineEntry("Bescheid", 1, 1),
        OutlineEntry("Anlage A", 2, 2),
        OutlineEntry("Blatt", 3, 3),
        OutlineEntry("Ohne Ziel", 0, 1),
    )


def with_files() -> bytes:
    with pymupdf.open() as document:
        page = document.new_page()
        document.embfile_add("rechnung", b"<xml/>", filename="../../rechnung\u202e.xml")
        document.embfile_add("leer", b"", filename="leer.txt")
        page.add_file_annot((50, 50), b"Notiz", "notiz.txt")
        return bytes(document.tobytes())


def test_files_inside_are_listed_and_given_as_bytes(reader: ReaderProcess) -> None:
    data = with_files()
    found = reader.attachments(data)
    assert sorted(found, key=lambda entry: entry.name) == [
        Attachment("../../rechnung.xml", 6),
        Attachment("leer.txt", 0),
        Attachment("notiz.txt", 5),
    ]
    contents = {entry.name: reader.attachment(data, index) for index, entry in enumerate(found)}
    assert contents == {"../../rechnung.xml": b"<xml/>", "leer.txt": b"", "notiz.txt": b"Notiz"}
    with pytest.raises(DocumentUnreadable):
        reader.attachment(data, 3)


def test_a_file_inside_that_unpacks_without_end_is_refused(reader: ReaderProcess) -> None:
    with pikepdf.Pdf.new() as document:
        document.add_blank_page()
        document.attachments["bombe"] = bytes(reading.LARGEST_ATTACHMENT + 1)
        buffer = io.BytesIO()
        document.save(buffer, compress_streams=True)
    assert len(buffer.getvalue()) < 1 << 20
    with pytest.raises(DocumentUnreadable) as caught:
        reader.attachment(buffer.getvalue(), 0)
    assert "zu groß" in caught.value.title
    assert reader.inspect(letter()).pages == 2


def test_lists_without_end_are_cut(reader: ReaderProcess) -> None:
    lines = (b"1 0 0 1 %d %d Tm (a b c d e f g h i j) Tj" % (n // 800 * 5, n % 800 + 10) for n in range(5_500))
    crowd = pdf(b"BT /F1 1 Tf " + b"\n".join(lines) + b" ET")
    assert len(reader.words(crowd, 1)) == reading.MOST_WORDS
    assert len(reader.outline(with_outline(reading.MOST_ENTRIES + 10))) == reading.MOST_ENTRIES
    area = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org)>>>>"
    linked = pdf(text_page("x"), page=b"/Annots[" + area * (reading.MOST_LINKS + 5) + b"]")
    assert len(reader.links(linked, 1)) == reading.MOST_LINKS


@pytest.mark.parametrize(
    "rows", [None, [["a"]], [["a", 0, 0, 1, 1, "x"]], [[1, 2, 3, 4, None]], [["a", 0, float("nan"), 1, 1, 0]], [3]]
)
def test_an_answer_that_makes_no_sense_counts_as_a_crash(rows: object) -> None:
    class Liar(ReadingCalls):
        def _ask(self, request: dict[str, object], source: Source) -> dict[str, object]:
            return {"rows": rows}

        def inspect(self, source: Source, password: str | None = None) -> DocumentInfo:
            raise NotImplementedError

    with pytest.raises(DocumentUnreadable):
        Liar().words(b"", 1)


def test_real_documents(reader: ReaderProcess, shared: Path) -> None:
    files = shared / "samples" / "documents" / "files"
    invoice = reader.attachments(files / "D0003.pdf")
    assert len(invoice) == 1 and reader.attachment(files / "D0003.pdf", 0).lstrip().startswith(b"<?xml")
    assert reader.attachments(files / "D0091.pdf") == (Attachment("Test.txt", 55),)
    assert any(word.text for word in reader.words(files / "D0003.pdf", 1))
    links = [link for link in _links(reader, files / "D0119.pdf") if link.address]
    assert links and all(link.address.startswith(("http", "mailto:")) for link in links)


def _links(reader: ReaderProcess, path: Path) -> list[Link]:
    return [link for page in range(1, reader.inspect(path).pages + 1) for link in reader.links(path, page)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_second_engine_finds_the_same_words_in_the_same_places(reader: ReaderProcess, rotation: int) -> None:
    data = letter(rotation)
    second = PdfiumDocument(data, None)
    expected = {word.text: rect_of(word.box_mm) for word in reader.words(data, 1)}
    found = {row[0]: rect_of((row[1], row[2], row[3], row[4])) for row in reading.words(second, 0)}
    assert found.keys() == expected.keys()
    for text, one in found.items():
        assert (one & expected[text]).get_area() > 0.6 * max(one.get_area(), expected[text].get_area())
    second.close()


def test_the_second_engine_finds_outline_and_files() -> None:
    outline = PdfiumDocument(with_outline(0), None)
    rows = [("Bescheid", 1, 1), ("Anlage A", 2, 2), ("Blatt", 3, 3), ("Ohne Ziel", 0, 1)]
    assert [tuple(row) for row in reading.outline(outline)] == rows
    files = PdfiumDocument(with_files(), None)
    contents = {row[0]: reading.attachment(files, number) for number, row in enumerate(reading.attachments(files))}
    assert contents == {"../../rechnung.xml": b"<xml/>", "leer.txt": b""}
    outline.close()
    files.close()


def test_a_page_that_the_first_engine_cannot_read_is_read_by_the_second(reader: ReaderProcess, shared: Path) -> None:
    assert reader.words(shared / "samples" / "documents" / "files" / "D0205.pdf", 1) == ()


def test_every_sample_with_files_inside_lists_them(reader: ReaderProcess, shared: Path) -> None:
    folder = shared / "samples" / "documents"
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["expect"].startswith("PAGES")]
    holding = {row["id"]: row for row in rows if {"embedded", "annot:FileAttachment"} & set(row["features"].split())}
    del holding["D0305"]  # streams that no list of files names
    assert len(holding) > 20
    for id_, row in holding.items():
        source, password = folder / row["file"], row["password"] or None
        found = reader.attachments(source, password)
        assert found and all(entry.name for entry in found), id_
        for index, entry in enumerate(found):
            assert (len(reader.attachment(source, index, password)) > 0) == (entry.size > 0), id_
