"""The answer code on letters: where it is put, that the letter stays as it was, and that it is read from any scan."""

import io
import secrets

import numpy
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.adapters.example.office_letters import office_letters
from app.adapters.pages.process import ReaderProcess
from app.domain.answer_code import RANDOM_BYTES, is_token, token_of
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.code_place import code_place
from app.domain.letter_check.facts import LetterPage
from app.domain.letter_check.geometry import common, grown
from app.domain.letter_check.ink import Ink
from app.domain.pages import RenderJob
from app.services.answer_code import put_answer_code
from app.services.carrier_profiles import carrier_names, load_carrier
from app.services.check_letter import Against, check_letter
from tests.letters.making import letter

A4_CELLS = (420, 594)


def carrier() -> Carrier:
    return load_carrier("folder")


def printed_page(*boxes: tuple[float, float, float, float]) -> LetterPage:
    """A page of A4 with ink in these boxes and nothing else."""
    width, height = A4_CELLS
    everywhere = Ink(width, ((1 << width) - 1,) * height)
    rest = everywhere.without(boxes)
    rows = tuple(full & ~kept for full, kept in zip(everywhere.rows, rest.rows, strict=True))
    return LetterPage((), (), (), (), Ink(width, rows))


def scanned(reader: ReaderProcess, data: bytes, seed: int) -> bytes:
    """Page 1 as a bad scanner gives it: 200 dpi, turned by 3 degrees, noisy; a JPEG or a fax page."""
    pixels = reader.render(RenderJob(data, 1, 200.0))
    picture = Image.frombytes("RGB", (pixels.width, pixels.height), bytes(pixels.data)).convert("L")
    pixels.release()
    turned = picture.rotate(3 if seed % 2 else -3, Image.Resampling.BILINEAR, fillcolor=255)
    random = numpy.random.default_rng(seed)
    noise = random.integers(-60, 61, (picture.height // 4, picture.width), dtype=numpy.int16)
    dust = random.integers(0, 256, noise.shape, dtype=numpy.uint8)
    spoilt = numpy.asarray(turned, dtype=numpy.int16).copy()
    for start in range(0, picture.height - noise.shape[0] + 1, noise.shape[0]):
        part = spoilt[start : start + noise.shape[0]]
        part += noise
        part[dust < 3] = 0
        part[dust > 252] = 255
    shown = Image.fromarray(numpy.clip(spoilt, 0, 255).astype(numpy.uint8))
    buffer = io.BytesIO()
    if seed % 4 < 2:
        shown.save(buffer, "JPEG", quality=60, dpi=(200, 200))
    else:
        black = shown.point([255 if level > 128 else 0 for level in range(256)]).convert("1")
        black.save(buffer, "TIFF", compression="group4", dpi=(200, 200))
    return buffer.getvalue()


def read_again(reader: ReaderProcess, count: int) -> int:
    """How many of so many letters' codes are read from a bad scan of the letter."""
    right = 0
    for seed, data in enumerate(office_letters(count)):
        coded = put_answer_code(reader, data, carrier())
        assert coded is not None
        found = reader.codes(scanned(reader, coded.data, seed), 1)
        right += [code.text for code in found] == [coded.token]
    return right


def test_a_bad_scan_of_every_letter_is_read(reader: ReaderProcess) -> None:
    assert read_again(reader, 12) == 12


@pytest.mark.slow
def test_ninety_nine_of_a_hundred_bad_scans_are_read(reader: ReaderProcess) -> None:
    assert read_again(reader, 100) >= 99


def test_the_place_is_told(reader: ReaderProcess) -> None:
    coded = put_answer_code(reader, letter().data(), carrier())
    assert coded is not None
    (found,) = reader.codes(coded.data, 1)
    assert found.text == coded.token
    assert found.box_mm == pytest.approx(coded.box, abs=1.0)


def test_the_letter_is_otherwise_as_it_was(reader: ReaderProcess) -> None:
    made = letter()
    made.add_page()
    made.write(30, 30, "Anlage")
    made.page.set_rotation(180)
    before = made.data()
    coded = put_answer_code(reader, before, carrier())
    assert coded is not None
    assert check_letter(reader, coded.data, Against(carrier())).findings == ()
    with pymupdf.open(stream=before) as old, pymupdf.open(stream=coded.data) as new:
        assert [page.get_text() for page in new] == [page.get_text() for page in old]
        assert new[1].get_pixmap().samples == old[1].get_pixmap().samples
        shown, known = (document[0].get_pixmap(dpi=72) for document in (new, old))
        left, top, width, height = (round(side * 72 / 25.4) for side in grown(coded.box, 1, 1))
        for pixels in (shown, known):
            pixels.set_rect(pymupdf.IRect(left, top, left + width, top + height), (255, 255, 255))
        assert shown.samples == known.samples


def test_a_page_that_is_stored_turned_gets_it_upright(reader: ReaderProcess) -> None:
    made = letter()
    with pymupdf.open() as turned:
        page = turned.new_page(width=842, height=595)
        page.set_rotation(90)
        page.show_pdf_page(page.rect * page.derotation_matrix, made.file, 0, rotate=-90)
        data = bytes(turned.tobytes())
    coded = put_answer_code(reader, data, carrier())
    assert coded is not None
    (found,) = reader.codes(coded.data, 1)
    assert found.text == coded.token
    assert found.box_mm == pytest.approx(coded.box, abs=1.0)


def test_every_carrier_leaves_room_on_a_usual_letter(reader: ReaderProcess) -> None:
    for name in carrier_names():
        coded = put_answer_code(reader, letter(sender="").data(), load_carrier(name))
        assert coded is not None
        assert check_letter(reader, coded.data, Against(load_carrier(name))).findings == ()


def test_a_full_page_has_no_room(reader: ReaderProcess) -> None:
    made = letter()
    for row in range(30):
        made.fill(6, 100 + row * 6, 198, 3)
    made.fill(110, 6, 94, 90)
    made.fill(6, 6, 100, 30)
    assert put_answer_code(reader, made.data(), carrier()) is None


_side = st.floats(5, 200)
_boxes = st.lists(st.tuples(_side, st.floats(5, 290), st.floats(1, 150), st.floats(1, 150)), max_size=6)


@settings(max_examples=60, deadline=None)
@given(boxes=_boxes, form=st.sampled_from(["A", "B"]), name=st.sampled_from(["folder", "pingen"]))
def test_wherever_it_is_put_it_disturbs_nothing(
    boxes: list[tuple[float, float, float, float]], form: str, name: str
) -> None:
    profile = load_carrier(name)
    place = code_place(printed_page(*boxes), profile, form)
    if place is None:
        assert boxes
        return
    left, top, width, height = place
    assert left >= profile.margin_mm
    assert top >= profile.margin_mm
    assert left + width <= 210 - profile.margin_mm
    assert top + height <= 297 - profile.margin_mm
    taken = [*boxes, *(zone.box for zone in profile.zones if zone.counts(1, form))]
    taken += [window.box for window in profile.windows if window.form == form]
    assert not any(common(place, other) for other in taken)


def test_tokens_are_random_and_of_one_form() -> None:
    tokens = {token_of(secrets.token_bytes(RANDOM_BYTES)) for _number in range(200)}
    assert len(tokens) == 200
    assert all(map(is_token, tokens))
    assert not is_token("ES1-7F3K9Q2M")


def test_codes_of_others_are_not_ours(reader: ReaderProcess) -> None:
    from app.services.suggest import read_codes

    data = reader.letter_with_code(letter().data(), "https://example.org/?id=1", (150, 20, 15, 15))
    assert [code.text for code in reader.codes(data, 1)] == ["https://example.org/?id=1"]
    assert read_codes(reader, data, 1) == {}
