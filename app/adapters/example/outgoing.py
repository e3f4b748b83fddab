"""Letters of the example county's office on their way out, one for each state that there is to see."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from app.adapters.example.county import HOME, County
from app.adapters.example.files import Files
from app.adapters.example.kinds import BY_NAME
from app.adapters.example.printer import Printer
from app.domain.example import Outgoing
from app.domain.records.letters import ACCEPTED, CHECKED, DELIVERED, POSTED, PRINTED, RETURNED, LetterOptions

_LETTERS = (
    ("cooperation", "Bitte Unterlagen nachreichen", CHECKED, LetterOptions()),
    ("refusal", "Ablehnung des Antrags vom letzten Monat", CHECKED, LetterOptions(formal_service=True)),
    ("grant", "Bewilligung ab dem nächsten Monat", CHECKED, LetterOptions(duplex=True)),
    ("amendment", "Änderung wegen der neuen Miete", ACCEPTED, LetterOptions(duplex=True)),
    ("hearing", "Anhörung zu einer Überzahlung", PRINTED, LetterOptions()),
    ("grant", "Bewilligung des Weiterbewilligungsantrags", POSTED, LetterOptions(duplex=True)),
    ("cooperation", "Einladung mit Bitte um Nachweise", POSTED, LetterOptions()),
    ("recovery", "Aufhebung und Erstattung", DELIVERED, LetterOptions(registered="registered")),
    ("amendment", "Änderung wegen der Heizkosten", RETURNED, LetterOptions()),
)
"""(kind of paper, title, state that it has reached, options)."""


class OutgoingPost:
    def __init__(self, county: County, files: Files, printer: Printer) -> None:
        self._county, self._files, self._printer = county, files, printer

    def letters(self, site: str) -> Iterator[Outgoing]:
        """Of the first site alone; to one household each."""
        if site != HOME:
            return
        homes = (home for home in self._county.households if home.site == site and not home.closed_on)
        for number, ((name, title, state, options), home) in enumerate(zip(_LETTERS, homes, strict=False)):
            kind, rng = BY_NAME[name], Random(f"{self._county.seed}:outgoing:{number}")
            day = self._county.today - timedelta(days=number % 3)
            paper = self._printer.filed(kind, self._files.case(home, kind, day, 0, rng), 0)
            yield Outgoing(
                case_number=home.case_number,
                by=home.worker,
                data=paper.data,
                sha256=paper.sha256,
                pages=len(paper.texts),
                title=title,
                letter_type=kind.document_type,
                state=state,
                options=options,
            )
