"""The index: RFC 4180 with semicolons, our columns and others, and the profiles for foreign ones."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.deliveries.delivery import DeliveryBag
from app.adapters.deliveries.index import read_index
from app.adapters.deliveries.profiles import load_profile
from app.domain.bags import LEGACY, POST, BagRefused
from app.services.resources import resource_path
from tests.receive.bags import POST_COLUMNS, BagMaker, pdf

HEADER = POST_COLUMNS.encode()


def test_a_byte_order_mark_quotes_and_line_ends() -> None:
    raw = b"\xef\xbb\xbf" + HEADER + b'\r\n"a;b.pdf";"K ""1""";;2026-11-18;;3;;;;;"zwei\r\nZeilen"\r\n\r\n'
    (row,) = read_index(raw, POST)
    assert row.values == {
        "file": "a;b.pdf",
        "item": 'K "1"',
        "received_on": "2026-11-18",
        "pages": "3",
        "remark": "zwei\r\nZeilen",
    }
    assert row.line == 2


def test_columns_that_we_do_not_know_are_kept() -> None:
    (row,) = read_index(HEADER + b";Karton;Leer\na.pdf;K1;;;;;;;;;;17;\n", POST)
    assert row.extra == (("Karton", "17"),)


def test_the_order_of_columns_does_not_matter() -> None:
    (row,) = read_index(b"Case_Number;item;SCANNED_AT;file\n1;2;3;4", LEGACY)
    assert row.values == {"case_number": "1", "item": "2", "scanned_at": "3", "file": "4"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"\xff\xfe\x00garbage",
        HEADER + b"\na\x00.pdf;K1",
        b"file;item\na.pdf;K1",
        b"file,item,received_on,scanned_at\na.pdf,K1,,",
        HEADER + b';item\na.pdf;K1',
        HEADER + b'\n"a.pdf;K1',
        HEADER + b'\n"a"b.pdf;K1',
    ],
)
def test_what_cannot_be_read_is_refused_without_quoting_it(raw: bytes) -> None:
    with pytest.raises(BagRefused) as refused:
        read_index(raw, POST)
    assert refused.value.code == "bad-index"
    assert "K1" not in refused.value.title + refused.value.advice


def test_a_row_with_more_fields_than_columns_is_not_trusted() -> None:
    first, second = read_index(HEADER + b"\na.pdf;K1;;;;;;;;;;zu;viel\nb.pdf;K2\n", POST)
    assert first.fault is not None
    assert second.fault is None


LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])


@given(st.lists(st.lists(st.text(alphabet=LETTERS), max_size=9)))
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(POST_COLUMNS.split(";"))
    writer.writerows(rows)
    read = read_index(target.getvalue().encode(), POST)
    kept = [[value.strip() for value in row] for row in rows if any(value.strip() for value in row)]
    assert [list(row.values.values()) for row in read] == [[value for value in row if value] for row in kept]


# --- profiles ---------------------------------------------------------------------------------------------------
def values_of(maker: BagMaker, opened: Callable[[Path], DeliveryBag]) -> list[dict[str, str]]:
    bag = opened(maker.write())
    assert not [file for file in bag.summary.files if file.path.endswith((".dat", ".txt", ".dwcontrol"))]
    return [dict(row.values) for row in bag.summary.rows]


@pytest.fixture
def maker(tmp_path: Path) -> BagMaker:
    return BagMaker(tmp_path / "bag")


def test_kodak_index_dat(maker: BagMaker, opened: Callable[[Path], DeliveryBag]) -> None:
    maker.file("00000001.TIF", b"II*\0")
    maker.file(
        "INDEX.DAT", b'"I04t";"01";"0000000001";"0000000004";"K1";"Mietvertrag";"11182026";"35502BG0001234"\r\n'
    )
    (values,) = values_of(maker, opened)
    assert values["file"] == "00000001.tif"
    assert (values["item"], values["pages"], values["received_on"]) == ("K1", "0000000004", "2026-11-18")
    assert values["case_number"] == "35502BG0001234"


def test_an_unknown_record_of_index_dat_refuses(maker: BagMaker, opened: Callable[[Path], DeliveryBag]) -> None:
    maker.file("INDEX.DAT", b'"X99";"01"\r\n')
    with pytest.raises(BagRefused) as refused:
        opened(maker.write())
    assert refused.value.code == "bad-index"


def test_kofax_pairs_with_quotes_and_commas_inside(maker: BagMaker, opened: Callable[[Path], DeliveryBag]) -> None:
    line = '"Post","Belegnummer","K1","Bemerkung","Fa. "Maier", Heek","Eingang","18.11.2026","x:\\reldocs\\5.tif"\r\n'
    maker.file("batch.kofax.txt", line.encode("cp1252")).file("5.tif", b"II*\0")
    (values,) = values_of(maker, opened)
    assert values == {"file": "5.tif", "item": "K1", "remark": 'Fa. "Maier", Heek', "received_on": "2026-11-18"}


def test_docuware_files_beside_the_documents(maker: BagMaker, opened: Callable[[Path], DeliveryBag]) -> None:
    xml = """<?xml version="1.0" encoding="utf-8"?><ControlStatements xmlns="http://dev.docuware.com/Jobs/Control"><Page>
    <Field dbName="BELEGNUMMER" type="Text" value="K1"/><Field dbName="EINGANGSDATUM" type="Date" value="18.11.2026"/>
    <Field dbName="FARBE" type="Text" value="rot"/></Page></ControlStatements>"""
    maker.file("a/eins.pdf", pdf()).file("a/eins.dwcontrol", xml.encode())
    bag = opened(maker.write())
    (row,) = bag.summary.rows
    assert row.values == {"file": "a/eins.pdf", "item": "K1", "received_on": "2026-11-18"}
    assert row.extra == (("FARBE", "rot"),)


def test_xml_with_entities_is_refused(maker: BagMaker, opened: Callable[[Path], DeliveryBag]) -> None:
    xml = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Page><Field dbName="BELEGNUMMER">&x;</Field></Page>'
    maker.file("eins.pdf", pdf()).file("eins.dwcontrol", xml)
    with pytest.raises(BagRefused) as refused:
        opened(maker.write())
    assert refused.value.code == "bad-index"


def test_a_csv_without_header_named_in_the_bag(maker: BagMaker, opened: Callable[[Path], DeliveryBag]) -> None:
    maker.info["Index-Profile"] = "csv-without-header"
    maker.file("index.txt", "a.pdf;K1;letter;18.11.2026;;2;;35502 BG 1234;Mietvertrag;Müll".encode("cp1252"))
    (values,) = values_of(maker.file("a.pdf", pdf()), opened)
    assert (values["item"], values["received_on"], values["remark"]) == ("K1", "2026-11-18", "Müll")


def test_every_profile_that_comes_with_the_program_can_be_read() -> None:
    profiles = list(resource_path("profiles").glob("*.toml"))
    assert profiles
    for path in profiles:
        load_profile(path)


@pytest.mark.parametrize("text", ["format = 1", 'format = "magic"\nfile = "x"', "= =", 'file = "x"', "colour = 1"])
def test_a_profile_that_is_wrong(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(BagRefused) as refused:
        load_profile(tmp_path / "own.toml")
    assert refused.value.code == "bad-profile"
