"""What kind of paper it is: known from the start, learned from filings, explained by words on the page."""

from app.domain.recognise.clues import type_reason
from app.domain.recognise.reading import read_texts
from app.domain.recognise.types import TypeModel, words_of
from app.domain.texts import use_language
from app.services.resources import resource_path
from app.services.suggest import knowledge, suggest_to_keep

WAGES = "Lohnabrechnung\nGesamtbrutto 1.482,10 Steuerklasse 1\nAuszahlungsbetrag 1.177,43"


def learn(model: TypeModel, text: str, document_type: str, register: str = "", sender: str = "") -> None:
    model.learn(words_of(read_texts([text]), sender), document_type, register)


def test_the_usual_types_are_known_before_anything_was_filed() -> None:
    found = TypeModel().suggest(read_texts([WAGES]))[0]
    assert (found.document_type, found.register) == ("Verdienstbescheinigung", "Einkommen")
    assert "„Lohnabrechnung“" in found.reason


def test_words_are_known_although_they_are_misread() -> None:
    found = TypeModel().suggest(read_texts(["Lohnabrcchnung\nGesarntbrutto 1.482,10 Steucrklasse 1"]))[0]
    assert found.document_type == "Verdienstbescheinigung"
    assert "„Lohnabrcchnung“" in found.reason


def test_a_type_and_a_register_of_the_sites_own_are_learned() -> None:
    model = TypeModel()
    for number in range(6):
        learn(model, f"Antrag auf Mittagessen und Klassenfahrt Nr {number}", "Bildungspaket", "Schule")
    found = model.suggest(read_texts(["Mittagessen, Klassenfahrt nach Münster"]))[0]
    assert (found.document_type, found.register) == ("Bildungspaket", "Schule")


def test_what_a_sender_sends_is_learned() -> None:
    model = TypeModel()
    for _ in range(5):
        learn(model, "anbei wie besprochen", "Klage", sender="Kanzlei Dr. Imhoff")
        learn(model, "anbei wie besprochen", "Mietvertrag", sender="Hausverwaltung Pohl")
    found = model.suggest(read_texts(["anbei wie besprochen"]), "Kanzlei Dr. Imhoff")[0]
    assert found.document_type == "Klage"
    assert "bei diesem Absender" in found.reason


def test_a_kept_suggestion_says_its_reason_in_the_readers_language() -> None:
    known = knowledge((), ())
    kept = suggest_to_keep(read_texts([WAGES]), known)[1][0]
    assert not kept.reason and ("word", "Lohnabrechnung") in kept.clues
    said = type_reason(kept.clues)
    use_language("en", [resource_path("locale")])
    try:
        assert "Lohnabrechnung" in type_reason(kept.clues) != said
    finally:
        use_language("de", [])
    assert type_reason(kept.clues) == said and said.startswith("Wörter „")


def test_nothing_known_is_nothing_suggested() -> None:
    assert TypeModel().suggest(read_texts(["xqz vvk 123"])) == []


def test_while_the_beginning_guesses_better_it_is_the_beginning_that_guesses() -> None:
    fresh, model, reading = TypeModel(), TypeModel(), read_texts([WAGES])
    usual = "Verdienstbescheinigung"
    for _ in range(50):  # whoever files so always contradicts what was learned last
        learn(model, WAGES, "Kontoauszug" if model.suggest(reading)[0].document_type == usual else usual)
        if not model.trusts_learned:
            break
    assert not model.trusts_learned
    assert model.suggest(reading) == fresh.suggest(reading)


def test_a_habit_that_changes_is_followed() -> None:
    model = TypeModel()
    for _ in range(12):
        learn(model, WAGES, "Kontoauszug")
    assert model.suggest(read_texts([WAGES]))[0].document_type == "Kontoauszug"
    for _ in range(80):
        learn(model, WAGES, "Verdienstbescheinigung")
        learn(model, "Kontoauszug Saldo Umsätze", "Kontoauszug")
    assert model.suggest(read_texts([WAGES]))[0].document_type == "Verdienstbescheinigung"
    assert model.suggest(read_texts(["Kontoauszug Saldo"]))[0].document_type == "Kontoauszug"
