"""Scans: pages that are one picture, TIFF files of many pages, and what they must look like."""

import io
import zlib

import pymupdf
import pytest
from PIL import Image, ImageChops, ImageStat

from app.adapters.pages.images import ImageDocument, page_size
from app.adapters.pages.pdf import MuPdfDocument
from app.adapters.pages.raster import DecodedPictures, flattened
from app.adapters.pages.scan import find_scan
from app.adapters.pages.tiff import TiffFile
from app.adapters.pages.views import Drawn, View, frame_of
from tests.pages.making import pdf, scan, tiff

FULL_PAGE = b"q 595 0 0 842 0 0 cm /X Do Q"
HIDDEN_TEXT = b"BT 3 Tr /F1 10 Tf 50 700 Td (Antrag \\(neu\\)) Tj [(auf) -250 <4869>] TJ ET "


def fax_stream(picture: Image.Image) -> bytes:
    """The bare G4 data of ``picture``."""
    data = tiff(picture, strip_size=1 << 30)
    with Image.open(io.BytesIO(data)) as file:
        (start,), (length,) = file.tag_v2[273], file.tag_v2[279]  # type: ignore[attr-defined]
        turned = file.tag_v2[262] == 1  # type: ignore[attr-defined]
    assert not turned or picture.mode == "1"
    return data[start : start + length]


def fax_object(picture: Image.Image, more: bytes = b"", parameters: bytes = b"") -> bytes:
    data = fax_stream(picture)
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % picture.size
    head += b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %d/Rows %d%s>>" % (*picture.size, parameters)
    return head + more + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream"


