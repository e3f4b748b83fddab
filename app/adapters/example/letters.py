"""Letters that households bring: from landlords, energy suppliers, employers, insurers, banks, schools, offices."""

from datetime import timedelta

from app.adapters.example.paper import LEFT, RIGHT, Case, close, letter, money, short
from app.adapters.example.senders import (
    BANKS,
    BENEFITS,
    EMPLOYERS,
    EMPLOYMENT,
    ENERGY,
    INSURERS,
    LANDLORDS,
    SCHOOLS,
    registry_office,
)
from app.adapters.example.sheet import MONO, Sheet


def rent_increase(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(LANDLORDS)
    old = case.home.rent
    writer = letter(
        sender,
        case,
        "Erhöhung der Miete zum übernächsten Monat",
        greeting="Guten Tag,",
        info=(("Mieternummer", f"{case.own.randrange(10_000, 99_999)}-01"),),
    )
    writer.write(
        "wir müssen die Nettokaltmiete Ihrer Wohnung nach § 558 BGB an die ortsübliche Vergleichsmiete anpassen. "
        "Die Begründung ergibt sich aus dem qualifizierten Mietspiegel; drei vergleichbare Wohnungen sind in der "
        "Anlage benannt."
    )
    writer.own(f"Wohnung: {case.home.street}, {case.home.postcode} {case.home.town}")
    new = old * (100 + case.own.randrange(4, 12)) // 100
    rows = [
        ["Nettokaltmiete", money(old), money(new)],
        ["Betriebskosten", money(9_400), money(9_400)],
        ["Heizkosten", money(8_800), money(8_800)],
        ["Gesamtmiete", money(old + 18_200), money(new + 18_200)],
    ]
    writer.table([("Bestandteil", LEFT + 2), ("bisher EUR", -135.0), ("künftig EUR", -RIGHT + 2)], rows)
    writer.write(
        "Wir bitten Sie, der Erhöhung bis zum Ende des nächsten Monats zuzustimmen. Beziehen Sie Leistungen des "
        "Jobcenters, reichen Sie dieses Schreiben bitte dort ein."
    )
    return close(writer, case, sender.name)


RUNNING_COSTS = (
    *("Grundsteuer", "Wasser und Abwasser", "Müllabfuhr", "Straßenreinigung", "Gebäudeversicherung", "Hausmeister"),
    *("Treppenhausreinigung", "Allgemeinstrom", "Gartenpflege", "Schornsteinfeger", "Heizung und Warmwasser"),
)


def utility_bill(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(LANDLORDS[:3])
    year = case.day.year - 1
    writer = letter(
        sender,
        case,
        "Abrechnung der Betriebs- und Heizkosten",
        greeting="Guten Tag,",
        info=(("Objekt", f"{case.own.randrange(100, 999)}/{case.own.randrange(1, 24)}"),),
    )
    writer.own(f"Abrechnungszeitraum: 01.01.{year} bis 31.12.{year}")
    writer.write(
        "nachfolgend erhalten Sie die Abrechnung der Betriebs- und Heizkosten. Die Belege können nach Absprache in "
        "unseren Geschäftsräumen eingesehen werden."
    )
    parts = [(name, case.own.randrange(3_000, 15_000) * (6 if "Heiz" in name else 1)) for name in RUNNING_COSTS]
    total = sum(value for _, value in parts)
    paid = total // 100 * case.own.randrange(80, 112)
    rows = [
        [name, "Wohnfläche" if n % 3 else "Personen", money(value * 14), money(value)]
        for n, (name, value) in enumerate(parts)
    ]
    columns = [("Kostenart", LEFT + 2), ("Umlage nach", 92.0), ("Haus EUR", -150.0), ("Ihr Anteil EUR", -RIGHT + 2)]
    writer.table(columns, rows)
    for label, value in (
        ("Summe Ihrer Kosten", total),
        ("geleistete Vorauszahlungen", paid),
        ("Nachzahlung" if total > paid else "Guthaben", abs(total - paid)),
    ):
        writer.own(f"{label}: {money(value)} EUR", bold=label.startswith(("Nach", "Gut")), gap=0.1)
    writer.y += 4
    writer.write(
        "Bitte gleichen Sie eine Nachzahlung innerhalb von vier Wochen aus. Ein Guthaben verrechnen wir mit der "
        "nächsten Miete."
    )
    writer.write(
        "Die Vorauszahlungen werden ab dem übernächsten Monat den tatsächlichen Kosten angepasst. Einwendungen gegen "
        "die Abrechnung sind innerhalb von zwölf Monaten nach Zugang mitzuteilen."
    )
    return close(writer, case, sender.name)


def energy_bill(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(ENERGY)
    used, price = case.own.randrange(1_200, 4_600), case.own.randrange(28, 42)
    writer = letter(
        sender,
        case,
        "Ihre Jahresabrechnung Strom",
        greeting="Guten Tag,",
        info=(
            ("Kundennummer", f"{case.own.randrange(10**7, 10**8)}"),
            ("Zähler", f"1 ESY {case.own.randrange(10**7, 10**8)}"),
            ("Rechnung", f"VR-{case.own.randrange(10**6, 10**7)}"),
        ),
    )
    writer.own(f"Lieferstelle: {case.home.street}, {case.home.postcode} {case.home.town}")
    total = used * price + 14_800
    paid = total * case.own.randrange(75, 115) // 100
    rows = [
        ["Arbeitspreis", f"{used} kWh", f"{price},00 ct/kWh", money(used * price)],
        ["Grundpreis", "12 Monate", "12,33 EUR", money(14_800)],
        ["Summe brutto", "", "", money(total)],
        ["Ihre Zahlungen", "", "", money(-paid)],
        ["Nachforderung" if total > paid else "Guthaben", "", "", money(abs(total - paid))],
    ]
    writer.table([("Position", LEFT + 2), ("Menge", 90.0), ("Preis", 125.0), ("Betrag EUR", -RIGHT + 2)], rows)
    writer.own(f"Ihr neuer Abschlag beträgt monatlich {money(total // 1_200 * 100 + 100)} EUR.", bold=True)
    writer.write(
        "In unseren Preisen sind Netzentgelte, Umlagen, Stromsteuer und Umsatzsteuer enthalten. Der Abschlag ist zum "
        "15. eines jeden Monats fällig. Bei Zahlungsschwierigkeiten sprechen Sie uns bitte an, bevor eine Sperre "
        "angekündigt werden muss."
    )
    sheet = writer.sheet
    base = writer.y + 34
    for month in range(12):
        height = 8 + 18 * abs(6 - month) / 6 + case.fixed.uniform(0, 4)
        sheet.area(LEFT + 13 * month, base - height, 8, height, colour=sender.colour)
        sheet.text(LEFT + 13 * month + 1, base + 4, "JFMAMJJASOND"[month], size=7.5)
    writer.y = base + 12
    return close(writer, case, sender.name, greeting="Freundliche Grüße")


def dismissal(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(EMPLOYERS)
    writer = letter(
        sender,
        case,
        "Kündigung des Arbeitsverhältnisses",
        greeting=f"Guten Tag {case.home.applicant.salutation},",
        info=(("Personal-Nr.", f"{case.own.randrange(100, 9_999):05d}"),),
    )
    writer.write(
        "hiermit kündigen wir das mit Ihnen bestehende Arbeitsverhältnis ordentlich und fristgerecht aus "
        "betriebsbedingten "
        "Gründen zum nächstmöglichen Termin."
    )
    writer.own(
        f"Das Arbeitsverhältnis endet nach unserer Berechnung am {short(case.day + timedelta(days=30))}.", bold=True
    )
    writer.write(
        "Ihren Resturlaub nehmen Sie bitte bis zum Ende des Arbeitsverhältnisses. Die Arbeitspapiere und ein Zeugnis "
        "erhalten Sie mit der letzten Abrechnung."
    )
    writer.write(
        "Wir weisen Sie darauf hin, dass Sie sich unverzüglich persönlich bei der Agentur für Arbeit "
        "arbeitsuchend melden "
        "müssen (§ 38 SGB III), um Nachteile beim Arbeitslosengeld zu vermeiden."
    )
    return close(writer, case, sender.name)


def health_cover(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(INSURERS)
    writer = letter(
        sender,
        case,
        "Bescheinigung über die Mitgliedschaft",
        greeting="Guten Tag,",
        info=(("Versichertennr.", f"{case.own.choice('ABKLMT')}{case.own.randrange(10**8, 10**9)}"),),
    )
    writer.write("wir bescheinigen Ihnen zur Vorlage beim Jobcenter:")
    for member in case.home.members[:1]:
        writer.own(f"{member.name}, geboren am {short(member.born)},", bold=True, gap=0)
    writer.own(f"ist seit dem {short(case.home.since)} bei uns kranken- und pflegeversichert.")
    writer.write(
        "Es besteht Versicherungspflicht nach § 5 Absatz 1 Nummer 2a SGB V. Familienversicherte Angehörige sind "
        "auf der "
        "Rückseite aufgeführt, soweit sie uns gemeldet sind."
    )
    return close(writer, case, sender.name, greeting="Freundliche Grüße")


def school_certificate(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(SCHOOLS)
    pupil = case.own.choice(case.home.children or case.home.members[:1])
    writer = letter(sender, case, "Schulbescheinigung", greeting="Zur Vorlage beim Jobcenter")
    writer.own(f"{pupil.name}, geboren am {short(pupil.born)},", bold=True, gap=0.1)
    writer.own(f"wohnhaft {case.home.street}, {case.home.postcode} {case.home.town},", gap=0.1)
    form = f"{case.own.randrange(1, 10)}{case.own.choice('abc')}"
    year = f"{case.day.year}/{(case.day.year + 1) % 100:02d}"
    writer.own(f"besucht im Schuljahr {year} die Klasse {form} unserer Schule.")
    writer.write(
        "Das Schuljahr beginnt am 1. August und endet am 31. Juli. Diese Bescheinigung gilt auch für Leistungen "
        "für Bildung "
        "und Teilhabe nach § 28 SGB II."
    )
    return close(writer, case, "Schulleitung", greeting="Im Auftrag")


def bank_statement(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(BANKS)
    writer = letter(
        sender,
        case,
        "Kontoauszug",
        greeting="Ihr Girokonto im Überblick",
        info=(
            ("Auszug", f"{case.day.month}/{case.day.year}"),
            ("Konto", f"DE** 4015 **** {case.own.randrange(1_000, 9_999)}"),
        ),
    )
    writer.heading = f"{sender.name} · Kontoauszug"
    balance = case.own.randrange(-20_000, 90_000)
    rows = [["", "", "Alter Kontostand", money(balance)]]
    texts = (
        "KARTENZAHLUNG SUPERMARKT",
        "LASTSCHRIFT STADTWERKE ABSCHLAG",
        "DAUERAUFTRAG MIETE",
        "KARTENZAHLUNG DROGERIE",
        "GUTSCHRIFT KINDERGELD",
        "BARGELDAUSZAHLUNG GA",
        "LASTSCHRIFT MOBILFUNK",
        "KARTENZAHLUNG BAECKEREI",
        "LASTSCHRIFT VERSICHERUNG",
        "GUTSCHRIFT JOBCENTER KREIS MUSTERLAND",
    )
    for number in range(22):
        day = case.day.replace(day=1) + timedelta(days=number * 28 // 22)
        text = case.own.choice(texts)
        cents = case.own.randrange(500, 9_000) * (8 if "MIETE" in text or "GUTSCHRIFT" in text else 1)
        cents = cents if "GUTSCHRIFT" in text else -cents
        balance += cents
        rows.append([day.strftime("%d.%m."), day.strftime("%d.%m."), text, money(cents)])
    rows.append(["", "", "Neuer Kontostand", money(balance)])
    writer.face = MONO
    writer.table([("Buchung", LEFT + 2), ("Wert", 45.0), ("Vorgang", 62.0), ("Betrag EUR", -RIGHT + 2)], rows)
    return writer.sheets


def child_benefit(case: Case) -> list[Sheet]:
    writer = letter(
        BENEFITS,
        case,
        "Bescheid über Kindergeld",
        greeting=f"Guten Tag {case.home.applicant.salutation},",
        info=(("Kindergeldnr.", f"{case.own.randrange(100, 999)}FK{case.own.randrange(10**5, 10**6)}"),),
    )
    writer.write("für die nachstehend genannten Kinder wird Kindergeld in der gesetzlichen Höhe festgesetzt:")
    children = case.home.children[:4] or case.home.members[:1]
    rows = [[child.name, short(child.born), "259,00"] for child in children]
    rows += [["", "", ""]] * (4 - len(rows))
    writer.table([("Kind", LEFT + 2), ("geboren am", 105.0), ("monatlich EUR", -RIGHT + 2)], rows)
    writer.write(
        "Das Kindergeld wird laufend bis zur Vollendung des 18. Lebensjahres gezahlt. Änderungen in Ihren "
        "Verhältnissen "
        "teilen Sie bitte unverzüglich mit. Gegen diesen Bescheid ist der Einspruch zulässig."
    )
    return close(writer, case, "Ihre Familienkasse", greeting="Mit freundlichen Grüßen")


def unemployment_benefit(case: Case) -> list[Sheet]:
    writer = letter(
        EMPLOYMENT,
        case,
        "Bewilligung von Arbeitslosengeld",
        greeting="Guten Tag,",
        info=(("Kundennummer", case.home.applicant.customer_number),),
    )
    daily = money(case.own.randrange(1_800, 3_900))
    writer.own(f"ab dem {short(case.day)} wird Ihnen Arbeitslosengeld von täglich {daily} EUR bewilligt.")
    writer.write(
        "Die Leistung wird nachträglich für den Monat gezahlt. Reicht sie für Ihren Lebensunterhalt nicht aus, "
        "wenden Sie sich "
        "bitte an das Jobcenter."
    )
    return close(writer, case, "Ihre Agentur", greeting="Mit freundlichen Grüßen")


def registration(case: Case) -> list[Sheet]:
    writer = letter(
        registry_office(case), case, "Meldebescheinigung", greeting="Amtliche Meldebestätigung (§ 24 Absatz 2 BMG)"
    )
    rows = [[member.name, short(member.born), short(case.home.since)] for member in case.home.members[:6]]
    rows += [["", "", ""]] * (6 - len(rows))
    writer.table([("Name", LEFT + 2), ("geboren am", 105.0), ("eingezogen am", -RIGHT + 2)], rows)
    writer.own(f"Anschrift: {case.home.street}, {case.home.postcode} {case.home.town}")
    writer.write("Die Angaben beruhen auf dem Melderegister zum Zeitpunkt der Ausstellung.")
    return close(writer, case, "Bürgerbüro", greeting="Im Auftrag")
