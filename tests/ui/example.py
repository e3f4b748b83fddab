"""A small office for the tests of the screens: ten households, a thick file, post that waits."""

import random
from dataclasses import replace
from datetime import date, timedelta

from app.domain.records import FILED, CaseFile, Document, Person, Team, Worker
from app.domain.registers import DOCUMENT_TYPES

SITE = "borken"
FILED_AT = "2026-11-20T09:41:00Z"
ME = Worker(id="anna.berger", name="Anna Berger", teams=("leistung-1",), roles=("caseworker",))
TEAMS = (Team(id="leistung-1", name="Leistung 1"), Team(id="leistung-2", name="Leistung 2"))
WORKERS = (
    ME,
    Worker(id="jan.weber", name="Jan Weber", teams=("leistung-1",), roles=("caseworker",)),
    Worker(id="maria.koch", name="Maria Koch", teams=("leistung-1", "leistung-2"), roles=("team-lead",)),
)
HOUSEHOLDS = (
    ("Özdemir-Schulte", "Ayşe Maria", "Am Vennehof 7a"),
    ("Meier", "Klaus", "Bahnhofstraße 12"),
    ("Mayer", "Sabine", "Neumühlenallee 31"),
    ("Maier", "Thorsten", "Heidener Straße 104"),
    ("Kowalski", "Piotr", "Johanniterstraße 5"),
    ("Schulze Wischeler", "Maria-Magdalena", "Gemener Platz 2"),
    ("Nguyen", "Thi Lan", "Butenwall 78"),
    ("von der Heide", "Friedrich", "Raesfelder Straße 9"),
    ("Al-Hassan", "Fatima", "Otto-Hahn-Straße 44"),
    ("Janssen", "Imke", "Weseler Straße 17"),
)


def days_ago(days: int) -> str:
    return (date.today() - timedelta(days=days)).isoformat()  # noqa: DTZ011 - ages on screen are local


def make_cases() -> list[CaseFile]:
    cases = []
    for number, (last, first, street) in enumerate(HOUSEHOLDS):
        persons = [Person(last_name=last, first_name=first, born=f"{1984 - number}-03-{12 + number}")]
        if number % 2 == 0:
            persons.append(Person(last_name=last, first_name="Emil", born=f"20{10 + number}-07-01"))
            persons.append(Person(last_name=last, first_name="Lina", born=f"20{12 + number}-01-23"))
        cases.append(
            CaseFile(
                id=f"case-{number}",
                case_number=f"35502BG{1234 + 1111 * number:07}",
                persons=tuple(persons),
                street=street,
                postcode="46325",
                town="Borken",
                worker=WORKERS[number % 3].id,
                closed_on="2026-06-30" if number == 7 else "",
                moved_to="rhede" if number == 9 else "",
            )
        )
    return cases


def make_documents(cases: list[CaseFile], filed: int, inbox: int) -> list[Document]:
    chance = random.Random(11)
    types = [(kind, register) for register, kinds in DOCUMENT_TYPES.items() for kind in kinds]
    documents = []
    for number in range(filed):
        kind, register = chance.choice(types)
        documents.append(_document(f"doc-{number}", number, chance, document_type=kind, register=register))
        # The first case is a thick file, the others share the rest.
        case = cases[0] if number < filed * 3 // 4 else chance.choice(cases[1:])
        documents[-1] = replace(documents[-1], state_of_work=FILED, case=case.id, filed_by=ME.id, filed_at=FILED_AT)
    for number in range(inbox):
        known = chance.choice(cases)
        proposed = known if number % 3 else None
        documents.append(
            _document(
                f"in-{number}",
                number,
                chance,
                document_type=chance.choice(types)[0] if number % 4 else "",
                register="",
                received_on=days_ago(chance.randrange(0, 25)),
                proposed_case=proposed.id if proposed else "",
                team="leistung-1" if number % 2 else "",
                worker=ME.id if number % 5 == 0 else "",
                sender=chance.choice(["", known.persons[0].name, "Stadtwerke Borken", "AOK NordWest"]),
                warnings=(("pages", "Die Seitenzahl weicht vom Index ab."),) if number % 9 == 4 else (),
            )
        )
    return documents


def _document(id_: str, number: int, chance: random.Random, **fields: object) -> Document:
    received = days_ago(chance.randrange(1, 900))
    document = Document(
        id=id_,
        sha256=f"{number:064x}",
        media=chance.choice(["pdf", "pdf", "pdf", "tiff", "jpeg"]),
        pages=chance.choice([1, 1, 2, 2, 3, 4, 12, 86]),
        item=f"K17-{number:06}",
        delivery="SD-2026-11-20-0417",
        provider="Scandienst Nord GmbH",
        channel=chance.choice(["letter", "letter", "fax", "email", "online", "counter"]),
        received_on=received,
        scanned_at=f"{received}T06:12:31+01:00",
    )
    return replace(document, **fields)  # type: ignore[arg-type]
