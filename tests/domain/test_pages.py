"""Splitting, merging, moving, turning and dropping pages: in any order no page is lost and none is there twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.actions import (
    Action,
    ArrangePages,
    CheckPaper,
    Content,
    Erase,
    FileDocument,
    ImportCases,
    PutMark,
    RotateDocument,
    SetUpSite,
    TakeIn,
    WishPaper,
    action_from_json,
    action_to_json,
)
from app.domain.canonical import canonical
from app.domain.decide import Changes, Refused, decide
from app.domain.log import make_body
from app.domain.page_sets import held_by, merge, sheets_of, split, turned
from app.domain.records import (
    FILED,
    HIGHLIGHT,
    HOLD,
    INBOX,
    MERGED,
    RELEASE,
    CaseFile,
    Document,
    Mark,
    Original,
    Sheet,
    Site,
    SuggestedCase,
    Worker,
)
from app.domain.rules.paper import due_order, open_wishes
from app.domain.undo import Key, on_versions, taken_back, touched_records
from app.tasks.doing import State
from tests.domain.deciding import AT, DecidingOffice

WHO = {"site": "heek", "by": "anna"}
A = Document(
    id="a",
    sha256="aa",
    pages=4,
    pack=((0, 10), (10, 20), (30, 30), (60, 40)),
    size=100,
    page_sizes=((21000, 29700), (21000, 29700), (29700, 21000), (21000, 29700)),
    doubts=((3, "different"),),
    has_text=True,
    provider="scan",
    item="N1",
    scanned_at="2026-11-02",
    received_on="2026-11-01",
    suggestions=(SuggestedCase(case="c1", per_mille=900, page=2),),
)
B = Document(id="b", sha256="bb", pages=2, size=50, page_sizes=((21000, 29700),), provider="scan", item="N2")
C = Document(id="c", sha256="cc", pages=1, media="tiff", provider="scan", item="N3")


class Office(DecidingOffice):
    def __init__(self) -> None:
        super().__init__()
        worker = Worker(id="anna", name="Anna", roles=("caseworker",))
        self.do(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=(worker,)))
        cases = tuple(CaseFile(id=f"c{n}", case_number=f"1{n}") for n in (1, 2))
        self.do(ImportCases(site="heek", by="system", cases=cases))
        self.do(TakeIn(site="heek", by="system", documents=(A, B, C)))

    def seen(self, id_: str) -> tuple[int, Document]:
        found = self.get(Document.kind, id_)
        assert found is not None and isinstance(found.record, Document)
        return found.version, found.record

    def document(self, id_: str) -> Document:
        return self.seen(id_)[1]

    def living(self) -> list[str]:
        return [one.id for one in self.all(Document.kind) if isinstance(one, Document) and one.state_of_work != MERGED]

    def original(self, id_: str) -> Original | None:
        found = self.get(Original.kind, id_)
        return found.record if found is not None and isinstance(found.record, Original) else None

    def split(self, id_: str, *after: int, dropped: Sequence[int] = ()) -> list[str]:
        """Cut behind these pages; the ids of the parts."""
        sheets = sheets_of(self.document(id_))
        cuts = [0, *after, len(sheets)]
        parts = [
            [sheets[n] for n in range(start, end) if n + 1 not in dropped]
            for start, end in pairwise(cuts)
        ]
        contents = split(self.seen(id_), parts, [sheets[n - 1] for n in dropped])
        self.do(ArrangePages(**WHO, contents=contents))
        return [content.document for content in contents]

    def erase(self, id_: str) -> Changes:
        return self.do(Erase(site="heek", by="system", records=((Document.kind, id_),)))

    def merge(self, *ids: str) -> None:
        self.do(ArrangePages(**WHO, contents=merge([self.seen(id_) for id_ in ids])))


@pytest.fixture
def office() -> Office:
    return Office()


def pages(*names: str) -> tuple[Sheet, ...]:
    return tuple(Sheet(original=name[0], page=int(name[1:])) for name in names)


# --- in any order ----------------------------------------------------------------------------------------------------
@dataclass
class Sitting:
    """Somebody who arranges pages and takes back, as ``Doer`` does it."""

    office: Office
    undo: list[Action]
    redo: list[Action]
    same: dict[tuple[str, str, int], int]

    def newest(self, key: Key, version: int) -> int:
        while (*key, version) in self.same:
            version = self.same[(*key, version)]
        return version

    def look(self, action: Action) -> dict[Key, State]:
        found = {key: self.office.get(*key) for key in touched_records(action)}
        return {key: (0, None) if one is None else (one.version, one.record) for key, one in found.items()}

    def do(self, action: Action, onto: list[Action]) -> Action:
        before = self.look(action)
        changes = decide(action, self.office, AT)
        assert not isinstance(changes, Refused), changes
        self.office.apply(make_body(changes))
        back = taken_back(action, before)
        if back is not None:
            onto.append(action_from_json(action_to_json(back)))
        return action

    def take_back(self, source: list[Action], onto: list[Action]) -> None:
        action = source.pop()
        meant = on_versions(action, self.newest)
        before = self.look(meant)
        self.do(meant, onto)
        assert isinstance(action, ArrangePages) and isinstance(meant, ArrangePages)
        for made_for, content in zip(action.contents, meant.contents, strict=True):
            key = (Document.kind, content.document)
            self.same[(*key, made_for.base - 1)] = before[key][0] + 1


def arrangement(draw: st.DataObject, office: Office) -> ArrangePages:
    """Any of the pages of some documents, dealt anew to them and to new documents."""
    living = office.living()
    chosen = draw.draw(st.lists(st.sampled_from(living), min_size=1, max_size=3, unique=True))
    seen = {id_: office.seen(id_) for id_ in chosen}
    sheets = [sheet for _, one in seen.values() for sheet in (*sheets_of(one), *one.dropped)]
    sheets = draw.draw(st.permutations(sheets))
    turns = draw.draw(st.lists(st.sampled_from((0, 90, 180, 270)), min_size=len(sheets), max_size=len(sheets)))
    sheets = [turned(sheet, turn) for sheet, turn in zip(sheets, turns, strict=True)]
    number = 10 * len(list(office.all(Document.kind)))
    targets = [*chosen, *(f"new-{number + n}" for n in range(2))]
    deal = draw.draw(st.lists(st.sampled_from(targets), min_size=len(sheets), max_size=len(sheets)))
    drop = draw.draw(st.lists(st.booleans(), min_size=len(sheets), max_size=len(sheets)))
    contents = []
    for id_ in targets:
        mine = [(sheet, gone) for sheet, to, gone in zip(sheets, deal, drop, strict=True) if to == id_]
        kept = [sheet for sheet, gone in mine if not gone] or [sheet for sheet, _ in mine[:1]]
        dropped = [sheet for sheet, _ in mine if sheet not in kept]
        if mine or id_ in seen:
            base = seen[id_][0] if id_ in seen else 0
            contents.append(Content(document=id_, base=base, sheets=tuple(kept), dropped=tuple(dropped)))
    return ArrangePages(**WHO, contents=tuple(contents))


def everything(office: Office) -> Counter[tuple[str, int]]:
    return Counter(page for one in office.all(Document.kind) if isinstance(one, Document) for page in held_by(one))


def shown(office: Office) -> dict[str, tuple[object, ...]]:
    return {
        id_: (sheets_of(one), one.dropped, one.pages, one.pack, one.page_sizes, one.doubts, one.media, one.size)
        for id_ in office.living()
        for one in (office.document(id_),)
    }


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_split_merge_move_and_undo_in_any_order_never_lose_or_double_a_page(data: st.DataObject) -> None:
    office = Office()
    sitting = Sitting(office, [], [], {})
    there = everything(office)
    states = [shown(office)]
    for _ in range(data.draw(st.integers(1, 7))):
        if data.draw(st.booleans()) or not sitting.undo:
            redo = len(sitting.undo)
            sitting.do(arrangement(data, office), sitting.undo)
            sitting.redo.clear()
            if len(sitting.undo) > redo:
                states.append(shown(office))
        else:
            sitting.take_back(sitting.undo, sitting.redo)
            states.pop()
            assert shown(office) == states[-1]
        assert everything(office) == there
        for id_ in office.living():
            one = office.document(id_)
            assert one.pages == len(sheets_of(one)) and set(one.state()) >= {"id", "sha256"}
            assert Document.from_state(one.state()) == one and canonical(one.state())
            for original, _page in held_by(one):
                known = office.original(original)
                assert one.id == original or (known is not None and one.id in known.holders)
    while sitting.undo:
        sitting.take_back(sitting.undo, sitting.redo)
        states.pop()
        assert shown(office) == states[-1] and everything(office) == there
    for _ in range(len(sitting.redo)):
        sitting.take_back(sitting.redo, sitting.undo)
        assert everything(office) == there


# --- what becomes of a document --------------------------------------------------------------------------------------
def test_parts_know_their_pages_and_stand_behind_the_first(office: Office) -> None:
    first, second, third = office.split("a", 1, 3)
    assert first == "a" and first < second < third
    one = office.document(second)
    assert (one.pages, one.page_sizes, one.doubts) == (2, ((21000, 29700), (29700, 21000)), ((2, "different"),))
    assert (one.pack, one.sha256, one.size, one.has_text) == ((), "", 50, True)
    assert (one.provider, one.item, one.received_on) == ("scan", "N1", "2026-11-01")
    assert office.document("a").suggestions == () and office.document("a").pages == 1
    known = office.original("a")
    assert known is not None and (known.pack, known.holders) == (A.pack, ("a", second, third))


def test_a_merged_document_is_not_gone_and_comes_back_as_it_was(office: Office) -> None:
    office.merge("b", "c", "a")
    assert office.living() == ["b"] and office.document("b").pages == 7
    assert (office.document("c").merged_into, office.document("b").absorbed) == ("b", ("c", "a"))
    assert office.refusal(FileDocument(**WHO, document="c", case="c1")) == "merged"
    version, _whole = office.seen("b")
    contents = (
        Content(document="b", base=version, sheets=pages("b1", "b2")),
        Content(document="c", base=2, sheets=pages("c1")),
        Content(document="a", base=2, sheets=pages("a1", "a2", "a3", "a4")),
    )
    office.do(ArrangePages(**WHO, contents=contents))
    assert office.document("a") == replace(A, suggestions=())
    assert office.document("b") == B and office.document("c") == C


def test_pages_of_a_document_that_is_turned_for_everyone_look_the_same_after_merging(office: Office) -> None:
    office.do(RotateDocument(**WHO, document="b", base=1, rotation=90))
    office.merge("a", "b")
    assert [sheet.turn for sheet in office.document("a").sheets] == [0, 0, 0, 0, 90, 90]
    assert office.document("a").page_sizes[-1] == (29700, 21000)


def test_a_page_whose_size_is_not_known_leaves_the_sizes_open(office: Office) -> None:
    office.merge("a", "c")
    assert office.document("a").page_sizes == ()


def test_parts_of_a_filed_document_are_filed_with_it(office: Office) -> None:
    office.do(FileDocument(**WHO, document="a", case="c1", document_type="Antrag", register="Antrag"))
    _, part = office.split("a", 2)
    made = office.document(part)
    assert (made.state_of_work, made.case, made.document_type, made.filed_by) == (FILED, "c1", "Antrag", "anna")


def content(id_: str, base: int, *names: str, dropped: tuple[Sheet, ...] = ()) -> Content:
    return Content(document=id_, base=base, sheets=pages(*names), dropped=dropped)


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        ((), "wrong-pages"),
        ((content("c", 1, "c1", "c1"),), "wrong-pages"),
        ((content("b", 1, "b1"),), "wrong-pages"),
        ((content("b", 1, "b1", "b2", "a1"),), "wrong-pages"),
        ((content("b", 1, "b1", "b2"), content("b", 1, "b1", "b2")), "wrong-pages"),
        ((content("b", 1, "b1", "b2"), content("new", 0)), "wrong-pages"),
        ((content("b", 1, dropped=pages("b1", "b2")),), "no-page-left"),
        ((content("b", 2, "b1", "b2"),), "changed-since"),
        ((content("b", 0, "b1", "b2"),), "changed-since"),
        ((content("x", 1, "b1", "b2"),), "unknown-document"),
        ((Content(document="c", base=1, sheets=(Sheet(original="c", page=1, turn=45),)),), "wrong-pages"),
    ],
)
def test_what_would_lose_or_double_a_page_is_refused(
    office: Office, contents: tuple[Content, ...], code: str
) -> None:
    assert office.refusal(ArrangePages(**WHO, contents=contents)) == code


def test_pages_move_only_between_documents_of_one_place(office: Office) -> None:
    office.do(FileDocument(**WHO, document="a", case="c1"))
    both = ArrangePages(**WHO, contents=merge([office.seen("a"), office.seen("b")]))
    assert office.refusal(both) == "not-together"
    office.do(FileDocument(**WHO, document="b", case="c2"))
    assert office.refusal(ArrangePages(**WHO, contents=merge([office.seen("a"), office.seen("b")]))) == "not-together"


def test_protected_documents_are_not_arranged(office: Office) -> None:
    locked = replace(C, id="d", sha256="dd", hints=("password",), pages=2)
    office.do(TakeIn(site="heek", by="system", documents=(locked,)))
    assert office.refusal(ArrangePages(**WHO, contents=(content("d", 1, "d2", "d1"),))) == "protected-document"


# --- what follows the pages ------------------------------------------------------------------------------------------
def mark(page: int, id_: str = "m") -> Mark:
    return Mark(id=id_, document="a", page=page, shape=HIGHLIGHT, areas=((0, 0, 10, 10),))


def test_a_mark_stays_on_its_page_and_goes_with_it(office: Office) -> None:
    office.do(PutMark(**WHO, mark=mark(4, "m4"), base=0))
    _, part = office.split("a", 2)
    office.do(PutMark(**WHO, mark=mark(3, "m3"), base=0))
    office.do(PutMark(**WHO, mark=mark(1, "m1"), base=0))
    changes = office.do(Erase(site="heek", by="system", records=((Document.kind, part),)))
    assert {change.id for change in changes if change.record is None} == {part, "m3", "m4"}
    assert [one.id for one in office.all(Mark.kind)] == ["m1"]


def test_an_original_goes_with_the_last_document_that_has_a_page_of_it(office: Office) -> None:
    _, second, third = office.split("a", 1, 3)
    office.merge("b", third)
    office.erase("a")
    known = office.original("a")
    assert known is not None and known.holders == (second, "b")
    office.erase(second)
    gone = office.erase("b")
    assert {(change.kind, change.id) for change in gone} == {
        (Document.kind, "b"), (Document.kind, third), (Original.kind, "a"), (Original.kind, "b"),
    }  # fmt: skip
    assert office.living() == ["c"]


def lines(office: Office) -> set[tuple[str, str, bool]]:
    order = due_order(office, "heek", "scan", "2026-11-20")
    return {(line.item, line.wish, line.recall) for line in (order.lines if order else ())}


def test_paper_is_released_when_every_document_that_has_pages_of_it_was_seen(office: Office) -> None:
    office.do(CheckPaper(**WHO, document="a"))
    _, part = office.split("a", 2)
    assert office.document(part).checked_at and (("N1", RELEASE, False)) in lines(office)
    office.merge("c", "b")
    office.do(CheckPaper(**WHO, document="c"))
    assert {("N2", RELEASE, False), ("N3", RELEASE, False)} <= lines(office)
    office.merge("c", part)
    assert office.document("c").checked_at
    office.do(CheckPaper(**WHO, document="c", checked=False))
    assert lines(office) == set()


def test_what_was_not_seen_as_a_whole_counts_as_not_seen(office: Office) -> None:
    office.do(CheckPaper(**WHO, document="b"))
    office.merge("b", "c")
    assert not office.document("b").checked_at and lines(office) == set()


def test_a_wish_is_for_all_papers_of_which_a_document_has_pages(office: Office) -> None:
    office.merge("b", "c")
    office.do(WishPaper(**WHO, document="b", wish=HOLD))
    assert lines(office) == {("N2", HOLD, False), ("N3", HOLD, False)}
    assert [one.wish for one in open_wishes(office.document("c"))] == [HOLD]


def test_the_inbox_is_where_all_of_it_stays(office: Office) -> None:
    office.split("a", 2)
    assert {office.document(id_).state_of_work for id_ in office.living()} == {INBOX}
