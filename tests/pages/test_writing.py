"""Pages of several documents in one new PDF: taken over as they are, with marks, never half a file."""

import hashlib
import io
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from PIL import Image, ImageChops, ImageStat

from app.adapters.pages.process import ReaderProcess
from app.domain.errors import DocumentUnreadable
from app.domain.pages import NotesSheet, PdfPart, PlacedMark, RenderJob, Source
from app.domain.records import HIGHLIGHT, NOTE, STAMP, Mark
from tests.pages.making import pdf, scan, text_page, tiff

LETTER = pdf(text_page("Eins"), text_page("Zwei"), text_page("Drei"))
FAX = tiff(scan("Fax"), scan("Blatt 2", mode="1"))


def picture(reader: ReaderProcess, source: Source, page: int, dpi: float = 50) -> Image.Image:
    pixels = reader.render(RenderJob(source, page, dpi))
    mode = "L" if pixels.format == "grey8" else "RGB"
    size = (pixels.width, pixels.height)
    made = Image.frombytes(mode, size, bytes(pixels.data), "raw", mode, pixels.stride, 1).convert("RGB")
    pixels.release()
    return made


def alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 3


def mark(shape: str = HIGHLIGHT, page: int = 1, text: str = "", **fields: object) -> Mark:
    areas = ((2500, 4200, 8000, 1200),)
    return Mark(**{"id": "m", "document": "d", "page": page, "shape": shape, "areas": areas, "text": text, **fields})  # type: ignore[arg-type]


def colour_at(reader: ReaderProcess, source: Source, x_mm: float, y_mm: float, page: int = 1) -> tuple[int, ...]:
    drawn = picture(reader, source, page, 100)
    value = drawn.getpixel((round(x_mm * 100 / 25.4), round(y_mm * 100 / 25.4)))
    assert isinstance(value, tuple)
    return value


def test_pages_of_several_documents_come_in_the_order_asked_for(reader: ReaderProcess, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(LETTER)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    told: list[int] = []
    parts = [PdfPart(path, pages=(3, 1)), PdfPart(FAX), PdfPart(LETTER, pages=(2,), rotation=90)]
    target = tmp_path / "auszug.pdf"
    written = reader.write_pdf(parts, target, told.append)
    assert (written.pages, written.pictures, written.data) == (5, 0, b"") and told[-1] == 5
    assert reader.texts(target) == ("Drei\n", "Eins\n", "", "", "Zwei\n")
    assert alike(picture(reader, target, 3), picture(reader, FAX, 1))
    assert alike(picture(reader, target, 5), picture(reader, LETTER, 2).transpose(Image.Transpose.ROTATE_270))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_scans_are_taken_over_without_encoding_them_again(reader: ReaderProcess) -> None:
    data = reader.write_pdf([PdfPart(FAX)]).data
    assert len(data) < len(FAX) + 3000
    with pikepdf.open(io.BytesIO(data)) as made:
        kinds = [image.Filter.unparse() for page in made.pages for image in page.get_images().values()]
    assert len(kinds) == 2 and all(b"/CCITTFaxDecode" in kind for kind in kinds)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "turned", "cmyk", "alpha", "palette"])
def test_every_kind_of_picture_file_looks_the_same(reader: ReaderProcess, kind: str) -> None:
    shade = Image.linear_gradient("L").resize((600, 800))
    colours = Image.merge("RGB", [scan(size=(600, 800), mode="L"), shade, shade])
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[274] = 6
    match kind:
        case "turned":
            colours.save(buffer, "JPEG", exif=exif, dpi=(100, 100))
        case "cmyk":
            colours.convert("CMYK").save(buffer, "JPEG", dpi=(100, 100))
        case "alpha":
            colours.putalpha(128)
            colours.save(buffer, "PNG", dpi=(100, 100))
        case "palette":
            colours.quantize(16).save(buffer, "PNG", dpi=(100, 100))
        case _:
            colours.save(buffer, kind, dpi=(100, 100))
    source = buffer.getvalue()
    written = reader.write_pdf([PdfPart(source)])
    assert alike(picture(reader, written.data, 1), picture(reader, source, 1))
    assert written.pictures == 0


