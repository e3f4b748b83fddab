"""A rent contract of several pages."""

from app.adapters.example.paper import LEFT, Case, Writer, money, short, signature
from app.adapters.example.senders import LANDLORDS
from app.adapters.example.sheet import BOLD, SERIF, Sheet, text_width


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
    (
        "Mieträume",
        "Mitvermietet sind ein Kellerraum und ein Stellplatz für Fahrräder. Der Mieter erhält für die Dauer der "
        "Mietzeit drei "
        "Haus- und zwei Wohnungsschlüssel. Weitere Schlüssel dürfen nur mit Zustimmung des Vermieters "
        "angefertigt werden.",
    ),
    (
        "Mietzeit",
        "Es kann von beiden Seiten mit der gesetzlichen Frist gekündigt werden. Die Kündigung bedarf der "
        "Schriftform. Setzt der "
        "Mieter den Gebrauch nach Ablauf der Mietzeit fort, verlängert sich das Mietverhältnis dadurch nicht.",
    ),
    (
        "Miete und Betriebskosten",
        "Die Miete ist monatlich im Voraus, spätestens am dritten Werktag, kostenfrei zu zahlen. Neben der Miete trägt "
        "der Mieter die Betriebskosten im Sinne der Betriebskostenverordnung. Über die Vorauszahlungen wird "
        "jährlich abgerechnet.",
    ),
    (
        "Kaution",
        "Die Kaution kann in drei gleichen monatlichen Raten gezahlt werden. Der Vermieter legt sie getrennt von "
        "seinem Vermögen "
        "verzinslich an und rechnet nach Ende der Mietzeit innerhalb angemessener Frist darüber ab.",
    ),
    (
        "Zustand und Instandhaltung",
        "Der Mieter übernimmt die Wohnung im vorhandenen Zustand. Mängel sind im Übergabeprotokoll vermerkt. "
        "Schäden sind "
        "dem Vermieter unverzüglich anzuzeigen. Kleine Instandhaltungen bis zu 75 EUR im Einzelfall trägt der Mieter.",
    ),
    (
        "Heizung und Warmwasser",
        "Die zentrale Heizungsanlage wird vom 1. Oktober bis zum 30. April betrieben. Die Kosten werden zu 70 "
        "vom Hundert "
        "nach Verbrauch und zu 30 vom Hundert nach der Wohnfläche umgelegt.",
    ),
    (
        "Untervermietung",
        "Eine Untervermietung oder sonstige Überlassung an Dritte bedarf der Erlaubnis des Vermieters. Die "
        "Aufnahme von Angehörigen "
        "ist dem Vermieter anzuzeigen.",
    ),
    (
        "Haustiere",
        "Kleintiere dürfen in üblicher Zahl gehalten werden. Für andere Tiere ist die Zustimmung des Vermieters "
        "einzuholen, die nur aus "
        "wichtigem Grund versagt werden darf.",
    ),
    (
        "Betreten der Mieträume",
        "Der Vermieter darf die Räume nach vorheriger Ankündigung zu angemessener Tageszeit betreten, um ihren "
        "Zustand zu "
        "prüfen, Zähler abzulesen oder sie bei Kündigung Interessenten zu zeigen.",
    ),
    (
        "Hausordnung",
        "Die anliegende Hausordnung ist Bestandteil dieses Vertrages. Treppenhaus und Gehweg werden im "
        "wöchentlichen Wechsel gereinigt.",
    ),
    (
        "Rückgabe",
        "Bei Ende der Mietzeit sind die Räume geräumt, besenrein und mit allen Schlüsseln zurückzugeben. "
        "Einrichtungen, mit denen der "
        "Mieter die Räume versehen hat, darf er wegnehmen.",
    ),
    (
        "Sonstiges",
        "Änderungen und Ergänzungen dieses Vertrages bedürfen der Textform. Sollte eine Bestimmung unwirksam "
        "sein, bleibt der Vertrag im "
        "Übrigen wirksam.",
    ),
)
