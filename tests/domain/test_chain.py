"""The chain of heads: whole when nothing was touched, broken by whatever is."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.log import BodyLine, ChainCheck, Change, Commit, RecordRef, make_body, make_head
from app.domain.records import Team

Log = list[Commit]


def commit(previous: Commit | None, number: int, *changes: Change) -> Commit:
    body = make_body(changes)
    head = make_head(
        site="heek",
        previous=previous.head if previous else None,
        action=f"action-{number}",
        action_kind="x",
        by="anna",
        now=f"2026-11-20T09:00:{number:02}.000Z",
        body=body,
        program="test",
    )
    return Commit(head=head, body=body)


def team(id_: str, version: int, name: str | None = "Leistung") -> Change:
    return Change(kind="team", id=id_, version=version, record=None if name is None else Team(id=id_, name=name))


def a_log() -> Log:
    log: Log = []
    for number, changes in enumerate([[team("a", 1), team("b", 1)], [team("a", 2, "Neu")], [team("c", 1)]], 1):
        log.append(commit(log[-1] if log else None, number, *changes))
    return log


def check(log: Log) -> str | None:
    chain = ChainCheck("heek")
    for entry in log:
        chain.add(entry)
    return chain.finish()


def test_an_untouched_log_is_intact() -> None:
    assert check(a_log()) is None and check([]) is None


def with_head(log: Log, index: int, **changes: object) -> Log:
    head = replace(log[index].head, **changes)  # type: ignore[arg-type]
    return [*log[:index], replace(log[index], head=head), *log[index + 1 :]]


def with_body(log: Log, index: int, *body: BodyLine) -> Log:
    return [*log[:index], replace(log[index], body=body), *log[index + 1 :]]


def stranger(log: Log, index: int) -> Log:
    extra = make_body([team("z", 1)])
    return with_body(log, index, *log[index].body, *extra)


TAMPERING: dict[str, Callable[[Log, int], Log]] = {
    "who did it": lambda log, i: with_head(log, i, by="somebody"),
    "when it was done": lambda log, i: with_head(log, i, at="2026-11-20T09:00:30.000Z"),
    "what was done": lambda log, i: with_head(log, i, action_kind="y"),
    "which action": lambda log, i: with_head(log, i, action="other"),
    "the hash before": lambda log, i: with_head(log, i, previous="f" * 64),
    "the number": lambda log, i: with_head(log, i, number=9),
    "the site": lambda log, i: with_head(log, i, site="borken"),
    "the digest": lambda log, i: with_head(
        log, i, records=tuple(replace(ref, digest="f" * 64) for ref in log[i].head.records)
    ),
    "a record left out": lambda log, i: with_head(log, i, records=log[i].head.records[1:]),
    "a record made up": lambda log, i: with_head(
        log, i, records=(*log[i].head.records, RecordRef(kind="team", id="z", version=1, digest="f" * 64))
    ),
    "a state": lambda log, i: with_body(log, i, *(replace(line, state={"id": line.id}) for line in log[i].body)),
    "a salt": lambda log, i: with_body(log, i, *(replace(line, salt="00" * 16) for line in log[i].body)),
    "a version": lambda log, i: with_body(log, i, *(replace(line, version=7) for line in log[i].body)),
    "a state removed": lambda log, i: with_body(log, i),
    "a state turned to a deletion": lambda log, i: with_body(log, i, *(replace(x, state=None) for x in log[i].body)),
    "a state added": stranger,
    "a state twice": lambda log, i: with_body(log, i, *log[i].body, *log[i].body),
    "a commit removed": lambda log, i: log[:i] + log[i + 1 :],
    "a commit twice": lambda log, i: [*log[: i + 1], *log[i:]],
    "two commits exchanged": lambda log, i: [*log[: i - 1], log[i], log[i - 1], *log[i + 1 :]],
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(what: str) -> None:
    assert check(TAMPERING[what](a_log(), 1)) is not None


def test_the_end_of_the_chain_is_guarded_too() -> None:
    for what in ("the digest", "a state", "a salt", "a state removed", "a state added"):
        assert check(TAMPERING[what](a_log(), 2)) is not None, what


def test_the_first_break_is_named() -> None:
    log = with_body(with_body(a_log(), 1), 2)
    assert "commit 2" in (check(log) or "")
    assert "commit 1" in (check(a_log()[1:]) or "")


def test_a_version_must_follow_the_one_before() -> None:
    log = a_log()
    assert "version" in (check([*log, commit(log[-1], 4, team("a", 4))]) or "")


@given(st.integers(0, 2), st.sampled_from(["a", "b", "c"]))
def test_erased_states_may_be_missing_and_nothing_else(index: int, gone: str) -> None:
    log = a_log()
    newest = {"a": 2, "b": 1, "c": 1}
    log.append(commit(log[-1], 4, team(gone, newest[gone] + 1, None)))
    erased = [replace(entry, body=tuple(line for line in entry.body if line.id != gone)) for entry in log]
    assert check(log) is None and check(erased) is None
    damaged = with_body(erased, index)
    assert (check(damaged) is None) == (not erased[index].body)


def test_a_clock_behind_the_log_does_not_turn_time_back() -> None:
    log = a_log()
    head = make_head(
        site="heek",
        previous=log[-1].head,
        action="late",
        action_kind="x",
        by="anna",
        now="1999-01-01T00:00:00.000Z",
        body=(),
        program="test",
    )
    assert head.at == log[-1].head.at
