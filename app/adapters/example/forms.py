"""Forms that applicants fill in by hand."""

from datetime import timedelta

from app.adapters.example.paper import Case, Form, money, short, signature
from app.adapters.example.senders import LANDLORDS
from app.adapters.example.sheet import BOLD, SANS, Sheet

FAMILY = ("ledig", "verheiratet", "geschieden")
YES_NO = ("ja", "nein")
EXTRA_NEEDS = (
    "Sind Sie oder eine andere Person schwanger?",
    "Sind Sie alleinerziehend?",
    "Benötigen Sie kostenaufwändige Ernährung?",
    "Liegt eine Behinderung vor?",
    "Haben Sie einen unabweisbaren besonderen Bedarf?",
)
MEANS = (
    "Haben Sie Einkommen aus Arbeit?",
    "Beziehen Sie Kindergeld?",
    "Erhalten Sie Unterhalt oder Unterhaltsvorschuss?",
    "Beziehen Sie Rente oder Krankengeld?",
    "Besitzen Sie ein Kraftfahrzeug?",
    "Haben Sie Sparguthaben oder Bargeld?",
    "Besitzen Sie Haus- oder Grundeigentum?",
    "Haben Sie eine Lebensversicherung?",
)
TRUTH = (
    "Ich versichere, dass die Angaben zutreffend sind. Künftige Änderungen, insbesondere der Familien-, Einkommens- "
    "und Vermögensverhältnisse, werde ich unaufgefordert und unverzüglich mitteilen. Das Merkblatt habe ich erhalten "
    "und zur Kenntnis genommen. Mir ist bekannt, dass falsche Angaben zur Rückforderung führen können."
)
LAW = (
    "Die Angaben werden auf Grund der §§ 60 bis 65 SGB I und der §§ 67a ff. SGB X für Leistungen nach dem SGB II "
    "erhoben. Wer Leistungen beantragt oder erhält, muss alle Tatsachen angeben, die für die Leistung erheblich sind, "
    "und Änderungen unverzüglich mitteilen. Beweismittel sind zu bezeichnen und auf Verlangen vorzulegen."
)


def _applicant(form: Form, case: Case) -> None:
    home, person = case.home, case.home.applicant
    form.section("1. Angaben zur antragstellenden Person")
    form.fields(("Familienname", person.last_name, 85), ("Vorname", person.first_name, 85))
    form.fields(
        ("Geburtsdatum", short(person.born), 45),
        ("Kundennummer", person.customer_number, 60),
        ("Nummer der Bedarfsgemeinschaft", home.spoken_number, 65),
    )
    form.fields(("Straße, Hausnummer", home.street, 95), ("PLZ, Wohnort", f"{home.postcode} {home.town}", 75))
    form.fields(
        ("Telefon (freiwillig)", f"0157 / 55 {case.own.randrange(10**5, 10**6)}", 85), ("E-Mail (freiwillig)", "", 85)
    )
    form.y += 3


def _members(form: Form, case: Case, rows: int) -> None:
    form.section("2. Weitere Personen, die mit Ihnen zusammenleben")
    members = case.home.members[1:]
    for number in range(rows):
        known = members[number] if number < len(members) else None
        form.fields(
            ("Name, Vorname", f"{known.last_name}, {known.first_name}" if known else "", 85),
            ("Geburtsdatum", short(known.born) if known else "", 40),
            ("Verwandtschaft", ("Kind" if known in case.home.children else "Partner") if known else "", 45),
        )
    form.y += 3


