"""Names that Windows does not allow or that lead out of the bag are found on every system."""

import ntpath
import posixpath
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.deliveries.names import leaves_folder, name_key, path_fault, printable

RESERVED = ["CON", "con.pdf", "PRN.tif", "aux", "NUL.txt", "COM1", "com9.pdf", "LPT1.x.y", "COM¹.pdf", "nul .pdf"]
MISSPELT = ["a.", "a ", "a/b./c.pdf", "a<b", "a>b", 'a"b', "a|b", "a?b", "a*b", "a\nb"]
OUTSIDE = ["../a", "a/../../b", "/etc/passwd", "\\a", "..\\..\\x.pdf", "C:\\a", "c:a", "\\\\server\\share", ""]
HARMLESS = ["a.pdf", "Müller & Söhne.pdf", "a/b/c.pdf", " a.pdf", "100 %.pdf", "console.pdf", "COM10", "~a"]


@pytest.mark.parametrize("name", [*RESERVED, *MISSPELT])
def test_forbidden_on_windows(name: str) -> None:
    fault = path_fault(name)
    assert fault is not None
    assert fault.code == "name-forbidden"


@pytest.mark.parametrize("path", OUTSIDE)
def test_leading_outside(path: str) -> None:
    fault = path_fault(path)
    assert fault is not None
    assert fault.code == "path-outside"


@pytest.mark.parametrize("path", HARMLESS)
def test_harmless(path: str) -> None:
    assert path_fault(path) is None


@given(st.text(alphabet=st.sampled_from("ab./\\:~ ÄC"), max_size=12))
def test_whatever_passes_stays_inside_on_both_systems(path: str) -> None:
    if path_fault(path) is not None:
        return
    assert posixpath.normpath(posixpath.join("/bag/data", path)).startswith("/bag/data/")
    assert ntpath.normpath(ntpath.join("C:\\bag\\data", path)).startswith("C:\\bag\\data\\")
    assert not leaves_folder(path)


@given(st.text())
def test_composed_and_decomposed_names_are_one(name: str) -> None:
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(unicodedata.normalize("NFC", name))


@given(st.binary(max_size=40))
def test_any_name_of_a_file_system_can_be_written_down(raw: bytes) -> None:
    printable(raw.decode("utf-8", "surrogateescape")).encode()


def test_bytes_that_are_no_text_are_forbidden() -> None:
    assert path_fault(b"a\xff.pdf".decode("utf-8", "surrogateescape")) is not None
