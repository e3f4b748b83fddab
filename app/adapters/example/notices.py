"""What the office itself wrote and what lies in its files: notices with calculations, letters, notes."""

from datetime import date, timedelta

from app.adapters.example.paper import LEFT, RIGHT, Case, Writer, close, letter, long, money, short
from app.adapters.example.senders import OFFICE
from app.adapters.example.sheet import BOLD, Sheet

ADULT, PARTNER, CHILD = 56_300, 50_600, 39_000
APPEAL = (
    "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. Der "
    "Widerspruch ist schriftlich, in "
    "elektronischer Form oder zur Niederschrift beim Kreis Musterland, Jobcenter, Burloer Straße 93, 46325 "
    "Borken, einzulegen."
)


def _letter(case: Case, subject: str) -> Writer:
    writer = letter(
        OFFICE,
        case,
        subject,
        greeting=f"Guten Tag {case.home.applicant.salutation},",
        info=(
            ("BG-Nummer", case.home.spoken_number),
            ("Kundennummer", case.home.applicant.customer_number),
            ("Auskunft", case.clerk),
        ),
    )
    writer.heading = f"Jobcenter Kreis Musterland · {subject}"
    return writer


def _month(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _needs(case: Case) -> list[tuple[str, int]]:
    home = case.home
    needs = []
    for number, member in enumerate(home.members):
        kind = CHILD if member in home.children else ADULT if number == 0 else PARTNER
        needs.append((member.name, kind))
    return needs


def _sheet_of_calculation(writer: Writer, case: Case) -> None:
    """The calculation on a page of its own, with room for six persons."""
    writer.y = 400
    writer.room(10)
    needs, home = _needs(case), case.home
    rent = (home.rent + 18_200) // len(needs)
    writer.write("Berechnungsbogen zum Bescheid", bold=True)
    writer.own(f"für die Zeit vom {short(_month(case.day, 1))} bis {short(_month(case.day, 13) - timedelta(days=1))}")
    rows = [[name, money(need), money(rent), money(need + rent)] for name, need in needs[:6]]
    rows += [["", "", "", ""]] * (6 - len(rows))
    columns = [("Person", LEFT + 2), ("Regelbedarf", -120.0), ("Unterkunft", -153.0), ("Bedarf EUR", -RIGHT + 2)]
    writer.table(columns, rows)
    total = sum(need for _, need in needs) + rent * len(needs)
    income = home.wage * 6 // 10 + 25_900 * len(home.children)
    rows = [
        ["Gesamtbedarf", money(total)],
        ["zu berücksichtigendes Einkommen (§ 11 SGB II)", money(-income)],
        ["Freibetrag (§ 11b SGB II)", money(min(home.wage, 10_000))],
        ["Leistung im Monat", money(max(0, total - income))],
    ]
    writer.table([("Zusammenfassung", LEFT + 2), ("EUR", -RIGHT + 2)], rows)
    writer.write(
        "Das Kindergeld wird bei dem Kind berücksichtigt, für das es gezahlt wird, soweit es dort zur Sicherung des "
        "Lebensunterhalts benötigt wird. Übersteigendes Einkommen wird nach dem Verhältnis der Bedarfe verteilt."
    )


def grant(case: Case) -> list[Sheet]:
    writer = _letter(case, "Bewilligung von Leistungen zur Sicherung des Lebensunterhalts")
    writer.write(
        "für Sie und die mit Ihnen in Bedarfsgemeinschaft lebenden Personen werden Leistungen nach dem Zweiten Buch "
        "Sozialgesetzbuch (SGB II) bewilligt:"
    )
    total = sum(need for _, need in _needs(case)) + case.home.rent + 18_200
    income = case.home.wage * 6 // 10 + 25_900 * len(case.home.children)
    start, end = _month(case.day, 1), _month(case.day, 13) - timedelta(days=1)
    writer.own(f"vom {short(start)} bis {short(end)} monatlich {money(max(0, total - income))} EUR", bold=True)
    writer.write(
        "Die Zusammensetzung der Leistungen können Sie dem Berechnungsbogen entnehmen, der Bestandteil dieses "
        "Bescheides ist."
    )
    writer.write(
        "Die Leistung wird monatlich im Voraus auf das von Ihnen angegebene Konto gezahlt. Beiträge zur "
        "gesetzlichen Kranken- und "
        "Pflegeversicherung werden vom Jobcenter getragen."
    )
    writer.write(
        "Sie sind verpflichtet, Änderungen in Ihren Verhältnissen unverzüglich mitzuteilen, insbesondere "
        "Aufnahme und Ende einer "
        "Arbeit, Umzug, Zuzug oder Auszug von Personen und Einnahmen jeder Art (§ 60 SGB I)."
    )
    writer.write("Ihr Rechtsbehelf", bold=True, gap=0.2)
    writer.write(APPEAL)
    close(writer, case, "Ihr Jobcenter Kreis Musterland", greeting="Mit freundlichen Grüßen")
    _sheet_of_calculation(writer, case)
    return writer.sheets


def amendment(case: Case) -> list[Sheet]:
    writer = _letter(case, "Änderung Ihres Bewilligungsbescheides")
    before, now = short(case.day - timedelta(days=90)), short(_month(case.day, 1))
    writer.own(f"der Bescheid vom {before} wird mit Wirkung zum {now} geändert.", bold=True)
    writer.write(
        case.fixed.choice(
            (
                "In den tatsächlichen Verhältnissen ist eine wesentliche Änderung eingetreten (§ 48 SGB X): Die "
                "Höhe Ihres Einkommens hat sich geändert.",
                "Die Regelbedarfe wurden zum Jahreswechsel angepasst. Ihre Leistungen werden von Amts wegen neu "
                "berechnet.",
                "Die Kosten der Unterkunft und Heizung haben sich nach dem vorgelegten Schreiben Ihres "
                "Vermieters geändert.",
            )
        )
    )
    writer.write(
        "Die neue Berechnung liegt bei. Bereits gezahlte Beträge werden angerechnet, eine Nachzahlung wird in "
        "den nächsten Tagen "
        "überwiesen."
    )
    writer.write("Ihr Rechtsbehelf", bold=True, gap=0.2)
    writer.write(APPEAL)
    close(writer, case, "Ihr Jobcenter Kreis Musterland")
    _sheet_of_calculation(writer, case)
    return writer.sheets


def refusal(case: Case) -> list[Sheet]:
    writer = _letter(case, "Ablehnung Ihres Antrags")
    writer.own(f"Ihr Antrag vom {short(case.day - timedelta(days=24))} wird abgelehnt.", bold=True)
    writer.write(
        case.fixed.choice(
            (
                "Eine Übernahme der Erstausstattung kommt nicht in Betracht, weil es sich um eine "
                "Ersatzbeschaffung handelt (§ 24 Absatz 3 SGB II).",
                "Die Kosten des Umzugs können nicht übernommen werden, weil vor Abschluss des Mietvertrages "
                "keine Zusicherung eingeholt wurde.",
            )
        )
    )
    writer.write(
        "Bei unabweisbarem Bedarf kann auf gesonderten Antrag ein Darlehen gewährt werden. Bitte sprechen Sie dazu vor."
    )
    writer.write("Ihr Rechtsbehelf", bold=True, gap=0.2)
    writer.write(APPEAL)
    return close(writer, case, "Ihr Jobcenter Kreis Musterland")


def cooperation(case: Case) -> list[Sheet]:
    writer = _letter(case, "Aufforderung zur Mitwirkung (§§ 60, 66 SGB I)")
    writer.write("um über Ihren Leistungsanspruch entscheiden zu können, werden noch folgende Unterlagen benötigt:")
    for item in (
        "Kontoauszüge der letzten drei Monate, lückenlos",
        "letzte Betriebs- und Heizkostenabrechnung",
        "Verdienstabrechnungen der letzten drei Monate",
        "Nachweis über die Krankenversicherung",
    ):
        writer.write(f"–  {item}", gap=0.1)
    writer.y += 3
    writer.own(f"Bitte reichen Sie die Unterlagen bis zum {short(case.day + timedelta(days=16))} ein.", bold=True)
    writer.write(
        "Wenn Sie bis zu diesem Termin nicht reagieren und auch keine Hinderungsgründe mitteilen, können die "
        "Leistungen ganz "
        "versagt werden, bis Sie die Mitwirkung nachholen (§ 66 SGB I)."
    )
    return close(writer, case, "Ihr Jobcenter Kreis Musterland")


def hearing(case: Case) -> list[Sheet]:
    writer = _letter(case, "Anhörung zum möglichen Eintritt einer Überzahlung (§ 24 SGB X)")
    writer.own(
        f"in der Zeit vom {short(_month(case.day, -3))} bis {short(_month(case.day, 0) - timedelta(days=1))} "
        f"haben Sie wohl",
        gap=0,
    )
    writer.own(f"{money(case.own.randrange(9_000, 90_000))} EUR zu viel erhalten.", bold=True)
    writer.write(
        "Nach unseren Erkenntnissen wurde Einkommen aus einer Beschäftigung erzielt, das bei der Berechnung "
        "nicht berücksichtigt "
        "werden konnte. Sie haben Gelegenheit, sich innerhalb von drei Wochen zu den für die Entscheidung "
        "erheblichen Tatsachen zu äußern."
    )
    return close(writer, case, "Ihr Jobcenter Kreis Musterland")


def recovery(case: Case) -> list[Sheet]:
    writer = _letter(case, "Aufhebungs- und Erstattungsbescheid")
    amount = case.own.randrange(9_000, 90_000)
    writer.own(f"Sie haben {money(amount)} EUR zu erstatten.", bold=True)
    writer.write(
        "Die Entscheidung über die Bewilligung wird teilweise aufgehoben (§ 48 Absatz 1 Satz 2 Nummer 3 SGB X). "
        "Die Erstattungspflicht "
        "beruht auf § 50 Absatz 1 SGB X. Der Betrag wird in monatlichen Raten aufgerechnet (§ 43 SGB II)."
    )
    writer.write("Ihr Rechtsbehelf", bold=True, gap=0.2)
    writer.write(APPEAL)
    return close(writer, case, "Ihr Jobcenter Kreis Musterland")


def phone_note(case: Case) -> list[Sheet]:
    home, sheet = case.home, Sheet()
    sheet.text(LEFT, 28, "Telefonvermerk", size=16, font=BOLD)
    sheet.text(LEFT, 35, "Jobcenter Kreis Musterland", size=9)
    for number, label in enumerate(("BG-Nummer", "Name", "Datum, Uhrzeit", "aufgenommen von")):
        sheet.text(LEFT, 48 + 9 * number, label, size=9)
        sheet.line((70, 49.5 + 9 * number), (RIGHT, 49.5 + 9 * number))
    what = case.own.choice(
        (
            "fragt, ob die Kontoauszüge angekommen sind.",
            "teilt mit, dass ab dem Ersten ein Minijob beginnt.",
            "bittet um Rückruf wegen der Nachzahlung.",
            "fragt nach dem Stand des Widerspruchs.",
            "bittet um einen neuen Termin.",
        )
    )
    with sheet.own():
        values = (
            home.spoken_number,
            home.applicant.name,
            f"{short(case.day)}, {case.own.randrange(8, 16)}:{case.own.randrange(10, 59)} Uhr",
            case.clerk,
        )
        for number, value in enumerate(values):
            sheet.text(72, 48 + 9 * number, value, size=10.5)
        sheet.text(LEFT, 100, f"{home.applicant.salutation} {what}", size=10.5)
        sheet.text(LEFT, 107, f"Erledigt am {long(case.day)}.", size=10.5)
    return [sheet]
