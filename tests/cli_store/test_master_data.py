"""``init`` and ``cases import``: what master-data.md promises."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_central
from app.cli import run
from app.domain.actions import FileDocument, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, Accepted
from app.domain.records import CaseFile, Document, Site, Worker
from app.services import hand_over
from app.services.document_types import register_for, registers
from app.services.site_records import records_of

COUNTY = """
[county]
name = "Kreis Musterland"

[[site]]
id = "heek"
name = "Heek"
phase = "live"
legal_areas = ["sgb2"]

[[site]]
id = "borken"
name = "Borken"

[[team]]
id = "heek-leistung"
site = "heek"
name = "Leistung"

[[worker]]
id = "anna.berger"
name = "Anna Berger"
site = "heek"
teams = ["heek-leistung"]
roles = ["caseworker"]

[[worker]]
id = "bert.kamp"
name = "Bert Kamp"
site = "borken"
roles = ["caseworker"]
"""
HEADER = "case_number;site;legal_area;last_name;first_name;born;street;postcode;town;customer_number;worker;closed_on"
ONE = "35502BG0001234;heek;sgb2;Özdemir-Schulte;Ayşe Maria;1984-03-12;Am Vennehof 7a;48619;Heek;412D118734;anna.berger;"
CHILD = "35502//1234;heek;sgb2;Özdemir;Can;2016-03-08;Am Vennehof 7a;48619;Heek;;anna.berger;"
TWO = "35502 BG 77;borken;sgb2;Meier;Uwe;1970-01-01;Markt 1;46325;Borken;;bert.kamp;"


class Office:
    """A store and the commands on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.store = str(folder / "store")
        self._capsys = capsys

    def call(self, *arguments: str) -> tuple[int, Any]:
        status = run([*arguments, "--store", self.store, "--json"])
        return status, json.loads(self._capsys.readouterr().out)

    def init(self, county: str = COUNTY) -> tuple[int, Any]:
        path = self.folder / "county.toml"
        path.write_text(county, encoding="utf-8")
        return self.call("init", "--county", str(path))

    def load(self, *rows: str, header: str = HEADER, start: bytes = b"") -> tuple[int, Any]:
        path = self.folder / "households.csv"
        path.write_bytes(start + "\n".join([header, *rows, ""]).encode())
        return self.call("cases", "import", str(path))

    def case(self, site: str, number: str) -> CaseFile:
        found = records_of(open_central(self.store), site).case_by_number(number)
        assert found is not None
        return found


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    made = Office(tmp_path, capsys)
    assert made.init()[0] == 0
    return made


# --- county.toml --------------------------------------------------------------------------------------------
def test_init_makes_sites_teams_and_workers(office: Office) -> None:
    central = open_central(f"file://{office.store}")
    assert central.sites() == ("borken", "heek")
    heek = records_of(central, "heek")
    site = next(heek.all("site"))
    assert isinstance(site, Site) and (site.name, site.county, site.phase) == ("Heek", "Kreis Musterland", "live")
    (worker,) = heek.all("worker")
    assert worker == Worker(id="anna.berger", name="Anna Berger", teams=("heek-leistung",), roles=("caseworker",))


def test_init_again_changes_nothing(office: Office) -> None:
    status, result = office.init()
    assert status == 0 and not any(site["changed"] for site in result["sites"])
    assert open_central(office.store).position("heek") == 1


def test_what_has_gone_from_the_file_is_ended_not_deleted(office: Office) -> None:
    start = COUNTY.index("[[site]]\nid = \"borken\"")
    without_borken = COUNTY[:start] + COUNTY[COUNTY.index("[[team]]") : COUNTY.index("[[worker]]")]
    status, result = office.init(without_borken)
    assert status == 0 and [entry["id"] for entry in result["sites"] if entry["ended"]] == ["borken"]
    central = open_central(office.store)
    for site, worker in (("heek", "anna.berger"), ("borken", "bert.kamp")):
        found = records_of(central, site).get("worker", worker)
        assert found is not None and isinstance(found.record, Worker) and found.record.ended
    office.init()
    found = records_of(central, "borken").get("worker", "bert.kamp")
    assert found is not None and isinstance(found.record, Worker) and not found.record.ended


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('phase = "live"', 'phase = "alive"', "Zeile 8"),
        ('legal_areas = ["sgb2"]', 'legal_areas = ["sgb3"]', "legal_areas"),
        ('legal_areas = ["sgb2"]', 'legal_areas = "sgb2"', "Zeile 9"),
        ('name = "Heek"', 'nam = "Heek"', "„nam“"),
        ('id = "heek"\n', "", "„id“"),
        ('id = "heek"\n', 'id = "../x"\n', "„id“"),
        ('id = "borken"', 'id = "heek"', "Zeile 12"),
        ('teams = ["heek-leistung"]', 'teams = ["nix"]', "nix"),
        ('site = "borken"', 'site = "rhede"', "Zeile 30"),
        ('roles = ["caseworker"]', 'roles = ["boss"]', "caseworker, team-lead"),
        ("[[worker]]", "[[wroker]]", "wroker"),
        ("[county]", "[kreis]", "kreis"),
        ('id = "anna.berger"', 'id = "system"', "system"),
        ('name = "Kreis Musterland"', "name = Kreis", "line 3"),
        ("[[site]]", "[site]", "site"),
    ],
)
def test_a_slip_in_the_county_file_is_named_and_changes_nothing(office: Office, old: str, new: str, says: str) -> None:
    status, result = office.init(COUNTY.replace(old, new))
    assert status == 3 and says in result["error"]["title"] and result["error"]["advice"]
    assert open_central(office.store).position("heek") == 1


