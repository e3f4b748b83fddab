"""Papers of the example: they open, look like scans, and carry their text where the ink is."""

import io
from datetime import timedelta
from random import Random

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from app.adapters.example.county import County
from app.adapters.example.files import Files
from app.adapters.example.kinds import BY_NAME, KINDS, Kind
from app.adapters.example.people import Household
from app.adapters.example.printer import Printer, post
from app.adapters.example.sheet import HAND, HAND2, writable
from app.domain.pages import PageReader
from app.domain.registers import DOCUMENT_TYPES
from tests.example.conftest import TODAY


@pytest.fixture(scope="module")
def files(county: County) -> Files:
    return Files(county, Printer(7))


@pytest.fixture(scope="module")
def family(county: County) -> Household:
    return next(home for home in county.households if home.children)


def paper(files: Files, home: Household, kind: Kind) -> bytes:
    case = files.case(home, kind, TODAY, 0, Random(1))
    return Printer(7).filed(kind, case, 0).data


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_opens_and_has_text_on_each_page(
    kind: Kind, files: Files, family: Household, reader: PageReader
) -> None:
    data = paper(files, family, kind)
    info, texts = reader.inspect(data), reader.texts(data)
    assert (info.media, info.has_text, len(texts)) == ("pdf", True, info.pages)
    assert all(len(text) > 40 for text in texts)
    face = HAND if "form" in kind.make.__module__ or kind.name == "handwritten" else ""
    names = {family.applicant.last_name, *(child.last_name for child in family.children)}
    names |= {writable(name, hand) for name in names for hand in (HAND, HAND2) if face}
    assert any(name in " ".join(texts) for name in names)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_of_a_type_that_the_registers_know(kind: Kind) -> None:
    assert kind.document_type in DOCUMENT_TYPES[kind.register]


def test_equal_input_gives_equal_bytes(files: Files, family: Household) -> None:
    kind = BY_NAME["grant"]
    assert paper(files, family, kind) == paper(files, family, kind)


def test_the_text_lies_where_the_ink_is(files: Files, family: Household) -> None:
    with pypdfium2.PdfDocument(paper(files, family, BY_NAME["rent-increase"])) as document:
        page = document[0]
        text = page.get_textpage()
        image = page.render(scale=2).to_pil().convert("L")
        for wanted in (family.applicant.last_name, "Mietspiegel"):
            index, count = text.search(wanted).get_next()
            boxes = [text.get_charbox(number) for number in range(index, index + count)]
            left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
            low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
            height = page.get_height()
            spot = image.crop(
                (int(left * 2), int((height - high) * 2), int(right * 2) + 1, int((height - low) * 2) + 1)
            )
            dark = sum(spot.histogram()[:100]) / (spot.width * spot.height)
            assert 0.04 < dark < 0.6


def test_households_share_the_scan_and_not_the_names(county: County, files: Files) -> None:
    first, second = county.households[:2]
    kind = BY_NAME["cooperation"]
    printer = Printer(7)
    made = [printer.filed(kind, files.case(home, kind, TODAY, 0, Random(1)), 0) for home in (first, second)]
    assert made[0].sha256 != made[1].sha256
    scans = []
    for one in made:
        with pikepdf.open(io.BytesIO(one.data)) as document:
            scans.append(document.pages[0].Resources.XObject.Scan.read_raw_bytes())
    assert scans[0] == scans[1]
    assert first.applicant.last_name not in made[1].texts[0]


@pytest.mark.parametrize(
    ("channel", "media"),
    [
        ("letter", {"pdf", "tiff"}),
        ("fax", {"tiff"}),
        ("email", {"pdf"}),
        ("online", {"jpeg", "pdf"}),
        ("counter", {"pdf", "jpeg"}),
    ],
)
def test_post_comes_as_its_channel_makes_it(
    channel: str, media: set[str], files: Files, family: Household, reader: PageReader
) -> None:
    rng, kind = Random(3), BY_NAME["payslip"]
    for _ in range(3):
        print_ = post(kind, files.case(family, kind, TODAY - timedelta(days=2), 0, rng), channel, rng)
        info = reader.inspect(print_.data)
        assert info.media in media
        assert info.pages == print_.pages
        assert all(205 < width < 215 and 290 < height < 300 for width, height in info.sizes_mm)


def test_a_scan_has_two_tones_and_is_mostly_paper(files: Files, family: Household) -> None:
    rng, kind = Random(5), BY_NAME["energy-bill"]
    print_ = post(kind, files.case(family, kind, TODAY, 0, rng), "fax", rng)
    with Image.open(io.BytesIO(print_.data)) as image:
        assert image.mode == "1"
        dark, light = image.histogram()[0], image.histogram()[255]
    assert 0.01 < dark / (dark + light) < 0.15
