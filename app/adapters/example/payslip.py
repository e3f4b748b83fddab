"""A payslip: tables with lines around them."""

from app.adapters.example.paper import LEFT, Case, Sender, money, short
from app.adapters.example.senders import EMPLOYERS
from app.adapters.example.sheet import BOLD, MONO, SANS, Sheet

RATES = (
    ("4010", "Krankenversicherung", 815),
    ("4020", "Rentenversicherung", 930),
    ("4030", "Pflegeversicherung", 180),
    ("4040", "Arbeitslosenversicherung", 130),
)
"""Code, name and hundredths of a per cent of the gross wage."""
Row = tuple[str, str, str, int]


def payslip(case: Case) -> list[Sheet]:
    sheet = Sheet()
    _head(sheet, case, case.fixed.choice(EMPLOYERS))
    _table(sheet, _rows(case))
    with sheet.own():
        account = f"DE{case.own.randrange(10, 99)} 4015 4530 **** **** {case.own.randrange(10, 99)}"
        sheet.text(22, 224, f"Überweisung auf Konto {account}", size=9)
        tax = f"Steuer-ID: ** *** *** {case.own.randrange(100, 999)}"
        sheet.text(22, 230, f"{tax}   Eintritt: {short(case.home.since)}", size=9)
    note = "Diese Bescheinigung wurde maschinell erstellt und ist ohne Unterschrift gültig (§ 108 GewO)."
    sheet.text(22, 262, note, size=7.5)
    return [sheet]


def _head(sheet: Sheet, case: Case, sender: Sender) -> None:
    sheet.text(LEFT, 22, sender.name, size=12, font=BOLD)
    sheet.text(LEFT, 27, f"{sender.name} · {sender.street} · {sender.place}", size=7)
    sheet.text(112, 22, "Abrechnung der Brutto-Netto-Bezüge", size=11, font=BOLD)
    for x, label, width in ((111, "Personalnummer", 28), (139, "Geburtsdatum", 28), (167, "Steuerklasse", 23)):
        sheet.text(x + 1, 41, label, size=6.5)
        sheet.box(x, 38, width, 10)
    with sheet.own():
        sheet.text(112, 27, f"für {case.day.month:02d}/{case.day.year}", size=9)
        for number, line in enumerate(case.home.address):
            sheet.text(LEFT, 60 + 4.8 * number, line, size=10)
        sheet.text(112, 46, f"{case.own.randrange(100, 9_999):05d}", size=9, font=MONO)
        sheet.text(140, 46, short(case.home.applicant.born), size=9, font=MONO)
        sheet.text(168, 46, f"{case.own.randrange(1, 6)}", size=9, font=MONO)


def _rows(case: Case) -> list[Row]:
    gross = case.home.wage or 52_000
    rows: list[Row] = [("1000", "Stundenlohn", f"{case.own.choice((43, 65, 87, 130))},00", gross)]
    rows.append(("", "Gesamtbrutto", "", gross))
    parts = [(code, name, rate, gross * rate // 10_000) for code, name, rate in RATES]
    rows += [(code, name, f"{rate // 100},{rate % 100:02d} %", -part) for code, name, rate, part in parts]
    net = gross - sum(part for *_, part in parts)
    return [*rows, ("", "Lohnsteuer", "", 0), ("", "Nettoverdienst", "", net), ("", "Auszahlungsbetrag", "", net)]


def _table(sheet: Sheet, rows: list[Row]) -> None:
    sheet.box(20, 96, 170, 118, width=0.3)
    sheet.area(20.2, 96.2, 169.6, 7, colour=(224, 228, 234))
    for x, label in ((22, "Lohnart"), (44, "Bezeichnung"), (116, "Menge"), (170, "Betrag")):
        sheet.text(x, 101, label, size=8.5, font=BOLD)
    for number, (code, label, amount, cents) in enumerate(rows):
        y = 111 + 9.5 * number
        sheet.text(22, y, code, size=9, font=MONO)
        sheet.text(44, y, label, size=9.5, font=SANS if code or label == "Lohnsteuer" else BOLD)
        with sheet.own():
            sheet.right(138, y, amount, size=9.5, font=MONO)
            sheet.right(187, y, money(cents), size=9.5, font=MONO)
        sheet.line((20, y + 3), (190, y + 3), width=0.08)
