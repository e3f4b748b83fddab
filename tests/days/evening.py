"""What must be so in the evening, whatever has happened during the day."""

from collections import Counter
from dataclasses import replace

from app.domain.cache import REFUSED
from app.domain.page_sets import held_by
from app.domain.records import (
    FILED,
    HANDED_OVER,
    INBOX,
    MERGED,
    Announcement,
    Document,
    FollowUp,
    SetAside,
)
from app.services.verify_store import INTACT, verify_site
from tests.days.world import CARL, CASES, DORA, EMIL, MORNING, NEIGHBOUR, SITE, WORKERS, Day


def the_store_is_sound(day: Day) -> None:
    for site in (SITE, NEIGHBOUR):
        report = verify_site(day.central, site)
        assert (report.chain, report.orphans, report.sound) == (INTACT, 0, True)
    actions = [commit.head.action for commit in day.central.commits(SITE, 0)]
    assert len(actions) == len(set(actions)), "an action was applied twice"


def every_page_is_in_one_document(day: Day) -> None:
    brought = {
        (document.id, page): document.item
        for commit in day.central.commits(SITE, 0)
        if commit.head.action_kind == "take-in"
        for line in commit.body
        if line.kind == Document.kind and line.state is not None
        for document in [Document.from_state(line.state)]
        if line.version == 1
        for page in range(1, document.pages + 1)
    }
    items = Counter(brought.values())
    assert {item: items[item] for item in ("K01", "K03", "K20")} == {"K01": 6, "K03": 2, "K20": 2}
    assert set(items) == {*MORNING, "K16", "K20"}
    held = Counter(page for document in day.all(Document) for page in held_by(document))
    assert set(held) == set(brought) and set(held.values()) == {1}
    assert [one.item for one in day.all(SetAside) if not one.resolved] == ["K99"]
    assert {one.item: bool(one.document) for one in day.all(Announcement)} == {"K20": True, "K21": False}


def every_document_is_filed_or_seen_by_somebody(day: Day) -> None:
    absent = {DORA}
    theirs = {worker.id: {row.id for row in day.people[worker.id].cache.inbox(SITE, worker=worker.id)}
              for worker in WORKERS if worker.id not in absent}  # fmt: skip
    shared = {row.id: row for row in day.people[EMIL].cache.inbox(SITE) if not row.worker}
    members = {team for worker in WORKERS if worker.id not in absent for team in worker.teams}
    cases = {case.id for case in CASES}
    left = []
    for document in day.all(Document):
        if document.state_of_work == FILED:
            assert document.case in cases and document.filed_by
        elif document.state_of_work == INBOX:
            left.append(document.item)
            in_queue = [name for name, ids in theirs.items() if document.id in ids]
            assert in_queue or (document.id in shared and (not document.team or document.team in members)), document
        elif document.state_of_work == MERGED:
            assert document.merged_into and not held_by(document)
        else:
            assert (document.state_of_work, document.handed_to, document.item) == (HANDED_OVER, NEIGHBOUR, "K15")
    assert {"K09", "K12", "K13", "K16", "K20"} <= set(left)
    arrived = [one for one in day.central.office(NEIGHBOUR)[1].all(Document.kind) if isinstance(one, Document)]
    assert [(one.item, one.state_of_work, one.handed_from) for one in arrived] == [("K15", INBOX, SITE)]
    assert arrived[0].id in {row.id for row in day.people[EMIL].cache.inbox(NEIGHBOUR)}
    assert day.item("K09") in theirs[CARL] and day.document(day.item("K09")).worker == DORA


def every_action_is_in_the_log_or_its_refusal_was_told(day: Day) -> None:
    logged = {commit.head.action for commit in day.central.commits(SITE, 0)}
    codes: Counter[str] = Counter()
    for person in day.people.values():
        left = person.cache.waiting()
        assert all(entry.state == REFUSED for entry in left)
        told = {entry.action.id: entry.refused for entry in left}
        for action in person.asked:
            assert (action.id in logged) != (action.id in told), action
        assert all(refused is not None and refused.title and refused.advice for refused in told.values())
        assert all(refused.title and refused.advice for refused in person.told)
        codes.update(refused.code for refused in told.values() if refused is not None)
    assert codes["already-filed"] >= 1 and codes["taken"] == 1


def all_desks_show_the_same(day: Day) -> None:
    documents = {document.id: document for document in day.all(Document)}
    for person in day.people.values():
        for id_, document in documents.items():
            assert person.cache.document(id_) == (SITE, day.version(id_), document)
        unfiled = {id_ for id_, document in documents.items() if document.state_of_work == INBOX}
        assert {row.id for row in person.cache.inbox(SITE)} == unfiled
        for case in CASES:
            filed = {row.id for row in person.cache.case_documents(case.id)}
            assert filed == {id_ for id_, document in documents.items() if document.case == case.id}
        follow_ups = [replace(entry, at="", done_at="") for entry, _version in person.cache.records(SITE, FollowUp)]
        assert follow_ups == [replace(entry, at="", done_at="") for entry in day.all(FollowUp)]


def nothing_needed_may_be_destroyed(day: Day) -> None:
    """Only what somebody has looked at was released, and nothing is waiting to be told that contradicts it."""
    assert "K04 release" not in day.order()  # it was told at noon
    for document in day.all(Document):
        if document.released:
            assert document.checked_at and not any(wish.open for wish in document.wishes)
    assert [document.item for document in day.all(Document) if document.released] == ["K04"]