def test_a_scan_that_lies_on_its_side_keeps_every_pixel(reader: ReaderProcess) -> None:
    source = tiff(scan("Quer").rotate(90, expand=True), tiffinfo={274: 6})
    written = reader.write_pdf([PdfPart(source)])
    with pikepdf.open(io.BytesIO(written.data)) as made:
        (image,) = made.pages[0].get_images().values()
        assert b"/CCITTFaxDecode" in image.Filter.unparse()
        assert pikepdf.PdfImage(image).as_pil_image().convert("L").tobytes() == scan("Quer").convert("L").tobytes()


def test_a_page_that_nothing_reads_is_replaced_by_a_sheet_that_says_so(reader: ReaderProcess, shared: Path) -> None:
    written = reader.write_pdf([PdfPart(shared / "samples" / "documents" / "files" / "D0133.pdf")])
    assert (written.pages, written.pictures, written.unreadable) == (9, 1, 8)
    assert any("nicht lesbar" in text for text in reader.texts(written.data))


def test_forms_and_annotations_become_part_of_the_page(reader: ReaderProcess) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        field = pymupdf.Widget()
        field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, "name"
        field.rect, field.field_value = pymupdf.Rect(50, 50, 300, 80), "Ausgefüllt"
        page.add_widget(field)
        page.add_rect_annot(pymupdf.Rect(50, 100, 200, 200))
        page.insert_link({"kind": pymupdf.LINK_LAUNCH, "from": pymupdf.Rect(0, 0, 9, 9), "file": "c:/boese.exe"})
        source = document.tobytes()
    data = reader.write_pdf([PdfPart(source), PdfPart(source)]).data
    assert alike(picture(reader, data, 1), picture(reader, source, 1))
    with pikepdf.open(io.BytesIO(data)) as made:
        assert "/AcroForm" not in made.Root
        assert not any(word in made.pages[0].obj.unparse(resolved=True) for word in (b"/Launch", b"boese"))
    assert any(word.text == "Ausgefüllt" for word in reader.words(data, 2))


def test_protected_documents_are_opened_with_their_password(reader: ReaderProcess) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(LETTER)) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="x", user="geheim"))
    written = reader.write_pdf([PdfPart(buffer.getvalue(), password="geheim")])
    assert reader.texts(written.data) == ("Eins\n", "Zwei\n", "Drei\n") and written.pictures == 0
    with pytest.raises(DocumentUnreadable) as caught:
        reader.write_pdf([PdfPart(LETTER), PdfPart(buffer.getvalue())])
    assert caught.value.code == "password"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90])
def test_marks_lie_where_they_were_put(reader: ReaderProcess, rotation: int, turn: int) -> None:
    with pymupdf.open(stream=LETTER) as document:
        page = document[0]
        page.set_cropbox(pymupdf.Rect(20, 30, 500, 700))
        page.set_rotation(rotation)
        source = document.tobytes()
    data = reader.write_pdf([PdfPart(source, (1,), turn, (PlacedMark(mark(areas=((3000, 1000, 4000, 2000),))),))]).data
    width, height = reader.inspect(source).sizes_mm[0]
    assert reader.inspect(data).sizes_mm[0] == pytest.approx((height, width) if turn else (width, height), abs=0.1)
    inside, outside = ((height - 20, 50), (height - 20, 80)) if turn else ((50, 20), (80, 20))
    red, green, blue = colour_at(reader, data, *inside)
    assert blue < 120 < green and red > 200
    assert colour_at(reader, data, *outside) == (255, 255, 255)


@pytest.mark.parametrize(
    "box",
    [
        b"/UserUnit 2",
        b"/TrimBox[100 100 300 300]",
        b"/MediaBox[-100 -50 495 792]",
        b"/CropBox[50 50 900 900]",
        b"/UserUnit 2/Rotate 90",
    ],
)
def test_marks_lie_where_they_were_put_whatever_the_boxes_of_the_page(reader: ReaderProcess, box: bytes) -> None:
    source = pdf(b"", page=box)
    data = reader.write_pdf([PdfPart(source, marks=(PlacedMark(mark(areas=((3000, 1000, 4000, 2000),))),))]).data
    assert reader.inspect(data).sizes_mm[0] == pytest.approx(reader.inspect(source).sizes_mm[0], abs=0.1)
    assert {colour_at(reader, data, *place)[2] for place in ((32, 12), (68, 28))} == {77}
    assert {colour_at(reader, data, *place) for place in ((28, 9), (72, 31))} == {(255, 255, 255)}


