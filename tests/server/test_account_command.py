"""``esozialakte account``: the first administrator of a new service, and whoever comes after."""

import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import run
from app.cli.serve_command import _settings
from app.domain.errors import SignInNeeded, WrongUse
from app.server.auth.passwords import PasswordOutdated
from app.server.auth.service import Auth
from app.server.auth.settings import AuthSettings
from app.server.store.database import Database

OWN = "vier Wörter Bleistift Regenschirm"


def read_settings(path: Path) -> AuthSettings:
    return AuthSettings.of(_settings(path).get("sign-in", {}))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/service.sqlite"


@pytest.fixture
def auth(url: str) -> Iterator[Auth]:
    database = Database(url)
    database.migrate()
    yield Auth(database, AuthSettings())
    database.close()


def test_the_first_administrator(
    url: str, auth: Auth, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("von der Administration 1\n"))
    assert run(["account", "add", "anna", "--database", url, "--role", "admin", "--password-stdin", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"worker": "anna", "done": "add"}
    with pytest.raises(PasswordOutdated):
        auth.by_password("anna", "von der Administration 1", "", "")
    auth.change_password("anna", "von der Administration 1", OWN)
    opened = auth.by_password("anna", OWN, "", "")
    assert auth.sessions.principal(opened.access_token).county == {"admin"}
    assert run(["account", "lock", "anna", "--database", url]) == 0
    with pytest.raises(SignInNeeded):
        auth.by_password("anna", OWN, "", "")
    assert run(["account", "unlock", "anna", "--database", url]) == 0
    assert run(["account", "role", "anna", "--database", url, "--role", "admin", "--take"]) == 0
    assert not auth.people.known("anna")


def test_a_machine_gets_a_password_of_its_own(url: str, auth: Auth, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["account", "add", "scanner", "--machine", "--database", url, "--json"]) == 0
    password = json.loads(capsys.readouterr().out)["password"]
    opened = auth.by_password("scanner", password, "", "")
    assert auth.sessions.principal(opened.access_token).kind == "machine"
    assert run(["account", "reset", "scanner", "--database", url, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)["password"]
    assert again != password and auth.by_password("scanner", again, "", "").access_token


@pytest.mark.parametrize(
    "words", [["lock", "nobody"], ["reset", "nobody"], ["role", "anna"], ["add", "anna", "--role", "central"]]
)
def test_what_makes_no_sense_is_refused(url: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["account", *words, "--database", url, "--json"]) == 2
    assert "error" in json.loads(capsys.readouterr().out)


def test_the_sample_of_settings_is_understood() -> None:
    sample = Path(__file__).resolve().parents[2] / "installer" / "service" / "settings.toml"
    assert read_settings(sample).passwords
    everything = re.sub(r"^#(?=[\[a-z])", "", sample.read_text("utf-8"), flags=re.MULTILINE)
    settings = AuthSettings.of(tomllib.loads(everything)["sign-in"])
    assert settings.oidc is not None and settings.oidc.claim == "preferred_username"
    assert settings.kerberos_realm == "KREIS.EXAMPLE"


@pytest.mark.parametrize(
    "text",
    ["[sign-in", "[log]", "[sign-in]\nany = 1", "[sign-in]\npasswords = 'yes'", "[sign-in.oidc]\nissuer = 'https://x'"],
)
def test_settings_that_make_no_sense_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    with pytest.raises(WrongUse):
        read_settings(tmp_path / "settings.toml")


def test_the_service_that_was_started_without_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.account_command.own_folder", lambda: tmp_path / "service")
    assert run(["account", "add", "anna", "--role", "admin", "--json"]) == 0
    database = Database(f"sqlite:///{tmp_path}/service/service.sqlite")
    password = json.loads(capsys.readouterr().out)["password"]
    with pytest.raises(PasswordOutdated):
        Auth(database, AuthSettings()).by_password("anna", password, "", "")
    database.close()


def test_originals_lie_in_a_folder_or_in_s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["serve", "--files", "gopher://there"]) == 2
    assert not list(tmp_path.iterdir())
