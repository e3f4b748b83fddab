"""What makes a folder no bag, each fault alone; the reference program for BagIt must agree."""

import hashlib
import logging
from pathlib import Path

import bagit
import pytest

from app.adapters.deliveries.check import check_bag
from tests.receive.bags import BagMaker, pdf


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="bagit")


def reference_accepts(path: Path) -> bool:
    try:
        bagit.Bag(str(path)).validate()
    except (bagit.BagError, UnicodeError):
        return False
    return True


@pytest.fixture
def maker(tmp_path: Path) -> BagMaker:
    return BagMaker(tmp_path / "bag").post(K1=pdf("eins"), K2=pdf("zwei"))


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_a_whole_bag(maker: BagMaker, algorithm: str) -> None:
    maker.algorithm = algorithm
    bag = maker.write()
    assert check_bag(bag).valid
    assert reference_accepts(bag)


def test_bags_of_the_reference_program(tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    for name in ("eins.pdf", "Müller & Söhne.pdf", "100 %.pdf", "tief/er/liegt.pdf"):
        target = tmp_path / "bag" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(pdf(name))
    bagit.make_bag(str(tmp_path / "bag"), {"External-Identifier": "SD-1"}, checksums=["sha256", "sha512"])
    assert check_bag(tmp_path / "bag").valid


def spoil(bag: Path, fault: str) -> None:
    data, manifest = bag / "data" / "K1.pdf", bag / "manifest-sha256.txt"
    if fault == "payload":
        data.write_bytes(data.read_bytes()[:-1] + b"!")
    elif fault == "payload-missing":
        data.unlink()
    elif fault == "payload-unlisted":
        (bag / "data" / "more.pdf").write_bytes(b"more")
    elif fault == "tag-file":
        (bag / "bag-info.txt").write_text("External-Identifier: SD-2\n")
    elif fault == "tag-file-missing":
        (bag / "bag-info.txt").unlink()
    elif fault == "declaration-missing":
        (bag / "bagit.txt").unlink()
    elif fault == "manifest-missing":
        manifest.unlink()
    elif fault == "manifest-altered":
        manifest.write_text(manifest.read_text().replace("K1", "K3"))
    else:
        raise AssertionError(fault)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("payload", "checksum"),
        ("payload-missing", "missing"),
        ("payload-unlisted", "not-in-manifest"),
        ("tag-file", "tag-file"),
        ("tag-file-missing", "tag-file"),
        ("declaration-missing", "not-a-bag"),
        ("manifest-missing", "tag-file"),
        ("manifest-altered", "tag-file"),
    ],
)
def test_faults(maker: BagMaker, fault: str, code: str) -> None:
    bag = maker.write()
    spoil(bag, fault)
    assert {problem for problem, _path in check_bag(bag).problems} == {code}
    assert not reference_accepts(bag)


@pytest.mark.parametrize(
    ("declaration", "code"),
    [
        (b"", "not-a-bag"),
        (b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "not-a-bag"),
        (b"BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n", "not-a-bag"),
        (b"BagIt-Version: 1.0\n", "not-a-bag"),
        (b"BagIt-Version: eins\nTag-File-Character-Encoding: UTF-8\n", "not-a-bag"),
        (b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", "bag-version"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: Klingonisch\n", "bag-encoding"),
        (b"\xff\xfe\x00", "not-a-bag"),
    ],
)
def test_declarations(maker: BagMaker, declaration: bytes, code: str) -> None:
    maker.declaration = declaration
    assert check_bag(maker.write()).problems == ((code, ""),)


def test_two_digests_for_one_file(maker: BagMaker) -> None:
    bag = maker.write(extra_lines=["0" * 64 + "  data/K1.pdf"])
    assert check_bag(bag).problems == (("manifest-ambiguous", "K1.pdf"),)


def test_the_same_line_twice_is_against_version_1(maker: BagMaker) -> None:
    line = hashlib.sha256(pdf("eins")).hexdigest() + "  data/K1.pdf"
    assert check_bag(maker.write(extra_lines=[line])).problems == (("manifest-double", "data/K1.pdf"),)


def test_and_allowed_before(maker: BagMaker) -> None:
    maker.declaration = maker.declaration.replace(b"1.0", b"0.97")
    line = hashlib.sha256(pdf("eins")).hexdigest() + "  data/K1.pdf"
    assert check_bag(maker.write(extra_lines=[line])).valid


def test_what_is_to_be_fetched_is_missing(maker: BagMaker) -> None:
    bag = maker.write(extra_lines=["0" * 64 + "  data/far.pdf"])
    (bag / "fetch.txt").write_text("https://example.org/far.pdf 100 data/far.pdf\n")
    assert check_bag(bag).problems == (("missing", "far.pdf"),)


def test_a_wrong_oxum_alone_is_a_warning(maker: BagMaker) -> None:
    maker.info["Payload-Oxum"] = "1.1"
    check = check_bag(maker.write())
    assert check.valid
    assert check.warnings == ("payload-oxum",)


def test_nothing_there(tmp_path: Path) -> None:
    assert check_bag(tmp_path / "nowhere").problems == (("not-there", ""),)
