"""What is installed with pip works without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_everything_that_lies_in_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    scripts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "app").rglob("*.py")}
    resources = [path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert scripts <= names, "migrations are files that alembic reads"
    assert {f"app/_resources/{path.as_posix()}" for path in resources} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "installer/"))]


def test_the_installed_program_finds_its_parts(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    script = (
        "from pathlib import Path; import app; from app.domain.texts import _, use_language\n"
        "use_language('en', [Path(app.__file__).parent / '_resources' / 'locale'])\n"
        "print(app.__file__, _('Posteingang'))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith(str(site))
    assert said.strip().endswith("Inbox")
    help_ = subprocess.run(
        [sys.executable, "-m", "app", "--help"], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert b"demo" in help_.stdout
