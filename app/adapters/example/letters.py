"""Letters and papers that households bring: from landlords, energy suppliers, employers, banks, schools, themselves."""

from datetime import timedelta

from app.adapters.example.paper import LEFT, RIGHT, Case, Writer, close, hand, letter, long, money, short, signature
from app.adapters.example.senders import (
    BANKS, BENEFITS, EMPLOYERS, EMPLOYMENT, ENERGY, INSURERS, LANDLORDS, LAWYER, OFFICE, SCHOOLS, registry_office,
)
from app.adapters.example.sheet import BOLD, INK, MONO, SANS, SERIF, Sheet, text_width, wrapped, writable

OFFICE_ADDRESS = ("Kreis Musterland", "Jobcenter", OFFICE.street, OFFICE.place)


def rent_increase(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(LANDLORDS)
    old = case.home.rent
    writer = letter(sender, case, "Erhöhung der Miete zum übernächsten Monat", greeting="Guten Tag,",
                    info=(("Mieternummer", f"{case.own.randrange(10_000, 99_999)}-01"),))
    writer.write("wir müssen die Nettokaltmiete Ihrer Wohnung nach § 558 BGB an die ortsübliche Vergleichsmiete anpassen. "
                 "Die Begründung ergibt sich aus dem qualifizierten Mietspiegel; drei vergleichbare Wohnungen sind in der "
                 "Anlage benannt.")
    writer.own(f"Wohnung: {case.home.street}, {case.home.postcode} {case.home.town}")
    new = old * (100 + case.own.randrange(4, 12)) // 100
    rows = [["Nettokaltmiete", money(old), money(new)], ["Betriebskosten", money(9_400), money(9_400)],
            ["Heizkosten", money(8_800), money(8_800)], ["Gesamtmiete", money(old + 18_200), money(new + 18_200)]]
    writer.table([("Bestandteil", LEFT + 2), ("bisher EUR", -135.0), ("künftig EUR", -RIGHT + 2)], rows)
    writer.write("Wir bitten Sie, der Erhöhung bis zum Ende des nächsten Monats zuzustimmen. Beziehen Sie Leistungen des "
                 "Jobcenters, reichen Sie dieses Schreiben bitte dort ein.")
    return close(writer, case, sender.name)


def utility_bill(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(LANDLORDS[:3])
    year = case.day.year - 1
    writer = letter(sender, case, "Abrechnung der Betriebs- und Heizkosten", greeting="Guten Tag,",
                    info=(("Objekt", f"{case.own.randrange(100, 999)}/{case.own.randrange(1, 24)}"),))
    writer.own(f"Abrechnungszeitraum: 01.01.{year} bis 31.12.{year}")
    writer.write("nachfolgend erhalten Sie die Abrechnung der Betriebs- und Heizkosten. Die Belege können nach Absprache in "
                 "unseren Geschäftsräumen eingesehen werden.")
    names = ("Grundsteuer", "Wasser und Abwasser", "Müllabfuhr", "Straßenreinigung", "Gebäudeversicherung", "Hausmeister",
             "Treppenhausreinigung", "Allgemeinstrom", "Gartenpflege", "Schornsteinfeger", "Heizung und Warmwasser")
    parts = [(name, case.own.randrange(3_000, 15_000) * (6 if "Heiz" in name else 1)) for name in names]
    total = sum(value for _, value in parts)
    paid = total // 100 * case.own.randrange(80, 112)
    rows = [[name, "Wohnfläche" if n % 3 else "Personen", money(value * 14), money(value)] for n, (name, value) in enumerate(parts)]
    columns = [("Kostenart", LEFT + 2), ("Umlage nach", 92.0), ("Haus EUR", -150.0), ("Ihr Anteil EUR", -RIGHT + 2)]
    writer.table(columns, rows)
    for label, value in (("Summe Ihrer Kosten", total), ("geleistete Vorauszahlungen", paid),
                         ("Nachzahlung" if total > paid else "Guthaben", abs(total - paid))):
        writer.own(f"{label}: {money(value)} EUR", bold=label.startswith(("Nach", "Gut")), gap=0.1)
    writer.y += 4
    writer.write("Bitte gleichen Sie eine Nachzahlung innerhalb von vier Wochen aus. Ein Guthaben verrechnen wir mit der "
                 "nächsten Miete.")
    writer.write("Die Vorauszahlungen werden ab dem übernächsten Monat den tatsächlichen Kosten angepasst. Einwendungen gegen "
                 "die Abrechnung sind innerhalb von zwölf Monaten nach Zugang mitzuteilen.")
    return close(writer, case, sender.name)


def energy_bill(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(ENERGY)
    used, price = case.own.randrange(1_200, 4_600), case.own.randrange(28, 42)
    writer = letter(sender, case, "Ihre Jahresabrechnung Strom", greeting="Guten Tag,", info=(
        ("Kundennummer", f"{case.own.randrange(10**7, 10**8)}"), ("Zähler", f"1 ESY {case.own.randrange(10**7, 10**8)}"),
        ("Rechnung", f"VR-{case.own.randrange(10**6, 10**7)}")))
    writer.own(f"Lieferstelle: {case.home.street}, {case.home.postcode} {case.home.town}")
    total = used * price + 14_800
    paid = total * case.own.randrange(75, 115) // 100
    rows = [["Arbeitspreis", f"{used} kWh", f"{price},00 ct/kWh", money(used * price)],
            ["Grundpreis", "12 Monate", "12,33 EUR", money(14_800)],
            ["Summe brutto", "", "", money(total)], ["Ihre Zahlungen", "", "", money(-paid)],
            ["Nachforderung" if total > paid else "Guthaben", "", "", money(abs(total - paid))]]
    writer.table([("Position", LEFT + 2), ("Menge", 90.0), ("Preis", 125.0), ("Betrag EUR", -RIGHT + 2)], rows)
    writer.own(f"Ihr neuer Abschlag beträgt monatlich {money(total // 1_200 * 100 + 100)} EUR.", bold=True)
    writer.write("In unseren Preisen sind Netzentgelte, Umlagen, Stromsteuer und Umsatzsteuer enthalten. Der Abschlag ist zum "
                 "15. eines jeden Monats fällig. Bei Zahlungsschwierigkeiten sprechen Sie uns bitte an, bevor eine Sperre "
                 "angekündigt werden muss.")
    sheet = writer.sheet
    base = writer.y + 34
    for month in range(12):
        height = 8 + 18 * abs(6 - month) / 6 + case.fixed.uniform(0, 4)
        sheet.area(LEFT + 13 * month, base - height, 8, height, colour=sender.colour)
        sheet.text(LEFT + 13 * month + 1, base + 4, "JFMAMJJASOND"[month], size=7.5)
    writer.y = base + 12
    return close(writer, case, sender.name, greeting="Freundliche Grüße")


def payslip(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(EMPLOYERS)
    home, sheet = case.home, Sheet()
    gross = home.wage or 52_000
    sheet.text(LEFT, 22, sender.name, size=12, font=BOLD)
    sheet.text(LEFT, 27, f"{sender.street}, {sender.place}", size=8)
    sheet.text(112, 22, "Abrechnung der Brutto-Netto-Bezüge", size=11, font=BOLD)
    with sheet.own():
        sheet.text(112, 27, f"für {case.day.month:02d}/{case.day.year}", size=9)
        for number, line in enumerate(home.address):
            sheet.text(LEFT, 60 + 4.8 * number, line, size=10)
        sheet.text(112, 46, f"{case.own.randrange(100, 9_999):05d}", size=9, font=MONO)
        sheet.text(140, 46, short(home.applicant.born), size=9, font=MONO)
        sheet.text(168, 46, f"{case.own.randrange(1, 6)}", size=9, font=MONO)
    for x, label, width in ((111, "Personalnummer", 28), (139, "Geburtsdatum", 28), (167, "Steuerklasse", 23)):
        sheet.text(x + 1, 41, label, size=6.5)
        sheet.box(x, 38, width, 10)
    sheet.box(20, 96, 170, 118, width=0.3)
    sheet.area(20.2, 96.2, 169.6, 7, colour=(224, 228, 234))
    for x, label in ((22, "Lohnart"), (44, "Bezeichnung"), (116, "Menge"), (142, "Satz"), (170, "Betrag")):
        sheet.text(x, 101, label, size=8.5, font=BOLD)
    hours = case.own.choice((43, 65, 87, 130))
    health, pension, care, work = (gross * rate // 10_000 for rate in (815, 930, 180, 130))
    net = gross - health - pension - care - work
    rows = (("1000", "Stundenlohn", f"{hours},00", gross), ("", "Gesamtbrutto", "", gross), ("4010", "Krankenversicherung", "8,15 %", -health),
            ("4020", "Rentenversicherung", "9,30 %", -pension), ("4030", "Pflegeversicherung", "1,80 %", -care),
            ("4040", "Arbeitslosenversicherung", "1,30 %", -work), ("", "Lohnsteuer", "", 0), ("", "Nettoverdienst", "", net),
            ("", "Auszahlungsbetrag", "", net))
    for number, (code, label, amount, cents) in enumerate(rows):
        y = 111 + 9.5 * number
        face = BOLD if not code and label != "Lohnsteuer" else SANS
        sheet.text(22, y, code, size=9, font=MONO)
        sheet.text(44, y, label, size=9.5, font=face)
        with sheet.own():
            sheet.right(138, y, amount, size=9.5, font=MONO)
            sheet.right(187, y, money(cents), size=9.5, font=MONO)
        sheet.line((20, y + 3), (190, y + 3), width=0.08)
    with sheet.own():
        sheet.text(22, 224, f"Überweisung auf Konto DE{case.own.randrange(10, 99)} 4015 4530 **** **** {case.own.randrange(10, 99)}", size=9)
        sheet.text(22, 230, f"Steuer-ID: ** *** *** {case.own.randrange(100, 999)}   Eintritt: {short(home.since)}", size=9)
    sheet.text(22, 262, "Diese Bescheinigung wurde maschinell erstellt und ist ohne Unterschrift gültig (§ 108 GewO).", size=7.5)
    return [sheet]


def dismissal(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(EMPLOYERS)
    writer = letter(sender, case, "Kündigung des Arbeitsverhältnisses", greeting=f"Guten Tag {case.home.applicant.salutation},",
                    info=(("Personal-Nr.", f"{case.own.randrange(100, 9_999):05d}"),))
    writer.write("hiermit kündigen wir das mit Ihnen bestehende Arbeitsverhältnis ordentlich und fristgerecht aus betriebsbedingten "
                 "Gründen zum nächstmöglichen Termin.")
    writer.own(f"Das Arbeitsverhältnis endet nach unserer Berechnung am {short(case.day + timedelta(days=30))}.", bold=True)
    writer.write("Ihren Resturlaub nehmen Sie bitte bis zum Ende des Arbeitsverhältnisses. Die Arbeitspapiere und ein Zeugnis "
                 "erhalten Sie mit der letzten Abrechnung.")
    writer.write("Wir weisen Sie darauf hin, dass Sie sich unverzüglich persönlich bei der Agentur für Arbeit arbeitsuchend melden "
                 "müssen (§ 38 SGB III), um Nachteile beim Arbeitslosengeld zu vermeiden.")
    return close(writer, case, sender.name)


def health_cover(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(INSURERS)
    writer = letter(sender, case, "Bescheinigung über die Mitgliedschaft", greeting="Guten Tag,", info=(
        ("Versichertennr.", f"{case.own.choice('ABKLMT')}{case.own.randrange(10**8, 10**9)}"),))
    writer.write("wir bescheinigen Ihnen zur Vorlage beim Jobcenter:")
    for member in case.home.members[:1]:
        writer.own(f"{member.name}, geboren am {short(member.born)},", bold=True, gap=0)
    writer.own(f"ist seit dem {short(case.home.since)} bei uns kranken- und pflegeversichert.")
    writer.write("Es besteht Versicherungspflicht nach § 5 Absatz 1 Nummer 2a SGB V. Familienversicherte Angehörige sind auf der "
                 "Rückseite aufgeführt, soweit sie uns gemeldet sind.")
    return close(writer, case, sender.name, greeting="Freundliche Grüße")


def school_certificate(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(SCHOOLS)
    pupil = case.own.choice(case.home.children or case.home.members[:1])
    writer = letter(sender, case, "Schulbescheinigung", greeting="Zur Vorlage beim Jobcenter")
    writer.own(f"{pupil.name}, geboren am {short(pupil.born)},", bold=True, gap=0.1)
    writer.own(f"wohnhaft {case.home.street}, {case.home.postcode} {case.home.town},", gap=0.1)
    writer.own(f"besucht im Schuljahr {case.day.year}/{(case.day.year + 1) % 100:02d} die Klasse {case.own.randrange(1, 10)}{case.own.choice('abc')} unserer Schule.")
    writer.write("Das Schuljahr beginnt am 1. August und endet am 31. Juli. Diese Bescheinigung gilt auch für Leistungen für Bildung "
                 "und Teilhabe nach § 28 SGB II.")
    return close(writer, case, "Schulleitung", greeting="Im Auftrag")


def bank_statement(case: Case) -> list[Sheet]:
    sender = case.fixed.choice(BANKS)
    writer = letter(sender, case, "Kontoauszug", greeting="Ihr Girokonto im Überblick", info=(
        ("Auszug", f"{case.day.month}/{case.day.year}"), ("Konto", f"DE** 4015 **** {case.own.randrange(1_000, 9_999)}")))
    writer.heading = f"{sender.name} · Kontoauszug"
    balance = case.own.randrange(-20_000, 90_000)
    rows = [["", "", "Alter Kontostand", money(balance)]]
    texts = ("KARTENZAHLUNG SUPERMARKT", "LASTSCHRIFT STADTWERKE ABSCHLAG", "DAUERAUFTRAG MIETE", "KARTENZAHLUNG DROGERIE",
             "GUTSCHRIFT KINDERGELD", "BARGELDAUSZAHLUNG GA", "LASTSCHRIFT MOBILFUNK", "KARTENZAHLUNG BAECKEREI", "LASTSCHRIFT VERSICHERUNG",
             "GUTSCHRIFT JOBCENTER KREIS MUSTERLAND")
    for number in range(38):
        day = case.day.replace(day=1) + timedelta(days=number * 28 // 38)
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
    writer = letter(BENEFITS, case, "Bescheid über Kindergeld", greeting=f"Guten Tag {case.home.applicant.salutation},", info=(
        ("Kindergeldnr.", f"{case.own.randrange(100, 999)}FK{case.own.randrange(10**5, 10**6)}"),))
    writer.write("für die nachstehend genannten Kinder wird Kindergeld in der gesetzlichen Höhe festgesetzt:")
    children = case.home.children[:4] or case.home.members[:1]
    rows = [[child.name, short(child.born), "259,00"] for child in children]
    rows += [["", "", ""]] * (4 - len(rows))
    writer.table([("Kind", LEFT + 2), ("geboren am", 105.0), ("monatlich EUR", -RIGHT + 2)], rows)
    writer.write("Das Kindergeld wird laufend bis zur Vollendung des 18. Lebensjahres gezahlt. Änderungen in Ihren Verhältnissen "
                 "teilen Sie bitte unverzüglich mit. Gegen diesen Bescheid ist der Einspruch zulässig.")
    return close(writer, case, "Ihre Familienkasse", greeting="Mit freundlichen Grüßen")


def unemployment_benefit(case: Case) -> list[Sheet]:
    writer = letter(EMPLOYMENT, case, "Bewilligung von Arbeitslosengeld", greeting="Guten Tag,", info=(
        ("Kundennummer", case.home.applicant.customer_number),))
    writer.own(f"ab dem {short(case.day)} wird Ihnen Arbeitslosengeld von täglich {money(case.own.randrange(1_800, 3_900))} EUR bewilligt.")
    writer.write("Die Leistung wird nachträglich für den Monat gezahlt. Reicht sie für Ihren Lebensunterhalt nicht aus, wenden Sie sich "
                 "bitte an das Jobcenter.")
    return close(writer, case, "Ihre Agentur", greeting="Mit freundlichen Grüßen")


def registration(case: Case) -> list[Sheet]:
    writer = letter(registry_office(case), case, "Meldebescheinigung", greeting="Amtliche Meldebestätigung (§ 24 Absatz 2 BMG)")
    rows = [[member.name, short(member.born), short(case.home.since)] for member in case.home.members[:6]]
    rows += [["", "", ""]] * (6 - len(rows))
    writer.table([("Name", LEFT + 2), ("geboren am", 105.0), ("eingezogen am", -RIGHT + 2)], rows)
    writer.own(f"Anschrift: {case.home.street}, {case.home.postcode} {case.home.town}")
    writer.write("Die Angaben beruhen auf dem Melderegister zum Zeitpunkt der Ausstellung.")
    return close(writer, case, "Bürgerbüro", greeting="Im Auftrag")


OBJECTIONS = (
    "Die Kosten der Unterkunft wurden nicht in tatsächlicher Höhe anerkannt. Eine Aufforderung zur Senkung der Kosten habe ich nie "
    "erhalten; eine günstigere Wohnung ist hier nicht zu finden.",
    "Mein Einkommen wurde zu hoch angesetzt. In dem Monat habe ich wegen Krankheit nur die Hälfte der Stunden gearbeitet. Die "
    "Abrechnung füge ich bei.",
    "Der Mehrbedarf für Alleinerziehende fehlt in der Berechnung, obwohl ich ihn beantragt habe und meine Kinder bei mir leben.",
)


def objection(case: Case) -> list[Sheet]:
    """A household's own typed letter."""
    home, writer = case.home, Writer(face=SERIF, size=11.5, y=100)
    sheet = writer.sheet
    with sheet.own():
        for number, line in enumerate((*home.address, f"BG-Nummer {home.spoken_number}")):
            sheet.text(LEFT, 24 + 5.2 * number, line, size=11, font=SERIF)
        sheet.right(RIGHT, 50, f"{home.town}, den {long(case.day)}", size=11, font=SERIF)
    for number, line in enumerate(OFFICE_ADDRESS):
        sheet.text(LEFT, 58 + 5.2 * number, line, size=11, font=SERIF)
    writer.write("Widerspruch gegen Ihren Bescheid", bold=True)
    writer.own(f"Bescheid vom {short(case.day - timedelta(days=case.own.randrange(8, 28)))}, Kundennummer {home.applicant.customer_number}")
    writer.write("Sehr geehrte Damen und Herren,")
    writer.write("gegen den oben genannten Bescheid lege ich hiermit fristgerecht Widerspruch ein.")
    writer.write(case.fixed.choice(OBJECTIONS))
    writer.write("Ich bitte um Überprüfung und um eine schriftliche Bestätigung, dass dieses Schreiben bei Ihnen eingegangen ist. "
                 "Bis zur Entscheidung beantrage ich, die Leistung vorläufig in der bisherigen Höhe weiterzuzahlen.")
    return close(writer, case)


def lawyer_objection(case: Case) -> list[Sheet]:
    writer = letter(LAWYER, case, "Widerspruch · Vollmacht anbei", receiver=OFFICE_ADDRESS, face=SERIF, info=(
        ("Ihr Zeichen", case.home.spoken_number), ("Mein Zeichen", f"{case.own.randrange(100, 999)}/{case.day.year % 100}")))
    writer.own(f"in der Sache {case.home.applicant.name}, geboren am {short(case.home.applicant.born)},", bold=True)
    writer.write("zeige ich unter Vorlage einer auf mich lautenden Vollmacht an, dass mich die Leistungsberechtigten mit der Wahrnehmung "
                 "ihrer rechtlichen Interessen beauftragt haben. Namens und in Vollmacht meiner Mandantschaft erhebe ich gegen den letzten "
                 "Änderungsbescheid Widerspruch.")
    writer.write("Zugleich beantrage ich Akteneinsicht nach § 25 SGB X durch Übersendung der vollständigen Leistungsakte. Die Begründung "
                 "erfolgt nach Akteneinsicht.")
    return close(writer, case, "Dr. Imke Vogelsang", greeting="Mit freundlichen kollegialen Grüßen")


NOTES = (
    "anbei schicke ich Ihnen die fehlenden Kontoauszüge und die Bescheinigung vom Vermieter. Bitte geben Sie mir kurz Bescheid, ob jetzt alles da ist.",
    "ich bin seit dem Ersten des Monats umgezogen. Der neue Mietvertrag liegt bei. Die alte Wohnung habe ich abgegeben.",
    "leider kann ich am Donnerstag nicht zu dem Termin kommen, weil mein Kind krank ist. Bitte schicken Sie mir einen neuen Termin.",
    "meine Waschmaschine ist kaputt und eine Reparatur lohnt sich nicht mehr. Ich bitte Sie um ein Darlehen für eine neue.",
)


def handwritten(case: Case) -> list[Sheet]:
    """A note on lined paper, all by hand."""
    home, sheet, face = case.home, Sheet(), hand(case)
    for number in range(26):
        sheet.line((15, 40 + 9 * number), (195, 40 + 9 * number), width=0.08, colour=(150, 170, 205))
    size = 19.0 if face.startswith("Caveat") else 14.0
    lines = [home.applicant.name, f"{home.street}, {home.postcode} {home.town}", f"BG {home.spoken_number}", "",
             f"{home.town}, {short(case.day)}", "", f"Hallo {case.clerk},", ""]
    lines += wrapped(case.own.choice(NOTES), 160, face, size)
    lines += ["", "Mit freundlichen Grüßen"]
    with sheet.own():
        for number, line in enumerate(lines):
            x, y = 22 + case.own.uniform(-1.2, 1.2), 39 + 9 * number + case.own.uniform(-0.8, 0.6)
            sheet.text(x, y, writable(line, face), size=size, font=face, colour=INK)
        signature(sheet, 30, 44 + 9 * (len(lines) + 1), home.applicant.name, case.own)
    return [sheet]


def email(case: Case) -> list[Sheet]:
    """An e-mail as the mail room prints it."""
    home, writer = case.home, Writer(size=10, y=64)
    person, sheet = home.applicant, writer.sheet
    sheet.text(LEFT, 22, "Posteingang Jobcenter (jobcenter@musterland.example)", size=9, font=BOLD)
    sheet.line((LEFT, 25), (RIGHT, 25), width=0.6)
    with sheet.own():
        address = f"{person.last_name.lower().replace(' ', '')}{person.born.year % 100}@post.example"
        values = (f"{person.name} <{address}>", f"{case.day.strftime('%d.%m.%Y')} {case.own.randrange(7, 22)}:{case.own.randrange(10, 59)}",
                  "jobcenter@musterland.example", f"Unterlagen BG {home.spoken_number}", "IMG_2041.jpg (1 MB); IMG_2042.jpg (1 MB)")
        for number, value in enumerate(values):
            sheet.text(52, 32 + 5.4 * number, value, size=10)
    for number, label in enumerate(("Von:", "Gesendet:", "An:", "Betreff:", "Anlagen:")):
        sheet.text(LEFT, 32 + 5.4 * number, label, size=10, font=BOLD)
    sheet.line((LEFT, 58), (RIGHT, 58), width=0.2)
    writer.write("Guten Tag,")
    with sheet.own():
        for line in wrapped(case.own.choice(NOTES), 160, SANS, 10):
            sheet.text(LEFT, writer.y, line, size=10)
            writer.y += writer.step
    writer.y += 4
    writer.own("Mit freundlichen Grüßen", gap=0)
    writer.own(person.name)
    return writer.sheets


def rent_contract(case: Case) -> list[Sheet]:
    home, writer = case.home, Writer(face=SERIF, size=10.5, y=34, heading="Wohnraummietvertrag")
    landlord = case.fixed.choice(LANDLORDS)
    title = "Wohnraummietvertrag"
    writer.sheet.text(105 - text_width(title, BOLD, 17) / 2, 24, title, size=17, font=BOLD)
    writer.write(f"zwischen {landlord.name}, {landlord.street}, {landlord.place} (Vermieter) und", gap=0.2)
    writer.own(", ".join(member.name for member in home.members[:2]) + " (Mieter)", bold=True, gap=0.6)
    own_lines = {
        1: f"Vermietet wird die Wohnung {home.street}, {home.postcode} {home.town}, {40 + 12 * len(home.members)} m².",
        2: f"Das Mietverhältnis beginnt am {short(home.since.replace(day=1))} und läuft auf unbestimmte Zeit.",
        3: f"Die Nettokaltmiete beträgt {money(home.rent)} EUR, die Vorauszahlungen 182,00 EUR im Monat.",
        4: f"Die Kaution beträgt {money(home.rent * 2)} EUR.",
    }
    for number, (heading, text) in enumerate(CLAUSES, start=1):
        writer.room(24)
        writer.write(f"§ {number} {heading}", bold=True, gap=0.15)
        if number in own_lines:
            writer.own(own_lines[number], gap=0.15)
        writer.write(text, gap=0.8)
    writer.room(40)
    with writer.sheet.own():
        writer.sheet.text(LEFT, writer.y + 6, f"{home.town}, {short(home.since)}", font=SERIF)
        signature(writer.sheet, 120, writer.y + 20, home.applicant.name, case.own)
    signature(writer.sheet, 30, writer.y + 20, "", case.fixed)
    for x, label in ((LEFT, "Vermieter"), (115.0, "Mieter")):
        writer.sheet.line((x, writer.y + 24), (x + 65, writer.y + 24))
        writer.sheet.text(x, writer.y + 28, label, size=8)
    return writer.sheets


CLAUSES = (
    ("Mieträume", "Mitvermietet sind ein Kellerraum und ein Stellplatz für Fahrräder. Der Mieter erhält für die Dauer der Mietzeit drei "
     "Haus- und zwei Wohnungsschlüssel. Weitere Schlüssel dürfen nur mit Zustimmung des Vermieters angefertigt werden."),
    ("Mietzeit", "Es kann von beiden Seiten mit der gesetzlichen Frist gekündigt werden. Die Kündigung bedarf der Schriftform. Setzt der "
     "Mieter den Gebrauch nach Ablauf der Mietzeit fort, verlängert sich das Mietverhältnis dadurch nicht."),
    ("Miete und Betriebskosten", "Die Miete ist monatlich im Voraus, spätestens am dritten Werktag, kostenfrei zu zahlen. Neben der Miete trägt "
     "der Mieter die Betriebskosten im Sinne der Betriebskostenverordnung. Über die Vorauszahlungen wird jährlich abgerechnet."),
    ("Kaution", "Die Kaution kann in drei gleichen monatlichen Raten gezahlt werden. Der Vermieter legt sie getrennt von seinem Vermögen "
     "verzinslich an und rechnet nach Ende der Mietzeit innerhalb angemessener Frist darüber ab."),
    ("Zustand und Instandhaltung", "Der Mieter übernimmt die Wohnung im vorhandenen Zustand. Mängel sind im Übergabeprotokoll vermerkt. Schäden sind "
     "dem Vermieter unverzüglich anzuzeigen. Kleine Instandhaltungen bis zu 75 EUR im Einzelfall trägt der Mieter."),
    ("Heizung und Warmwasser", "Die zentrale Heizungsanlage wird vom 1. Oktober bis zum 30. April betrieben. Die Kosten werden zu 70 vom Hundert "
     "nach Verbrauch und zu 30 vom Hundert nach der Wohnfläche umgelegt."),
    ("Untervermietung", "Eine Untervermietung oder sonstige Überlassung an Dritte bedarf der Erlaubnis des Vermieters. Die Aufnahme von Angehörigen "
     "ist dem Vermieter anzuzeigen."),
    ("Haustiere", "Kleintiere dürfen in üblicher Zahl gehalten werden. Für andere Tiere ist die Zustimmung des Vermieters einzuholen, die nur aus "
     "wichtigem Grund versagt werden darf."),
    ("Betreten der Mieträume", "Der Vermieter darf die Räume nach vorheriger Ankündigung zu angemessener Tageszeit betreten, um ihren Zustand zu "
     "prüfen, Zähler abzulesen oder sie bei Kündigung Interessenten zu zeigen."),
    ("Hausordnung", "Die anliegende Hausordnung ist Bestandteil dieses Vertrages. Treppenhaus und Gehweg werden im wöchentlichen Wechsel gereinigt."),
    ("Rückgabe", "Bei Ende der Mietzeit sind die Räume geräumt, besenrein und mit allen Schlüsseln zurückzugeben. Einrichtungen, mit denen der "
     "Mieter die Räume versehen hat, darf er wegnehmen."),
    ("Sonstiges", "Änderungen und Ergänzungen dieses Vertrages bedürfen der Textform. Sollte eine Bestimmung unwirksam sein, bleibt der Vertrag im "
     "Übrigen wirksam."),
)
