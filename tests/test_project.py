"""The project's own papers: licence, texts in both languages, what the README says and CI does."""

import ast
import hashlib
import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import app

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "resources" / "locale" / "en" / "LC_MESSAGES"
AGPL_3 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
FIELD = re.compile(r"\{[^{}]*\}")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads(text_of("pyproject.toml"))["project"]
    return found


# --- licence, README, CHANGELOG --------------------------------------------------------------------------------


def test_the_licence_is_the_agpl_word_for_word(project: dict[str, object]) -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL_3
    assert project["license"] == "AGPL-3.0-or-later"


def test_one_version_everywhere(project: dict[str, object]) -> None:
    assert project["version"] == app.__version__
    assert f"## [{app.__version__}]" in text_of("CHANGELOG.md")


@pytest.mark.parametrize(
    "command", ["python -m pip install . && esozialakte demo", 'python -m pip install ".[dev]" && python -m pytest']
)
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert command in text_of("README.md")


def test_ci_installs_the_packages_that_the_readme_names_and_runs_its_tests() -> None:
    in_ci = re.search(r'^PACKAGES="(.*)"$', text_of(".ci/run"), re.MULTILINE)
    in_readme = re.search(r"apt-get install((?: [a-z0-9.+-]+)+)$", text_of("README.md"), re.MULTILINE)
    assert in_ci and in_readme
    assert in_readme.group(1).split() == in_ci.group(1).split()
    assert "\npython -m pytest || " in text_of(".ci/run")


# --- two languages ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def in_code() -> Catalog:
    """Every text that the code marks with ``_``, ``N_`` or ``ngettext``."""
    catalog = Catalog()
    found = extract_from_dir(str(ROOT / "app"), [("**.py", "python")], keywords=DEFAULT_KEYWORDS)
    for file, line, message, _comments, context in found:
        catalog.add(message, locations=[(file, line)], context=context)
    return catalog


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (LOCALE / "esozialakte.po").open("rb") as file:
        return read_po(file, locale="en")


def forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_text_has_an_english_translation(in_code: Catalog, english: Catalog) -> None:
    missing = []
    for message in in_code:
        known = english.get(message.id) if message.id else None
        if message.id and (known is None or known.fuzzy or not all(translations(known))):
            missing.append(f"{Path(message.locations[0][0]).name}:{message.locations[0][1]} {forms(message)[0]}")
    assert not missing, "run the two commands of CONTRIBUTING.md, section Texts, and translate:\n" + "\n".join(missing)


def test_no_translation_of_a_text_that_is_gone(in_code: Catalog, english: Catalog) -> None:
    gone = [forms(message)[0] for message in english if message.id and in_code.get(message.id) is None]
    assert not gone
    assert not english.obsolete


def test_translations_keep_the_placeholders(english: Catalog) -> None:
    wrong = []
    for message in english:
        if not message.id:
            continue
        allowed = {field for form in forms(message) for field in FIELD.findall(form)}
        for translation in translations(message):
            fields = set(FIELD.findall(translation))
            if translation and fields != allowed and not (len(forms(message)) > 1 and fields <= allowed):
                wrong.append(f"{forms(message)[0]} -> {translation}")
    assert not wrong


def test_the_compiled_catalogue_is_that_of_the_source(english: Catalog) -> None:
    expected = BytesIO()
    write_mo(expected, english)
    with (LOCALE / "esozialakte.mo").open("rb") as file:
        shipped = read_mo(file)
    fresh = read_mo(BytesIO(expected.getvalue()))
    assert by_text(shipped) == by_text(fresh)


def by_text(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {forms(message): translations(message) for message in catalog if message.id}


GERMAN_LETTER = re.compile("[äöüÄÖÜß„“…]")
SCREENS = ("ui", "tasks", "cli", "diagnostics.py", "screen.py", "window.py", "bootstrap.py")


def unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Text constants outside docstrings and outside the calls that mark texts for translation."""
    marked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "ngettext"):
            marked |= {id(part) for argument in node.args for part in ast.walk(argument)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            marked.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked:
            yield node.lineno, node.value


def test_no_german_text_of_the_screens_is_unmarked() -> None:
    """Judged by letters that only German words have, so it finds most and never cries wolf. What was measured how
    (``cli/bench``) is said in German alone: notes beside figures, made of pieces."""
    found = []
    for place in SCREENS:
        path = ROOT / "app" / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path] * path.exists():
            if "bench" in file.parts:
                continue
            for line, text in unmarked(ast.parse(file.read_text(encoding="utf-8"))):
                if GERMAN_LETTER.search(text) and len(text) > 1:
                    found.append(f"{file.relative_to(ROOT)}:{line} {text[:60]}")
    assert not found