def renewal(case: Case) -> list[Sheet]:
    form = Form("Antrag auf Weiterbewilligung", case, "JC-WBA 04.2024")
    _applicant(form, case)
    _members(form, case, 4)
    form.section("3. Änderungen seit dem letzten Antrag")
    pick = case.own.randrange
    form.ticks("Haben sich Ihre persönlichen Verhältnisse geändert?", YES_NO, pick(2))
    form.ticks("Haben sich Ihre Kosten für Unterkunft und Heizung geändert?", YES_NO, pick(2))
    form.ticks("Hat sich das Einkommen einer Person geändert?", YES_NO, pick(2))
    form.ticks("Hat sich das Vermögen einer Person geändert?", YES_NO, 1)
    form.ticks("Ist jemand aus- oder eingezogen?", YES_NO, 1)
    _housing_and_income(form, case)
    form.section("7. Erklärung")
    form.note(TRUTH)
    return form.sign()


def _housing_and_income(form: Form, case: Case) -> None:
    pick = case.own.randrange
    form.page()
    form.section("4. Kosten der Unterkunft und Heizung")
    form.fields(
        ("Nettokaltmiete EUR", money(case.home.rent), 57),
        ("Nebenkosten EUR", "94,00", 56),
        ("Heizkosten EUR", "88,00", 57),
    )
    form.ticks("Wird Warmwasser zentral mit der Heizung bereitet?", YES_NO, pick(2))
    form.section("5. Einkommen")
    form.fields(
        ("Art des Einkommens", "Lohn" if case.home.wage else "keins", 85),
        ("brutto im Monat EUR", money(case.home.wage) if case.home.wage else "", 85),
    )
    form.fields(
        ("Art des Einkommens", "Kindergeld" if case.home.children else "", 85),
        ("im Monat EUR", money(25_900 * len(case.home.children)) if case.home.children else "", 85),
    )
    form.section("6. Bankverbindung")
    form.fields(
        ("IBAN", f"DE{pick(10, 99)} 4015 4530 00{pick(10, 99)} {pick(1000, 9999)} {pick(10, 99)}", 115),
        ("Kreditinstitut", "Spk. Musterland", 55),
    )


def main_application(case: Case) -> list[Sheet]:
    form = Form("Antrag auf Bürgergeld / Grundsicherung (Hauptantrag)", case, "JC-HA 04.2024")
    pick = case.own.randrange
    _applicant(form, case)
    form.ticks("Familienstand", FAMILY, pick(3))
    form.ticks("Staatsangehörigkeit deutsch?", YES_NO, pick(2))
    form.ticks("Können Sie mindestens drei Stunden täglich arbeiten?", YES_NO, 0)
    form.ticks("Sind Sie in einer Ausbildung oder im Studium?", YES_NO, 1)
    form.page()
    _members(form, case, 6)
    form.section("3. Mehrbedarf")
    for question in EXTRA_NEEDS:
        form.ticks(question, YES_NO, 0 if pick(6) == 0 else 1)
    form.section("4. Wohnsituation")
    form.ticks("Wohnen Sie zur Miete oder im Eigentum?", ("Miete", "Eigentum"), 0)
    form.fields(
        ("Gesamtmiete EUR", money(case.home.rent + 18_200), 57),
        ("Wohnfläche m²", str(40 + 12 * len(case.home.members)), 56),
        ("Personen", str(len(case.home.members)), 57),
    )
    _means(form, case)
    form.page()
    form.section("8. Hinweise und Erklärung")
    for _ in range(3):
        form.note(LAW)
    return form.sign()


def _means(form: Form, case: Case) -> None:
    pick = case.own.randrange
    form.page()
    form.section("5. Einkommen und Vermögen")
    for question in MEANS:
        form.ticks(question, YES_NO, pick(2))
    form.section("6. Ansprüche gegenüber Dritten")
    form.ticks("Haben Sie andere Leistungen beantragt?", YES_NO, pick(2))
    form.ticks("Wurde Ihnen in den letzten zwölf Monaten gekündigt?", YES_NO, pick(2))
    form.fields(("Zuletzt tätig bei", "", 170))
    form.section("7. Kranken- und Pflegeversicherung")
    form.fields(("Krankenkasse", "Krankenkasse Westmark", 110), ("Versichertennummer", f"T{pick(10**8, 10**9)}", 60))


