"""Households and staff of the example: invented the same way every time, and good enough for the real import."""

from pathlib import Path

import pytest

from app.adapters.example import Example
from app.adapters.example.county import County
from app.domain.case_number import parse_case_number
from app.domain.example import PLANS
from app.services.county_file import read_county
from app.services.household_rows import read_households
from tests.example.conftest import TINY, TODAY


def test_the_same_seed_and_day_give_the_same_county() -> None:
    first, second = Example(TINY, TODAY, 7), Example(TINY, TODAY, 7)
    assert first.county_toml() == second.county_toml()
    assert first.households_csv() == second.households_csv()


def test_another_seed_gives_other_households() -> None:
    assert Example(TINY, TODAY, 7).households_csv() != Example(TINY, TODAY, 8).households_csv()


@pytest.mark.parametrize("scale", PLANS)
def test_every_scale_has_the_files_that_it_promises_with_numbers_of_their_own(scale: str) -> None:
    plan = PLANS[scale]
    numbers = [home.case_number for home in County(plan, TODAY, 7).households]
    assert len(set(numbers)) == len(numbers) == plan.files
    assert all(parse_case_number(number) == number for number in numbers)


def test_the_whole_county_has_17_towns() -> None:
    assert len(County(PLANS["county"], TODAY, 7).files) == 17


def test_households_have_up_to_six_persons_and_no_child_is_older_than_its_parents() -> None:
    homes = County(PLANS["town"], TODAY, 7).households
    assert {len(home.members) for home in homes} == {1, 2, 3, 4, 5, 6}
    assert all(child.born > home.applicant.born for home in homes for child in home.children)
    assert all(home.applicant.born.year <= TODAY.year - 18 for home in homes)


def test_names_have_letters_beyond_german() -> None:
    names = {member.name for home in County(PLANS["town"], TODAY, 7).households for member in home.members}
    letters = {letter for name in names for letter in name}
    assert letters.issuperset("äöüßşćłșğ-")


def test_the_master_data_is_read_without_complaint(tmp_path: Path, example: Example) -> None:
    (tmp_path / "county.toml").write_text(example.county_toml(), encoding="utf-8")
    (tmp_path / "households.csv").write_text(example.households_csv(), encoding="utf-8")
    (plan,) = read_county(tmp_path / "county.toml")
    workers = frozenset(worker.id for worker in plan.workers)
    households, rejected = read_households(tmp_path / "households.csv", {"borken": workers})
    assert (len(households), rejected) == (6, [])


def test_three_persons_to_be_work_at_the_first_site(tmp_path: Path, example: Example) -> None:
    (tmp_path / "county.toml").write_text(example.county_toml(), encoding="utf-8")
    (plan,) = read_county(tmp_path / "county.toml")
    roles = {worker.id: worker.roles for worker in plan.workers}
    assert [roles[persona.id] for persona in example.personas()] == [("caseworker",), ("team-lead",), ("mail-room",)]
    assert {role for found in roles.values() for role in found} >= {"central", "admin", "privacy-officer"}
