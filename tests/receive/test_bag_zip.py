"""Zips: entries are streamed, and none gets out of the bag or fills the disk."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.adapters.deliveries import delivery, zip_tree
from app.adapters.deliveries.delivery import DeliveryBag
from app.domain.bags import BagRefused, PayloadFault
from tests.receive.bags import BagMaker, pdf, row, zipped

Opened = Callable[[Path], DeliveryBag]


@pytest.fixture
def maker(tmp_path: Path) -> BagMaker:
    return BagMaker(tmp_path / "bag").post(K1=pdf("eins"))


def payload_code(bag: DeliveryBag, name: str) -> str:
    try:
        with bag.payload(bag.find(name).path) as payload:
            return "" if payload.size else "empty"
    except PayloadFault as fault:
        return fault.code


@pytest.mark.parametrize("top", ["", "bag", "Lieferung 17"])
def test_the_bag_at_the_top_or_one_level_down(maker: BagMaker, tmp_path: Path, opened: Opened, top: str) -> None:
    bag = opened(zipped(maker.write(), tmp_path / "bag.zip", top))
    assert payload_code(bag, "K1.pdf") == ""


def test_two_bags_in_one_zip_are_none(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    folder = maker.write()
    archive = zipped(folder, tmp_path / "bag.zip", "one")
    with zipfile.ZipFile(archive, "a") as more:
        more.write(folder / "bagit.txt", "two/bagit.txt")
    with pytest.raises(BagRefused):
        opened(archive)


def add(archive: Path, name: str, data: bytes = b"x", mode: int = 0o100644, system: int = 3) -> Path:
    entry = zipfile.ZipInfo(name)
    entry.create_system = system
    entry.external_attr = mode << 16
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr(entry, data)
    return archive


@pytest.mark.parametrize(
    "name", ["bag/data/../../../slip.txt", "/slip.txt", "..\\slip.txt", "C:\\slip.txt", "bag/../slip"]
)
def test_entries_that_lead_outside(maker: BagMaker, tmp_path: Path, opened: Opened, name: str) -> None:
    bag = opened(add(zipped(maker.write(), tmp_path / "bag.zip"), name))
    assert [file.fault.code for file in bag.summary.files if file.fault] == ["path-outside"]
    assert payload_code(bag, "K1.pdf") == ""
    assert not list(tmp_path.parent.rglob("slip*"))


@pytest.mark.parametrize(("mode", "code"), [(0o120777, "link"), (0o020600, "device"), (0o010600, "device")])
def test_links_and_devices(maker: BagMaker, tmp_path: Path, opened: Opened, mode: int, code: str) -> None:
    folder = maker.write(extra_lines=["0" * 64 + "  data/special.pdf"])
    bag = opened(add(zipped(folder, tmp_path / "bag.zip"), "bag/data/special.pdf", b"/etc/passwd", mode))
    assert payload_code(bag, "special.pdf") == code


def test_the_same_name_twice(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    archive = zipped(maker.write(), tmp_path / "bag.zip")
    with pytest.warns(UserWarning, match="Duplicate name"):
        add(archive, "bag/data/K1.pdf", pdf("zwei"))
    assert payload_code(opened(archive), "K1.pdf") == "name-ambiguous"


def test_a_damaged_entry_is_one_item(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    maker.file("K2.pdf", pdf("zwei"))
    archive = zipped(maker.write(), tmp_path / "bag.zip")
    with zipfile.ZipFile(archive) as reading:
        place = reading.getinfo("bag/data/K2.pdf").header_offset
    raw = bytearray(archive.read_bytes())
    raw[place + 60 : place + 160] = bytes(100)
    archive.write_bytes(raw)
    bag = opened(archive)
    assert payload_code(bag, "K2.pdf") in ("not-readable", "checksum")
    assert payload_code(bag, "K1.pdf") == ""


def test_an_encrypted_entry_is_one_item(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    archive = zipped(maker.write(), tmp_path / "bag.zip")
    raw = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as reading:
        place = raw.index(b"bag/data/K1.pdf", reading.start_dir) - 46
    raw[place + 8] |= 1  # the flag in the central directory
    archive.write_bytes(raw)
    assert payload_code(opened(archive), "K1.pdf") == "zip-method"


def test_methods_that_need_unbounded_memory_are_not_used(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    folder, archive = maker.write(), tmp_path / "bag.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for path in folder.rglob("*"):
            if path.is_file():
                method = zipfile.ZIP_LZMA if path.suffix == ".pdf" else zipfile.ZIP_STORED
                target.write(path, path.relative_to(folder).as_posix(), method)
    assert payload_code(opened(archive), "K1.pdf") == "zip-method"


def test_more_than_a_hundred_times_its_size(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    maker.file("zero.pdf", bytes(20_000_000))
    with pytest.raises(BagRefused) as refused:
        opened(zipped(maker.write(), tmp_path / "bag.zip"))
    assert refused.value.code == "zip-bomb"


def test_more_than_four_gibibytes(
    maker: BagMaker, tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_tree, "MOST_BYTES", 1000)
    with pytest.raises(BagRefused) as refused:
        opened(zipped(maker.write(), tmp_path / "bag.zip"))
    assert refused.value.code == "zip-bomb"


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_says(
    maker: BagMaker, tmp_path: Path, opened: Opened
) -> None:
    maker.file("zero.pdf", bytes(2_000_000)).file("noise.bin", random.Random(1).randbytes(100_000))
    archive = zipped(maker.write(), tmp_path / "bag.zip")
    raw = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as reading:
        place = raw.index(b"bag/data/zero.pdf", reading.start_dir) - 46
    raw[place + 24 : place + 28] = struct.pack("<L", 1000)  # uncompressed size in the central directory
    archive.write_bytes(raw)
    assert payload_code(opened(archive), "zero.pdf") in ("not-readable", "checksum")


def test_names_without_the_mark_of_utf8(tmp_path: Path, opened: Opened) -> None:
    maker = BagMaker(tmp_path / "bag").file("Müller.pdf", pdf()).index(row("Müller.pdf", "K1"))
    archive = zipped(maker.write(), tmp_path / "bag.zip")
    raw = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as reading:
        name = "bag/data/Müller.pdf".encode()
        central = raw.index(name, reading.start_dir) - 46
        local = reading.getinfo("bag/data/Müller.pdf").header_offset
    raw[central + 9] &= 0xF7
    raw[local + 7] &= 0xF7
    archive.write_bytes(raw)
    assert payload_code(opened(archive), "Müller.pdf") == ""


def test_a_file_that_is_no_zip(tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "bag.zip").write_bytes(b"not a zip at all")
    with pytest.raises(BagRefused) as refused:
        opened(tmp_path / "bag.zip")
    assert refused.value.code == "not-readable"


def test_long_files_go_through_the_private_folder_and_leave_nothing(
    maker: BagMaker, tmp_path: Path, opened: Opened, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "IN_MEMORY", 100)
    bag = opened(zipped(maker.write(), tmp_path / "bag.zip"))
    before = sorted(scratch.iterdir())
    with bag.payload("K1.pdf") as payload:
        assert isinstance(payload.source, Path)
        assert payload.source.read_bytes() == pdf("eins")
        assert payload.source.parent == scratch
        assert scratch.stat().st_mode & 0o077 == 0
    assert sorted(scratch.iterdir()) == before


def test_long_files_of_a_folder_stay_where_they_are(
    maker: BagMaker, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "IN_MEMORY", 100)
    folder = maker.write()
    with opened(folder).payload("K1.pdf") as payload:
        assert payload.source == folder / "data" / "K1.pdf"
