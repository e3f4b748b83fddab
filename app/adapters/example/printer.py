"""Documents as bytes: filed ones put together from shared page images, post scanned sheet by sheet."""

import hashlib
import math
from dataclasses import dataclass
from random import Random

from PIL import Image

from app.adapters.example.kinds import BY_NAME, Kind
from app.adapters.example.paper import Case
from app.adapters.example.pdf import Page, PageImage, bitonal_image, colour_image, jpeg, pdf, tiff
from app.adapters.example.scanner import Look, bitonal, coloured, photographed, usual_look
from app.adapters.example.sheet import BOLD, MONO, Sheet, Stamp
from app.domain.example import Paper

RED, BLUE = (178, 34, 44), (36, 52, 140)
GLYPHS = 220
"""Different letters that one PDF may have: its invisible font has a byte for each."""


@dataclass(frozen=True, slots=True)
class Print:
    """A file of the post."""

    data: bytes
    suffix: str
    pages: int


class Printer:
    """Makes papers. Keeps the scanned images of sheets, without what belongs to a household."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._scans: dict[tuple[str, int, int], PageImage] = {}

    def case_rng(self, kind: Kind, variant: int) -> Random:
        """What all documents of a variant share is drawn from this."""
        return Random(f"{self._seed}:{kind.name}:{variant}")

    def filed(self, kind: Kind, case: Case, variant: int) -> Paper:
        """A document of a file: the variant's scan with the household's marks laid over it."""
        return _paper(self._pages(kind, kind.make(case), variant))

    def volume(self, parts: list[tuple[Kind, Case, int]], most: int) -> Paper:
        """A volume of a paper file scanned in one go: many papers in one PDF of at most ``most`` pages."""
        pages: list[Page] = []
        letters: set[str] = set()
        for kind, case, variant in parts:
            sheets = kind.make(case)
            letters |= {letter for sheet in sheets for letter in sheet.words()}
            if len(letters) > GLYPHS or len(pages) + len(sheets) > most:
                break
            pages += self._pages(kind, sheets, variant)
        return _paper(pages)

    def _pages(self, kind: Kind, sheets: list[Sheet], variant: int) -> list[Page]:
        return [Page(self._scan(kind, variant, n, sheet), sheet, overlay=True) for n, sheet in enumerate(sheets)]

    def _scan(self, kind: Kind, variant: int, number: int, sheet: Sheet) -> PageImage:
        key = (kind.name, variant, number)
        if key not in self._scans:
            seed = ":".join(map(str, (self._seed, *key)))
            rng = Random(seed)
            look = Look(200, dirt=0.0, seed=seed) if kind.from_office else usual_look(rng, seed, old=rng.random() < 0.5)
            self._scans[key] = bitonal_image(sheet, look, fixed_only=True)
        return self._scans[key]


def _paper(pages: list[Page]) -> Paper:
    data = pdf(pages)
    texts = tuple(page.sheet.words() for page in pages)
    sizes = tuple((round(100 * page.sheet.size[0]), round(100 * page.sheet.size[1])) for page in pages)
    page_sizes = sizes[:1] if len(set(sizes)) == 1 else sizes
    return Paper(hashlib.sha256(data).hexdigest(), data, texts, long=len(pages) > 4, page_sizes=page_sizes)


def post(kind: Kind, case: Case, channel: str, rng: Random) -> Print:
    """A document of the day's post as the scan provider delivers it, by the way on which it came."""
    sheets = kind.make(case)
    seed = f"{rng.random()}"
    if channel == "fax":
        return _fax(sheets, case, rng, seed)
    if channel == "online":
        return _photo(sheets, rng, seed) if rng.random() < 0.5 else _clean(sheets, seed)
    if channel == "email":
        return _clean([*BY_NAME["email"].make(case), *sheets], seed)
    _stamp(sheets[0], kind, case, rng, "EINGEGANGEN" if channel == "letter" else "PERSÖNLICH ABGEGEBEN")
    if channel == "counter" or kind.colour:
        return _colour(sheets, rng, seed)
    dpi = rng.choice((200, 200, 300))
    if rng.random() < 0.12:
        images = [bitonal(sheet, usual_look(rng, f"{seed}:{n}", dpi)) for n, sheet in enumerate(sheets)]
        return Print(tiff(images, (dpi, dpi)), "tif", len(images))
    pages = _scanned(sheets, rng, seed, dpi)
    return Print(pdf(pages, text=rng.random() < 0.92), "pdf", len(pages))


