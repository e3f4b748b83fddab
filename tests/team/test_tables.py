"""What is exported, read back: German Excel understands it, it computes nothing, and it names no citizen."""

import csv
import io

from app.domain.records import FollowUp
from app.services.team_figures import Overdue, make_figures
from app.services.team_tables import as_csv, figures_table, rows_table
from tests.team.making import PEOPLE, TODAY, ago, filing, row


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


ROWS = [
    row("a", 3, worker="anna", item="K17-1", document_type="Mietvertrag", title="Mietvertrag Özdemir", pages=2,
        sender="Ayşe Özdemir", case_name="Özdemir, Ayşe", case_number="35502BG0001234"),
    row("b", 0, team="t2", item="=1+1", channel="fax", document_type='Brief; "eilig"\nheute'),
    row("c", None, item="K17-3"),
]  # fmt: skip
LATE = Overdue("borken", 1, FollowUp(id="f", due_on=ago(2)), 2)
FIGURES = make_figures(PEOPLE, ROWS, [filing("f", received=5, filed=1)], [], [LATE], TODAY)


def test_the_list_has_numbers_of_papers_and_names_no_citizen() -> None:
    data = as_csv(rows_table(FIGURES, FIGURES.rows))
    head, first, second, third = read(data)
    assert head[:3] == ["Postnummer", "Eingang", "Alter (Kalendertage)"] and len(head) == 9
    assert first == ["K17-1", "17.11.2026", "3", "Brief", "Mietvertrag", "2", "Anna Berger", "", "Borken"]
    assert second == ["'=1+1", "20.11.2026", "0", "Fax", 'Brief; "eilig"\nheute', "1", "", "Leistung 2", "Borken"]
    assert third[:3] == ["K17-3", "", ""]
    for secret in ("Özdemir", "Ayşe", "0001234"):
        assert secret.encode() not in data


def test_the_figures_are_all_there() -> None:
    table = read(as_csv(figures_table(FIGURES)))
    found = {(line[0], line[1]): line[2:] for line in table[1:]}
    assert found["Stand", "20.11.2026"] == ["", ""]
    assert found["Offen", "alle"] == ["3", "3"] and found["Offen", "ohne Person"] == ["2", ""]
    assert found["Offen nach Person", "Anna Berger"] == ["1", "3"]
    assert found["Offen nach Person", "Maria Koch"] == ["0", ""]
    assert found["Offen nach Team", "kein Team"] == ["1", ""]
    assert found["Offen nach Alter", "2 bis 3 Tage"] == ["1", "3"]
    assert found["Offen nach Alter", "ohne Datum"] == ["1", ""]
    assert found["Offen nach Eingangsweg", "Fax"] == ["1", "0"]
    assert found["Wiedervorlagen", "überfällig"][0] == "1"
    assert found["Eingang", "15.11.2026"][0] == found["Abgelegt", "19.11.2026"][0] == "1"
    assert found["Eingang bis Ablage", "Median in Kalendertagen"][0] == "4"
    assert found["davor", "abgelegte Dokumente"][0] == "0" and found["davor", "Median in Kalendertagen"][0] == ""
    assert {len(line) for line in table} == {4}