def income_form(case: Case) -> list[Sheet]:
    form = Form("Anlage EK – Einkommen", case, "JC-EK 04.2024")
    _applicant(form, case)
    form.section("2. Einkommen aus nichtselbständiger Arbeit")
    form.ticks("Üben Sie eine Beschäftigung aus?", YES_NO, 0 if case.home.wage else 1)
    form.fields(
        ("Arbeitgeber", "Gebäudereinigung Kruse" if case.home.wage else "", 110),
        ("seit", short(case.home.since) if case.home.wage else "", 60),
    )
    form.fields(
        ("Bruttolohn EUR", money(case.home.wage) if case.home.wage else "", 85),
        ("Stunden in der Woche", "15" if case.home.wage else "", 85),
    )
    form.section("3. Weitere Einkünfte")
    for question in (
        "Kindergeld",
        "Elterngeld",
        "Unterhalt",
        "Krankengeld",
        "Arbeitslosengeld",
        "Rente",
        "Wohngeld",
        "Zinsen",
    ):
        form.ticks(question, YES_NO, 0 if question == "Kindergeld" and case.home.children else 1)
    form.section("4. Ausgaben, die abgesetzt werden können")
    form.fields(
        ("Kfz-Haftpflicht EUR", f"{case.own.randrange(20, 60)},00", 57),
        ("Fahrten zur Arbeit km", str(case.own.randrange(2, 30)), 56),
        ("Gewerkschaft EUR", "", 57),
    )
    return form.sign()


def housing_form(case: Case) -> list[Sheet]:
    form = Form("Anlage KDU – Kosten der Unterkunft", case, "JC-KDU 04.2024")
    _applicant(form, case)
    form.section("2. Unterkunft")
    form.fields(
        ("Einzug am", short(case.home.since), 57),
        ("Wohnfläche m²", str(40 + 12 * len(case.home.members)), 56),
        ("Zimmer", str(1 + len(case.home.members)), 57),
    )
    form.fields(
        ("Nettokaltmiete EUR", money(case.home.rent), 57),
        ("Nebenkosten EUR", "94,00", 56),
        ("Heizkosten EUR", "88,00", 57),
    )
    form.ticks("Womit wird geheizt?", ("Gas", "Öl", "Strom"), case.own.randrange(3))
    form.ticks("Wird Warmwasser dezentral erzeugt?", YES_NO, case.own.randrange(2))
    form.ticks("Soll die Miete direkt an den Vermieter gezahlt werden?", YES_NO, case.own.randrange(2))
    landlord = case.own.choice(LANDLORDS)
    form.fields(("Vermieter", landlord.name, 85), ("Anschrift", f"{landlord.street}, {landlord.place}", 85))
    return form.sign()


def change_report(case: Case) -> list[Sheet]:
    form = Form("Veränderungsmitteilung", case, "JC-VÄM 01.2025")
    _applicant(form, case)
    form.section("2. Was hat sich geändert?")
    pick = case.own.randrange(5)
    for number, question in enumerate(
        (
            "Anschrift / Umzug",
            "Einkommen / Arbeitsaufnahme",
            "Personen in der Wohnung",
            "Bankverbindung",
            "Krankheit / Kur",
        )
    ):
        form.ticks(question, ("ja",), 0 if number == pick else -1)
    form.fields(
        ("ab dem", short(case.day - timedelta(days=case.own.randrange(2, 20))), 50),
        ("Nachweise liegen bei", "ja, 2 Blatt", 120),
    )
    form.fields(
        (
            "Bemerkung",
            (
                "neue Anschrift wie oben",
                "Minijob, Vertrag liegt bei",
                "Sohn ist ausgezogen",
                "neues Konto s. Kopie",
                "siehe AU-Schein",
            )[pick],
            170,
        )
    )
    form.note(
        "Bitte teilen Sie jede Änderung unverzüglich mit, auch wenn Sie nicht sicher sind, ob sie von Bedeutung ist."
    )
    return form.sign()