def scan(sheets: list[Sheet], rng: Random, dpi: int = 200) -> Print:
    """A letter as a provider's scanner makes it: every page one bitonal picture, with a hidden text layer."""
    return Print(pdf(_scanned(sheets, rng, f"{rng.random()}", dpi)), "pdf", len(sheets))


def _scanned(sheets: list[Sheet], rng: Random, seed: str, dpi: int) -> list[Page]:
    return [Page(bitonal_image(s, usual_look(rng, f"{seed}:{n}", dpi)), s) for n, s in enumerate(sheets)]


def _stamp(sheet: Sheet, kind: Kind, case: Case, rng: Random, word: str) -> None:
    months = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."]
    day = f"{case.day.day:02d}. {months[case.day.month - 1]} {case.day.year}"
    lines = ("Jobcenter Kreis Musterland", day, word)
    x, y = sheet.size[0] - rng.uniform(72, 88), rng.uniform(250, 256) if kind.form else rng.uniform(74, 80)
    if sheet.size[1] < 200:
        y = rng.uniform(26, 34)
    colour = rng.choice((RED, BLUE))
    sheet.put(Stamp(x=x, y=y, lines=lines, angle=rng.uniform(-5, 6), colour=colour))


def _colour(sheets: list[Sheet], rng: Random, seed: str) -> Print:
    looks = [usual_look(rng, f"{seed}:{n}", rng.choice((200, 200, 240))) for n in range(len(sheets))]
    if len(sheets) == 1 and rng.random() < 0.3:
        return Print(jpeg(coloured(sheets[0], looks[0]), looks[0].dpi), "jpg", 1)
    pages = [Page(colour_image(sheet, look), sheet) for sheet, look in zip(sheets, looks, strict=True)]
    return Print(pdf(pages), "pdf", len(pages))


def _photo(sheets: list[Sheet], rng: Random, seed: str) -> Print:
    page = coloured(sheets[0], Look(150, rng.gauss(0, 1.2), dirt=0.1, seed=seed))
    return Print(jpeg(photographed(page, rng), 150, 70), "jpg", 1)


def _clean(sheets: list[Sheet], seed: str) -> Print:
    pages = [Page(bitonal_image(s, Look(200, dirt=0.0, seed=f"{seed}:{n}")), s) for n, s in enumerate(sheets)]
    return Print(pdf(pages), "pdf", len(pages))


def _fax(sheets: list[Sheet], case: Case, rng: Random, seed: str) -> Print:
    """Fine resolution of fax machines: 204 by 196 dots an inch, with the line that the machine adds."""
    sender = f"+49 2861 555 {rng.randrange(100, 999)}"
    time = f"{rng.randrange(7, 19)}:{rng.randrange(10, 59)}"
    images: list[Image.Image] = []
    for number, sheet in enumerate(sheets, start=1):
        line = f"{case.day.strftime('%d.%m.%Y')} {time}   {sender}   S. {number}/{len(sheets)}"
        sheet.text(18, 6.5, line, size=8.5, font=MONO)
        sheet.text(170, 6.5, "FAX", size=8.5, font=BOLD)
        image = bitonal(sheet, usual_look(rng, f"{seed}:{number}", 204))
        height = math.ceil(image.height * 196 / 204)
        images.append(image.resize((image.width, height), Image.Resampling.NEAREST))
    return Print(tiff(images, (204, 196)), "tif", len(images))