@pytest.mark.parametrize("sample", ["D0034", "D0045", "D0052", "D0080", "D0287"])
def test_real_forms_annotations_and_layers_look_the_same(reader: ReaderProcess, shared: Path, sample: str) -> None:
    source = shared / "samples" / "documents" / "files" / f"{sample}.pdf"
    written = reader.write_pdf([PdfPart(source, (1,))])
    assert alike(picture(reader, written.data, 1, 96).reduce(6), picture(reader, source, 1, 96).reduce(6))


def test_highlights_let_the_text_through_and_notes_follow_on_a_sheet(reader: ReaderProcess) -> None:
    text = "Bitte prüfen: Şükrü Łukasz Ђорђе\nzweite Zeile"
    marks = (
        PlacedMark(mark(areas=((2000, 3500, 8000, 2000), (2000, 25000, 6000, 2500)))),
        PlacedMark(mark(STAMP, text="Eingang\n20.11.2026", colour="red", areas=((12000, 1000, 7000, 2500),))),
        PlacedMark(mark(STAMP, text="quer", colour="blue", areas=((1000, 12000, 1500, 6000),))),
        PlacedMark(mark(NOTE, text=text, areas=((15000, 10000, 600, 600),)), 7),
    )
    sheet_of_notes = NotesSheet("Notizen zu <Bescheid>", ((7, "Seite 1, Anna Berger, 20.11.2026", text),))
    written = reader.write_pdf([PdfPart(LETTER, marks=marks), sheet_of_notes])
    pages = reader.texts(written.data)
    assert written.pages == 3 and len(pages) == 4
    assert "Eins" in pages[0] and "Eingang" in pages[0] and "20.11.2026" in pages[0] and "quer" in pages[0]
    sheet = pages[3].replace("\xa0", " ")
    assert "Notizen zu <Bescheid>" in sheet and "Anna Berger" in sheet and "prüfen" in sheet and "zweite" in sheet
    for word in ("Şükrü", "Łukasz", "Ђорђе"):
        assert word in sheet
    black = colour_at(reader, written.data, 40, 262)
    assert max(black) < 60


def test_layers_and_damaged_documents_become_pictures(reader: ReaderProcess) -> None:
    hidden = pdf(
        b"/OC /MC0 BDC 0 0 500 500 re f EMC",
        catalog=b"/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>",
        page=b"/Resources<</Properties<</MC0 10 0 R>>>>",
        extra=(b"<</Type/OCG/Name(aus)>>",),
    )
    written = reader.write_pdf([PdfPart(hidden)])
    assert written.pictures == 1 and alike(picture(reader, written.data, 1), picture(reader, hidden, 1))


def test_a_cancelled_or_failed_writing_leaves_no_file(reader: ReaderProcess, tmp_path: Path) -> None:
    target = tmp_path / "auszug.pdf"
    told: list[int] = []
    with pytest.raises(InterruptedError):
        reader.write_pdf([PdfPart(LETTER)] * 10, target, told.append, lambda: len(told) >= 2)
    assert told == [3, 6] and not target.exists()
    with pytest.raises(DocumentUnreadable):
        reader.write_pdf([PdfPart(LETTER), PdfPart(b"kein Dokument")], target)
    with pytest.raises(DocumentUnreadable):
        reader.write_pdf([PdfPart(LETTER, (4,))], target)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DocumentUnreadable) as caught:
        reader.write_pdf([PdfPart(LETTER)], tmp_path / "fehlt" / "auszug.pdf")
    assert "Platz" in caught.value.advice
    assert reader.write_pdf([PdfPart(LETTER)], target).pages == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_is_named(reader: ReaderProcess, tmp_path: Path) -> None:
    target = tmp_path / "voll.pdf"
    target.symlink_to("/dev/full")
    with pytest.raises(DocumentUnreadable) as caught:
        reader.write_pdf([PdfPart(LETTER)], target)
    assert caught.value.code == "storage-full" and not target.is_symlink()


def test_a_file_that_was_begun_in_another_process_is_not_finished(tmp_path: Path) -> None:
    process = ReaderProcess()
    target = tmp_path / "auszug.pdf"

    def parts() -> object:
        yield PdfPart(LETTER)
        process._child.kill()  # type: ignore[union-attr]
        process._child.process.join()  # type: ignore[union-attr]
        yield PdfPart(LETTER)

    try:
        with pytest.raises(DocumentUnreadable):
            process.write_pdf(parts(), target)  # type: ignore[arg-type]
        assert not target.exists() and process.write_pdf([PdfPart(LETTER)], target).pages == 3
    finally:
        process.close()
