"""One search field over cases, documents and unfiled post."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.cache.query import parse_query
from app.adapters.cache.store import SqlCache
from app.domain.actions import FileDocument, ImportCases, TakeIn
from app.domain.records import FILED, Person
from tests.cache.making import SITE, Log, case, document, filed, ids, lines

OEZDEMIR = case(
    "35502BG0001234",
    Person(last_name="Özdemir-Schulte", first_name="Ayşe Maria", born="1984-03-12", customer_number="412D118734"),
    Person(last_name="Yılmaz", first_name="Đorđe", born="2011-10-01"),
    street="Am Vennehof 7a", postcode="46325", town="Borken",
)  # fmt: skip
MEIER = case("35502BG0005678", Person(last_name="Meier", first_name="Hans"), street="Nordring 12")
MAYER = case("35504BG0077777", Person(last_name="Mayer", first_name="Ute"), closed_on="2025-01-01")
MARTIN = case("35504BG0099999", Person(last_name="Martin", first_name="Meike"))
CASES = (OEZDEMIR, MEIER, MAYER, MARTIN)
LEASE = filed("lease", MEIER, document_type="Mietvertrag", title="Vertrag 2024", sender="Nordbau", item="K17-000123")
ACCOUNT = filed("account", MEIER, document_type="Kontoauszug", received_on="2026-01-02")
OTHER_LEASE = filed("other", OEZDEMIR, document_type="Mietvertrag", sender="Müller Hausverwaltung")
POST = document("post", document_type="Mietvertrag", proposed_case=MAYER.id, sender="Stadtwerke", item="K17-000999")
STRAY = document("stray", title="Ohne Zuordnung")
DOCUMENTS = (LEASE, ACCOUNT, OTHER_LEASE, POST, STRAY)


@pytest.fixture
def filled(cache: SqlCache) -> SqlCache:
    cache.fill(SITE, 1, lines(*CASES, *DOCUMENTS))
    return cache


@pytest.mark.parametrize(
    "text",
    [
        "35502BG0001234", "35502//0001234", "35502 BG 1234", "BG 35502/1234", "35502/1234", "bg35502bg0001234",
        "0001234", "1234", "BG1234", "02bg0001", "35502//00012",
        "özdemir", "OEZDEMIR", "Schulte", "ozdemirschulte", "ayse", "Ayşe Özdemir", "maria schulte", "yilmaz", "dorde",
        "12.03.1984", "12.3.1984", "1984-03-12", "12031984", "19840312", "120384", "12.03.84", "12.3.84", "12/03/1984",
        "12. März 1984", "12 mrz 84", "12.03.", "1984-03", "01.10.2011",
        "vennehof", "Am Vennehof 7a", "46325", "borken 46325", "412D118734", "özd 12.03.1984", "schul 1234 borken",
    ],
)  # fmt: skip
def test_a_case_is_found_by(filled: SqlCache, text: str) -> None:
    assert ids(filled.search(text).cases) == [OEZDEMIR.id]


@pytest.mark.parametrize("text", ["35502BG0004321", "13.03.1984", "özdemir 5678", "schmidt", "x", "35502BG00012345"])
def test_a_case_is_not_found_by(filled: SqlCache, text: str) -> None:
    assert OEZDEMIR.id not in ids(filled.search(text).cases)


def test_names_also_by_sound_after_those_that_are_written_so(filled: SqlCache) -> None:
    assert ids(filled.search("meier").cases) == [MEIER.id, MAYER.id]
    assert ids(filled.search("Mayer").cases) == [MAYER.id, MEIER.id]
    assert set(ids(filled.search("maier").cases)) == {MEIER.id, MAYER.id}


def test_the_best_comes_first(filled: SqlCache) -> None:
    assert ids(filled.search("me").cases) == [MEIER.id, MARTIN.id]
    assert ids(filled.search("nord").cases) == [MEIER.id]
    assert ids(filled.search("12").cases)[-1] == MEIER.id  # a house number after a birth date and so on


def test_the_other_person_of_the_household_is_named(filled: SqlCache) -> None:
    assert [row.matched for row in filled.search("yilmaz").cases] == ["Yılmaz, Đorđe"]
    assert [row.matched for row in filled.search("özdemir").cases] == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mietvertrag", {LEASE.id, OTHER_LEASE.id}),
        ("Meier Mietvertrag", {LEASE.id}),
        ("mietv meier", {LEASE.id}),
        ("5678 mietvertrag", {LEASE.id}),
        ("35502//5678 konto", {ACCOUNT.id}),
        ("nordbau", {LEASE.id}),
        ("K17-000123", {LEASE.id}),
        ("k17 000123", {LEASE.id}),
        ("mueller mietvertrag", {OTHER_LEASE.id}),
        ("hans meier", {LEASE.id, ACCOUNT.id}),
        ("schulte kontoauszug", set()),
    ],
)
def test_filed_documents_are_found_by(filled: SqlCache, text: str, expected: set[str]) -> None:
    assert set(ids(filled.search(text).documents)) == expected


def test_unfiled_post_is_found_by_its_words_and_its_proposed_case(filled: SqlCache) -> None:
    for text in ("K17-000999", "stadtwerke", "mayer mietvertrag", "77777 stadtwerke", "ute mayer"):
        assert ids(filled.search(text).inbox) == [POST.id], text
    assert ids(filled.search("zuordnung").inbox) == [STRAY.id]


def test_full_text_is_found_before_and_after_filing(filled: SqlCache) -> None:
    filled.keep_text(STRAY.id, ("Sehr geehrte Damen und Herren,", "die Bürgschaft ist erloschen"))
    assert ids(filled.search("buergschaft").inbox) == [STRAY.id]
    log = Log(None, *CASES, *DOCUMENTS)
    log.number = 1
    filled.apply(SITE, [_second(log, FileDocument(site=SITE, by="anna", document=STRAY.id, case=MEIER.id))])
    found = filled.search("bürgschaft meier")
    assert ids(found.documents) == [STRAY.id] and not found.inbox


def test_changes_are_found_and_what_was_is_not(filled: SqlCache) -> None:
    log = Log(None, *CASES, *DOCUMENTS)
    married = case("35502BG0005678", Person(last_name="Quast", first_name="Hans"))
    filled.apply(SITE, [_second(log, ImportCases(site=SITE, by="system", cases=(married,)))])
    assert ids(filled.search("quast mietvertrag").documents) == [LEASE.id]
    assert MEIER.id not in ids(filled.search("meier").cases)


def test_waiting_actions_count_in_search(filled: SqlCache) -> None:
    action = FileDocument(site=SITE, by="anna", document=STRAY.id, case=MEIER.id, title="Vollmacht")
    assert filled.enqueue(action) is None
    found = filled.search("meier vollmacht")
    assert [(row.id, row.pending, row.state_of_work) for row in found.documents] == [(STRAY.id, True, FILED)]
    assert not filled.search("vollmacht").inbox and not filled.search("zuordnung").inbox


def test_nothing_typed_finds_nothing(filled: SqlCache) -> None:
    for text in ("", "   ", "-", "§ /"):
        found = filled.search(text)
        assert not (found.cases or found.documents or found.inbox)


def test_each_list_is_cut_at_the_limit(cache: SqlCache) -> None:
    many = [filed(f"d{number}", MEIER, title="Bescheid") for number in range(50)]
    cache.fill(SITE, 1, lines(MEIER, *many, *(document(f"i{number}", title="Bescheid") for number in range(50))))
    found = cache.search("bescheid", 7)
    assert (len(found.documents), len(found.inbox)) == (7, 7)


def test_cases_alone_can_be_asked_for(filled: SqlCache) -> None:
    everything, cases = filled.search("meier"), filled.search("meier", documents=False)
    assert cases.cases == everything.cases and everything.documents
    assert not (cases.documents or cases.inbox)


@given(st.text(max_size=40))
def test_any_text_can_be_typed(text: str) -> None:
    assert len(parse_query(text)) <= 8


def test_signs_of_the_query_language_are_only_text(filled: SqlCache) -> None:
    for text in ('"', "meier AND (", "NOT x", "a* OR b", "terms:meier", "^meier", "me-ier + NEAR(", "ჯ1"):
        filled.search(text)


def test_several_sites_are_searched_together(cache: SqlCache, tmp_path: Path) -> None:
    cache.fill(SITE, 1, lines(MEIER, LEASE))
    cache.fill("heek", 1, lines(MAYER, document("heek-post", title="Mietvertrag")))
    found = cache.search("mai")
    assert not found.cases
    found = cache.search("meier")
    assert [(row.id, row.site) for row in found.cases] == [(MEIER.id, SITE), (MAYER.id, "heek")]
    assert ids(cache.search("mietvertrag").inbox) == ["heek-post"]


def _second(log: Log, action: object) -> object:
    """The log's next commit as number 2, after the checkpoint at 1."""
    log.commit(TakeIn(site=SITE, by="system"))
    return log.commit(action)  # type: ignore[arg-type]
