"""Labelled letters: whose they are, of what type, and whether they carry enough to decide.

They are spoilt as scans are: look-alike letters, lost umlauts, broken lines, words taken apart, wrong numbers of the
right length, two households on a page, strangers who are called like somebody, nothing to go by. Shares no code with
the program, only the facts' names. ``letters(homes, count, seed)`` gives the same ones every time.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.suggestions.households import Home, Human, human, surname
from tests.suggestions.papers import PAPERS, VAGUE_LINES, VAGUE_SUBJECTS, PaperKind

SCENARIOS = {
    "full": 26, "number-and-name": 12, "name-and-birth": 12, "name-and-address": 12, "wrong-number": 7,
    "number-of-another": 4, "customer-number": 5, "number-only": 3, "child": 6, "married": 3, "two-households": 5,
    "namesake": 3, "stranger": 3, "name-only": 3, "nothing": 3,
}  # fmt: skip
UNDECIDABLE = {"two-households", "namesake", "stranger", "name-only", "nothing"}


@dataclass(frozen=True)
class Letter:
    """``case`` "": no household of ours. ``second``: the other household of two. ``enough``: it can be decided."""

    text: str
    case: str
    type: str
    scenario: str
    noise: str
    second: str = ""
    stamp: str = ""
    sender: str = ""

    @property
    def enough(self) -> bool:
        return self.scenario not in UNDECIDABLE


def letters(homes: list[Home], count: int, seed: int) -> list[Letter]:
    rng = Random(f"letters:{seed}")
    return [letter(homes, rng) for _ in range(count)]


def letter(homes: list[Home], rng: Random) -> Letter:
    kind = rng.choices(PAPERS, [paper.weight for paper in PAPERS])[0]
    scenario = rng.choices(list(SCENARIOS), list(SCENARIOS.values()))[0]
    home = rng.choice(homes)
    if scenario == "child" and len(home.people) < 2:
        scenario = "full"
    facts = Facts.of(scenario, home, homes, rng)
    lines, sender, stamp = write(kind, facts, homes, rng)
    noise = rng.choices(("none", "light", "heavy"), (30, 45, 25))[0]
    text = spoil("\n".join(lines), noise, rng)
    return Letter(text, facts.case, kind.type, scenario, noise, facts.second, stamp, sender)


@dataclass
class Facts:
    """What the letter may say about the household."""

    case: str
    number: str = ""
    name: str = ""
    born: date | None = None
    address: tuple[str, str] = ("", "")
    customer: str = ""
    others: tuple[Human, ...] = ()
    second: str = ""
    second_lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, scenario: str, home: Home, homes: list[Home], rng: Random) -> "Facts":
        who = home.head if rng.random() < 0.8 else rng.choice(home.people)
        lives = (home.street, f"{home.postcode} {home.town}")
        others = home.people[1:3] if rng.random() < 0.2 else ()
        match scenario:
            case "full":
                return cls(home.number, home.number, who.name, who.born, lives, others=others)
            case "number-and-name":
                return cls(home.number, home.number, who.name)
            case "name-and-birth":
                return cls(home.number, "", who.name, who.born, lives if rng.random() < 0.4 else ("", ""))
            case "name-and-address":
                return cls(home.number, "", home.head.name, None, lives, others=others)
            case "wrong-number":
                return cls(home.number, wrong(home.number, rng), who.name, who.born, lives)
            case "number-of-another":
                return cls(home.number, rng.choice(homes).number, who.name, who.born, lives)
            case "customer-number":
                return cls(home.number, "", who.name, customer=who.customer)
            case "number-only":
                return cls(home.number, home.number)
            case "child":
                child = home.people[-1]
                return cls(home.number, "", child.name, child.born, lives if rng.random() < 0.6 else ("", ""))
            case "married":
                return cls(home.number, "", f"{who.first} {surname(rng)}", who.born, lives)
            case "two-households":
                return cls.of_two(home, rng.choice(homes), rng)
            case "namesake":
                born = who.born + timedelta(days=rng.randrange(40, 4000) * rng.choice((-1, 1)))
                return cls("", "", who.name, born, (f"Uferweg {rng.randrange(1, 90)}", "48151 Münster"))
            case "stranger":
                new = human(rng, surname(rng), 19, 60)
                number = f"{home.number[:7]}{rng.randrange(10**6, 10**7)}" if rng.random() < 0.5 else ""
                return cls("", number, new.name, new.born, (home.street.rsplit(" ", 1)[0] + " 199", lives[1]))
            case "name-only":
                return cls(home.number, "", who.name)
        return cls("")

    @classmethod
    def of_two(cls, home: Home, other: Home, rng: Random) -> "Facts":
        own = (home.street, f"{home.postcode} {home.town}")
        lines = [f"Betrifft auch: {other.head.name}, geb. am {other.head.born:%d.%m.%Y}"]
        if rng.random() < 0.6:
            lines.append(f"BG-Nummer {spelled(other.number, rng)}")
        if rng.random() < 0.5:
            lines.append(f"wohnhaft {other.street}, {other.postcode} {other.town}")
        facts = cls(home.number, home.number if rng.random() < 0.6 else "", home.head.name, home.head.born, own)
        facts.second, facts.second_lines = other.number, tuple(lines)
        if rng.random() < 0.5:
            facts.case, facts.second = facts.second, facts.case
        return facts


def wrong(number: str, rng: Random) -> str:
    """A number of the right length with one wrong digit, or two that changed places."""
    digits = list(number)
    place = rng.randrange(8, 14)
    if rng.random() < 0.3 and digits[place - 1] != digits[place] and place > 8:
        digits[place - 1], digits[place] = digits[place], digits[place - 1]
    else:
        digits[place] = rng.choice([digit for digit in "0123456789" if digit != digits[place]])
    return "".join(digits)


def spelled(number: str, rng: Random) -> str:
    office, rest = number[:5], number[7:]
    short = rest.lstrip("0")
    return rng.choice((
        number, f"{office} BG {rest}", f"{office}//{rest}", f"{office}/{rest}", f"{office} BG {short}",
        f"BG {office}/{short}", f"{office}BG {rest}", f"{office} // {rest}",
    ))  # fmt: skip


def write(kind: PaperKind, facts: Facts, homes: list[Home], rng: Random) -> tuple[list[str], str, str]:
    """The lines, the sender as it is printed, the date of the stamp (ISO)."""
    day = date(2026, 11, 1) - timedelta(days=rng.randrange(0, 60))
    sender = rng.choice(kind.senders) if kind.senders else facts.name
    if sender == "PRIVAT":
        neighbour = rng.choice(homes)  # a landlord may be called like somebody whom we know
        sender = neighbour.head.name if rng.random() < 0.3 else human(rng, surname(rng), 30, 70).name
    lines, stamp = [], ""
    if rng.random() < 0.25:
        received = day + timedelta(days=rng.randrange(1, 6))
        stamp = received.isoformat()
        lines += [rng.choice(("Eingegangen am", "EINGANG", "Jobcenter Eingang")), f"{received:%d.%m.%Y}"]
    if kind.senders:
        lines += [sender, f"Industriestraße {rng.randrange(1, 300)}, 46325 Borken"]
        lines += ["", *(("Herrn" if rng.random() < 0.5 else "Frau",) if facts.name else ()), facts.name]
        lines += list(facts.address)
    else:
        lines += [facts.name, *facts.address, "", "Jobcenter Kreis Westhof", "Amtsweg 1", "46325 Borken"]
    lines += [f"Datum {day:%d.%m.%Y}", *references(kind, facts, rng), "", subject(kind, rng), ""]
    lines += [rng.choice(("Sehr geehrte Damen und Herren,", "Guten Tag,"))]
    lines += body(kind, facts, rng)
    if kind.senders:
        lines += ["Mit freundlichen Grüßen", f"i. A. {human(rng, surname(rng), 30, 60).name}"]
    else:
        lines += ["Mit freundlichen Grüßen", facts.name]
    return [line for line in lines if line], sender, stamp


def subject(kind: PaperKind, rng: Random) -> str:
    """What the letter is called; one in three is called nothing, or something that says nothing."""
    draw = rng.random()
    return "" if draw < 0.15 else rng.choice(VAGUE_SUBJECTS) if draw < 0.35 else rng.choice(kind.subjects)


def references(kind: PaperKind, facts: Facts, rng: Random) -> list[str]:
    lines = []
    if facts.number:
        label = rng.choice(("BG-Nummer:", "BG-Nr.", "Ihr Zeichen:", "Aktenzeichen", "Nummer der Bedarfsgemeinschaft"))
        tail = rng.random() < 0.05 and label.startswith("BG")
        lines.append(f"{label} {facts.number[7:] if tail else spelled(facts.number, rng)}")
    if facts.customer:
        lines.append(f"Kundennummer: {facts.customer}")
    if kind.senders and rng.random() < 0.5:
        lines.append(f"Unser Zeichen: {rng.randrange(100, 99999)}/{rng.randrange(2020, 2027)}")
    if rng.random() < 0.3:
        lines.append(f"Telefon 02861 555{rng.randrange(1000, 9999)}")
    return lines


def body(kind: PaperKind, facts: Facts, rng: Random) -> list[str]:
    lines = rng.sample(kind.lines, rng.randrange(1, len(kind.lines) + 1))
    lines += rng.sample(VAGUE_LINES, rng.randrange(0, 3))
    if rng.random() < 0.35:  # it speaks of something else besides
        lines.append(rng.choice(rng.choice(PAPERS).lines))
    if facts.born is not None:
        label = rng.choice(("geb. am {}", "geboren am {}", "Geburtsdatum: {}", "geb. {}"))
        shown = rng.choice((f"{facts.born:%d.%m.%Y}", f"{facts.born:%d.%m.%Y}", f"{facts.born.day}.{facts.born:%m.%y}"))
        last, first = facts.name.split()[-1], " ".join(facts.name.split()[:-1])
        name = rng.choice((facts.name, f"{last}, {first}", facts.name.upper(), f"Name: {last} Vorname: {first}"))
        lines.insert(rng.randrange(len(lines) + 1), f"{name}, {label.format(shown)}")
    for one in facts.others:
        lines.append(f"{one.name}, geboren am {one.born:%d.%m.%Y}")
    return [*lines, *facts.second_lines]


# --- spoiling -----------------------------------------------------------------------------------------------------
LOOK_ALIKES = {
    "0": "O", "O": "0", "1": "l", "l": "1", "I": "l", "5": "S", "S": "5", "8": "B", "B": "8", "6": "G", "G": "6",
    "2": "Z", "m": "rn", "w": "vv", "d": "cl", "e": "c", "c": "e", "i": "j", "t": "f", "n": "u", "u": "n", "h": "b",
    "a": "o", "g": "q", "ü": "ii", "ß": "B", "7": "1", "3": "8", "9": "g", ".": ",", ",": ".",
}  # fmt: skip
UMLAUTS: tuple[dict[str, str], ...] = (
    {"ä": "a", "ö": "o", "ü": "u", "ß": "B", "Ä": "A", "Ö": "O", "Ü": "U"},
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"},
    {"ä": "?", "ö": "?", "ü": "?", "ß": "?", "ş": "?", "ł": "?", "ć": "?", "ı": "?"},
)
RATES = {"none": (0.0, 0.0, 0.0), "light": (0.004, 0.01, 0.2), "heavy": (0.02, 0.04, 0.6)}
"""How often a letter is misread, a blank comes or goes, and all umlauts are lost."""


def spoil(text: str, noise: str, rng: Random) -> str:
    misread, blanks, umlauts = RATES[noise]
    if rng.random() < umlauts:
        table = rng.choice(UMLAUTS)
        text = "".join(table.get(sign, sign) for sign in text)
    signs: list[str] = []
    for sign in text:
        if sign in LOOK_ALIKES and rng.random() < misread:
            signs.append(LOOK_ALIKES[sign])
        elif sign == " " and rng.random() < blanks:
            signs.append(rng.choice(("\n", "\n", "", "  ")))
        elif sign == "\n" and rng.random() < blanks:
            signs.append(" ")
        elif sign.isalnum() and rng.random() < misread / 8:
            signs.append(rng.choice(("", sign + " ", sign + sign)))
        else:
            signs.append(sign)
    return "".join(signs)