def landlord_certificate(case: Case) -> list[Sheet]:
    landlord = case.fixed.choice(LANDLORDS)
    form = Form("Mietbescheinigung (vom Vermieter auszufüllen)", case, "JC-MB 02.2024")
    form.section("1. Mieterin / Mieter")
    form.fields(
        ("Name, Vorname", f"{case.home.applicant.last_name}, {case.home.applicant.first_name}", 105),
        ("BG-Nummer", case.home.spoken_number, 65),
    )
    form.fields(("Anschrift der Wohnung", f"{case.home.street}, {case.home.postcode} {case.home.town}", 170))
    form.section("2. Miete")
    form.fields(
        ("Grundmiete EUR", money(case.home.rent), 57),
        ("kalte Betriebskosten EUR", "94,00", 56),
        ("Heizkosten EUR", "88,00", 57),
    )
    form.fields(
        ("Wohnfläche m²", str(40 + 12 * len(case.home.members)), 57),
        ("Baujahr", str(case.own.randrange(1955, 2012)), 56),
        ("Geschoss", f"{case.own.randrange(0, 4)}. OG", 57),
    )
    form.ticks("Bestehen Mietrückstände?", YES_NO, 1)
    form.ticks("Ist ein Stellplatz enthalten?", YES_NO, case.own.randrange(2))
    form.section("3. Vermieter")
    form.fields(("Name", landlord.name, 85), ("Anschrift", f"{landlord.street}, {landlord.place}", 85))
    return form.sign(who="Hölscher")


def sick_note(case: Case) -> list[Sheet]:
    """A certificate of incapacity to work on half a page, the copy without a diagnosis."""
    sheet = Sheet(size=(210.0, 148.0))
    sheet.box(12, 10, 90, 46)
    sheet.text(14, 14, "Krankenkasse bzw. Kostenträger", size=6.5)
    sheet.text(110, 20, "Arbeitsunfähigkeitsbescheinigung", size=13, font=BOLD)
    for number, label in enumerate(("Erstbescheinigung", "Folgebescheinigung", "Arbeitsunfall")):
        sheet.box(112, 27 + 7 * number, 4, 4)
        sheet.text(119, 30.4 + 7 * number, label, size=9)
    labels = ("arbeitsunfähig seit", "voraussichtlich arbeitsunfähig bis einschließlich", "festgestellt am")
    for number, label in enumerate(labels):
        sheet.text(14, 71 + 13 * number, label, size=9.5)
        sheet.box(92, 64.5 + 13 * number, 40, 9)
    sheet.text(14, 116, "Ausfertigung für Versicherte (ohne Diagnose)", size=8)
    sheet.box(140, 62, 58, 36)
    for number, line in enumerate(DOCTOR):
        sheet.text(143, 70 + 5.5 * number, line, size=9 if number else 10, font=SANS if number else BOLD)
    _patient(sheet, case)
    return [sheet]


DOCTOR = ("Dr. med. Helene Averkamp", "Fachärztin für Allgemeinmedizin", "Am Kuhm 7 · 46325 Borken")


def _patient(sheet: Sheet, case: Case) -> None:
    home, person = case.home, case.home.applicant
    first, start = case.own.randrange(2), case.day - timedelta(days=case.own.randrange(1, 4))
    names = (person.last_name, person.first_name, home.street, f"{home.postcode} {home.town}")
    with sheet.own():
        sheet.text(113, 30.6 + 7 * first, "X", size=10, font=BOLD)
        for number, line in enumerate(("Krankenkasse Westmark", *names)):
            sheet.text(15, 21 + 6.4 * number, line, size=10)
        sheet.right(100, 27.4, f"geb. {short(person.born)}", size=9)
        for number, value in enumerate((start, start + timedelta(days=case.own.randrange(3, 15)), start)):
            sheet.text(96, 71 + 13 * number, short(value), size=12)
        signature(sheet, 150, 92, DOCTOR[0], case.own)
