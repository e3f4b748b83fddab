"""``esozialakte bench keystrokes``: 60 letters against 7,000 households, filed in the real window by keys alone."""

import json
import subprocess
import sys

import pytest


@pytest.mark.slow
def test_two_keys_where_the_suggestion_is_right_and_six_where_it_is_not() -> None:
    command = [sys.executable, "-m", "app", "bench", "keystrokes", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    right, wrong = json.loads(done.stdout)["figures"]
    assert (right["limit"], wrong["limit"]) == (2, 6)
    assert right["value"] <= 2 and wrong["value"] <= 6
    assert "40 von 60" in right["reference"] and "20 von 60" in wrong["reference"]
