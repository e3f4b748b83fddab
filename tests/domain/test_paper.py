"""Paper at the provider: wishes, "checked", orders, receipts, certificates, what comes due and what is late."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actions import (
    Action,
    AnswerOrder,
    CheckPaper,
    FileDocument,
    ForwardDocument,
    ImportCases,
    OrderPaper,
    SetUpSite,
    TakeIn,
    WishPaper,
    WithdrawWish,
)
from app.domain.records import (
    DECLINED,
    DONE,
    HOLD,
    INBOX,
    ORIGINAL,
    PAPER_WISHES,
    RELEASE,
    RESCAN,
    Announcement,
    CaseFile,
    Document,
    PaperOrder,
    PaperWish,
    SetAside,
    Site,
    Worker,
)
from app.domain.rules.paper import days_overdue, due_order, paper_due, promised_by
from app.domain.undo import inverse
from tests.domain.deciding import AT, DecidingOffice

NORTH = "Scandienst Nord"
TODAY = date(2026, 11, 20)


class Office(DecidingOffice):
    def __init__(self) -> None:
        super().__init__()
        anna = Worker(id="anna", name="Anna", roles=("caseworker",))
        self.do(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=(anna,)))
        documents = tuple(
            Document(id=id_, sha256=id_ * 4, item=item, provider=NORTH, scanned_at="2026-10-01T08:00:00+02:00")
            for id_, item in (("d", "K1"), ("e", "K2"), ("f", "K2"), ("g", ""))
        )
        self.do(TakeIn(site="heek", by="system", documents=documents))

    def document(self, id_: str = "d") -> Document:
        found = self.get(Document.kind, id_)
        assert found is not None and isinstance(found.record, Document)
        return found.record

    def order(self) -> list[tuple[str, str, bool]]:
        """Send what is due; (item, wish, recall) of its lines."""
        order = due_order(self, "heek", NORTH, "2026-11-20")
        if order is None:
            return []
        self.do(OrderPaper(site="heek", by="system", order=order))
        return [(line.item, line.wish, line.recall) for line in order.lines]

    def answer(self, answer: str) -> None:
        *_before, order = (record for record in self.all(PaperOrder.kind) if isinstance(record, PaperOrder))
        answers = tuple((line.item, line.wish, line.recall, answer) for line in order.lines)
        self.do(AnswerOrder(site="heek", by="system", order=order.id, answers=answers))


@pytest.fixture
def office() -> Office:
    return Office()


def wish(what: str = HOLD, document: str = "d", reason: str = "") -> WishPaper:
    return WishPaper(site="heek", by="anna", document=document, wish=what, reason=reason)


def withdraw(what: str = HOLD, document: str = "d") -> WithdrawWish:
    return WithdrawWish(site="heek", by="anna", document=document, wish=what)


def check(document: str = "d", checked: bool = True) -> CheckPaper:
    return CheckPaper(site="heek", by="anna", document=document, checked=checked)


def destroy(*documents: str) -> TakeIn:
    pairs = tuple((document, "2026-11-19T10:00:00+01:00") for document in documents)
    return TakeIn(site="heek", by="system", destroyed=pairs)


def test_a_wish_names_who_when_and_why_and_can_be_withdrawn(office: Office) -> None:
    office.do(wish(RESCAN, reason="cut-off"))
    (said,) = office.document().wishes
    assert (said.wish, said.reason, said.by, said.at, said.open) == (RESCAN, "cut-off", "anna", AT, True)
    assert office.do(wish(RESCAN, reason="cut-off")) == ()
    office.do(withdraw(RESCAN))
    (said,) = office.document().wishes
    assert (said.withdrawn_by, said.withdrawn_at, said.open) == ("anna", AT, False)
    assert office.do(withdraw(RESCAN)) == ()


def test_unknown_wishes_and_reasons_are_refused(office: Office) -> None:
    assert office.refusal(wish("burn")) == "wrong-wish"
    assert office.refusal(wish(HOLD, reason="Familie Özdemir klagt")) == "wrong-wish"
    assert office.refusal(wish(HOLD, "nobody")) == "unknown-document"
    assert office.refusal(wish(HOLD, "g")) == "no-paper"


@pytest.mark.parametrize("action", [wish(), withdraw(), check()])
def test_nothing_is_asked_of_paper_that_is_destroyed(office: Office, action: Action) -> None:
    office.do(wish(ORIGINAL))
    office.do(destroy("d"))
    assert office.refusal(action) == "paper-destroyed"


@pytest.mark.parametrize("action", [wish(HOLD, reason="evidence"), withdraw(), check(), check(checked=False)])
@pytest.mark.parametrize("before", [(), (wish(),), (wish(), withdraw()), (check(), wish(HOLD, reason="other"))])
def test_undo_brings_the_paper_back_to_what_was_wished(
    office: Office, action: Action, before: tuple[Action, ...]
) -> None:
    for earlier in before:
        office.do(earlier)
    was = office.document()
    changed = office.do(action)
    back = inverse(action, was, 99)
    assert back is not None
    if changed:
        office.do(back)
    now = office.document()
    assert [(known.wish, known.reason) for known in now.wishes if known.open] == [
        (known.wish, known.reason) for known in was.wishes if known.open
    ]
    assert bool(now.checked_at) == bool(was.checked_at)


def test_every_wish_is_sent_once_and_its_withdrawal_once(office: Office) -> None:
    office.do(wish(HOLD))
    office.do(wish(RESCAN))
    assert office.order() == [("K1", HOLD, False), ("K1", RESCAN, False)]
    assert office.order() == []
    office.do(withdraw(HOLD))
    assert office.order() == [("K1", HOLD, True)]
    assert office.order() == []
    office.do(wish(HOLD))
    assert office.order() == [("K1", HOLD, False)]


def test_what_was_taken_back_before_it_was_sent_never_reaches_the_provider(office: Office) -> None:
    office.do(wish(HOLD))
    office.do(withdraw(HOLD))
    assert office.order() == []
    office.do(wish(HOLD))
    office.order()
    office.do(withdraw(HOLD))
    office.do(wish(HOLD))
    assert office.order() == []


def test_the_receipt_confirms_or_declines_each_line(office: Office) -> None:
    office.do(wish(HOLD))
    office.order()
    office.answer(DONE)
    assert office.document().wishes[0].answer == DONE
    office.do(withdraw(HOLD))
    office.order()
    office.answer(DECLINED)
    assert office.document().wishes[0].answer == DECLINED
    orders = [order for order in office.all(PaperOrder.kind) if isinstance(order, PaperOrder)]
    assert [order.number for order in orders] == ["AUF-heek-000001", "AUF-heek-000002"]
    assert [line.answer for order in orders for line in order.lines] == [DONE, DECLINED]
    assert office.refusal(AnswerOrder(site="heek", by="system", order="x", answers=())) == "unknown-order"


def test_a_late_receipt_does_not_speak_for_a_newer_order(office: Office) -> None:
    office.do(wish(HOLD))
    office.order()
    office.do(withdraw(HOLD))
    office.order()
    first = next(order for order in office.all(PaperOrder.kind) if isinstance(order, PaperOrder))
    office.do(AnswerOrder(site="heek", by="system", order=first.id, answers=(("K1", HOLD, False, DONE),)))
    assert office.document().wishes[0].answer == ""


def test_only_checked_paper_is_released(office: Office) -> None:
    assert office.order() == []
    office.do(check())
    assert office.order() == [("K1", RELEASE, False)]
    office.answer(DONE)
    assert office.document().release_answer == DONE


def test_paper_on_hold_or_set_aside_is_not_released(office: Office) -> None:
    office.do(check())
    office.do(wish(HOLD))
    assert office.order() == [("K1", HOLD, False)]
    office.do(withdraw(HOLD))
    aside = SetAside(id="s", delivery="L", provider=NORTH, item="K1", reason="nicht lesbar")
    office.do(TakeIn(site="heek", by="system", set_aside=(aside,)))
    assert office.order() == [("K1", HOLD, True)]
    office.do(TakeIn(site="heek", by="system", set_aside=(replace(aside, resolved=True),)))
    assert office.order() == [("K1", RELEASE, False)]


def test_paper_with_two_documents_waits_for_both(office: Office) -> None:
    office.do(check("e"))
    assert office.order() == []
    office.do(check("f"))
    assert office.order() == [("K2", RELEASE, False), ("K2", RELEASE, False)]


def test_a_hold_stands_while_one_of_the_papers_documents_needs_it(office: Office) -> None:
    for document in "ef":
        office.do(wish(HOLD, document))
    assert office.order() == [("K2", HOLD, False), ("K2", HOLD, False)]
    office.do(withdraw(HOLD, "e"))
    assert office.order() == []
    office.do(withdraw(HOLD, "f"))
    assert office.order() == [("K2", HOLD, True), ("K2", HOLD, True)]


def test_paper_of_what_goes_to_another_site_is_released_at_neither(office: Office) -> None:
    """Other parts of the same paper may be needed where the other part is, which nobody can see from here."""
    for document in ("e", "f"):
        office.do(check(document))
    office.do(ForwardDocument(site="heek", by="anna", document="f", base=2, to_site="legden"))
    assert office.order() == []
    assert paper_due(office.document("f"), TODAY, 60) is None
    given = office.document("f")
    there = replace(given, id="there", item="K9", state_of_work=INBOX, handed_to="", handed_from="legden")
    ordered = PaperWish(wish=HOLD, by="anna", at=AT, ordered="AUF-legden-000001", withdrawn_at=AT)
    came = replace(there, id="came", item="K8", wishes=(ordered,))
    office.do(TakeIn(site="heek", by="system", documents=(there, came)))
    assert office.order() == [], "neither released nor taken back"
    office.do(wish(document="there"))
    assert office.order() == [("K9", HOLD, False)]


def test_a_release_is_recalled_when_somebody_thinks_better_of_it(office: Office) -> None:
    office.do(check())
    office.order()
    office.do(wish(HOLD))
    assert office.order() == [("K1", HOLD, False), ("K1", RELEASE, True)]
    office.do(check(checked=False))
    office.do(withdraw(HOLD))
    assert office.order() == [("K1", HOLD, True)]


def test_an_order_that_was_overtaken_is_refused(office: Office) -> None:
    office.do(check())
    order = due_order(office, "heek", NORTH, "2026-11-20")
    assert order is not None
    office.do(wish(HOLD))
    assert office.refusal(OrderPaper(site="heek", by="system", order=order)) == "order-overtaken"
    assert office.refusal(OrderPaper(site="heek", by="anna", order=order)) == "not-allowed"


def test_destruction_against_a_hold_is_a_fault_that_staff_see_once(office: Office) -> None:
    office.do(wish(HOLD))
    office.do(destroy("d", "e"))
    office.do(destroy("d", "e"))
    gone = office.document()
    assert gone.destroyed_at and [code for code, _sentence in gone.warnings] == ["destroyed-on-hold"]
    assert office.document("e").warnings == ()
    (fault,) = (thing for thing in office.all(SetAside.kind) if isinstance(thing, SetAside))
    assert (fault.code, fault.item) == ("destroyed-on-hold", "K1")


def test_due_is_what_nobody_has_checked(office: Office) -> None:
    assert paper_due(office.document(), TODAY, 6) == 6
    assert paper_due(office.document(), TODAY, 5) is None
    assert paper_due(office.document(), date(2026, 12, 1), 0) == -5
    assert paper_due(office.document(), date(2027, 12, 1), 0) is None
    assert paper_due(office.document(), date(2027, 12, 1), 0, over=400) == -370
    office.do(check())
    assert paper_due(office.document(), TODAY, 99) is None
    office.do(destroy("e"))
    assert paper_due(office.document("e"), TODAY, 99) is None


def test_promised_days_are_working_days() -> None:
    friday = Announcement(id="a", item="K9", delivery="A", announced_on="2026-11-20")
    assert promised_by(friday, 3) == date(2026, 11, 25)
    assert days_overdue(friday, 3, date(2026, 11, 25)) == 0
    assert days_overdue(friday, 3, date(2026, 11, 27)) == 2
    assert promised_by(replace(friday, announced_on=""), 3) is None


NEW_SCAN = Document(id="n", sha256="new!", item="K1", provider=NORTH, scanned_at="2026-11-19T08:00:00+01:00")


def bring(*documents: Document) -> TakeIn:
    return TakeIn(site="heek", by="system", documents=documents)


def test_the_new_scan_fulfils_the_wish_and_both_know_each_other(office: Office) -> None:
    case = CaseFile(id="c", case_number="35502BG0001234", worker="anna")
    office.do(ImportCases(site="heek", by="system", cases=(case,)))
    filing = FileDocument(site="heek", by="anna", document="d", case="c", document_type="Klage", title="Klage vom 1.")
    office.do(filing)
    office.do(wish(RESCAN, reason="cut-off"))
    assert office.order() == [("K1", RESCAN, False)]
    office.do(bring(NEW_SCAN))
    old, new = office.document("d"), office.document("n")
    assert (old.replaced_by, new.rescan_of) == ("n", "d")
    (said,) = old.wishes
    assert (said.open, said.fulfilled_at, said.withdrawn_at) == (False, AT, "")
    assert (new.worker, new.proposed_case, new.document_type, new.title) == ("anna", "c", "Klage", "Klage vom 1.")
    assert office.order() == []  # nothing is recalled: the provider has done it
    assert paper_due(old, TODAY, 99) is None and paper_due(new, TODAY, 99) is not None


def test_the_paper_of_a_new_scan_is_released_when_the_new_one_is_checked(office: Office) -> None:
    office.do(wish(RESCAN))
    office.order()
    office.do(bring(NEW_SCAN))
    office.do(check("n"))
    assert office.order() == [("K1", RELEASE, False)] * 2
    office.do(wish(RESCAN))  # still not good: asked for again, with a number of its own
    assert sorted(office.order()) == [("K1", RELEASE, True), ("K1", RELEASE, True), ("K1", RESCAN, False)]
    office.do(bring(replace(NEW_SCAN, id="m", sha256="newer")))
    assert (office.document("d").replaced_by, office.document("m").rescan_of) == ("m", "d")


@pytest.mark.parametrize(
    "came",
    [
        replace(NEW_SCAN, item="K2"),
        replace(NEW_SCAN, provider="Anderer"),
        replace(NEW_SCAN, sha256="d" * 4),
        replace(NEW_SCAN, item=""),
    ],
)
def test_only_another_scan_of_the_same_paper_fulfils_it(office: Office, came: Document) -> None:
    office.do(wish(RESCAN))
    office.do(bring(came))
    assert office.document("d").wishes[0].open and office.document("n").rescan_of == ""


def test_a_new_scan_that_nobody_wished_for_is_ordinary_post(office: Office) -> None:
    office.do(wish(RESCAN))
    office.do(withdraw(RESCAN))
    office.do(bring(NEW_SCAN))
    assert office.document("n").rescan_of == "" and office.document("d").replaced_by == ""


steps = st.lists(
    st.one_of(
        st.builds(wish, st.sampled_from(PAPER_WISHES), st.sampled_from("def")),
        st.builds(withdraw, st.sampled_from(PAPER_WISHES), st.sampled_from("def")),
        st.builds(check, st.sampled_from("def"), st.booleans()),
        st.sampled_from(("order", DONE)),
    ),
    max_size=25,
)


@given(steps)
def test_whatever_is_done_the_provider_knows_after_an_order_what_the_office_wants(doings: list[Action | str]) -> None:
    """Replays the orders as a provider would, who believes each line."""
    office = Office()
    believed: set[tuple[str, str, str]] = set()
    for doing in (*doings, "order"):
        if isinstance(doing, Action):
            office.do(doing)
        elif doing == "order":
            order = due_order(office, "heek", NORTH, "2026-11-20")
            for line in order.lines if order is not None else ():
                thing = (line.document, line.item, line.wish)
                assert (thing in believed) == line.recall
                believed ^= {thing}
            office.order()
        elif any(True for _order in office.all(PaperOrder.kind)):
            office.answer(doing)
    documents = [office.document(id_) for id_ in "def"]
    assert {(item, wish) for _id, item, wish in believed if wish != RELEASE} == {
        (document.item, known.wish) for document in documents for known in document.wishes if known.open
    }
    for id_, item, wished in believed:
        if wished == RELEASE:
            same_paper = [document for document in documents if document.item == item]
            assert all(document.checked_at and not any(w.open for w in document.wishes) for document in same_paper), id_
