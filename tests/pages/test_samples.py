"""Every real document of the sample collection: opened, asked for its password or refused as expected, and drawn."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from app.adapters.pages.process import ReaderProcess
from app.domain.errors import DocumentUnreadable
from app.domain.pages import GREY8, RenderJob

Row = dict[str, str]

DRAWN_OTHERWISE = {"D0133": "pages that the file counts but does not contain"}


@pytest.fixture(scope="module")
def samples(shared: Path) -> Path:
    folder = shared / "samples" / "documents"
    if not (folder / "expected.csv").is_file():
        pytest.skip("the collection of sample documents is not here")
    return folder


@pytest.fixture(scope="module")
def rows(samples: Path) -> list[Row]:
    with (samples / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_documents_open_or_say_why_not(reader: ReaderProcess, samples: Path, rows: list[Row]) -> None:
    wrong = [f"{row['id']}: {what}" for row in rows for what in complaints(reader, samples, row)]
    assert wrong == []


def complaints(reader: ReaderProcess, samples: Path, row: Row) -> Iterator[str]:
    path, expected = samples / row["file"], row["expect"]
    if expected == "PASSWORD":
        for password in (None, "ganz falsch"):
            said = outcome(reader, path, password)
            if said != "password":
                yield f"{said} with the password {password}"
    said = outcome(reader, path, row["password"] or None)
    accepted = {
        "PAGES": [row["pages"]],
        "PASSWORD": [row["pages"]],
        "REFUSE": [],
        "EITHER": row["pages_accepted"].split("|"),
    }[expected]
    refused = not said.isdigit()
    if refused and expected in ("REFUSE", "EITHER"):
        return
    if said not in accepted:
        yield f"{said}, expected {expected} {accepted}"


def outcome(reader: ReaderProcess, path: Path, password: str | None) -> str:
    """The number of pages, or the code of the refusal."""
    try:
        return str(reader.inspect(path, password).pages)
    except DocumentUnreadable as error:
        assert error.title
        return error.code


def test_pages_look_like_the_references(reader: ReaderProcess, samples: Path, rows: list[Row]) -> None:
    """All references that two other engines agree on; a coarse measure, for a coarse mistake."""
    strict = [row for row in rows if row["ref_p1_status"] == "strict" and row["expect"] in ("PAGES", "PASSWORD")]
    different = []
    for row in strict:
        if row["id"] in DRAWN_OTHERWISE:
            continue
        with Image.open(samples / "refs" / row["ref_p1"]) as file:
            reference = file.convert("L")
        picture = drawn(reader, samples / row["file"], row["password"] or None, max(reference.size))
        if not similar(reference, picture):
            different.append(row["id"])
    assert different == []


def drawn(reader: ReaderProcess, path: Path, password: str | None, side: int) -> Image.Image:
    info = reader.inspect(path, password)
    pixels = reader.render(RenderJob(path, 1, 1.5 * side / max(info.sizes_mm[0]) * 25.4, password=password))
    mode = "L" if pixels.format == GREY8 else "RGB"
    picture = Image.frombytes(
        mode, (pixels.width, pixels.height), bytes(pixels.data), "raw", mode, pixels.stride, 1
    ).convert("L")
    pixels.release()
    return picture


def similar(reference: Image.Image, picture: Image.Image) -> bool:
    """Proportions within 3 %, and after blurring hardly any place with another darkness."""
    if abs(reference.width / reference.height / (picture.width / picture.height) - 1) > max(
        0.03, 2 / min(reference.size)
    ):
        return False
    same_size = (reference, picture.resize(reference.size, Image.Resampling.BOX))
    blurred = [each.filter(ImageFilter.GaussianBlur(3)) for each in same_size]
    statistics = ImageStat.Stat(ImageChops.difference(*blurred))
    return statistics.mean[0] < 12 and statistics.rms[0] < 24


def test_sizes_in_millimetres(reader: ReaderProcess, samples: Path, rows: list[Row]) -> None:
    fax = next(row for row in rows if "nonsquare" in row["features"])
    (size,) = reader.inspect(samples / fax["file"]).sizes_mm
    assert size == pytest.approx((1728 / 204 * 25.4, 1082 / 98 * 25.4), rel=0.01)


def test_png_of_a_page(reader: ReaderProcess, samples: Path, tmp_path: Path) -> None:
    from app.adapters.pages.drawing import write_png

    pixels = reader.render(RenderJob(samples / "files" / "D0345.tif", 1, 50))
    write_png(pixels, tmp_path / "seite.png")
    pixels.release()
    with Image.open(io.BytesIO((tmp_path / "seite.png").read_bytes())) as picture:
        assert picture.format == "PNG" and picture.mode == "RGB"
        assert picture.size == (pixels.width, pixels.height)
