"""What a print provider asks of a letter, as it stands in its profile (``resources/carriers``)."""

from dataclasses import dataclass, field

from app.domain.pages import Box

FIRST, ALL = "first", "all"


@dataclass(frozen=True, slots=True)
class Window:
    """Where the address must stand. ``box`` is what the envelope shows, ``address`` the part for the address, above
    which the sender's line and postal notes may stand."""

    form: str
    box: Box
    address: Box


@dataclass(frozen=True, slots=True)
class Zone:
    """What must stay free on the first page or on all (``pages``), for letters of one ``form`` or of any ("")."""

    name: str
    box: Box
    pages: str = ALL
    form: str = ""

    def counts(self, page: int, form: str) -> bool:
        """``page`` from 1."""
        return (self.pages == ALL or page == 1) and self.form in ("", form)


@dataclass(frozen=True, slots=True)
class Envelope:
    """``grams`` of its own; ``most_grams`` of the whole letter; ``cents`` is the postage up to that weight."""

    name: str
    most_sheets: int
    grams: float
    most_grams: float
    cents: int


@dataclass(frozen=True, slots=True)
class Prices:
    """In cents: a sheet, what a page in colour costs more, and options by name. Nothing known: no estimate."""

    sheet: float = 0.0
    colour_page: float = 0.0
    options: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Carrier:
    """``windows``: the first one is the usual. Limits of 0 are none."""

    code: str
    title: str
    windows: tuple[Window, ...]
    zones: tuple[Zone, ...] = ()
    margin_mm: float = 5.0
    most_sheets: int = 0
    most_pages: int = 0
    most_bytes: int = 0
    least_dpi: float = 0.0
    sheet_grams: float = 5.0
    envelopes: tuple[Envelope, ...] = ()
    prices: Prices = field(default_factory=Prices)

    def sheets(self, pages: int, duplex: bool) -> int:
        return (pages + 1) // 2 if duplex else pages

    def envelope(self, sheets: int) -> Envelope | None:
        """The smallest that takes so many sheets; None where none does, or none is known."""
        fitting = (one for one in self.envelopes if sheets <= one.most_sheets and self._grams(sheets, one))
        return next(fitting, None)

    def grams(self, sheets: int) -> float | None:
        """The weight with its envelope; None where no envelope takes it."""
        envelope = self.envelope(sheets)
        return None if envelope is None else sheets * self.sheet_grams + envelope.grams

    def cents(
        self, pages: int, *, duplex: bool = False, colour: bool = False, options: tuple[str, ...] = ()
    ) -> int | None:
        """An estimate of what a letter costs; None where the profile does not say. Options that it does not name cost
        nothing here."""
        sheets = self.sheets(pages, duplex)
        envelope = self.envelope(sheets)
        if envelope is None:
            return None
        known = dict(self.prices.options)
        extra = sum(known.get(option, 0) for option in options)
        printing = sheets * self.prices.sheet + (pages * self.prices.colour_page if colour else 0)
        return envelope.cents + extra + round(printing)

    def _grams(self, sheets: int, envelope: Envelope) -> bool:
        return sheets * self.sheet_grams + envelope.grams <= envelope.most_grams
