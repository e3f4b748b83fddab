"""Letters of ours that the post brought back: how they are called, and what is stamped on them."""

from app.domain.folding import fold

RETURNED_MAIL = "Postrückläufer"
REGISTER = "Schriftverkehr"
_BEFOREHAND = tuple(map(fold, ("wenn unzustellbar", "falls unzustellbar", "bei unzustellbarkeit")))
"""What we print on letters ourselves: what is to be done if they come back."""
_SAID = tuple(
    map(
        fold,
        (
            "rückläufer", "unzustellbar", "empfänger unbekannt", "unbekannt verzogen", "annahme verweigert",
            "nicht zu ermitteln", "zurück an absender", "empfänger verstorben", "nicht abgeholt", "lagerfrist",
        ),
    )
)  # fmt: skip


def says_returned(*texts: str) -> bool:
    """Whether one of the texts says that a letter could not be delivered.

    >>> says_returned("Empfänger unbekannt verzogen"), says_returned("Wenn unzustellbar, zurück")
    (True, False)
    """
    for text in texts:
        folded = fold(text)
        for words in _BEFOREHAND:
            folded = folded.replace(words, " ")
        if any(words in folded for words in _SAID):
            return True
    return False
