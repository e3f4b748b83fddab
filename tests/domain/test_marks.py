"""Marks on pages and noted accesses: who may do what, and how it is taken back."""

from dataclasses import replace

import pytest

from app.domain.actions import Action, Erase, PutMark, RecordAccess, RemoveMark, SetUpSite, TakeIn
from app.domain.records import HIGHLIGHT, NOTE, PRINT, STAMP, Access, Document, Mark, Site, Worker
from app.domain.rules.marks import LONGEST_TEXT
from app.domain.undo import inverse, touched_document, touched_record
from tests.domain.deciding import AT, DecidingOffice

WORKERS = tuple(
    Worker(id=id_, name=id_.title(), roles=(role,))
    for id_, role in (("anna", "caseworker"), ("bert", "caseworker"), ("lea", "team-lead"), ("ida", "privacy-officer"))
)
HIGHLIGHTED = Mark(id="m", document="d", page=2, shape=HIGHLIGHT, areas=((100, 200, 3000, 500),), colour="green")
WRITTEN = replace(HIGHLIGHTED, shape=NOTE, text="Bitte prüfen")
ACCESS = Access(id="a", what=PRINT, documents=("d",), pages=(1, 2), by="anna", at=AT)


class Office(DecidingOffice):
    def __init__(self) -> None:
        super().__init__()
        self.do(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=WORKERS))
        documents = tuple(Document(id=id_, sha256=id_ * 4, pages=3) for id_ in ("d", "e"))
        self.do(TakeIn(site="heek", by="system", documents=documents))

    def mark(self) -> Mark:
        found = self.get(Mark.kind, "m")
        assert found is not None and isinstance(found.record, Mark)
        return found.record


@pytest.fixture
def office() -> Office:
    return Office()


def put(mark: Mark = HIGHLIGHTED, base: int = 0, by: str = "anna") -> PutMark:
    return PutMark(site="heek", by=by, mark=mark, base=base)


def remove(base: int = 1, by: str = "anna") -> RemoveMark:
    return RemoveMark(site="heek", by=by, mark="m", document="d", base=base)


def test_a_mark_carries_who_put_it_and_when_whatever_was_sent(office: Office) -> None:
    office.do(put(replace(HIGHLIGHTED, by="bert", at="1999-01-01", removed=True)))
    assert office.mark() == replace(HIGHLIGHTED, by="anna", at=AT)
    assert office.refusal(put()) == "changed-since"


def test_only_the_author_or_a_team_lead_changes_or_removes_a_mark(office: Office) -> None:
    office.do(put())
    assert office.refusal(put(WRITTEN, 1, "bert")) == office.refusal(remove(1, "bert")) == "not-own-mark"
    office.do(put(WRITTEN, 1))
    assert (office.mark().text, office.mark().by, office.mark().changed_by) == ("Bitte prüfen", "anna", "")
    office.do(put(replace(WRITTEN, text="Erledigt"), 2, "lea"))
    assert (office.mark().by, office.mark().changed_by) == ("anna", "lea")
    office.do(remove(3, "lea"))
    assert office.mark().removed and office.do(remove(4)) == ()


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (put(replace(HIGHLIGHTED, document="nix")), "unknown-document"),
        (put(replace(HIGHLIGHTED, page=0)), "wrong-mark"),
        (put(replace(HIGHLIGHTED, page=4)), "wrong-mark"),
        (put(replace(HIGHLIGHTED, shape="circle")), "wrong-mark"),
        (put(replace(HIGHLIGHTED, colour="#ff0000")), "wrong-mark"),
        (put(replace(HIGHLIGHTED, areas=())), "wrong-mark"),
        (put(replace(HIGHLIGHTED, areas=((0, 0, 10, 0),))), "wrong-mark"),
        (put(replace(HIGHLIGHTED, areas=((-1, 0, 10, 10),))), "wrong-mark"),
        (put(replace(HIGHLIGHTED, areas=((0, 0, 10),))), "wrong-mark"),  # type: ignore[arg-type]
        (put(replace(HIGHLIGHTED, areas=((0, 0, 10, 10),) * 1001)), "wrong-mark"),
        (put(replace(WRITTEN, text=" ")), "empty-mark"),
        (put(replace(WRITTEN, shape=STAMP, text="")), "empty-mark"),
        (put(replace(WRITTEN, text="x" * (LONGEST_TEXT + 1))), "long-mark"),
        (put(base=1), "unknown-mark"),
        (remove(), "unknown-mark"),
        (put(by="ida"), "not-allowed"),
        (put(by="system"), "unknown-worker"),
        (RecordAccess(site="heek", by="bert", access=ACCESS), "not-own-access"),
        (RecordAccess(site="heek", by="system", access=replace(ACCESS, by="system")), "unknown-worker"),
        (RecordAccess(site="heek", by="anna", access=replace(ACCESS, what="look")), "wrong-access"),
        (RecordAccess(site="heek", by="anna", access=replace(ACCESS, documents=())), "wrong-access"),
        (RecordAccess(site="heek", by="anna", access=replace(ACCESS, pages=(0,))), "wrong-access"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(office: Office, action: Action, code: str) -> None:
    assert office.refusal(action) == code


def test_a_mark_stays_on_its_document(office: Office) -> None:
    office.do(put())
    assert office.refusal(put(replace(HIGHLIGHTED, document="e"), 1)) == "unknown-mark"


def test_marks_do_not_change_the_document(office: Office) -> None:
    before = office.get(Document.kind, "d")
    office.do(put())
    assert office.get(Document.kind, "d") == before


def test_marks_go_with_the_document_that_is_erased(office: Office) -> None:
    office.do(put())
    other = replace(HIGHLIGHTED, id="other", document="e")
    office.do(put(other))
    changes = office.do(Erase(site="heek", by="system", records=(("document", "d"),)))
    assert {(change.kind, change.id) for change in changes} == {("document", "d"), ("mark", "m")}
    assert {record.id for record in office.all("mark")} == {"other"}
    assert office.refusal(remove(2)) == "unknown-mark"


def test_an_access_is_noted_once_and_by_everybody_who_can_read(office: Office) -> None:
    noted = RecordAccess(site="heek", by="ida", access=replace(ACCESS, by="ida"))
    assert len(office.do(noted)) == 1
    assert office.do(replace(noted, id="again")) == ()
    assert office.do(replace(noted, access=replace(noted.access, what="export"))) == ()
    assert list(office.all("access")) == [noted.access]


def test_every_action_on_a_mark_is_taken_back_by_its_inverse(office: Office) -> None:
    steps: list[tuple[PutMark | RemoveMark, Mark | None]] = []
    for action in (put(), put(WRITTEN, 1), remove(2)):
        found = office.get(Mark.kind, "m")
        steps.append((action, office.mark() if found else None))
        office.do(action)
    version = 3
    for action, before in reversed(steps):
        back = inverse(action, before, version)
        assert back is not None and touched_record(back) == ("mark", "m") and touched_document(back) == "d"
        office.do(back)
        version += 1
        assert office.mark().removed if before is None else office.mark() == before
