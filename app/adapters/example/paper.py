"""How letters and forms are laid out: DIN 5008 letters, tables, forms with boxes, signatures."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from app.adapters.example.facts import frequent_surnames
from app.adapters.example.people import Household
from app.adapters.example.sheet import BOLD, HAND, HAND2, INK, SANS, Colour, Sheet, text_width, wrapped, writable

LEFT, RIGHT, LOW = 25.0, 190.0, 268.0
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


@dataclass(frozen=True, slots=True)
class Case:
    """For whom and when a document is made. ``fixed`` decides what all documents of a variant share, ``own`` the rest.

    ``clerk`` is the caseworker's name."""

    home: Household
    day: date
    fixed: Random
    own: Random
    clerk: str


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    street: str
    place: str
    contact: str
    colour: Colour = (30, 60, 110)
    face: str = SANS
    mark: str = "bar"
    """Logo: bar, disc, house, none."""


def money(cents: int) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{part:02d}"


def short(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def long(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


@dataclass(slots=True)
class Writer:
    """Writes from top to bottom and begins a new sheet when one is full."""

    face: str = SANS
    size: float = 10.5
    sheets: list[Sheet] = field(default_factory=lambda: [Sheet()])
    y: float = 30.0
    heading: str = ""

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def step(self) -> float:
        return self.size * 0.3528 * 1.28

    def room(self, height: float) -> None:
        """A new sheet when there is less than ``height`` left."""
        if self.y + height > LOW:
            self.sheets.append(Sheet())
            self.y = 26
            self.sheet.text(LEFT, 17, self.heading, size=8.5)
            self.sheet.right(RIGHT, 17, f"Seite {len(self.sheets)}", size=8.5)

    def write(self, text: str, *, bold: bool = False, gap: float = 0.55, width: float = RIGHT - LEFT) -> None:
        """A paragraph and ``gap`` blank lines after it."""
        face = BOLD if bold else self.face
        for line in wrapped(text, width, face, self.size):
            self.room(self.step)
            self.sheet.text(LEFT, self.y, line, size=self.size, font=face)
            self.y += self.step
        self.y += gap * self.step

    def own(self, text: str, *, bold: bool = False, gap: float = 0.55) -> None:
        """One line that belongs to the household (it is not wrapped: the sheet below must not move)."""
        self.room(self.step)
        with self.sheet.own():
            self.sheet.text(LEFT, self.y, text, size=self.size, font=BOLD if bold else self.face)
        self.y += self.step * (1 + gap)

    def table(self, columns: list[tuple[str, float]], rows: list[list[str]], *, own: bool = True) -> None:
        """Columns are (heading, right edge or left edge in mm; negative: the column ends there)."""
        self.room(7 + 6 * min(len(rows), 4))
        self.sheet.area(LEFT, self.y - 4.4, RIGHT - LEFT, 6, colour=(226, 230, 236))
        self._row([heading for heading, _ in columns], columns, BOLD)
        for row in rows:
            self.room(6)
            if own:
                with self.sheet.own():
                    self._row(row, columns, self.face)
            else:
                self._row(row, columns, self.face)
        self.y += 3

    def _row(self, cells: list[str], columns: list[tuple[str, float]], face: str) -> None:
        for cell, (_, edge) in zip(cells, columns, strict=True):
            if edge < 0:
                self.sheet.right(-edge, self.y, cell, size=9.5, font=face)
            else:
                self.sheet.text(edge, self.y, cell, size=9.5, font=face)
        self.sheet.line((LEFT, self.y + 1.7), (RIGHT, self.y + 1.7), width=0.1)
        self.y += 5.8


def letter(
    sender: Sender,
    case: Case,
    subject: str,
    *,
    receiver: tuple[str, ...] | None = None,
    info: tuple[tuple[str, str], ...] = (),
    face: str = SANS,
    greeting: str = "Sehr geehrte Damen und Herren,",
) -> Writer:
    """A letter with everything above its body. ``receiver`` None: the household. ``info`` values are own."""
    writer = Writer(face=face, heading=f"{sender.name} · {subject}")
    sheet = writer.sheet
    _letterhead(sheet, sender)
    sheet.text(LEFT, 49, f"{sender.name} · {sender.street} · {sender.place}"[:88], size=6.5)
    sheet.line((LEFT, 50), (LEFT + 80, 50), width=0.1)
    lines = receiver if receiver is not None else (_polite(case), *case.home.address)
    with sheet.own():
        for number, line in enumerate(lines):
            sheet.text(LEFT, 57 + 4.9 * number, line, size=10.5, font=face)
        for number, (_, value) in enumerate(info):
            sheet.text(152, 57 + 4.6 * number, value, size=9)
        sheet.text(152, 57 + 4.6 * len(info), long(case.day), size=9)
    for number, (label, _) in enumerate((*info, ("Datum", ""))):
        sheet.text(125, 57 + 4.6 * number, f"{label}:", size=8.5)
    writer.y = 103
    writer.write(subject, bold=True, gap=1)
    if case.home.applicant.name in greeting or case.home.applicant.last_name in greeting:
        writer.own(greeting)
    else:
        writer.write(greeting)
    return writer


def _polite(case: Case) -> str:
    return "Frau" if case.home.applicant.sex == "w" else "Herrn"


def _letterhead(sheet: Sheet, sender: Sender) -> None:
    colour = sender.colour
    size = 17 if text_width(sender.name, BOLD, 17) < 118 else 13
    face = BOLD if sender.face == SANS else sender.face
    if sender.mark == "bar":
        sheet.area(0, 0, 210, 7, colour=colour)
    elif sender.mark == "disc":
        sheet.area(172, 12, 17, 17, colour=colour, round=True)
        sheet.area(176, 16, 9, 9, colour=(250, 250, 250), round=True)
    elif sender.mark == "house":
        sheet.line((170, 26), (170, 18), (179, 11), (188, 18), (188, 26), (170, 26), width=1.1, colour=colour)
        sheet.line((176, 26), (176, 20), (182, 20), (182, 26), width=0.9, colour=colour)
    sheet.text(LEFT, 21, sender.name, size=size, font=face, colour=colour)
    if sender.contact:
        sheet.line((LEFT, 277), (RIGHT, 277), width=0.2, colour=colour)
        sheet.text(LEFT, 281, f"{sender.name} · {sender.contact}"[:110], size=7)
        sheet.text(LEFT, 284.5, "Bankverbindung: Sparkasse Musterland · IBAN DE00 4015 4530 0000 1234 56", size=7)


def close(writer: Writer, case: Case, name: str = "", *, greeting: str = "Mit freundlichen Grüßen") -> list[Sheet]:
    """Greeting, signature and printed name; without ``name`` the applicant signs."""
    writer.room(30)
    writer.write(greeting, gap=0)
    rng = case.fixed if name else case.own
    sheet = writer.sheet
    if name:
        signature(sheet, LEFT + 2, writer.y + 8, "", rng)
        writer.y += 16
        writer.write(name)
    else:
        with sheet.own():
            signature(sheet, LEFT + 2, writer.y + 8, case.home.applicant.name, rng)
            sheet.text(LEFT, writer.y + 16, case.home.applicant.name, font=writer.face)
        writer.y += 22
    return writer.sheets


def signature(sheet: Sheet, x: float, y: float, name: str, rng: Random) -> None:
    """A scribble: the family name written fast, with a flourish below. ``name`` "": somebody of a firm signs."""
    family = name.split()[-1] if name else rng.choice(frequent_surnames("de"))
    sheet.text(x, y + 1, writable(family, HAND), size=rng.uniform(19, 24), font=HAND, colour=INK)
    points = [(x - 2, y + 2.5)]
    for number in range(1, 9):
        points.append((x - 2 + number * rng.uniform(3.2, 4.2), y + 2.2 + rng.uniform(-1.6, 1.6)))
    sheet.line(*points, width=0.3, colour=INK)


def hand(case: Case) -> str:
    """The household's handwriting."""
    return HAND if sum(map(ord, case.home.case_number)) % 2 else HAND2


@dataclass(slots=True)
class Form:
    """A form: titled sections with boxes that somebody fills in by hand."""

    title: str
    case: Case
    number: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0

    def __post_init__(self) -> None:
        self.page()

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def page(self) -> None:
        self.sheets.append(Sheet())
        sheet = self.sheet
        if len(self.sheets) == 1:
            sheet.area(20, 14, 170, 12, colour=(218, 226, 238))
            sheet.text(23, 22, self.title, size=14, font=BOLD)
            sheet.text(23, 32, "Kreis Musterland · Jobcenter · Grundsicherung für Arbeitsuchende (SGB II)", size=8.5)
            sheet.text(23, 36, "Bitte in Druckbuchstaben ausfüllen. Zutreffendes bitte ankreuzen.", size=8)
            self.y = 42
        else:
            sheet.text(23, 18, self.title, size=9, font=BOLD)
            self.y = 24
        sheet.text(20, 288, f"{self.number} · Jobcenter Kreis Musterland", size=7)
        sheet.right(190, 288, f"Seite {len(self.sheets)}", size=7)

    def section(self, text: str) -> None:
        if self.y > 255:
            self.page()
        self.sheet.area(20, self.y, 170, 6.2, colour=(70, 90, 125))
        self.sheet.text(22, self.y + 4.4, text, size=9.5, font=BOLD, colour=(255, 255, 255))
        self.y += 8.2

    def fields(self, *fields: tuple[str, str, float]) -> None:
        """One row of boxes: (label, what is written in it, width in mm)."""
        if self.y > 268:
            self.page()
        x = 20.0
        for label, value, width in fields:
            self.sheet.box(x, self.y, width, 11, width=0.18)
            self.sheet.text(x + 1.2, self.y + 3, label, size=6.8)
            with self.sheet.own():
                self._by_hand(x + 2.5, self.y + 9.4, value, width)
            x += width
        self.y += 11

    def ticks(self, question: str, answers: tuple[str, ...], chosen: int) -> None:
        """A question with a box for each answer; ``chosen`` -1: none."""
        if self.y > 266:
            self.page()
        for line in wrapped(question, 108, SANS, 9):
            self.sheet.text(21, self.y + 4.6, line, size=9)
            self.y += 4.3
        self.y -= 4.3
        x = 134.0
        for number, answer in enumerate(answers):
            self.sheet.box(x, self.y + 1.6, 3.6, 3.6, width=0.25)
            self.sheet.text(x + 5, self.y + 4.7, answer, size=9)
            if number == chosen:
                with self.sheet.own():
                    self._cross(x, self.y + 1.6)
            x += 9 + text_width(answer, SANS, 9) + 4
        self.y += 7.4

    def note(self, text: str) -> None:
        for line in wrapped(text, 168, SANS, 8.5):
            if self.y > 278:
                self.page()
            self.sheet.text(21, self.y + 3.6, line, size=8.5)
            self.y += 4
        self.y += 2

    def sign(self, *, who: str = "") -> list[Sheet]:
        """Place, date and signature."""
        if self.y > 255:
            self.page()
        case, y = self.case, self.y + 16
        with self.sheet.own():
            self._by_hand(22, y - 1.5, f"{case.home.town}, {short(case.day)}", 70)
            signature(self.sheet, 116, y - 3, who or case.home.applicant.name, case.own)
        self.sheet.line((20, y), (90, y), width=0.2)
        self.sheet.line((110, y), (190, y), width=0.2)
        self.sheet.text(20, y + 3.5, "Ort, Datum", size=7)
        self.sheet.text(110, y + 3.5, "Unterschrift", size=7)
        self.y = y + 10
        return self.sheets

    def _by_hand(self, x: float, y: float, text: str, width: float) -> None:
        face = hand(self.case)
        text = writable(text, face)
        size = 15.0 if face == HAND else 11.5
        while size > 7 and text_width(text, face, size) > width - 3:
            size -= 0.5
        rng = self.case.own
        self.sheet.text(x + rng.uniform(-0.6, 1), y + rng.uniform(-0.7, 0.4), text, size=size, font=face, colour=INK)

    def _cross(self, x: float, y: float) -> None:
        rng = self.case.own
        for first, last in (((-0.4, -0.3), (4.0, 4.0)), ((4.0, -0.4), (-0.3, 4.0))):
            ends = [(x + dx + rng.uniform(-0.7, 0.7), y + dy + rng.uniform(-0.7, 0.7)) for dx, dy in (first, last)]
            self.sheet.line(*ends, width=0.4, colour=INK)
