"""What gets into the log file, and above all what does not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.diagnostics import CRASH_NAME, FILE_NAME, speaker

NAME = "Wilhelmine Überschär"
CASE = "37102//0004711"


def run(tmp_path: Path, script: str) -> tuple[str, str, list[dict[str, object]]]:
    """Run ``script`` in a program of its own with the log started: its stderr, the raw log and the log's records."""
    program = f"import logging, sys, threading\nfrom pathlib import Path\nfrom app import diagnostics\n{script}"
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    file = tmp_path / FILE_NAME
    raw = file.read_text(encoding="utf-8") if file.exists() else ""
    return ended.stderr, raw, [json.loads(line) for line in raw.splitlines()]


START = "diagnostics.start(Path(sys.argv[1]))\n"


def test_a_fault_that_nobody_caught_is_written_with_kind_and_place_and_without_its_text(tmp_path: Path) -> None:
    script = START + f"def look():\n    raise KeyError({NAME!r})\nlook()\n"
    stderr, raw, records = run(tmp_path, script)
    assert NAME not in raw + stderr
    assert records[-1]["kind"] == "KeyError"
    assert str(records[-1]["where"]).startswith("<string>:")
    assert "Traceback" not in stderr
    assert "KeyError" in stderr and FILE_NAME in stderr


def test_a_developer_can_ask_for_the_traceback_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESOZIALAKTE_TRACEBACK", "1")
    stderr, raw, _records = run(tmp_path, START + f"int({NAME!r})")
    assert NAME in stderr
    assert NAME not in raw


@pytest.mark.parametrize(
    "script",
    [
        f"threading.Thread(target=lambda: int({NAME!r})).start()",
        f"try:\n    int({NAME!r})\nexcept ValueError:\n    logging.getLogger('app.x').exception('could not count')",
        f"try:\n    int({NAME!r})\nexcept ValueError as e:\n    logging.getLogger('app.x').error('no number: %s', e)",
        f"try:\n    int({NAME!r})\nexcept ValueError as e:\n    logging.getLogger('app.x').error(e)",
        f"class Closing:\n    def __del__(self): int({NAME!r})\nClosing()",
    ],
    ids=["thread", "exception", "argument", "message", "cleaning-up"],
)
def test_the_text_of_an_exception_never_gets_into_the_file(tmp_path: Path, script: str) -> None:
    _stderr, raw, records = run(tmp_path, START + script)
    assert records, "the fault itself is reported"
    assert "ValueError" in raw
    assert NAME.split()[0] not in raw


def test_unknown_keys_are_dropped_and_known_ones_kept(tmp_path: Path) -> None:
    script = START + f"logging.getLogger('app.x').warning('done', extra={{'commits': 7, 'surname': {NAME!r}}})"
    _stderr, raw, records = run(tmp_path, script)
    assert records[0]["commits"] == 7
    assert records[0]["event"] == "done"
    assert "surname" not in raw and NAME.split()[0] not in raw


def test_an_object_under_a_known_key_is_named_by_its_kind(tmp_path: Path) -> None:
    script = START + f"logging.getLogger('app.x').warning('done', extra={{'code': [{CASE!r}]}})"
    _stderr, raw, records = run(tmp_path, script)
    assert records[0]["code"] == "list"
    assert CASE not in raw


def test_what_other_libraries_say_is_kept_as_a_place_without_its_text(tmp_path: Path) -> None:
    script = START + f"logging.getLogger('urllib3.pool').warning('GET /akten/%s', {CASE!r})"
    _stderr, raw, records = run(tmp_path, script)
    assert records[0]["logger"] == "urllib3.pool"
    assert records[0]["place"] == "<string>:5"
    assert "akten" not in raw and CASE not in raw


def test_standard_error_has_warnings_and_with_verbose_everything(tmp_path: Path) -> None:
    said = "logging.getLogger('app.x').info('synchronised')\nlogging.getLogger('app.x').warning('slow line')"
    quiet, _raw, records = run(tmp_path, START + said)
    assert [record["event"] for record in records] == ["synchronised", "slow line"]
    assert "slow line" in quiet and "synchronised" not in quiet
    loud, _raw, _records = run(tmp_path, "diagnostics.start(Path(sys.argv[1]), verbose=True)\n" + said)
    assert "synchronised" in loud


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("")
    script = "print(diagnostics.start(Path(sys.argv[1]) / 'occupied'), file=sys.stderr)"
    stderr, _raw, _records = run(tmp_path, script)
    assert stderr.strip() == "None"


def test_a_crash_of_compiled_code_leaves_the_place_in_a_file(tmp_path: Path) -> None:
    run(tmp_path, START + "import os\ndef deep():\n    os.abort()\ndeep()")
    assert "in deep" in (tmp_path / CRASH_NAME).read_text(encoding="utf-8")


def test_the_file_is_rotated_and_bounded(tmp_path: Path) -> None:
    script = (
        "diagnostics.FILE_BYTES, diagnostics.FILES_KEPT = 2000, 2\n"
        + START
        + "for n in range(200): logging.getLogger('app.x').info('again', extra={'count': n})"
    )
    run(tmp_path, script)
    files = sorted(file.name for file in tmp_path.glob(f"{FILE_NAME}*"))
    assert files == [FILE_NAME, f"{FILE_NAME}.1", f"{FILE_NAME}.2"]
    assert all((tmp_path / name).stat().st_size <= 2000 for name in files)


def test_started_twice_it_writes_each_record_once(tmp_path: Path) -> None:
    _stderr, _raw, records = run(tmp_path, START + START + "logging.getLogger('app.x').warning('once')")
    assert len(records) == 1


def test_messages_of_qt_are_written_without_what_they_quote(tmp_path: Path) -> None:
    script = (
        START
        + "diagnostics.watch_qt()\nfrom PySide6.QtCore import qWarning\n"
        + f"qWarning('QWidget::setLayout: Attempting to set QLayout on {NAME}')"
    )
    _stderr, raw, records = run(tmp_path, script)
    assert records[0]["function"] == "QWidget::setLayout"
    assert NAME.split()[0] not in raw


@pytest.mark.parametrize(
    ("message", "function"),
    [("QObject::connect: no such signal", "QObject::connect"), (f"Akte {NAME}", ""), ("", "")],
)
def test_of_a_message_of_qt_only_a_function_name_is_kept(message: str, function: str) -> None:
    assert speaker(message) == function
