"""Build the program as a folder that needs no Python, and prove that it starts.

``python installer/build.py [--out DIR] [--prove-only] [--msi]``: PyInstaller on ``build.spec``, then the checks of
``prove`` on the result, each in the frozen program itself. Exit status 0 only when all of them hold. ``--msi`` packs
the folder for Windows with ``wixl`` and ``wixl-heat`` (Debian's package wixl).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "esozialakte"
SUFFIX = ".exe" if sys.platform == "win32" else ""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder for the result (default: dist)")
    parser.add_argument("--prove-only", action="store_true", help="check what was built before")
    parser.add_argument("--msi", action="store_true", help="pack the folder as an installer for Windows")
    options = parser.parse_args(arguments)
    out = options.out.resolve()
    folder = out / NAME if options.prove_only else build(out)
    say(f"{folder}: {size_of(folder) / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory() as scratch:
        held = prove(folder, Path(scratch))
    if held and options.msi:
        say(f"{pack(folder, out)}")
    return 0 if held else 1


def build(out: Path) -> Path:
    """Run PyInstaller; the folder with the programs. ``out/build`` holds what a second run uses again."""
    command = [sys.executable, "-m", "PyInstaller", str(ROOT / "build.spec"), "--noconfirm", "--log-level", "WARN"]
    subprocess.run([*command, "--distpath", str(out), "--workpath", str(out / "build")], check=True, cwd=ROOT)
    return out / NAME


def pack(folder: Path, out: Path) -> Path:
    """The MSI with everything in ``folder``. wixl finds files only below the folder that it runs in."""
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    listed = "".join(f"{folder}/{file}\n" for file in files)
    heat = ["wixl-heat", "-p", f"{folder}/", "--directory-ref", "INSTALLDIR", "--component-group", "Files"]
    heat += ["--win64", "--var", "var.SourceDir"]
    fragment = subprocess.run(heat, input=listed, capture_output=True, text=True, check=True)
    harvested, target = out / "files.wxs", out / f"{NAME}-{app_version()}.msi"
    harvested.write_text(fragment.stdout, encoding="utf-8")
    variables = ["-D", f"Version={app_version()}", "-D", "Win64=yes", "-D", "SourceDir=."]
    sources = [str(ROOT / "installer" / "esozialakte.wxs"), str(harvested)]
    subprocess.run(["wixl", "-a", "x64", *variables, "-o", str(target), *sources], cwd=folder, check=True)
    return target


def app_version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def prove(folder: Path, scratch: Path) -> bool:
    """Try the frozen program: True when every check holds. ``scratch`` is an empty folder."""
    checks: list[Callable[[Path, Path], None]] = [version, both_programs, child_process_reads, example_county]
    held = True
    for check in checks:
        try:
            check(folder, scratch)
        except (AssertionError, OSError, subprocess.SubprocessError, ValueError) as error:
            held = False
            say(f"FAILED {check.__name__}: {error}")
        else:
            say(f"held   {check.__name__}")
    return held


def version(folder: Path, scratch: Path) -> None:
    """It starts without a Python beside it and knows its version."""
    said = run(folder, ["--version"], scratch)
    expect(said.startswith(NAME), said)


def both_programs(folder: Path, scratch: Path) -> None:
    """One for commands, one without a console window."""
    for name in (NAME, f"{NAME}-gui"):
        expect((folder / (name + SUFFIX)).is_file(), f"{name} is missing")


def child_process_reads(folder: Path, scratch: Path) -> None:
    """The reading process starts when frozen, and pixels come back through shared memory."""
    document, picture = scratch / "two pages.pdf", scratch / "page.png"
    document.write_bytes(two_pages())
    described = json.loads(run(folder, ["pages", str(document), "--json"], scratch))
    expect(described["files"][0]["pages"] == 2, described)
    run(folder, ["render", str(document), "--page", "2", "--dpi", "100", "--out", str(picture)], scratch)
    expect(picture.read_bytes().startswith(b"\x89PNG"), "no picture")


def example_county(folder: Path, scratch: Path) -> None:
    """The example county is made, opened and shown, with page 1 of a document, without a screen."""
    pictures = scratch / "pictures"
    store = scratch / "county"
    run(folder, ["demo", "--store", str(store), "--scale", "small", "--screenshots", str(pictures)], scratch)
    made = {file.name for file in pictures.glob("*.png") if file.stat().st_size > 20_000}
    expect({"inbox.png", "case.png", "viewer.png"} <= made, f"pictures: {sorted(made)}")


def run(folder: Path, arguments: Sequence[str], scratch: Path) -> str:
    """The standard output of the frozen program; its folders are in ``scratch``. Raises when it fails."""
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    dropped = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in dropped}
    if sys.platform != "win32":
        environment |= {"HOME": str(home)}
    command = [str(folder / (NAME + SUFFIX)), *arguments]
    ended = subprocess.run(
        command, capture_output=True, stdin=subprocess.DEVNULL, env=environment, cwd=scratch, timeout=300, check=False
    )
    said = ended.stdout.decode("utf-8", "replace")
    complaint = ended.stderr.decode("utf-8", "replace")
    expect(ended.returncode == 0, f"{arguments}: exit status {ended.returncode}\n{said}\n{complaint}")
    return said


def two_pages() -> bytes:
    """A PDF of two A4 pages with a black bar on each."""
    bar = b"50 700 300 40 re f"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"]
    parts += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>"] * 2
    parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(bar), bar))
    document, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(document))
    return document + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table) + trailer


def expect(holds: object, otherwise: object) -> None:
    if not holds:
        raise AssertionError(str(otherwise))


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
