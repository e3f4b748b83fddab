"""Folders: nothing outside the bag is read, whatever lies in it."""

import os
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from app.adapters.deliveries.delivery import DeliveryBag
from app.domain.bags import BagRefused, PayloadFault
from tests.receive.bags import BagMaker, pdf, row

Opened = Callable[[Path], DeliveryBag]
posix = pytest.mark.skipif(os.name == "nt", reason="needs links and devices as POSIX has them")


@pytest.fixture
def maker(tmp_path: Path) -> BagMaker:
    return BagMaker(tmp_path / "bag").post(K1=pdf("eins"))


def fault_of(bag: DeliveryBag, name: str) -> str:
    file = bag.find(name)
    if file.fault is not None:
        return file.fault.code
    try:
        with bag.payload(file.path):
            return ""
    except PayloadFault as fault:
        return fault.code


@posix
def test_a_link_is_not_followed(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(pdf("geheim"))
    maker.file("link.pdf", pdf("geheim"))
    folder = maker.write()
    (folder / "data" / "link.pdf").unlink()
    (folder / "data" / "link.pdf").symlink_to(secret)
    assert fault_of(opened(folder), "link.pdf") == "link"


@posix
def test_a_folder_that_is_a_link_is_not_entered(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.pdf").write_bytes(pdf("geheim"))
    maker.file("sub/a.pdf", pdf("geheim"))
    folder = maker.write()
    (folder / "data" / "sub" / "a.pdf").unlink()
    (folder / "data" / "sub").rmdir()
    (folder / "data" / "sub").symlink_to(tmp_path / "elsewhere")
    assert fault_of(opened(folder), "sub/a.pdf") == "missing"


@posix
def test_a_link_put_there_after_opening_is_not_followed(maker: BagMaker, tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.pdf").write_bytes(pdf("a"))
    maker.file("sub/a.pdf", pdf("a"))
    folder = maker.write()
    bag = opened(folder)
    (folder / "data" / "sub").rename(tmp_path / "away")
    (folder / "data" / "sub").symlink_to(tmp_path / "elsewhere")
    assert fault_of(bag, "sub/a.pdf") == "link"


@posix
def test_pipes_and_sockets_do_not_stop_anything(maker: BagMaker, opened: Opened) -> None:
    folder = maker.write(extra_lines=["0" * 64 + "  data/pipe.pdf", "0" * 64 + "  data/s.pdf"])
    os.mkfifo(folder / "data" / "pipe.pdf")
    here = Path.cwd()
    os.chdir(folder / "data")  # names of sockets must be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("s.pdf")
    finally:
        os.chdir(here)
    bag = opened(folder)
    assert fault_of(bag, "pipe.pdf") == "device"
    assert fault_of(bag, "s.pdf") == "device"
    assert fault_of(bag, "K1.pdf") == ""


@posix
@pytest.mark.parametrize("name", ["bag-info.txt", "manifest-sha256.txt", "bagit.txt", "data/index.csv"])
def test_a_link_in_place_of_the_bags_own_files_refuses_it(
    maker: BagMaker, tmp_path: Path, opened: Opened, name: str
) -> None:
    folder = maker.write(tags=False)
    (folder / name).rename(tmp_path / "outside")
    (folder / name).symlink_to(tmp_path / "outside")
    with pytest.raises(BagRefused):
        opened(folder)


def test_names_with_decomposed_umlauts(tmp_path: Path, opened: Opened) -> None:
    composed = unicodedata.normalize("NFC", "Müller.pdf")
    decomposed = unicodedata.normalize("NFD", composed)
    maker = BagMaker(tmp_path / "bag").file(decomposed, pdf()).index(row(composed, "K1"))
    assert fault_of(opened(maker.write()), composed) == ""


@pytest.mark.skipif(os.name == "nt", reason="the file system itself keeps such names apart")
@pytest.mark.parametrize("names", [("A.pdf", "a.pdf"), ("Ä.pdf", unicodedata.normalize("NFD", "Ä.pdf"))])
def test_names_that_windows_takes_for_one(tmp_path: Path, opened: Opened, names: tuple[str, str]) -> None:
    maker = BagMaker(tmp_path / "bag").file("ok.pdf", pdf())
    for number, name in enumerate(names):
        maker.file(name, pdf(str(number)))
    bag = opened(maker.index(row("ok.pdf", "K1")).write())
    assert {fault_of(bag, name) for name in names} == {"name-ambiguous"}
    assert fault_of(bag, "ok.pdf") == ""


def test_the_case_of_a_name_in_the_index_does_not_matter(tmp_path: Path, opened: Opened) -> None:
    bag = opened(BagMaker(tmp_path / "bag").file("K1.PDF", pdf()).index(row("k1.pdf", "K1")).write())
    assert fault_of(bag, "k1.pdf") == ""


@posix
def test_a_file_without_the_right_to_read_it(maker: BagMaker, opened: Opened) -> None:
    if os.getuid() == 0:
        pytest.skip("the superuser may read everything")
    folder = maker.write()
    (folder / "data" / "K1.pdf").chmod(0)
    assert fault_of(opened(folder), "K1.pdf") == "not-readable"


def test_a_bag_on_a_medium_that_cannot_be_written(maker: BagMaker, opened: Opened) -> None:
    folder = maker.write()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555)
    bag = opened(folder)
    assert fault_of(bag, "K1.pdf") == ""
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)


@pytest.mark.parametrize(
    ("spoiled", "code"),
    [
        ({"External-Identifier": ""}, "no-identifier"),
        ({"Delivery-Kind": ""}, "unknown-kind"),
        ({"Delivery-Kind": "parcel"}, "unknown-kind"),
        ({"Index-Profile": "nobody-has-this"}, "unknown-profile"),
        ({"Index-Profile": "../../secret"}, "unknown-profile"),
    ],
)
def test_fields_that_refuse_the_delivery(maker: BagMaker, opened: Opened, spoiled: dict[str, str], code: str) -> None:
    maker.info |= spoiled
    with pytest.raises(BagRefused) as refused:
        opened(maker.write())
    assert refused.value.code == code
    assert refused.value.advice


def test_a_manifest_with_md5_alone_is_not_usable(maker: BagMaker, opened: Opened) -> None:
    maker.algorithm = "md5"
    with pytest.raises(BagRefused) as refused:
        opened(maker.write())
    assert (refused.value.code, refused.value.number) == ("no-manifest", "SD-1")


def test_an_index_that_was_altered_refuses_the_delivery(maker: BagMaker, opened: Opened) -> None:
    folder = maker.write()
    index = folder / "data" / "index.csv"
    index.write_bytes(index.read_bytes().replace(b"K1", b"K2"))
    with pytest.raises(BagRefused) as refused:
        opened(folder)
    assert refused.value.code == "bad-index"