def jpeg_object(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/" % picture.size
    head += b"DeviceRGB" if picture.mode == "RGB" else b"DeviceGray"
    return head + b"/Filter/DCTDecode/Length %d>>stream\n" % len(buffer.getvalue()) + buffer.getvalue() + b"\nendstream"


def picture_of(drawn: Drawn) -> Image.Image:
    memory = bytearray(drawn.stride * drawn.height)
    drawn.copy_into(memoryview(memory))
    mode = "L" if drawn.format == "grey8" else "RGB"
    return Image.frombytes(mode, (drawn.width, drawn.height), bytes(memory), "raw", mode, drawn.stride, 1).convert("L")


def assert_alike(one: Image.Image, other: Image.Image) -> None:
    assert one.size == other.size
    difference = ImageChops.difference(one, other)
    assert ImageStat.Stat(difference).mean[0] < 4
    assert difference.reduce(8).getextrema()[1] < 90  # strokes may lie half a pixel beside each other


def found(data: bytes) -> bool:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return find_scan(document, 0) is not None


@pytest.mark.parametrize(
    ("content", "more", "parameters", "page"),
    [
        (FULL_PAGE, b"", b"", b""),
        (HIDDEN_TEXT + FULL_PAGE, b"", b"", b""),
        (FULL_PAGE, b"/Decode[1 0]", b"", b""),
        (FULL_PAGE, b"", b"/BlackIs1 true", b""),
        (FULL_PAGE, b"/Decode[1 0]", b"/BlackIs1 true", b""),
        (FULL_PAGE, b"", b"", b"/Rotate 90"),
        (FULL_PAGE, b"", b"", b"/Rotate 270/CropBox[20 40 500 800]"),
        (b"q 0 0 595 842 re W n 2 0 0 2 0 0 cm 280 0 0 400 8 10 cm /X Do Q", b"", b"", b""),
        (b"q 700 0 0 900 -50 -30 cm /X Do Q", b"", b"", b""),
    ],
)
def test_the_fast_path_shows_what_mupdf_shows(content: bytes, more: bytes, parameters: bytes, page: bytes) -> None:
    data = pdf(content, page=page, extra=(fax_object(scan(), more, parameters),))
    assert found(data)
    fast, slow = (MuPdfDocument(data, None, DecodedPictures()) for _ in range(2))
    slow._scans[0] = None
    for view in (View(0, 60), View(0, 60, 90), View(0, 90, 180, (30, 50, 80, 60))):
        assert_alike(picture_of(fast.draw(view)), picture_of(slow.draw(view)))
    assert fast.draw(View(0, 60)).format == "grey8"


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_colour_scans_are_decoded_small(mode: str) -> None:
    picture = Image.merge("RGB", [scan(mode="L"), scan("Bescheid", mode="L"), scan("Rot", mode="L")]).convert(mode)
    data = pdf(FULL_PAGE, extra=(jpeg_object(picture),))
    assert found(data)
    fast, slow = (MuPdfDocument(data, None, DecodedPictures()) for _ in range(2))
    slow._scans[0] = None
    for dpi in (30, 100, 200):
        assert_alike(picture_of(fast.draw(View(0, dpi))), picture_of(slow.draw(View(0, dpi))))


@pytest.mark.parametrize(
    "content",
    [
        FULL_PAGE + b" 100 100 50 50 re f",
        FULL_PAGE + b" BT /F1 20 Tf 50 50 Td (Stempel) Tj ET",
        FULL_PAGE + b" BT /F1 20 Tf 3 Tr 50 50 Td (x) Tj 0 Tr (Stempel) Tj ET",
        FULL_PAGE + FULL_PAGE,
        b"q 10 10 50 50 re W n 595 0 0 842 0 0 cm /X Do Q",
        b"q 595 30 -30 842 0 0 cm /X Do Q",
        b"q 60 0 0 80 0 0 cm /X Do Q",
        b"/OC /Ebene BDC " + FULL_PAGE + b" EMC",
        b"/Durchsichtig gs " + FULL_PAGE,
        b"q 595 0 0 -842 0 842 cm /X Do Q",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI " + FULL_PAGE,
        b"Q Q " + FULL_PAGE,
        b"(",
        b"",
    ],
)
def test_anything_more_than_a_scan_is_left_to_mupdf(content: bytes) -> None:
    assert not found(pdf(content, extra=(fax_object(scan()),)))


@pytest.mark.parametrize("more", [b"/ImageMask true", b"/SMask 3 0 R", b"/Mask[0 0]", b"/OC 3 0 R", b"/Decode[0.5 1]"])
def test_pictures_with_more_to_them_are_left_to_mupdf(more: bytes) -> None:
    assert not found(pdf(FULL_PAGE, extra=(fax_object(scan(), more),)))


def test_a_page_with_a_note_on_it_is_left_to_mupdf() -> None:
    note = b"/Annots[<</Type/Annot/Subtype/Square/Rect[100 100 300 300]/C[1 0 0]>>]"
    assert not found(pdf(FULL_PAGE, page=note, extra=(fax_object(scan()),)))


def test_damaged_picture_data_do_no_harm() -> None:
    jpeg = jpeg_object(scan(mode="L"))
    broken = jpeg.replace(jpeg[600:900], b"\0" * 300)
    drawn = MuPdfDocument(pdf(FULL_PAGE, extra=(broken,)), None, DecodedPictures()).draw(View(0, 40))
    assert (drawn.width, drawn.height) == (331, 468)


def test_every_page_of_a_tiff_is_its_own() -> None:
    words = [f"Blatt {number}" for number in range(1, 6)]
    pages = [scan(text) for text in words]
    document = ImageDocument(tiff(*pages), "tiff", DecodedPictures())
    assert len(document.sizes_mm) == 5
    for number in (4, 0, 2):
        drawn = picture_of(document.draw(View(number, 150)))
        assert ImageStat.Stat(ImageChops.difference(drawn, pages[number].convert("L"))).mean[0] < 0.1


@pytest.mark.parametrize(
    ("mode", "compression"),
    [("1", "group3"), ("1", "group4"), ("L", "tiff_lzw"), ("RGB", "jpeg"), ("RGB", "tiff_deflate"), ("P", "packbits")],
)
def test_a_page_lifted_out_is_the_same_picture(mode: str, compression: str) -> None:
    source = tiff(*[scan(text, mode="L").convert(mode) for text in ("Eins", "Zwei")], compression=compression)
    file = TiffFile(source)
    for number, page in enumerate(file.pages):
        lifted = file.lift(page)
        assert lifted is not None
        with Image.open(io.BytesIO(source)) as whole, Image.open(io.BytesIO(lifted)) as single:
            whole.seek(number)
            assert single.convert("RGB").tobytes() == whole.convert("RGB").tobytes()
            assert single.info["dpi"] == whole.info["dpi"]


def test_a_chain_of_pages_that_bites_its_tail() -> None:
    data = bytearray(tiff(scan("Eins"), scan("Zwei")))
    pages = TiffFile(bytes(data)).pages
    last = pages[1].offset + 2 + 12 * len(pages[1].entries)
    data[last : last + 4] = pages[0].offset.to_bytes(4, "little")
    assert len(TiffFile(bytes(data)).pages) == 2


def test_orientation_is_respected() -> None:
    upright = scan(mode="L")
    lying = upright.transpose(Image.Transpose.ROTATE_90)  # what a camera stores for "turn right to see me"
    exif = Image.Exif()
    exif[274] = 6
    buffer = io.BytesIO()
    lying.save(buffer, "JPEG", exif=exif, dpi=(150, 150), quality=90)
    document = ImageDocument(buffer.getvalue(), "jpeg", DecodedPictures())
    assert document.sizes_mm[0][0] < document.sizes_mm[0][1]
    assert_alike(picture_of(document.draw(View(0, 150))), upright)


def test_transparency_lies_on_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert flattened(clear).getpixel((5, 5)) == (255, 255, 255)
    assert flattened(Image.new("LA", (4, 4), (0, 0))).getpixel((1, 1)) == 255


def test_deep_grey_becomes_eight_bits() -> None:
    assert flattened(Image.new("I;16", (4, 4), 0xFFFF)).getpixel((1, 1)) == 255
    assert flattened(Image.new("I;16", (4, 4), 0x8000)).getpixel((1, 1)) in (127, 128)


@pytest.mark.parametrize(
    ("pixels", "dpi", "expected"),
    [
        ((2480, 3508), (300, 300), (210, 297)),
        ((1728, 1145), (204, 98), (215, 297)),
        ((800, 600), (0, 0), (212, 159)),
        ((4000, 3000), (1, 1), (297, 223)),
    ],
)
def test_sizes_of_scans(pixels: tuple[int, int], dpi: tuple[float, float], expected: tuple[float, float]) -> None:
    assert page_size(pixels, dpi) == pytest.approx(expected, abs=1)


def test_posters_are_drawn_smaller_instead_of_not_at_all() -> None:
    frame = frame_of((5000.0, 5000.0), View(0, 300))
    assert 40_000_000 < frame.width * frame.height <= 50_100_000


def test_black_is_black() -> None:
    """MuPDF makes the dark brown of a press out of it when its pixmap is made in the usual way."""
    data = zlib.compress(bytes(100))
    grey = b"<</Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray"
    grey += b"/Filter/FlateDecode/Length %d>>stream\n" % len(data)
    page = pdf(FULL_PAGE, extra=(grey + data + b"\nendstream",))
    assert picture_of(MuPdfDocument(page, None, DecodedPictures()).draw(View(0, 20))).getpixel((50, 50)) == 0
