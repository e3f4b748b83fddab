"""The rules: what an action changes, and why it is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actions import (
    Action,
    Erase,
    FileDocument,
    ForwardDocument,
    ImportCases,
    MoveDocument,
    ReturnToInbox,
    RotateDocument,
    SetUpSite,
    TakeIn,
)
from app.domain.decide import Changes, Refused, announcement_id, decide
from app.domain.log import make_body
from app.domain.office import LayeredOffice, MemoryOffice, Office
from app.domain.records import (
    FILED,
    INBOX,
    Announcement,
    CaseFile,
    Delivery,
    Document,
    Record,
    SetAside,
    Site,
    Team,
    Worker,
)
from app.domain.undo import inverse

AT = "2026-11-20T09:00:00.000Z"
LATER = "2026-11-20T10:42:00.000Z"
WORKERS = (
    Worker(id="anna", name="Anna Berger", teams=("one",), roles=("caseworker",)),
    Worker(id="post", name="Post Stelle", roles=("mail-room",)),
    Worker(id="gone", name="War Da", roles=("caseworker",), ended=True),
    Worker(id="privacy", name="Daten Schutz", roles=("privacy-officer",)),
)
CASES = (
    CaseFile(id="c1", case_number="35502BG0000001"),
    CaseFile(id="c2", case_number="35502BG0000002"),
    CaseFile(id="moved", case_number="35502BG0000003", moved_to="borken"),
)


class Desk:
    """An office and its actions, one after another."""

    def __init__(self) -> None:
        self.office = MemoryOffice()
        site, teams = Site(id="heek", name="Heek"), (Team(id="one", name="Eins"),)
        self.done(SetUpSite(site="heek", by="system", record=site, teams=teams, workers=WORKERS))
        self.done(ImportCases(site="heek", by="system", cases=CASES))
        self.done(TakeIn(site="heek", by="system", documents=tuple(document(f"d{n}") for n in range(4))))

    def decide(self, action: Action, at: str = AT) -> Changes | Refused:
        return decide(action, self.office, at)

    def done(self, action: Action, at: str = AT) -> Changes:
        changes = self.decide(action, at)
        assert not isinstance(changes, Refused), changes
        self.office.apply(make_body(changes))
        return changes

    def refused(self, action: Action, at: str = AT) -> Refused:
        refused = self.decide(action, at)
        assert isinstance(refused, Refused), refused
        assert refused.title
        return refused

    def document(self, id_: str) -> Document:
        found = self.office.get("document", id_)
        assert found is not None and isinstance(found.record, Document)
        return found.record


def document(id_: str, **fields: object) -> Document:
    return Document(id=id_, sha256=f"sha-{id_}", item=f"item-{id_}", **fields)  # type: ignore[arg-type]


def filing(id_: str = "d0", case: str = "c1", by: str = "anna", **fields: str) -> FileDocument:
    return FileDocument(site="heek", by=by, document=id_, case=case, **fields)


@pytest.fixture
def desk() -> Desk:
    return Desk()


# --- filing -------------------------------------------------------------------------------------------------
def test_filing_says_who_where_when_and_as_what(desk: Desk) -> None:
    desk.done(filing(register="Einkommen", document_type="Lohnabrechnung", title="November"), LATER)
    filed = desk.document("d0")
    assert (filed.state_of_work, filed.case, filed.filed_by, filed.filed_at) == (FILED, "c1", "anna", LATER)
    assert (filed.register, filed.document_type, filed.title) == ("Einkommen", "Lohnabrechnung", "November")


def test_the_second_who_files_is_told_who_was_first_and_where(desk: Desk) -> None:
    desk.done(filing(), LATER)
    refused = desk.refused(filing(case="c2", by="post"))
    assert (refused.code, refused.by, refused.at) == ("already-filed", "anna", LATER)
    assert "Anna Berger" in refused.title and "10:42" in refused.title and "35502BG0000001" in refused.title
    assert refused.advice


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (filing("nix"), "unknown-document"),
        (filing(case="nix"), "unknown-case"),
        (filing(case="moved"), "case-moved"),
        (filing(by="nobody"), "unknown-worker"),
        (filing(by="gone"), "unknown-worker"),
        (filing(by="system"), "unknown-worker"),
        (filing(by="privacy"), "not-allowed"),
        (ForwardDocument(site="heek", by="anna", document="d0", base=1, worker="gone"), "unknown-target"),
        (ForwardDocument(site="heek", by="anna", document="d0", base=1, team="nix"), "unknown-target"),
        (ForwardDocument(site="heek", by="anna", document="d0", base=9, team="one"), "changed-since"),
        (RotateDocument(site="heek", by="anna", document="d0", base=2, rotation=90), "changed-since"),
        (MoveDocument(site="heek", by="anna", document="d0", base=1, case="c2"), "not-filed"),
        (Erase(site="heek", by="anna", records=(("document", "d0"),)), "not-allowed"),
        (ImportCases(site="heek", by="anna", cases=()), "not-allowed"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(desk: Desk, action: Action, code: str) -> None:
    refused = desk.refused(action)
    assert refused.code == code and refused.advice


# --- undoing, moving, forwarding, turning -------------------------------------------------------------------
def test_filing_can_be_undone_and_leaves_no_trace_in_the_record(desk: Desk) -> None:
    before = desk.document("d0")
    desk.done(filing())
    desk.done(ReturnToInbox(site="heek", by="anna", document="d0", base=2))
    assert desk.document("d0") == before
    assert desk.done(ReturnToInbox(site="heek", by="anna", document="d0", base=3)) == ()


@pytest.mark.parametrize("given", [{}, {"received_on": "2026-11-18"}, {"title": "Brief", "register": "Einkommen"}])
def test_filing_sets_what_is_given_and_undo_brings_back_what_was(desk: Desk, given: dict[str, str]) -> None:
    kept = document("d9", document_type="Klage", received_on="2026-11-17")
    desk.done(TakeIn(site="heek", by="system", documents=(kept,)))
    for _times in range(2):
        doing = filing("d9", document_type="Mietvertrag", **given)
        desk.done(doing)
        filed = desk.document("d9")
        said = {"received_on": "2026-11-17", "title": "", "register": "", **given}
        assert filed.document_type == "Mietvertrag"
        assert {name: getattr(filed, name) for name in said} == said
        version = desk.office.get("document", "d9").version  # type: ignore[union-attr]
        back = inverse(doing, kept, version)
        assert back is not None
        desk.done(back)
        assert desk.document("d9") == kept


def test_a_receipt_date_must_be_one_and_moving_may_correct_it(desk: Desk) -> None:
    assert desk.refused(filing(received_on="18.11.2026")).code == "wrong-date"
    desk.done(filing())
    moved = MoveDocument(site="heek", by="anna", document="d0", base=2, case="c2", received_on="2026-11-02")
    desk.done(moved)
    assert desk.document("d0").received_on == "2026-11-02"


def test_a_change_based_on_an_old_state_is_refused(desk: Desk) -> None:
    desk.done(filing())
    refused = desk.refused(ReturnToInbox(site="heek", by="post", document="d0", base=1))
    assert (refused.code, refused.by) == ("changed-since", "anna")


def test_a_filed_document_moves_with_type_register_and_title(desk: Desk) -> None:
    desk.done(filing(title="alt"))
    desk.done(MoveDocument(site="heek", by="post", document="d0", base=2, case="c2", register="Antrag"), LATER)
    moved = desk.document("d0")
    assert (moved.case, moved.register, moved.title, moved.filed_by) == ("c2", "Antrag", "", "post")


def test_forwarding_sets_the_queue_and_filed_documents_stay(desk: Desk) -> None:
    desk.done(ForwardDocument(site="heek", by="post", document="d0", base=1, team="one", worker="anna"))
    assert (desk.document("d0").team, desk.document("d0").worker) == ("one", "anna")
    desk.done(filing("d1"))
    forward = ForwardDocument(site="heek", by="post", document="d1", base=2, team="one")
    assert desk.refused(forward).code == "already-filed"


def test_turning_counts_round(desk: Desk) -> None:
    desk.done(RotateDocument(site="heek", by="anna", document="d0", base=1, rotation=450))
    assert desk.document("d0").rotation == 90


# --- taking in ----------------------------------------------------------------------------------------------
def test_a_delivery_offered_again_changes_nothing(desk: Desk) -> None:
    action = TakeIn(
        site="heek",
        by="system",
        documents=(document("n1"), document("n2")),
        set_aside=(SetAside(id="s", delivery="SD-1"),),
        announcements=(Announcement(id="a", item="x", delivery="SD-1"),),
        delivery=Delivery(id="del", number="SD-1", taken_in=2),
    )
    assert len(desk.done(action)) == 5
    assert desk.done(replace(action, id="again")) == ()


def test_the_same_bytes_under_another_item_are_marked(desk: Desk) -> None:
    twins = tuple(Document(id=f"t{n}", sha256="sha-d1", item=f"t{n}") for n in range(2))
    fresh = tuple(Document(id=f"f{n}", sha256="new", item=f"f{n}") for n in range(2))
    desk.done(TakeIn(site="heek", by="system", documents=twins + fresh))
    assert [desk.document(id_).duplicate_of for id_ in ("t0", "t1", "f0", "f1")] == ["d1", "d1", "", "f0"]


def test_post_for_an_unknown_case_goes_to_the_queue_of_the_site(desk: Desk) -> None:
    desk.done(
        TakeIn(
            site="heek",
            by="system",
            documents=(
                document("known", proposed_case="c1", worker="anna"),
                document("unknown", proposed_case="nix", worker="anna", team="one"),
                document("legacy", state_of_work=FILED, case="c2"),
            ),
        )
    )
    assert (desk.document("known").proposed_case, desk.document("known").worker) == ("c1", "anna")
    stray = desk.document("unknown")
    assert (stray.state_of_work, stray.proposed_case, stray.worker, stray.team) == (INBOX, "", "", "")
    assert desk.document("legacy").case == "c2"


def test_announced_post_is_fulfilled_by_what_arrives(desk: Desk) -> None:
    waiting = Announcement(id=announcement_id("Scan", "K1"), provider="Scan", item="K1", delivery="SD-1")
    desk.done(TakeIn(site="heek", by="system", announcements=(waiting,)))
    desk.done(TakeIn(site="heek", by="system", documents=(document("n1"), document("n2"))))
    arrived = Document(id="n3", sha256="0", provider="Scan", item="K1")
    desk.done(TakeIn(site="heek", by="system", documents=(arrived,)))
    found = desk.office.get("announcement", waiting.id)
    assert found is not None and found.record == replace(waiting, document="n3")


def test_a_certificate_marks_the_paper_as_destroyed_once(desk: Desk) -> None:
    action = TakeIn(site="heek", by="system", destroyed=(("d0", AT), ("d0", AT), ("nix", AT)))
    assert len(desk.done(action)) == 1
    assert desk.document("d0").destroyed_at == AT
    assert desk.done(action) == ()


# --- master data, erasing -----------------------------------------------------------------------------------
def test_who_is_no_longer_named_is_ended_and_comes_back_when_named(desk: Desk) -> None:
    site = Site(id="heek", name="Heek")
    desk.done(SetUpSite(site="heek", by="system", record=site, workers=WORKERS[1:2]))
    assert {worker.id for worker in desk.office.all("worker") if not worker.ended} == {"post"}
    assert all(team.ended for team in desk.office.all("team"))
    desk.done(SetUpSite(site="heek", by="system", record=site, workers=WORKERS))
    assert isinstance(desk.decide(filing()), tuple)


def test_cases_are_found_by_their_number(desk: Desk) -> None:
    renamed = CaseFile(id="other", case_number="35502BG0000001", town="Heek")
    (change,) = desk.done(ImportCases(site="heek", by="system", cases=(renamed,)))
    assert (change.id, change.version) == ("c1", 2)
    two = tuple(CaseFile(id=id_, case_number="35502BG0000009") for id_ in ("x", "y"))
    assert len(desk.done(ImportCases(site="heek", by="system", cases=two))) == 1


def test_erasing_leaves_nothing_and_a_site_cannot_be_erased(desk: Desk) -> None:
    records = (("document", "d0"), ("document", "d0"), ("site", "heek"), ("x", "y"))
    erase = Erase(site="heek", by="system", records=records)
    (change,) = desk.done(erase)
    assert (change.id, change.version, change.record) == ("d0", 2, None)
    assert desk.refused(filing()).code == "unknown-document"
    assert desk.done(erase) == ()
    assert desk.done(TakeIn(site="heek", by="system", documents=(document("d0"),))) == ()


# --- what holds for every action ----------------------------------------------------------------------------
IDS = st.sampled_from(["d0", "d1", "d2", "n0", "n1"])
BASES = st.integers(1, 4)
PEOPLE = st.sampled_from(["anna", "post", "gone", "system"])
COMMON = {"site": st.just("heek"), "by": PEOPLE}
NEW = st.builds(Document, id=IDS, sha256=st.sampled_from(["s0", "s1"]), item=st.sampled_from(["i0", "i1"]))
SOME = st.one_of(
    st.builds(FileDocument, **COMMON, document=IDS, case=st.sampled_from(["c1", "c2", "moved"])),
    st.builds(ReturnToInbox, **COMMON, document=IDS, base=BASES),
    st.builds(MoveDocument, **COMMON, document=IDS, base=BASES, case=st.sampled_from(["c1", "c2"])),
    st.builds(ForwardDocument, **COMMON, document=IDS, base=BASES, worker=st.sampled_from(["", "anna"])),
    st.builds(TakeIn, **COMMON, documents=st.lists(NEW, max_size=3).map(tuple)),
    st.builds(Erase, **COMMON, records=st.tuples(st.tuples(st.just("document"), st.sampled_from(["d0", "d1"])))),
)


@given(st.lists(SOME, max_size=12), st.integers(0, 12))
def test_every_order_of_actions_leaves_one_version_after_another(actions: list[Action], split: int) -> None:
    """Also: an office on top of another one (the cache and the commits after it) decides as a single one does."""
    desk, base = Desk(), Desk().office
    layered = LayeredOffice(base)
    for number, action in enumerate(actions):
        changes = desk.decide(action)
        assert decide(action, layered, AT) == changes
        if isinstance(changes, Refused):
            assert changes.code and changes.title
            continue
        keys = [(change.kind, change.id) for change in changes]
        assert len(keys) == len(set(keys))
        for change in changes:
            before = desk.office.get(change.kind, change.id)
            assert change.version == (before.version + 1 if before else 1)
            assert before is None or before.record != change.record
        body = make_body(changes)
        desk.office.apply(body)
        if number < split:
            base.apply(body)
        else:
            layered.apply(body)
    assert _living(desk.office) == _living(layered)


def _living(office: Office) -> dict[tuple[str, str], Record]:
    return {(kind, record.id): record for kind in ("document", "case", "worker", "team") for record in office.all(kind)}
