"""Page packs: what is cut out is lossless, can be found by its offsets, and looks like the original or is not made."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from PIL import Image

from app.adapters.pages import pack
from app.adapters.pages.documents import open_document
from app.adapters.pages.process import ReaderProcess
from app.adapters.pages.raster import DecodedPictures
from app.domain.errors import DocumentUnreadable
from app.domain.pages import RenderJob
from tests.pages.making import pdf, scan, text_page, tiff


def pixels_of(reader: ReaderProcess, source: bytes, page: int) -> bytes:
    pixels = reader.render(RenderJob(source, page, 50))
    data = bytes(pixels.data)
    pixels.release()
    return data


def test_pages_of_a_pdf(reader: ReaderProcess, tmp_path: Path) -> None:
    whole = pdf(*[text_page(f"Seite {number}") for number in range(1, 8)])
    target = tmp_path / "pack.zip"
    places = reader.cut_pack(whole, target)
    assert len(places) == 7
    packed = target.read_bytes()
    for number, (offset, length) in enumerate(places, start=1):
        page = packed[offset : offset + length]
        assert reader.inspect(page).pages == 1
        assert reader.texts(page) == (f"Seite {number}\n",)
        assert pixels_of(reader, page, 1) == pixels_of(reader, whole, number)
    with zipfile.ZipFile(target) as pack:
        assert pack.testzip() is None
        assert pack.namelist() == [f"{number:04}.pdf" for number in range(1, 8)]
        assert {entry.compress_type for entry in pack.infolist()} == {zipfile.ZIP_STORED}


def test_the_same_document_gives_the_same_pack(reader: ReaderProcess, tmp_path: Path) -> None:
    whole = pdf(text_page("Eins"), text_page("Zwei"))
    for name in ("a.zip", "b.zip"):
        assert reader.cut_pack(whole, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_pages_of_a_tiff_keep_their_fax_data(reader: ReaderProcess, tmp_path: Path) -> None:
    whole = tiff(*[scan(f"Blatt {number}") for number in range(1, 4)], strip_size=1 << 30)
    target = tmp_path / "pack.zip"
    places = reader.cut_pack(whole, target)
    assert len(places) == 3
    packed = target.read_bytes()
    for number, (offset, length) in enumerate(places, start=1):
        with pikepdf.open(io.BytesIO(packed[offset : offset + length])) as page:
            (image,) = page.pages[0].Resources.XObject.values()
            assert "/CCITTFaxDecode" in str(image.Filter)
        assert reader.inspect(packed[offset : offset + length]).sizes_mm[0] == pytest.approx((210, 297), abs=0.5)
        page_pixels = pixels_of(reader, packed[offset : offset + length], 1)
        assert page_pixels == pixels_of(reader, whole, number)


def test_fax_pixels_that_are_not_square_keep_their_shape(reader: ReaderProcess, tmp_path: Path) -> None:
    whole = tiff(*[scan(text, size=(1728, 1145)) for text in ("Fax", "Fax 2")], dpi=(204, 98))
    places = reader.cut_pack(whole, tmp_path / "pack.zip")
    offset, length = places[0]
    page = (tmp_path / "pack.zip").read_bytes()[offset : offset + length]
    assert reader.inspect(page).sizes_mm[0] == pytest.approx(reader.inspect(whole).sizes_mm[0], abs=0.5)


def test_what_all_pages_share_does_not_blow_the_pack_up(reader: ReaderProcess, tmp_path: Path) -> None:
    noise = Image.effect_noise((900, 900), 120).tobytes()
    shared = b"<</Type/XObject/Subtype/Image/Width 900/Height 900/BitsPerComponent 8/ColorSpace/DeviceGray"
    shared += b"/Length %d>>stream\n" % len(noise) + noise + b"\nendstream"
    content = b"q 300 0 0 300 100 100 cm /X Do Q"
    whole = pdf(*[content + text_page(str(number)) for number in range(8)], extra=(shared,))
    assert reader.cut_pack(whole, tmp_path / "pack.zip") == ()
    assert not (tmp_path / "pack.zip").exists()


def test_a_page_that_needs_the_rest_of_its_document_stays_in_it(reader: ReaderProcess, tmp_path: Path) -> None:
    turned = tiff(scan("Eins"), scan("Zwei"), tiffinfo={274: 6})
    assert reader.cut_pack(turned, tmp_path / "pack.zip") == ()


@pytest.mark.parametrize("words", ["Betrag: 118,00 EUR", "Betrag: 178,0 EUR", ""])
def test_a_page_that_comes_out_otherwise_leaves_the_document_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str
) -> None:
    whole = pdf(*[text_page("Betrag: 178,00 EUR") for _page in range(3)])
    document = open_document(whole, None, DecodedPictures())
    assert len(pack.cut(document, tmp_path / "true.zip", lambda: None)) == 3
    one_page, made = pack._one_page, iter((None, pdf(text_page(words)), None))
    monkeypatch.setattr(pack, "_one_page", lambda *arguments: next(made) or one_page(*arguments))
    assert pack.cut(document, tmp_path / "false.zip", lambda: None) == []
    assert not (tmp_path / "false.zip").exists()
    document.close()


def test_pictures_are_not_cut(reader: ReaderProcess, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    scan(mode="L").save(buffer, "PNG")
    assert reader.cut_pack(buffer.getvalue(), tmp_path / "pack.zip") == ()


def test_a_target_that_cannot_be_written(reader: ReaderProcess, tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        reader.cut_pack(pdf(text_page("Eins")), tmp_path / "fehlt" / "pack.zip")
    assert caught.value.advice


def test_what_the_document_before_was_faulted_for_is_not_held_against_the_next(tmp_path: Path) -> None:
    document = open_document(pdf(*[text_page("Betrag: 178,00 EUR") for _page in range(3)]), None, DecodedPictures())
    for _time in range(5):
        pymupdf.mupdf.fz_warn("a fault of another document")
    assert len(pack.cut(document, tmp_path / "pack.zip", lambda: None)) == 3