def test_a_county_file_that_is_not_there_or_not_utf8(office: Office) -> None:
    assert office.call("init", "--county", str(office.folder / "nix.toml"))[0] == 3
    (office.folder / "latin.toml").write_bytes(COUNTY.replace("Musterland", "Münsterland").encode("latin-1"))
    status, result = office.call("init", "--county", str(office.folder / "latin.toml"))
    assert status == 3 and "UTF-8" in result["error"]["title"]


# --- households.csv -----------------------------------------------------------------------------------------
def test_rows_become_cases_whatever_the_spelling(office: Office) -> None:
    assert office.load(ONE, TWO, CHILD) == (0, {"added": 2, "changed": 0, "unchanged": 0, "rejected": []})
    case = office.case("heek", "35502BG0001234")
    assert [person.name for person in case.persons] == ["Özdemir-Schulte, Ayşe Maria", "Özdemir, Can"]
    assert (case.street, case.postcode, case.town, case.worker) == ("Am Vennehof 7a", "48619", "Heek", "anna.berger")
    assert case.persons[0].customer_number == "412D118734" and case.persons[0].born == "1984-03-12"
    assert office.load(ONE, TWO, CHILD) == (0, {"added": 0, "changed": 0, "unchanged": 2, "rejected": []})
    assert open_central(office.store).position("heek") == 2


def test_names_change_cases_close_and_who_is_not_named_stays(office: Office) -> None:
    office.load(ONE, CHILD, TWO)
    married = ONE.replace("Özdemir-Schulte", "Schulte")[:-1] + ";2026-10-31"
    assert office.load(married)[1] == {"added": 0, "changed": 1, "unchanged": 0, "rejected": []}
    case = office.case("heek", "35502BG0001234")
    assert [person.last_name for person in case.persons] == ["Schulte"] and case.closed_on == "2026-10-31"
    assert office.case("borken", "35502BG0000077").persons[0].name == "Meier, Uwe"


