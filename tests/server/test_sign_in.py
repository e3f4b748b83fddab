"""The program signed in at a service: tokens renewed unseen, rights that went are felt, a lost computer forgets all."""

import io
import json
import threading
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from app.adapters.cache.store import open_sql_cache
from app.adapters.central.rest import Line, RestCentral
from app.adapters.central.rest.sign_in import MachineSignIn, ServiceSignIn
from app.adapters.desktop.sign_in_secrets import SignInSecrets
from app.cli import run
from app.domain.actions import SYSTEM, ImportCases, RecordAccess
from app.domain.cache import REFUSED
from app.domain.errors import CentreUnreachable, DeviceRevoked, SignInNeeded, WrongUse
from app.domain.ids import new_id
from app.domain.records import PRINT, Access, CaseFile, Person
from app.server.auth.passwords import Accounts
from app.service_access import _sign_in, open_sign_in
from app.services.send_waiting import send_waiting
from app.services.synchronise import synchronise
from tests.server.auth_world import HERE, THERE, World
from tests.server.served import Served

OWN = "vier Wörter Bleistift Regenschirm"


class MemoryKeyring(KeyringBackend):
    """As short as Windows' one."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password.encode("utf-16-le")) <= 2560
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def secrets(keyring: MemoryKeyring) -> SignInSecrets:
    return SignInSecrets(nullcontext, keyring)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path)
    hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    world.auth.accounts = Accounts(world.database, world.clock, hasher)
    for worker in ("caseworker", "other"):
        world.auth.accounts.add(worker, OWN, must_change=False)
    with Served(world) as served:
        yield served
    world.close()


def renewed(served: Served, sign_in: ServiceSignIn) -> str:
    return sign_in.authorization(refused=sign_in.authorization())


def test_a_password_signs_in_until_signing_out(served: Served, secrets: SignInSecrets, keyring: MemoryKeyring) -> None:
    sign_in = ServiceSignIn(served.url, secrets, "PC-17")
    assert sign_in.ways().password and not sign_in.ways().browser
    with pytest.raises(SignInNeeded):
        sign_in.authorization()
    with pytest.raises(SignInNeeded):
        sign_in.with_password("caseworker", "falsch, ganz falsch")
    assert sign_in.with_password("caseworker", OWN) == "caseworker"
    assert OWN not in str(keyring.kept) and sign_in.authorization() not in str(keyring.kept)
    later = ServiceSignIn(served.url + "/", secrets)
    assert later.worker == "caseworker" and later.authorization().startswith("Bearer ")
    assert renewed(served, later) != later.authorization(refused=later.authorization())
    [device] = served.world.auth.devices.all()
    assert (device.worker, device.name) == ("caseworker", "PC-17")
    later.sign_out()
    assert later.worker == ""
    with pytest.raises(SignInNeeded):
        later.authorization()


def test_a_line_goes_on_when_its_token_ends(served: Served, secrets: SignInSecrets) -> None:
    sign_in = ServiceSignIn(served.url, secrets)
    sign_in.with_password("caseworker", OWN)
    with closing(Line(served.url, sign_in)) as line:
        served.world.clock.now += 700  # for the service; the client has not noticed
        assert line.json("GET", "/me")["worker"] == "caseworker"
        served.world.auth.sessions.end_all_of("caseworker")
        with pytest.raises(SignInNeeded):
            line.json("GET", "/me")


def test_many_threads_whose_token_ended_renew_it_once(served: Served, secrets: SignInSecrets) -> None:
    sign_in = ServiceSignIn(served.url, secrets)
    sign_in.with_password("caseworker", OWN)
    ended = sign_in.authorization()
    said: list[str] = []
    threads = [threading.Thread(target=lambda: said.append(sign_in.authorization(refused=ended))) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 8 and len(set(said)) == 1 and ended not in said


def test_an_answer_that_was_lost_on_the_line_does_not_sign_out(served: Served, secrets: SignInSecrets) -> None:
    sign_in = ServiceSignIn(served.url, secrets)
    sign_in.with_password("caseworker", OWN)
    before = secrets.get(f"service {served.url}")
    assert before is not None
    renewed(served, sign_in)
    secrets.put(f"service {served.url}", before)  # the new token never came
    assert renewed(served, ServiceSignIn(served.url, secrets))


def test_a_service_that_is_away_does_not_sign_out(served: Served, secrets: SignInSecrets) -> None:
    sign_in = ServiceSignIn(served.url, secrets)
    sign_in.with_password("caseworker", OWN)
    away = ServiceSignIn("http://127.0.0.1:9", secrets)
    secrets.put("service http://127.0.0.1:9", str(secrets.get(f"service {served.url}")))
    with pytest.raises(CentreUnreachable):
        away.authorization()
    assert away.worker == "caseworker"


def test_rights_that_went_empty_the_cache_at_the_next_synchronisation(
    served: Served, secrets: SignInSecrets, tmp_path: Path
) -> None:
    grant = served.world.auth.grants.give(
        worker="caseworker", site=THERE, reason="Vertretung", until="2027-01-20T12:00:00+01:00", by="other"
    )
    sign_in = ServiceSignIn(served.url, secrets)
    sign_in.with_password("caseworker", OWN)
    cache = open_sql_cache(tmp_path / "cache", "it", NoKeys(), worker="caseworker")
    with closing(Line(served.url, sign_in)) as line:
        synchronise(RestCentral(line), cache)
        assert set(cache.sites()) == {HERE, THERE} and cache.worker("other") is not None
        served.world.auth.grants.end(THERE, grant, "other")
        served.world.auth.sessions.forget()
        assert synchronise(RestCentral(line), cache).everything
        assert set(cache.sites()) == {HERE} and cache.worker("other") is None
        served.world.set_up(HERE, {})
        served.world.auth.sessions.forget()
        synchronise(RestCentral(line), cache)
        assert cache.sites() == () and cache.workers(HERE) == ()
    cache.close()


def test_what_waits_for_a_right_that_is_gone_is_refused_and_told(
    served: Served, secrets: SignInSecrets, tmp_path: Path
) -> None:
    sign_in = ServiceSignIn(served.url, secrets)
    sign_in.with_password("caseworker", OWN)
    cache = open_sql_cache(tmp_path / "cache", "it", NoKeys(), worker="caseworker")
    with closing(Line(served.url, sign_in)) as line:
        central = RestCentral(line)
        synchronise(central, cache)
        access = Access(id=new_id(), what=PRINT, documents=("d1",), by="caseworker")
        assert cache.enqueue(RecordAccess(id=new_id(), by="caseworker", site=HERE, access=access)) is None
        served.world.set_up(HERE, {})
        served.world.auth.sessions.forget()
        send_waiting(central, cache)
        [waiting] = cache.waiting()
        assert waiting.state == REFUSED and waiting.refused is not None and waiting.refused.code == "no-right"
        synchronise(central, cache)
        assert cache.sites() == () and len(cache.waiting()) == 1
    cache.close()


@pytest.mark.parametrize("with_outbox", [False, True])
def test_a_lost_computer_forgets_everything_at_its_next_contact(
    served: Served, secrets: SignInSecrets, tmp_path: Path, with_outbox: bool
) -> None:
    sign_in = ServiceSignIn(served.url, secrets, "PC-17")
    sign_in.with_password("caseworker", OWN)
    cache = open_sql_cache(tmp_path / "cache", "it", NoKeys(), worker="caseworker")
    with closing(Line(served.url, sign_in)) as line:
        central = RestCentral(line)
        synchronise(central, cache)
        if with_outbox:
            access = Access(id=new_id(), what=PRINT, documents=("d1",), by="caseworker")
            assert cache.enqueue(RecordAccess(id=new_id(), by="caseworker", site=HERE, access=access)) is None
        [device] = served.world.auth.devices.all()
        served.world.auth.devices.revoke(device.id, "county.admin")
        served.world.auth.sessions.forget()
        with pytest.raises(DeviceRevoked):
            send_waiting(central, cache)
            synchronise(central, cache)
        assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.suffix != ".lock"]
        with pytest.raises(DeviceRevoked):
            sign_in.with_password("caseworker", OWN)


def test_a_machine_signs_in_by_itself(served: Served, secrets: SignInSecrets, tmp_path: Path) -> None:
    served.world.auth.accounts.add("scanner", OWN, kind="machine", must_change=False)
    (tmp_path / "password").write_text(OWN + "\n", "utf-8")
    machine = MachineSignIn(served.url, secrets, "scanner", tmp_path / "password")
    with closing(Line(served.url, machine)) as line:
        assert line.json("GET", "/me")["kind"] == "machine"
        served.world.clock.now += 20 * 86_400
        assert line.json("GET", "/me")["worker"] == "scanner"
    with pytest.raises(WrongUse):
        MachineSignIn(served.url, secrets, "scanner", tmp_path / "none").authorization()


def test_long_secrets_are_kept_in_pieces_and_leave_nothing(keyring: MemoryKeyring) -> None:
    secrets = SignInSecrets(nullcontext, keyring)
    for text in ("x" * 3500, "", "kurz", "ä" * 1000, "y" * 1001):
        secrets.put("it", text)
        assert SignInSecrets(nullcontext, keyring).get("it") == text
    secrets.discard("it")
    secrets.discard("it")
    assert secrets.get("it") is None


def test_commands_act_as_who_signed_in(
    served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["sync", "--store", served.url, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "sign-in-needed"
    monkeypatch.setattr("sys.stdin", io.StringIO(OWN + "\n"))
    assert run(["sign-in", "--store", served.url, "--account", "caseworker", "--json"]) == 0
    assert run(["sync", "--store", served.url, "--json"]) == 0
    assert run(["sync", "--store", served.url, "--as", "other", "--json"]) == 2
    assert run(["sign-in", "--store", served.url, "--out", "--json"]) == 0
    assert run(["sync", "--store", served.url, "--json"]) == 1


@pytest.mark.parametrize("store", ["http://dienst.example", "/tmp"])
def test_signing_in_where_it_makes_no_sense_is_refused(store: str) -> None:
    assert run(["sign-in", "--store", store, "--account", "anna", "--json"]) == 2


class NoKeys:
    """A computer without a keyring."""

    def usable(self) -> bool:
        return False

    def get(self, name: str) -> bytes | None:
        return None

    def put(self, name: str, key: bytes) -> bool:
        return False

    def discard(self, name: str) -> None:
        pass


def test_officer_and_administration_ask_by_command(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str, status: int = 0) -> dict[str, Any]:
        assert run(["watch", *words, "--store", served.url, "--json"]) == status
        return dict(json.loads(capsys.readouterr().out))

    world = served.world
    for worker in ("county.admin", "county.privacy"):
        world.auth.accounts.add(worker, OWN, must_change=False)
    world.auth.readlog.note(world.principal("caseworker"), HERE, "document", document="d1")
    open_sign_in(served.url).with_password("county.privacy", OWN)
    [reading] = said("reads", "--document", "d1")["readings"]
    assert (reading["worker"], reading["kind"]) == ("caseworker", "document")
    assert said("devices", status=1)["error"]["code"] == "no-right"
    open_sign_in(served.url).with_password("county.admin", OWN)
    given = said("grant", "caseworker", "--site", THERE, "--reason", "Vertretung", "--until", "2027-01-20T12:00+01:00")
    assert [grant["id"] for grant in said("grants")["items"]] == [given["id"]]
    said("end", given["id"], "--site", THERE)
    [device] = [found for found in said("devices")["items"] if found["worker"] == "county.privacy"]
    said("revoke", device["id"])
    assert said("devices", status=1)["error"]["code"] == "device-revoked"  # both sat at this computer
    assert run(["watch", "grants", "--store", "/tmp", "--json"]) == 2


def test_letters_and_checks_at_a_service_act_as_who_signed_in(
    served: Served, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*words: str, status: int = 0) -> dict[str, Any]:
        assert run([*words, "--store", served.url, "--json"]) == status
        return dict(json.loads(capsys.readouterr().out))

    accounts = served.world.auth.accounts
    accounts.add("county.admin", OWN, must_change=False)
    accounts.add("scanner", OWN, kind="machine", must_change=False)
    case = CaseFile(id="c1", case_number="35502BG0001234", persons=(Person(last_name="Klaus"),))
    served.world.do(ImportCases(by=SYSTEM, site=HERE, cases=(case,)))
    open_sign_in(served.url).with_password("caseworker", OWN)
    letter = said("letter", "add", str(shared / "samples/letters/good-form-b.pdf"), "--case", case.case_number)
    assert (letter["site"], letter["state"]) == (HERE, "checked")
    assert said("letter", "poll", "--site", HERE)["sites"][0]["problems"] == []
    assert said("verify", status=1)["error"]["code"] == "no-right"
    open_sign_in(served.url).with_password("county.admin", OWN)
    (tmp_path / "letters.toml").write_text("same_within_days = 14\n", "utf-8")
    assert set(said("letter", "setup", str(tmp_path / "letters.toml"))["sites"]) == {HERE, THERE}
    # What the administration may not see is no break in the chain.
    assert said("verify", status=1)["error"]["code"] == "no-right"
    open_sign_in(served.url).sign_out()
    (tmp_path / "password").write_text(OWN + "\n", "utf-8")
    monkeypatch.setenv("ESOZIALAKTE_ACCOUNT", "scanner")
    monkeypatch.setenv("ESOZIALAKTE_PASSWORD_FILE", str(tmp_path / "password"))
    _sign_in.cache_clear()
    assert said("verify")["chain"] == "intact"
    assert len(said("letter", "poll")["sites"]) == 2
    _sign_in.cache_clear()


def test_an_account_of_the_administration_says_how_to_choose_a_password(
    served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served.world.auth.accounts.add("mail-room", OWN)
    monkeypatch.setattr("sys.stdin", io.StringIO(OWN + "\n"))
    assert run(["sign-in", "--store", served.url, "--account", "mail-room", "--json"]) == 1
    assert "--change-password" in json.loads(capsys.readouterr().out)["error"]["advice"]
    assert run(["sign-in", "--store", served.url, "--browser", "--json"]) == 2
    assert "--account" in json.loads(capsys.readouterr().out)["error"]["advice"]
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["sign-in", "--store", served.url, "--account", "mail-room", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "wrong-use"


@pytest.mark.parametrize("store", ["https://", "https://[bad", "http://127.0.0.1:port", "https://:8443"])
def test_addresses_that_name_no_computer(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "inbox", "--store", store, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "wrong-use"
