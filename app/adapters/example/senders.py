"""Invented firms and offices that write to a Jobcenter."""

from app.adapters.example.paper import Case, Sender
from app.adapters.example.sheet import SERIF

OFFICE = Sender(
    "Kreis Musterland · Jobcenter",
    "Burloer Straße 93",
    "46325 Borken",
    "Telefon 02861 555-0 · jobcenter@musterland.example",
    colour=(20, 72, 120),
    mark="house",
)
LANDLORDS = (
    Sender(
        "Wohnbau Vennland eG",
        "Nordring 14",
        "46325 Borken",
        "Telefon 02861 555-210 · mieter@wohnbau-vennland.example",
        colour=(0, 96, 84),
        mark="house",
    ),
    Sender(
        "Hausverwaltung Hölscher GbR",
        "Butenwall 61",
        "46325 Borken",
        "Telefon 02861 555-377",
        (90, 30, 30),
        SERIF,
        "none",
    ),
    Sender("Immobilien Tenhagen & Söhne", "Bahnhofstraße 8", "48683 Ahaus", "Telefon 02561 555-118", mark="bar"),
    Sender("Gertrud Lütke-Wenning", "Kirchstraße 3", "46414 Rhede", "", (0, 0, 0), SERIF, "none"),
)
ENERGY = (
    Sender(
        "Stadtwerke Musterland GmbH",
        "Ostlandstraße 5",
        "46325 Borken",
        "Servicetelefon 0800 555 4400 · www.sw-musterland.example",
        colour=(215, 95, 10),
        mark="disc",
    ),
    Sender(
        "VennStrom Energie AG",
        "Industriestraße 40",
        "46395 Bocholt",
        "Telefon 02871 555-900 · www.vennstrom.example",
        colour=(10, 110, 60),
        mark="disc",
    ),
)
EMPLOYERS = (
    Sender(
        "Gebäudereinigung Kruse GmbH",
        "Otto-Hahn-Straße 12",
        "46325 Borken",
        "Telefon 02861 555-640",
        (20, 80, 150),
        mark="bar",
    ),
    Sender("Bäckerei Tenbrink", "Hauptstraße 27", "48619 Heek", "Telefon 02568 555-33", (120, 70, 20), SERIF, "disc"),
    Sender(
        "Vennhof Logistik GmbH & Co. KG",
        "Am Güterbahnhof 2",
        "46414 Rhede",
        "Telefon 02872 555-700",
        (150, 20, 30),
        mark="bar",
    ),
    Sender(
        "Seniorenheim St. Ludgerus",
        "Ludgerusplatz 1",
        "46325 Borken",
        "Telefon 02861 555-480",
        (80, 20, 90),
        mark="house",
    ),
)
INSURERS = (
    Sender(
        "Krankenkasse Westmark",
        "Postfach 11 20",
        "48135 Münster",
        "Servicetelefon 0800 555 1200",
        (0, 105, 65),
        mark="disc",
    ),
    Sender(
        "BKK Musterland", "Postfach 40 07", "46322 Borken", "Servicetelefon 0800 555 7700", (0, 70, 150), mark="bar"
    ),
)
BANKS = (
    Sender(
        "Sparkasse Musterland",
        "Am Markt 1",
        "46325 Borken",
        "BLZ 401 545 30 · Telefon 02861 555-50",
        (200, 20, 20),
        mark="disc",
    ),
    Sender(
        "Volksbank Vennland eG",
        "Neutor 9",
        "46325 Borken",
        "BLZ 428 613 87 · Telefon 02861 555-60",
        (0, 60, 140),
        mark="bar",
    ),
)
SCHOOLS = (
    Sender(
        "Ludgerus-Grundschule", "Schützenweg 4", "46325 Borken", "Telefon 02861 555-820", (20, 90, 60), mark="house"
    ),
    Sender(
        "Gesamtschule Vennland", "Overbergstraße 20", "46414 Rhede", "Telefon 02872 555-830", (60, 60, 130), mark="none"
    ),
)
BENEFITS = Sender(
    "Familienkasse Westmark",
    "Postfach 10 10",
    "45801 Gelsenkirchen",
    "Servicenummer 0800 555 5530",
    (190, 20, 40),
    mark="bar",
)
EMPLOYMENT = Sender(
    "Arbeitsagentur Westmark", "Südring 66", "48653 Coesfeld", "Servicenummer 0800 555 5500", (190, 20, 40), mark="bar"
)
LAWYER = Sender(
    "Rechtsanwältin Dr. Imke Vogelsang",
    "Neutor 22",
    "46325 Borken",
    "Fachanwältin für Sozialrecht · Telefon 02861 555-91",
    (0, 0, 0),
    SERIF,
    "none",
)


def registry_office(case: Case) -> Sender:
    return Sender(
        f"Bürgerbüro {case.home.town}",
        "Am Markt 1",
        f"{case.home.postcode} {case.home.town}",
        "",
        (30, 60, 110),
        mark="bar",
    )
