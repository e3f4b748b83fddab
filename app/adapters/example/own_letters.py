"""What households write themselves, or their lawyer for them: objections, notes, e-mails."""

from datetime import timedelta

from app.adapters.example.paper import LEFT, RIGHT, Case, Writer, close, hand, letter, long, short, signature
from app.adapters.example.senders import LAWYER, OFFICE
from app.adapters.example.sheet import BOLD, INK, SANS, SERIF, Sheet, wrapped, writable

OFFICE_ADDRESS = ("Kreis Musterland", "Jobcenter", OFFICE.street, OFFICE.place)

OBJECTIONS = (
    "Die Kosten der Unterkunft wurden nicht in tatsächlicher Höhe anerkannt. Eine Aufforderung zur Senkung der "
    "Kosten habe ich nie "
    "erhalten; eine günstigere Wohnung ist hier nicht zu finden.",
    "Mein Einkommen wurde zu hoch angesetzt. In dem Monat habe ich wegen Krankheit nur die Hälfte der Stunden "
    "gearbeitet. Die "
    "Abrechnung füge ich bei.",
    "Der Mehrbedarf für Alleinerziehende fehlt in der Berechnung, obwohl ich ihn beantragt habe und meine Kinder "
    "bei mir leben.",
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
    writer.own(
        f"Bescheid vom {short(case.day - timedelta(days=case.own.randrange(8, 28)))}, Kundennummer "
        f"{home.applicant.customer_number}"
    )
    writer.write("Sehr geehrte Damen und Herren,")
    writer.write("gegen den oben genannten Bescheid lege ich hiermit fristgerecht Widerspruch ein.")
    writer.write(case.fixed.choice(OBJECTIONS))
    writer.write(
        "Ich bitte um Überprüfung und um eine schriftliche Bestätigung, dass dieses Schreiben bei Ihnen "
        "eingegangen ist. "
        "Bis zur Entscheidung beantrage ich, die Leistung vorläufig in der bisherigen Höhe weiterzuzahlen."
    )
    return close(writer, case)


def lawyer_objection(case: Case) -> list[Sheet]:
    writer = letter(
        LAWYER,
        case,
        "Widerspruch · Vollmacht anbei",
        receiver=OFFICE_ADDRESS,
        face=SERIF,
        info=(
            ("Ihr Zeichen", case.home.spoken_number),
            ("Mein Zeichen", f"{case.own.randrange(100, 999)}/{case.day.year % 100}"),
        ),
    )
    writer.own(f"in der Sache {case.home.applicant.name}, geboren am {short(case.home.applicant.born)},", bold=True)
    writer.write(
        "zeige ich unter Vorlage einer auf mich lautenden Vollmacht an, dass mich die Leistungsberechtigten mit "
        "der Wahrnehmung "
        "ihrer rechtlichen Interessen beauftragt haben. Namens und in Vollmacht meiner Mandantschaft erhebe ich "
        "gegen den letzten "
        "Änderungsbescheid Widerspruch."
    )
    writer.write(
        "Zugleich beantrage ich Akteneinsicht nach § 25 SGB X durch Übersendung der vollständigen Leistungsakte. "
        "Die Begründung "
        "erfolgt nach Akteneinsicht."
    )
    return close(writer, case, "Dr. Imke Vogelsang", greeting="Mit freundlichen kollegialen Grüßen")


NOTES = (
    "anbei schicke ich Ihnen die fehlenden Kontoauszüge und die Bescheinigung vom Vermieter. Bitte geben Sie mir "
    "kurz Bescheid, ob jetzt alles da ist.",
    "ich bin seit dem Ersten des Monats umgezogen. Der neue Mietvertrag liegt bei. Die alte Wohnung habe ich "
    "abgegeben.",
    "leider kann ich am Donnerstag nicht zu dem Termin kommen, weil mein Kind krank ist. Bitte schicken Sie mir "
    "einen neuen Termin.",
    "meine Waschmaschine ist kaputt und eine Reparatur lohnt sich nicht mehr. Ich bitte Sie um ein Darlehen für "
    "eine neue.",
)


def handwritten(case: Case) -> list[Sheet]:
    """A note on lined paper, all by hand."""
    home, sheet, face = case.home, Sheet(), hand(case)
    for number in range(26):
        sheet.line((15, 40 + 9 * number), (195, 40 + 9 * number), width=0.08, colour=(150, 170, 205))
    size = 19.0 if face.startswith("Caveat") else 14.0
    lines = [
        home.applicant.name,
        home.street,
        f"{home.postcode} {home.town}",
        f"BG {home.spoken_number}",
        f"{home.town}, {short(case.day)}",
        "",
        f"Hallo {case.clerk},",
        "",
    ]
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
    with sheet.own():
        sheet.text(LEFT, 22, person.name, size=11, font=BOLD)
    sheet.line((LEFT, 25), (RIGHT, 25), width=0.6)
    with sheet.own():
        address = f"{person.last_name.lower().replace(' ', '')}{person.born.year % 100}@post.example"
        values = (
            f"{person.name} <{address}>",
            f"{case.day.strftime('%d.%m.%Y')} {case.own.randrange(7, 22)}:{case.own.randrange(10, 59)}",
            "jobcenter@musterland.example",
            f"Unterlagen BG {home.spoken_number}",
            "IMG_2041.jpg (1 MB); IMG_2042.jpg (1 MB)",
        )
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
