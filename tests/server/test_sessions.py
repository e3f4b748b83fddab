"""Sessions and accounts of the service: what a token opens, for how long, and what ends it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.domain.errors import DeviceRevoked, NotAllowed, SignInNeeded, WrongUse
from app.server.auth.passwords import FREE_TRIES, Accounts, PasswordOutdated, TooManyTries
from app.server.auth.service import Auth
from tests.server.auth_world import HERE, THERE, World, no_provider

OLD, NEW = "vier alte Wörter Bleistift", "vier neue Wörter Regenschirm"


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    world = World(database_url, tmp_path)
    yield world
    world.close()


@pytest.fixture
def accounts(world: World) -> Accounts:
    accounts = Accounts(world.database, world.clock, PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
    world.auth.accounts = accounts
    accounts.add("caseworker", OLD, must_change=False)
    return accounts


def test_a_session_names_the_person_with_the_rights_of_now(world: World) -> None:
    token = world.token("caseworker")
    assert world.auth.sessions.principal(token).roles == {HERE: frozenset({"caseworker"})}
    world.set_up(HERE, {"caseworker": ("team-lead",)})
    world.clock.now += 2
    assert world.auth.sessions.principal(token).roles == {HERE: frozenset({"team-lead"})}
    world.set_up(HERE, {})
    world.clock.now += 2
    assert world.auth.sessions.principal(token).sites == ()


def test_whoever_is_entered_nowhere_gets_no_session(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.token("stranger")


def test_after_sign_out_neither_token_opens_anything(world: World) -> None:
    opened = world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="")
    principal = world.auth.sessions.principal(opened.access_token)
    world.auth.sessions.end(principal.session)
    with pytest.raises(SignInNeeded):
        world.auth.sessions.principal(opened.access_token)
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(opened.refresh_token)


def test_another_process_feels_a_sign_out_at_once(world: World) -> None:
    other = Auth(world.database, world.settings, no_provider, world.clock)
    token = world.token("caseworker")
    session = other.sessions.principal(token).session
    world.auth.sessions.end(session)
    with pytest.raises(SignInNeeded):
        other.sessions.principal(token)


def test_refreshing_gives_new_tokens_and_a_copy_of_an_old_one_ends_the_session(world: World) -> None:
    first = world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="")
    world.clock.now += 700
    with pytest.raises(SignInNeeded):
        world.auth.sessions.principal(first.access_token)
    second = world.auth.sessions.refresh(first.refresh_token)
    third = world.auth.sessions.refresh(second.refresh_token)
    assert world.auth.sessions.principal(third.access_token).worker == "caseworker"
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(first.refresh_token)
    with pytest.raises(SignInNeeded):
        world.auth.sessions.principal(third.access_token)
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(third.refresh_token)


def test_a_refresh_whose_answer_was_lost_may_be_repeated_soon(world: World) -> None:
    first = world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="")
    lost = world.auth.sessions.refresh(first.refresh_token)
    world.clock.now += 30
    again = world.auth.sessions.refresh(first.refresh_token)
    assert world.auth.sessions.principal(again.access_token).worker == "caseworker"
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(lost.refresh_token)


def test_a_late_repetition_is_a_copy(world: World) -> None:
    first = world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="")
    second = world.auth.sessions.refresh(first.refresh_token)
    world.clock.now += 61
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(first.refresh_token)
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(second.refresh_token)


def test_a_session_that_nobody_renews_ends_and_none_lives_for_ever(world: World) -> None:
    opened = world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="")
    start = world.clock.now
    while world.clock.now < start + world.settings.session_longest - 1:
        world.clock.now = min(world.clock.now + 13 * 86_400, start + world.settings.session_longest - 1)
        opened = world.auth.sessions.refresh(opened.refresh_token)
    world.clock.now += 1
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(opened.refresh_token)
    idle = world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="")
    world.clock.now += world.settings.session_idle
    with pytest.raises(SignInNeeded):
        world.auth.sessions.refresh(idle.refresh_token)
    world.auth.sessions.tidy()


def test_keys_change_and_tokens_of_the_one_before_still_hold(world: World) -> None:
    world.token("caseworker")
    world.clock.now += 30 * 86_400 - 60
    before = world.token("caseworker")
    world.clock.now += 120
    after = world.token("caseworker")
    assert before.split(".")[0] != after.split(".")[0]
    assert world.auth.sessions.principal(before).worker == "caseworker"
    other = Auth(world.database, world.settings, no_provider, world.clock)
    assert other.sessions.principal(after).worker == "caseworker"


def test_a_lost_computer_is_told_so_whatever_it_tries(world: World) -> None:
    device = "0d1a9f4e6b7c4c1d8e2f3a4b5c6d7e8f"
    opened = world.auth.sessions.open("caseworker", kind="user", way="test", device=device, device_name="PC-17")
    elsewhere = world.token("caseworker", "1" * 32)
    assert {(d.id, d.name) for d in world.auth.devices.all("caseworker")} == {(device, "PC-17"), ("1" * 32, "PC")}
    assert world.auth.devices.revoke(device, "county.admin")
    world.auth.sessions.forget()
    for attempt in (
        lambda: world.auth.sessions.principal(opened.access_token),
        lambda: world.auth.sessions.refresh(opened.refresh_token),
        lambda: world.token("caseworker", device),
        lambda: world.token("team-lead", device),
    ):
        with pytest.raises(DeviceRevoked):
            attempt()
    assert world.auth.sessions.principal(elsewhere).worker == "caseworker"
    assert world.auth.devices.free(device)
    assert world.auth.sessions.principal(world.token("caseworker", device)).device == device


def test_passwords_open_sessions_and_their_waits_grow(world: World, accounts: Accounts) -> None:
    assert world.auth.by_password("caseworker", OLD, "", "").refresh_token
    waits = []
    for _attempt in range(16):
        with pytest.raises(SignInNeeded):
            world.auth.by_password("caseworker", "falsch, ganz falsch", "", "")
        try:
            world.auth.by_password("caseworker", "falsch, ganz falsch", "", "")
        except TooManyTries as error:
            waits.append(error.wait)
            with pytest.raises(TooManyTries):
                world.auth.by_password("caseworker", OLD, "", "")
            world.clock.now += error.wait
        except SignInNeeded:
            pass
    assert waits == sorted(waits) and waits[:3] == [2, 4, 8] and waits[-1] == 900
    assert world.auth.by_password("caseworker", OLD, "", "").access_token


def test_an_unknown_name_is_answered_like_a_wrong_password(world: World, accounts: Accounts) -> None:
    answers: dict[str, list[str]] = {}
    for name in ("caseworker", "nobody"):
        for _attempt in range(5):
            with pytest.raises(SignInNeeded) as caught:
                world.auth.by_password(name, "falsch, ganz falsch", "", "")
            answers.setdefault(name, []).append(f"{caught.value.code} {caught.value.title} {caught.value.advice}")
    assert answers["caseworker"] == answers["nobody"]


def test_a_password_of_the_administration_must_be_changed_first(world: World, accounts: Accounts) -> None:
    session = world.auth.by_password("caseworker", OLD, "", "")
    world.auth.reset("caseworker", "von der Administration 1")
    with pytest.raises(SignInNeeded):
        world.auth.sessions.principal(session.access_token)
    with pytest.raises(PasswordOutdated):
        world.auth.by_password("caseworker", "von der Administration 1", "", "")
    world.auth.change_password("caseworker", "von der Administration 1", NEW)
    assert world.auth.by_password("caseworker", NEW, "", "").access_token
    with pytest.raises(SignInNeeded):
        world.auth.by_password("caseworker", OLD, "", "")


def test_a_locked_account_is_out_at_once(world: World, accounts: Accounts) -> None:
    session = world.auth.by_password("caseworker", OLD, "", "")
    world.auth.lock("caseworker", True)
    with pytest.raises(SignInNeeded):
        world.auth.sessions.principal(session.access_token)
    with pytest.raises(SignInNeeded):
        world.auth.by_password("caseworker", OLD, "", "")
    world.auth.lock("caseworker", False)
    assert world.auth.by_password("caseworker", OLD, "", "").access_token


@pytest.mark.parametrize("weak", ["kurz", "a" * 300, "aaaaaaaaaaaaaaaa", "mein-caseworker-wort"])
def test_weak_passwords_are_refused(world: World, accounts: Accounts, weak: str) -> None:
    with pytest.raises(WrongUse):
        world.auth.change_password("caseworker", OLD, weak)
    assert world.auth.by_password("caseworker", OLD, "", "").access_token


def test_a_grant_has_a_reason_and_an_end_and_can_be_ended(world: World) -> None:
    give = world.auth.grants.give
    until = "2027-01-20T12:00:00+01:00"
    wrong = {"worker": "caseworker", "site": THERE, "reason": "Vertretung", "until": until, "by": "other"}
    for change in ({"reason": "  "}, {"until": "2027"}, {"until": "2020-01-01T00:00:00+00:00"}, {"by": "caseworker"}):
        with pytest.raises(WrongUse):
            give(**{**wrong, **change})
    grant = give(**wrong)
    token = world.token("caseworker")
    held = world.auth.sessions.principal(token).grant_at(THERE)
    assert held is not None and held.reason == "Vertretung"
    assert not world.auth.grants.end(HERE, grant, "team-lead")
    assert world.auth.grants.end(THERE, grant, "other")
    world.clock.now += 2
    assert world.auth.sessions.principal(token).grant_at(THERE) is None
    give(**wrong)
    world.clock.now = 1_800_000_000 + 8 * 86_400
    assert world.principal("caseworker").grants == ()


def at_once(work: Callable[[], None], times: int) -> int:
    """How many of ``times`` threads that begin together got through; the others were refused."""
    start, through = threading.Barrier(times), []

    def run() -> None:
        start.wait()
        try:
            work()
        except TooManyTries:
            return
        except SignInNeeded as error:
            if error.code == "sign-in-needed":
                return
        through.append(1)

    threads = [threading.Thread(target=run) for _each in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(through)


def test_many_guesses_at_the_same_time_are_no_more_than_one_after_the_other(world: World, accounts: Accounts) -> None:
    assert at_once(lambda: accounts.sign_in("caseworker", "falsch, ganz falsch") and None, 12) == FREE_TRIES + 1


def test_of_many_refreshes_at_the_same_time_one_line_of_tokens_goes_on(world: World) -> None:
    first = world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="")
    got: list[str] = []
    at_once(lambda: got.append(world.auth.sessions.refresh(first.refresh_token).refresh_token), 6)
    assert got
    holding = 0
    for token in got:
        try:
            world.auth.sessions.refresh(token)
            holding += 1
        except SignInNeeded:
            pass
    assert holding <= 1
