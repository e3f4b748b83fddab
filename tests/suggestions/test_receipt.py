"""The day of receipt: the stamp if it can be read, else the delivery's index."""

from datetime import date

import pytest

from app.domain.recognise.reading import read_texts
from app.domain.recognise.receipt import receipt_date

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "stamp",
    [
        *("Eingegangen am 18.11.2026", "EINGANG\n18.11.26", "Posteingang 18. November 2026", "E1ngang 18.l1.2026"),
        *("Jobcenter\nEingegangen\n18.11.2026\nAnlagen: 2", "Eingang: 2026-11-18"),
    ],
)
def test_a_stamp_is_read(stamp: str) -> None:
    found = receipt_date(read_texts([f"Datum 16.11.2026\n{stamp}\nMit Gruß"]), TODAY, "2026-11-19")
    assert found is not None
    assert found.day == "2026-11-18"
    assert found.spot is not None


@pytest.mark.parametrize(
    "text",
    [
        *("Datum 16.11.2026", "Eingang am 31.12.2026", "Eingegangen am 01.02.2019"),
        *("", "Eingang des Betrags am 18.11.2026", "Eingang geb. 12.03.1984"),
    ],
)
def test_what_is_no_stamp_of_these_days_leaves_the_index(text: str) -> None:
    assert receipt_date(read_texts([text]), TODAY) is None
    found = receipt_date(read_texts([text]), TODAY, "2026-11-19")
    assert found is not None
    assert (found.day, found.spot) == ("2026-11-19", None)