def test_byte_order_mark_windows_lines_blank_lines_and_more_columns(office: Office) -> None:
    rows = (ONE + ";more\r", "\r", ";;;;;;;;;;;;", TWO + ";more")
    status, result = office.load(*rows, header=HEADER + ";x\r", start=b"\xef\xbb\xbf")
    assert (status, result) == (0, {"added": 2, "changed": 0, "unchanged": 0, "rejected": []})


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1970-01-01", "01.01.1970", "born"),
        ("1970-01-01", "1970-02-30", "born"),
        ("bert.kamp;", "bert.kamp;bald", "closed_on"),
        (";borken;", ";rhede;", "rhede"),
        ("bert.kamp", "anna.berger", "anna.berger"),
        ("35502 BG 77", "BG 77", "BG 77"),
        ("sgb2", "sgb99", "sgb99"),
        ("Meier", "", "Nachname"),
        (";Uwe", "", "Felder"),
        (";Uwe", ';"Uwe', "Felder"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_the_rest_goes_in(
    office: Office, old: str, new: str, reason: str
) -> None:
    status, result = office.load(ONE, "", TWO.replace(old, new), CHILD)
    assert status == 1 and result["added"] == 1
    ((line, said),) = [(entry["line"], entry["reason"]) for entry in result["rejected"]]
    assert line == 4 and reason in said
    assert len(office.case("heek", "35502BG0001234").persons) == 2


def test_a_row_that_is_not_utf8_does_not_take_the_others_with_it(office: Office) -> None:
    path = office.folder / "mixed.csv"
    latin = TWO.replace("Meier", "Müller").encode("latin-1")
    path.write_bytes("\n".join([HEADER, ONE, ""]).encode() + latin + b"\n")
    status, result = office.call("cases", "import", str(path))
    assert status == 1 and result["added"] == 1 and [entry["line"] for entry in result["rejected"]] == [3]


def test_a_bad_row_makes_nobody_vanish_from_a_known_case(office: Office) -> None:
    office.load(ONE, CHILD)
    office.load(ONE.replace("1984-03-12", "gestern"), CHILD.replace("Can", "Can Emre"))
    names = [person.first_name for person in office.case("heek", "35502BG0001234").persons]
    assert names[0] == "Ayşe Maria" and "Can Emre" in names


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\x00\x01"])
def test_a_file_that_is_no_list_of_households(office: Office, content: bytes) -> None:
    path = office.folder / "x.csv"
    path.write_bytes(content)
    status, result = office.call("cases", "import", str(path))
    assert status == 3 and "case_number" in result["error"]["title"]


def test_the_sample_county(office: Office, shared: Path) -> None:
    county, households = shared / "samples/county/county.toml", shared / "samples/county/households.csv"
    assert office.call("init", "--county", str(county))[0] == 0
    assert office.call("cases", "import", str(households))[1] == {
        "added": 500,
        "changed": 0,
        "unchanged": 0,
        "rejected": [],
    }
    assert office.call("cases", "import", str(households))[1]["unchanged"] == 500


# --- from site to site --------------------------------------------------------------------------------------
def with_documents(office: Office) -> list[Document]:
    office.load(ONE, CHILD)
    central, case = open_central(office.store), office.case("heek", "35502BG0001234")
    documents = []
    for number in range(3):
        data = f"%PDF {number}".encode()
        central.put("heek", ORIGINALS, sha256_hex(data), data)
        central.put("heek", PACKS, sha256_hex(data), b"pack")
        documents.append(Document(id=f"d{number}", sha256=sha256_hex(data), pack=((0, 1),)))
    central.submit(TakeIn(site="heek", by="system", documents=tuple(documents)))
    for document in documents[:2]:
        action = FileDocument(site="heek", by="anna.berger", document=document.id, case=case.id)
        assert isinstance(central.submit(action), Accepted)
    return documents


def moved(row: str) -> str:
    return row.replace(";heek;", ";borken;").replace("anna.berger", "bert.kamp")


def check_moved(office: Office, documents: list[Document]) -> None:
    central = open_central(office.store)
    here, there = office.case("heek", "35502BG0001234"), office.case("borken", "35502BG0001234")
    assert (here.moved_to, there.moved_from, there.moved_to, there.worker) == ("borken", "heek", "", "bert.kamp")
    assert len(there.persons) == 2
    taken = {record.id: record for record in records_of(central, "borken").all("document")}
    assert sorted(taken) == ["d0", "d1"]
    for document in documents[:2]:
        record = taken[document.id]
        assert isinstance(record, Document) and record.case == there.id and record.state_of_work == "filed"
        assert central.has("borken", ORIGINALS, document.sha256) and central.has("borken", PACKS, document.sha256)
    assert office.call("verify")[1]["chain"] == "intact"


def test_a_case_that_moves_takes_its_documents_along(office: Office) -> None:
    documents = with_documents(office)
    assert office.load(moved(ONE), moved(CHILD))[1]["changed"] == 1
    check_moved(office, documents)
    assert office.load(moved(ONE), moved(CHILD))[1] == {"added": 0, "changed": 0, "unchanged": 1, "rejected": []}
    assert office.load(ONE, CHILD)[1]["changed"] == 1
    assert office.case("heek", "35502BG0001234").moved_to == ""
    assert office.case("borken", "35502BG0001234").moved_to == "heek"


@pytest.mark.parametrize("step", ["hand_over", "copy_bytes", "_submit"])
def test_a_move_that_a_crash_cut_short_is_finished_by_the_next_import(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    documents = with_documents(office)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(hand_over, step, crash)
        patch.setattr("app.services.import_cases.hand_over", crash if step == "hand_over" else hand_over.hand_over)
        path = office.folder / "moved.csv"
        path.write_text("\n".join([HEADER, moved(ONE), moved(CHILD)]), encoding="utf-8")
        assert run(["cases", "import", str(path), "--store", office.store]) == 1
        office._capsys.readouterr()
    office.load(moved(ONE), moved(CHILD))
    check_moved(office, documents)


# --- types and registers ------------------------------------------------------------------------------------
def test_types_know_their_register() -> None:
    assert len(registers()) > 40
    assert register_for("Mietvertrag") == "Kosten der Unterkunft"
    assert register_for("widerspruch") == "Bescheide und Verfügungen"
    assert register_for("Ansichtskarte") == register_for("") == "Sonstiges"
