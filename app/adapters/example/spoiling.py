"""What scanning and reading machines do to a text."""

from dataclasses import dataclass
from random import Random

_CONFUSED = (
    *("0O", "O0", "1l", "l1", "Il", "lI", "5S", "S5", "8B", "B8", "2Z", "6G", "9g", "7T", "e c", "c e", "o a"),
    *("n h", "u v", "t f", "i j", "m rn", "w vv", "d cl", "ü ii", "ß B", "ä a", "ö o", "rn m", ". ,"),
)
_LOST = {"ä": "a", "ö": "o", "ü": "u", "ß": "B", "Ä": "A", "Ö": "O", "Ü": "U"}
_WRITTEN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
_UNKNOWN = dict.fromkeys("äöüßÄÖÜşğłńćžš", "?")


@dataclass(frozen=True, slots=True)
class Level:
    """``letters``: how often a letter is misread; ``breaks``: a blank lost or a line broken; ``umlauts``: all lost."""

    letters: float = 0.0
    breaks: float = 0.0
    umlauts: float = 0.0


LEVELS = {"clean": Level(), "light": Level(0.004, 0.01, 0.2), "heavy": Level(0.018, 0.04, 0.6)}


def _pairs() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for pair in _CONFUSED:
        seen, read = pair.split() if " " in pair else (pair[0], pair[1])
        table.setdefault(seen, []).append(read)
    return table


_TABLE = _pairs()


def spoilt(text: str, level: Level, rng: Random) -> str:
    """The text as a machine reads it from a bad copy."""
    if rng.random() < level.umlauts:
        lost = rng.choice((_LOST, _WRITTEN, _UNKNOWN))
        text = "".join(lost.get(sign, sign) for sign in text)
    read: list[str] = []
    for sign in text:
        chance = rng.random()
        if sign in " \n":
            if chance < level.breaks:
                read.append(rng.choice(("\n", "\n", "", "  ") if sign == " " else (" ",)))
                continue
        elif chance < level.letters:
            read.append(rng.choice(_TABLE[sign]) if sign in _TABLE else rng.choice((sign, "", sign + " ")))
            continue
        read.append(sign)
    return "".join(read)
