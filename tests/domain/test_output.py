"""Ranges of pages as people type them, and names for exported files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.output import file_name, is_risky, parse_pages, safe_name, written_pages
from app.domain.records import Document

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1-3,7", (1, 2, 3, 7)),
        (" 7 ; 1 - 3 ", (7, 1, 2, 3)),
        ("8-", (8, 9)),
        ("2–3", (2, 3)),
        ("3,3,1-4", (3, 1, 2, 4)),
        ("5,", (5,)),
    ],
)
def test_ranges_as_people_type_them(text: str, pages: tuple[int, ...]) -> None:
    assert parse_pages(text, 9) == pages


@pytest.mark.parametrize("text", ["", ",", "0", "10", "3-2", "1-10", "a", "1-2-3", "-3", "1 2", "1,,2"])
def test_what_makes_no_sense_is_refused(text: str) -> None:
    assert parse_pages(text, 9) is None


@given(st.lists(st.integers(1, 500), min_size=1, unique=True))
def test_what_is_written_is_read_again(pages: list[int]) -> None:
    assert parse_pages(written_pages(pages), 500) == tuple(pages)


def test_names_of_files_say_nothing_about_people() -> None:
    document = Document(
        id="d", sha256="00", document_type="Mietvertrag: A/B", title="Mietvertrag Anna Berger", sender="Anna Berger",
        received_on="2026-11-18", case="35502BG0001234",
    )  # fmt: skip
    assert file_name([document], "pdf", TODAY) == "2026-11-18 Mietvertrag A B.pdf"
    assert file_name([document, document], "pdf", TODAY) == "2026-11-22 2 Dokumente.pdf"
    assert file_name([Document(id="d", sha256="00")], "tif", TODAY) == "2026-11-22 Dokument.tif"


@given(st.text(max_size=200))
def test_names_can_be_files_on_windows(kind: str) -> None:
    name = file_name([Document(id="d", sha256="00", document_type=kind)], "pdf", TODAY)
    assert not set(name) & set('\\/:*?"<>|\x00\n\t') and name.endswith(".pdf") and len(name) < 90


@pytest.mark.parametrize(
    ("sent", "proposed"),
    [
        ("Rechnung.pdf", "Rechnung.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("con.txt", "_con.txt"),
        (" .. ", "Anlage"),
        ("a.exe. . ", "a.exe"),
        ("x" * 300 + ".pdf", "x" * 76 + ".pdf"),
    ],
)
def test_names_of_attachments_are_made_harmless(sent: str, proposed: str) -> None:
    assert safe_name(sent) == proposed


@given(st.text(max_size=300))
def test_every_name_of_an_attachment_becomes_one_that_can_be_used(sent: str) -> None:
    name = safe_name(sent)
    assert name and not set(name) & set('\\/:*?"<>|\x00\n\t') and not name.endswith((".", " ")) and len(name) <= 81
    assert safe_name(name) == name


def test_what_runs_when_it_is_opened_is_known() -> None:
    for name in ("a.exe", "Rechnung.pdf.EXE", "a.exe.", "b.docm", "c.lnk", "d.html", "x\u202efdp.js"):
        assert is_risky(name), name
    for name in ("a.pdf", "b.docx", "c.jpg", "exe", "d.zip"):
        assert not is_risky(name), name
