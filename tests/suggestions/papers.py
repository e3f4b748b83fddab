"""What letters of each type say: subjects and sentences in several wordings, and who sends them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperKind:
    type: str
    senders: tuple[str, ...]
    """Empty: the household itself."""
    subjects: tuple[str, ...]
    lines: tuple[str, ...]
    weight: int = 3


FIRMS = ("Gebäudereinigung Kruse GmbH", "Bäckerei Tenbrink", "Logistik Hues KG", "Seniorenheim St. Agnes", "Imbiss Ali")
LANDLORDS = ("Wohnungsgenossenschaft Westhof eG", "Hausverwaltung Pohl", "Immobilien Ten Brink", "PRIVAT", "PRIVAT")
INSURERS = ("AOK Musterland", "BKK Nordwest", "Krankenkasse am Ring")
POWER = ("Stadtwerke Westhof GmbH", "Energie Plus AG")
BANKS = ("Sparkasse Westhof", "Volksbank am Ring eG")
LAWYERS = ("Kanzlei Dr. Imhoff & Partner", "Rechtsanwalt Sven Kolbe")

PAPERS = (
    PaperKind("Weiterbewilligungsantrag", (), ("Antrag auf Weiterbewilligung", "Weiterbewilligungsantrag SGB II"), (
        "Ich beantrage die Weiterbewilligung der Leistungen zur Sicherung des Lebensunterhalts.",
        "In meinen Verhältnissen haben sich keine Änderungen ergeben.",
        "Der Bewilligungszeitraum endet zum Monatsende, bitte bewilligen Sie weiter.",
        "Die Angaben zu Einkommen und Unterkunft gelten unverändert fort.",
    ), 9),
    PaperKind("Hauptantrag", (), ("Antrag auf Bürgergeld", "Hauptantrag auf Leistungen nach dem SGB II"), (
        "Ich beantrage erstmals Bürgergeld ab dem nächsten Ersten.",
        "Familienstand, Staatsangehörigkeit und Bankverbindung sind auf dem Antrag angegeben.",
        "Weitere Personen der Bedarfsgemeinschaft sind in den Anlagen aufgeführt.",
    ), 4),
    PaperKind("Anlage EK", (), ("Anlage EK - Einkommensverhältnisse", "Einkommenserklärung"), (
        "Einkommen aus nichtselbständiger Arbeit: ja. Kindergeld: ja.",
        "Bitte für jede Person eine Anlage zur Feststellung der Einkommensverhältnisse ausfüllen.",
        "Werbungskosten und Fahrtkosten sind zu belegen.",
    )),
    PaperKind("Anlage KDU", (), ("Anlage KDU", "Anlage zu den Kosten der Unterkunft und Heizung"), (
        "Angaben zu Miete, Nebenkosten und Heizung der Wohnung.",
        "Wohnfläche 62 qm, Anzahl der Räume 3, Heizart Gas, Warmwasser dezentral.",
    )),
    PaperKind("Veränderungsmitteilung", (), ("Veränderungsmitteilung", "Mitteilung einer Änderung"), (
        "Folgende Änderung in den Verhältnissen teile ich mit:",
        "Ich habe zum Ersten eine Arbeit aufgenommen.", "Mein Sohn ist aus der Wohnung ausgezogen.",
        "Die Bankverbindung hat sich geändert.",
    ), 5),
    PaperKind("Verdienstbescheinigung", FIRMS, ("Lohnabrechnung", "Entgeltabrechnung", "Verdienstabrechnung"), (
        "Gesamtbrutto 1.482,10 Steuerklasse 1 Lohnsteuer 12,08", "Sozialversicherung: KV RV AV PV Abzüge",
        "Auszahlungsbetrag 1.177,43 EUR, Stundenlohn 14,20, Stunden 104", "Nettoverdienst, gesetzliche Abzüge",
        "Steuer-ID und Personalnummer siehe oben.",
    ), 11),
    PaperKind("Kündigung", FIRMS, ("Kündigung Ihres Arbeitsverhältnisses", "Beendigung des Arbeitsvertrags"), (
        "hiermit kündigen wir das Arbeitsverhältnis fristgerecht zum nächstmöglichen Termin.",
        "Melden Sie sich bitte unverzüglich arbeitsuchend.", "Ihr Arbeitszeugnis erhalten Sie gesondert.",
    )),
    PaperKind("Arbeitsvertrag", FIRMS, ("Arbeitsvertrag", "Befristeter Arbeitsvertrag"), (
        "Das Arbeitsverhältnis beginnt am Ersten und ist befristet. Probezeit sechs Monate.",
        "Die wöchentliche Arbeitszeit beträgt 20 Stunden, die Vergütung 14,50 EUR je Stunde.",
        "Der Urlaub beträgt 24 Arbeitstage.",
    )),
    PaperKind("Mietvertrag", LANDLORDS, ("Mietvertrag über Wohnraum", "Wohnraummietvertrag"), (
        "Zwischen Vermieter und Mieter wird folgender Mietvertrag geschlossen.",
        "Die Kaltmiete beträgt 461,32 EUR, die Kaution drei Monatsmieten.", "Das Mietverhältnis beginnt am Ersten.",
        "Der Mieter verpflichtet sich zur Einhaltung der Hausordnung.",
    )),
    PaperKind("Mieterhöhungsschreiben", LANDLORDS, ("Mieterhöhung", "Anpassung Ihrer Miete"), (
        "wir erhöhen die Grundmiete nach § 558 BGB auf die ortsübliche Vergleichsmiete.",
        "Die neue Miete gilt ab dem übernächsten Monat. Bitte stimmen Sie zu.", "Grundlage ist der Mietspiegel.",
    )),
    PaperKind("Mietbescheinigung", LANDLORDS, ("Mietbescheinigung", "Bescheinigung des Vermieters"), (
        "Hiermit wird bescheinigt, dass die Wohnung vermietet ist. Einzugsdatum, Wohnfläche und Miete:",
        "Grundmiete 410,00 Nebenkosten 120,00 Heizkosten 95,00", "Mietrückstände bestehen nicht.",
    )),
    PaperKind("Nebenkostenabrechnung", LANDLORDS, ("Nebenkostenabrechnung 2025", "Betriebskostenabrechnung 2025"), (
        "Grundsteuer, Wasser, Müllabfuhr, Hausmeister und Versicherung werden umgelegt.",
        "Ihre Vorauszahlungen 1.440,00 EUR, Ihr Anteil 1.612,87 EUR, Nachzahlung 172,87 EUR.",
        "Abrechnungszeitraum Januar bis Dezember.",
    ), 5),
    PaperKind("Gas- und Stromrechnung", POWER, ("Ihre Stromrechnung", "Jahresrechnung Gas und Strom"), (
        "Zählerstand alt 4711, neu 6822, Verbrauch 2.111 kWh, Arbeitspreis 33,4 ct.",
        "Ihr neuer Abschlag beträgt 84,00 EUR.", "Grundpreis und Netzentgelte sind enthalten.",
    ), 4),
    PaperKind("Krankenversicherungsnachweis", INSURERS, ("Versicherungsbescheinigung", "Mitgliedsbescheinigung"), (
        "wir bestätigen die Mitgliedschaft in der Kranken- und Pflegeversicherung.",
        "Versicherungspflicht besteht seit dem genannten Tag.", "Familienversichert sind die genannten Angehörigen.",
    )),
    PaperKind("Krankengeldbescheid", INSURERS, ("Ihr Krankengeld", "Bescheid über Krankengeld"), (
        "Sie erhalten Krankengeld in Höhe von kalendertäglich 31,20 EUR.",
        "Die Entgeltfortzahlung Ihres Arbeitgebers ist beendet.",
    ), 2),
    PaperKind("Arbeitsunfähigkeitsbescheinigung", ("Dr. med. Antje Rüther", "Gemeinschaftspraxis am Markt"), (
        "Arbeitsunfähigkeitsbescheinigung", "Bescheinigung über die Arbeitsunfähigkeit"), (
        "arbeitsunfähig seit heute, voraussichtlich bis einschließlich Freitag", "Erstbescheinigung festgestellt am",
        "Folgebescheinigung, Diagnose ICD-10 J06.9",
    ), 5),
    PaperKind("Schulbescheinigung", ("Gesamtschule Westhof", "Astrid-Lindgren-Schule"), (
        "Schulbescheinigung", "Bescheinigung über den Schulbesuch"), (
        "besucht unsere Schule im laufenden Schuljahr, Klasse 5b.", "Die Schülerin oder der Schüler ist ordentlich",
        "Das Schuljahr endet am 31. Juli.",
    )),
    PaperKind("Kindergeldbescheid", ("Familienkasse Nordwest",), ("Kindergeld", "Bescheid über Kindergeld"), (
        "Die Familienkasse setzt Kindergeld in Höhe von 259,00 EUR monatlich fest.",
        "Die Festsetzung gilt bis zum 18. Lebensjahr des Kindes. Kindergeldnummer 115FK.",
    )),
    PaperKind("Arbeitslosengeldbescheid", ("Agentur am Ring",), ("Bewilligungsbescheid Arbeitslosengeld", "ALG"), (
        "Arbeitslosengeld wird für 180 Kalendertage bewilligt, täglicher Leistungsbetrag 24,10 EUR.",
        "Anspruchsdauer und Bemessungsentgelt siehe Rückseite.",
    ), 2),
    PaperKind("Kontoauszug", BANKS, ("Kontoauszug", "Kontoauszug Nr. 11"), (
        "Alter Kontostand 211,08 H", "Wertstellung Buchung Lastschrift Gutschrift", "Neuer Saldo 94,16 H",
        "Kartenzahlung Supermarkt 23,80-", "Dauerauftrag Miete 520,00-", "IBAN DE12 4015 0000 0000 4711 00",
    ), 9),
    PaperKind("Widerspruch", (), ("Widerspruch gegen Ihren Bescheid", "Widerspruch"), (
        "hiermit lege ich Widerspruch gegen den Bescheid ein.", "Die Kosten wurden nicht in voller Höhe anerkannt.",
        "Eine Begründung reiche ich nach.",
    ), 6),
    PaperKind("Widerspruch", LAWYERS, ("In der Widerspruchssache", "Widerspruchsverfahren"), (
        "unter Vorlage der Vollmacht zeigen wir die Vertretung an und legen Widerspruch ein.",
        "Wir beantragen Akteneinsicht und Aussetzung der Vollziehung.",
    ), 2),
    PaperKind("Klage", ("Sozialgericht Westhof",), ("In dem Rechtsstreit", "Klage vom 3. des Monats"), (
        "wird die Klageschrift übersandt, Aktenzeichen S 12 AS 144/26.", "Es wird gebeten, Stellung zu nehmen.",
        "Das Gericht bittet um Übersendung der Verwaltungsvorgänge.",
    ), 2),
    PaperKind("Schreiben", (), ("Ihr Schreiben", "Bitte um Rückruf", "Nachfrage"), (
        "ich habe Ihr Schreiben erhalten und möchte dazu etwas sagen.", "Bitte rufen Sie mich zurück.",
        "Die Unterlagen reiche ich bis nächste Woche nach.", "Ich warte seit drei Wochen auf eine Antwort.",
    ), 7),
    PaperKind("Terminabsage", (), ("Absage meines Termins", "Termin am Montag"), (
        "leider kann ich den Termin nicht wahrnehmen, mein Kind ist krank.", "Bitte geben Sie mir einen neuen Termin.",
    ), 3),
    PaperKind("Ratenzahlungsantrag", (), ("Antrag auf Ratenzahlung", "Ratenzahlung"), (
        "ich bitte darum, die Rückforderung in monatlichen Raten von 30 EUR zahlen zu dürfen.",
        "Den ganzen Betrag kann ich nicht auf einmal zahlen.",
    ), 2),
    PaperKind("Meldebescheinigung", ("Stadt Westhof - Bürgerbüro",), ("Meldebescheinigung", "Erweiterte Meldung"), (
        "Nach dem Melderegister ist die genannte Person hier mit Hauptwohnung gemeldet.", "Einzug am Ersten.",
    ), 2),
    PaperKind("Elterngeldbescheid", ("Kreis Westhof - Elterngeldstelle",), ("Elterngeld", "Bescheid Elterngeld"), (
        "Für das Kind wird Basiselterngeld für zwölf Lebensmonate bewilligt.", "Mutterschaftsgeld wird angerechnet.",
    ), 2),
    PaperKind("Unterhaltsnachweis", ("Kreis Westhof - Unterhaltsvorschusskasse",), (
        "Unterhaltsvorschuss", "Bewilligung von Unterhaltsvorschuss"), (
        "Für das Kind werden Leistungen nach dem UVG von 230 EUR gezahlt.", "Der andere Elternteil zahlt nicht.",
    ), 2),
    # Types of the site's own, which no list names.
    PaperKind("Antrag Bildung und Teilhabe", (), ("Bildungspaket", "Mittagessen und Klassenfahrt"), (
        "Für mein Kind beantrage ich die Übernahme der Klassenfahrt und des Mittagessens in der Schule.",
        "Die Kosten des Sportvereins betragen 15 EUR im Monat.",
    ), 4),
    PaperKind("Teilnahmebescheinigung", ("Bildungswerk Westhof", "VHS Westhof"), ("Teilnahme am Kurs", "Sprachkurs"), (
        "hat am Integrationskurs teilgenommen, Unterrichtseinheiten 100, Fehlzeiten 4.",
        "Der Kurs findet montags bis freitags statt.",
    ), 3),
)  # fmt: skip
VAGUE_SUBJECTS = ("Unterlagen", "Ihr Schreiben", "Mitteilung", "Zur Vorlage beim Jobcenter", "Wichtig")
VAGUE_LINES = (
    "anbei erhalten Sie die Unterlagen.", "Bei Rückfragen stehen wir gern zur Verfügung.", "Bitte um Bestätigung.",
    "Die Kopie habe ich beigelegt.", "Vielen Dank für Ihre Bemühungen.", "Dieses Schreiben wurde maschinell erstellt.",
)  # fmt: skip
