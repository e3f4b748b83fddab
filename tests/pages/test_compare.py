"""Two engines and one page: where they disagree the page is doubtful, and the other picture can be looked at."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from app.adapters.example.pdf import group4
from app.adapters.pages.compare import alike
from app.adapters.pages.judging import Sample, judge
from app.adapters.pages.process import ReaderProcess
from app.adapters.pages.raster import DecodedPictures
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.same_scan import same_scan
from app.domain.errors import DocumentUnreadable
from app.domain.pages import DIFFERENT, GREY8, ONE_ENGINE, RenderJob
from tests.pages.making import doubtful_pdf, pdf, scan, text_page, tiff

LINES = 8


def letter() -> Image.Image:
    """A page as it is compared: grey, A4 at 50 dpi, with lines of writing."""
    large = Image.new("L", (413 * 4, 585 * 4), 255)
    pen = ImageDraw.Draw(large)
    for line in range(LINES):
        pen.text((160, 300 + 140 * line), f"Zeile {line}: Betrag 1.23{line},00 EUR", fill=0, font_size=54)
    return large.reduce(4)


def with_patch(page: Image.Image, box: tuple[int, int, int, int], level: int) -> Image.Image:
    changed = page.copy()
    changed.paste(level, box)
    return changed


def test_the_same_page_is_alike_however_it_was_smoothed() -> None:
    page = letter()
    assert alike(page, page)
    assert alike(page, ImageChops.offset(page, 1, 0))
    assert alike(page, page.resize((620, 878)).resize(page.size))
    assert alike(page, page.point(lambda level: min(255, level + 15)))


@pytest.mark.parametrize("box", [(40, 75, 200, 92), (40, 75, 70, 92), (120, 110, 135, 125)])
def test_missing_words_are_seen(box: tuple[int, int, int, int]) -> None:
    page = letter()
    missing = with_patch(page, box, 255)
    assert not alike(page, missing) and not alike(missing, page)


def test_blank_turned_over_and_blackened_pages_are_seen() -> None:
    page = letter()
    for wrong in (Image.new("L", page.size, 255), ImageChops.invert(page), with_patch(page, (200, 300, 260, 360), 0)):
        assert not alike(page, wrong)


def test_ordinary_documents_raise_no_doubt(reader: ReaderProcess) -> None:
    form = b"0.5 w 72 500 300 20 re S BT /F1 9 Tf 75 506 Td (Mustermann) Tj ET"
    assert reader.compare(pdf(text_page("Eins"), text_page("Zwei") + form)) == ()
    for compression in ("group4", "group3", "tiff_ccitt", "tiff_lzw"):
        assert reader.compare(tiff(scan("Antrag"), scan("Anlage"), compression=compression)) == ()
    for kind in ("PNG", "JPEG"):
        buffer = io.BytesIO()
        scan(mode="L").save(buffer, kind, dpi=(150, 150))
        assert reader.compare(buffer.getvalue()) == ()


def test_turned_pictures_are_compared_upright(reader: ReaderProcess) -> None:
    for orientation in range(1, 9):
        assert reader.compare(tiff(scan("Antrag", size=(900, 1200)), tiffinfo={274: orientation})) == ()


def test_fax_bits_in_either_order(reader: ReaderProcess) -> None:
    for photometric in (0, 1):
        assert reader.compare(tiff(scan(), tiffinfo={262: photometric, 266: 2})) == ()


def test_engines_that_disagree_make_the_page_doubtful(reader: ReaderProcess) -> None:
    turned_over = doubtful_pdf()
    assert reader.compare(turned_over) == ((2, DIFFERENT),)
    assert middle(reader, turned_over, other=False) == 0  # the rules prefer the engine that knows such functions
    assert middle(reader, turned_over, other=True) == 255


def middle(reader: ReaderProcess, source: bytes, other: bool) -> int:
    """The level in the middle of the square on the second page."""
    pixels = reader.render(RenderJob(source, 2, 72, other_engine=other))
    depth = 1 if pixels.format == GREY8 else 3
    level = pixels.data[(842 - 200) * pixels.stride + 200 * depth]
    pixels.release()
    return level


def test_the_other_engine_shows_the_same_page(reader: ReaderProcess) -> None:
    for source in (pdf(text_page("Eins")), tiff(scan())):
        one, other = (picture(reader, RenderJob(source, 1, 50, other_engine=second)) for second in (False, True))
        assert alike(one, other)
        assert one.tobytes() != other.tobytes()


def picture(reader: ReaderProcess, job: RenderJob) -> Image.Image:
    pixels = reader.render(job)
    mode = "L" if pixels.format == GREY8 else "RGB"
    made = Image.frombytes(mode, (pixels.width, pixels.height), bytes(pixels.data), "raw", mode, pixels.stride, 1)
    pixels.release()
    return made.convert("L")


def test_a_page_that_one_engine_alone_reads_says_so(reader: ReaderProcess, shared: Path) -> None:
    old_jpeg = shared / "samples" / "documents" / "files" / "D0375.tif"
    assert reader.compare(old_jpeg) == ((1, ONE_ENGINE),)
    with pytest.raises(DocumentUnreadable):
        reader.render(RenderJob(old_jpeg, 1, 50, other_engine=True))


def test_a_document_that_hangs_the_comparison_costs_one_message() -> None:
    forms = tuple(
        b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>/Length 100>>"
        b"stream\n%s\nendstream" % (11 + level, (b"/X Do " * 16).ljust(100))
        for level in range(9)
    )
    last = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 20>>stream\n0 0 1 1 re f        \nendstream"
    impatient = ReaderProcess(page_seconds=1.5)
    try:
        with pytest.raises(DocumentUnreadable):
            impatient.compare(pdf(b"/X Do", extra=(*forms, last)))
        assert impatient.compare(pdf(text_page("Eins"))) == ()
    finally:
        impatient.close()


def test_what_is_known_about_a_file(reader: ReaderProcess, shared: Path) -> None:
    files = shared / "samples" / "documents" / "files"
    assert reader.inspect(pdf(text_page("Eins"))).hints == ()
    assert reader.inspect(files / "D0003.pdf").hints == ("attachments",)
    assert set(reader.inspect(files / "D0305.pdf").hints) == {"xfa", "javascript", "form"}
    portfolio = pdf(text_page("Eins"), catalog=b"/Collection<</View/T>>")
    assert reader.inspect(portfolio).hints == ("portfolio",)


def test_what_the_bench_judges(shared: Path) -> None:
    folder = shared / "samples" / "documents"
    names = ("D0003", "D0209")
    samples = [Sample(folder / f"files/{name}.pdf", None, 0, folder / f"refs/{name}_p1.png") for name in names]
    invoice, transfer = judge(samples)
    assert (invoice.wrong, invoice.doubt, invoice.plain_wrong, invoice.plain_doubted) == (False, "", False, False)
    assert (transfer.wrong, transfer.doubt, transfer.plain_wrong, transfer.plain_doubted) == (
        False, DIFFERENT, True, True,
    )  # fmt: skip


# --- fax scans, bit by bit ------------------------------------------------------------------------------------
def fax_pdf(picture: Image.Image, over: bytes = b"") -> bytes:
    """A4 of one fax-coded picture, as providers deliver it; ``over`` is drawn besides."""
    coded = group4(picture)
    width, height = picture.size
    image = (
        b"<</Type/XObject/Subtype/Image/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode"
        b"/DecodeParms<</K -1/Columns %d/Rows %d>>/Width %d/Height %d/Length %d>>stream\n%s\nendstream"
        % (width, height, width, height, len(coded), coded)
    )
    return pdf(b"q 595 0 0 842 0 0 cm /X Do Q\n" + over, extra=(image,))


def opened(data: bytes) -> PdfDocument:
    return PdfDocument(data, None, DecodedPictures())


def test_a_fax_scan_is_the_same_to_both_engines_bit_by_bit() -> None:
    hidden = b"BT 3 Tr /F1 9 Tf 50 700 Td (Antrag) Tj ET"
    for over in (b"", hidden):
        document = opened(fax_pdf(scan(), over))
        assert document.scan(0) is not None and same_scan(document, 0)


def test_a_fax_scan_that_one_engine_decodes_otherwise_is_not_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    document, other = opened(fax_pdf(scan("Antrag"))), opened(fax_pdf(scan("Antrug")))
    monkeypatch.setattr(document, "scan", other.scan)
    assert not same_scan(document, 0)


def test_what_one_engine_places_otherwise_is_not_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    document = opened(fax_pdf(scan()))
    found = document.scan(0)
    assert found is not None
    x0, y0, x1, y1 = found.place
    monkeypatch.setattr(document, "scan", lambda page: replace(found, place=(x0 + 2, y0, x1 + 2, y1)))
    assert not same_scan(document, 0)


def test_whatever_else_the_other_engine_sees_is_not_told_by_the_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = opened(fax_pdf(scan()))
    for over in (b"1 0 0 rg 50 50 200 90 re f", b"BT /F1 40 Tf 50 400 Td (mehr) Tj ET", b"/X Do"):
        document = opened(fax_pdf(scan(), over))
        assert document.scan(0) is None and not same_scan(document, 0)
        monkeypatch.setattr(document, "scan", alone.scan)
        assert not same_scan(document, 0)
