"""The ten registers of a file and the usual types of documents in them: proposals, not a closed list.

Stored is the German name without its number; other names (old files bring their own) are shown after these.
"""

from app.domain.texts import N_

REGISTERS: tuple[str, ...] = (
    N_("Antrag"),
    N_("Persönliche Daten"),
    N_("Kosten der Unterkunft"),
    N_("Einkommen"),
    N_("Vermögen"),
    N_("Bescheide und Verfügungen"),
    N_("Widerspruch und Klage"),
    N_("Erstattung/Rückforderung"),
    N_("Schriftverkehr"),
    N_("Sonstiges"),
)

DOCUMENT_TYPES: dict[str, tuple[str, ...]] = {
    "Antrag": (
        "Hauptantrag",
        "Weiterbewilligungsantrag",
        "Anlage EK",
        "Anlage KDU",
        "Anlage KI",
        "Anlage VM",
        "Anlage WEP",
        "Veränderungsmitteilung",
    ),
    "Persönliche Daten": (
        "Meldebescheinigung",
        "Aufenthaltstitel",
        "Freizügigkeitsbescheinigung",
        "Krankenversicherungsnachweis",
        "Sozialversicherungsausweis",
        "Schwerbehindertenausweis",
        "Schulbescheinigung",
        "Arbeitsunfähigkeitsbescheinigung",
    ),
    "Kosten der Unterkunft": (
        "Mietvertrag",
        "Mieterhöhungsschreiben",
        "Mietbescheinigung",
        "Nebenkostenabrechnung",
        "Heizkostennachweis",
        "Gas- und Stromrechnung",
    ),
    "Einkommen": (
        "Verdienstbescheinigung",
        "Arbeitsvertrag",
        "Kündigung",
        "Arbeitslosengeldbescheid",
        "Kindergeldbescheid",
        "Unterhaltsnachweis",
        "Krankengeldbescheid",
        "Elterngeldbescheid",
    ),
    "Vermögen": ("Kontoauszug", "Sparbuch", "Fahrzeugschein", "Versicherungspolice", "Bausparvertrag", "Depotauszug"),
    "Bescheide und Verfügungen": (
        "Bewilligungsbescheid",
        "Änderungsbescheid",
        "Ablehnungsbescheid",
        "Verfügung",
        "Berechnungshilfe",
    ),
    "Widerspruch und Klage": ("Widerspruch", "Klage", "Vollmacht"),
    "Erstattung/Rückforderung": ("Aufhebungs- und Erstattungsbescheid", "Anhörung", "Ratenzahlungsantrag"),
    "Schriftverkehr": ("Schreiben", "E-Mail", "Terminabsage", "Telefonvermerk"),
    "Sonstiges": ("Sonstiges",),
}


def register_of(document_type: str) -> str:
    """The register in which documents of this type usually lie, or ""."""
    return next((register for register, types in DOCUMENT_TYPES.items() if document_type in types), "")


def register_rank(register: str) -> int:
    """Where a register stands in the file (from 0); names of others come after the ten, no name last."""
    if register in REGISTERS:
        return REGISTERS.index(register)
    return len(REGISTERS) + (0 if register else 1)
