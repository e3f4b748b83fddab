"""The sample of filings: who may judge, once a filing, and what a later move leaves of who filed."""

from dataclasses import replace

import pytest

from app.domain.actions import SYSTEM, Erase, FileDocument, MoveDocument, RecordFilingCheck, ReturnToInbox
from app.domain.log import BodyLine
from app.domain.records import (
    FILED,
    RIGHT,
    WRONG,
    CaseFile,
    Document,
    FilingCheck,
    Record,
    Site,
    Worker,
)
from app.domain.rules.lead import LONGEST_REMARK, check_id, first_filing
from tests.domain.deciding import AT, DecidingOffice

SITE = "borken"
STAFF = (
    Worker(id="anna", name="Anna Berger", roles=("caseworker",)),
    Worker(id="maria", name="Maria Koch", roles=("team-lead",)),
    Worker(id="jonas", name="Jonas Brandt", roles=("team-lead", "caseworker")),
)
CASES = tuple(CaseFile(id=f"c{number}", case_number=f"35502BG000000{number}") for number in (1, 2))
DOCUMENT = Document(id="d", sha256="0" * 64, received_on="2026-11-10")


@pytest.fixture
def office() -> DecidingOffice:
    made = DecidingOffice()
    records: tuple[Record, ...] = (Site(id=SITE, name="Borken"), *STAFF, *CASES, DOCUMENT)
    made.apply(
        BodyLine(kind=one.kind, id=one.id, version=1, salt="00" * 16, state=one.state()) for one in records
    )
    made.do(FileDocument(site=SITE, by="anna", document="d", case="c1"))
    return made


def check(by: str = "maria", verdict: str = RIGHT, remark: str = "", filed_at: str = AT) -> RecordFilingCheck:
    return RecordFilingCheck(site=SITE, by=by, document="d", filed_at=filed_at, verdict=verdict, remark=remark)


def kept(office: DecidingOffice) -> FilingCheck:
    found = office.get(FilingCheck.kind, check_id("d", AT))
    assert found is not None and isinstance(found.record, FilingCheck)
    return found.record


def test_a_lead_says_that_a_filing_is_right(office: DecidingOffice) -> None:
    office.do(check())
    assert kept(office) == FilingCheck(
        id=check_id("d", AT), document="d", case="c1", filed_by="anna", filed_at=AT, verdict=RIGHT, by="maria", at=AT
    )
    assert office.do(check()) == ()  # sent twice


def test_wrong_needs_a_remark(office: DecidingOffice) -> None:
    assert office.refusal(check(verdict=WRONG, remark="  ")) == "remark-missing"
    assert office.refusal(check(verdict=WRONG, remark="x" * (LONGEST_REMARK + 1))) == "long-remark"
    assert office.refusal(check(verdict="perhaps")) == "wrong-verdict"
    office.do(check(verdict=WRONG, remark=" gehört zur Schwester "))
    assert kept(office).remark == "gehört zur Schwester"


def test_only_a_lead_judges_and_never_the_own_filing(office: DecidingOffice) -> None:
    assert office.refusal(check(by="anna")) == "not-allowed"
    assert office.refusal(check(by=SYSTEM)) == "unknown-worker"
    office.do(ReturnToInbox(site=SITE, by="jonas", document="d", base=2))
    office.do(FileDocument(site=SITE, by="jonas", document="d", case="c1"))
    assert office.refusal(check(by="jonas")) == "own-filing"


def test_the_second_of_two_leads_is_told_who_was_first(office: DecidingOffice) -> None:
    office.do(check(by="maria"))
    assert office.refusal(check(by="jonas", verdict=WRONG, remark="nein")) == "already-checked"
    assert kept(office).by == "maria"


def test_a_filing_that_was_taken_back_is_not_judged(office: DecidingOffice) -> None:
    office.do(ReturnToInbox(site=SITE, by="anna", document="d", base=2))
    assert office.refusal(check()) == "filed-anew"
    assert office.refusal(replace(check(), document="?")) == "unknown-document"


def test_moving_keeps_who_filed_first_and_the_check_of_it(office: DecidingOffice) -> None:
    office.do(check(verdict=WRONG, remark="falsche Akte"))
    office.do(MoveDocument(site=SITE, by="maria", document="d", base=2, case="c2"))
    found = office.get(Document.kind, "d")
    assert found is not None and isinstance(found.record, Document)
    assert found.record.filed_by == "maria" and first_filing(found.record) == ("anna", AT)
    office.do(MoveDocument(site=SITE, by="jonas", document="d", base=3, case="c1"))
    assert office.refusal(check(by="jonas")) == "already-checked"
    office.do(ReturnToInbox(site=SITE, by="maria", document="d", base=4))
    found = office.get(Document.kind, "d")
    assert found is not None and isinstance(found.record, Document)
    assert first_filing(found.record) == ("", "")


def test_what_came_filed_counts_as_filed_when_it_was_received(office: DecidingOffice) -> None:
    old = Document(id="old", sha256="1" * 64, state_of_work=FILED, case="c1", received_on="2024-05-06")
    office.apply([BodyLine(kind=old.kind, id="old", version=1, salt="00" * 16, state=old.state())])
    office.do(MoveDocument(site=SITE, by="anna", document="old", base=1, case="c2"))
    found = office.get(Document.kind, "old")
    assert found is not None and isinstance(found.record, Document)
    assert first_filing(found.record) == ("", "2024-05-06")


def test_a_check_goes_with_its_document(office: DecidingOffice) -> None:
    office.do(check())
    office.do(Erase(site=SITE, by=SYSTEM, records=((Document.kind, "d"),)))
    assert list(office.all(FilingCheck.kind)) == []
