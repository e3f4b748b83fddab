"""Putting a letter of the outgoing post right without touching its text: first offered, then taken."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.actions.letters import PutLetter
from app.domain.central import ORIGINALS
from app.domain.decide import Refused
from app.domain.errors import NotAllowed
from app.domain.letter_check.findings import Checked
from app.domain.letter_check.plan import Mend, Sheet
from app.domain.records.letters import Enclosure, Letter
from app.services.check_letter import Against, check_letter, mend_letter
from app.services.letters.adding import Adding, check_again


@dataclass(frozen=True, slots=True)
class Offer:
    """``before`` and ``data``: the file as it is and as it would be; ``checked`` what the check would say of it.

    ``changed``: (page before, page after), from 1, of every page that would look different or stand elsewhere;
    0 before: a new one.
    """

    letter: Letter
    mends: tuple[Mend, ...]
    before: bytes
    data: bytes
    checked: Checked
    changed: tuple[tuple[int, int], ...]
    enclosures: tuple[Enclosure, ...]


def offer_mend(site: str, letter: Letter, case_number: str, with_: Adding) -> Offer | None:
    """What could be put right; None where nothing can. Raises ``DocumentUnreadable``."""
    before = with_.central.read(site, ORIGINALS, letter.sha256)
    index = with_.index(site) if with_.index is not None else None
    carrier = with_.profile(letter.carrier)
    against = Against(carrier, letter.options.duplex, index, case_number if index else "")
    checked = check_letter(with_.reader, before, against)
    if not checked.mends:
        return None
    mended = mend_letter(with_.reader, before, against, checked)
    sheets = checked.plan.sheets
    changed = tuple(
        (sheet.page, place)
        for place, sheet in enumerate(sheets, 1)
        if sheet.page == 0 or sheet.turn or sheet.box is not None or _came_first(sheet, place)
    )
    enclosures = _enclosures(letter.enclosures, sheets)
    return Offer(letter, checked.mends, before, mended.data, mended.checked, changed, enclosures)


def take_mend(site: str, offer: Offer, base: int, case_number: str, with_: Adding) -> Checked:
    """The offered file becomes the letter, and is checked. ``base`` is the version of the letter that the user saw.

    Raises ``NotAllowed`` when the letter was changed or sent meanwhile.
    """
    letter = offer.letter
    sha256 = hashlib.sha256(offer.data).hexdigest()
    mended = replace(
        letter,
        sha256=sha256,
        size=len(offer.data),
        pages=offer.checked.pages,
        enclosures=offer.enclosures,
        content=letter.content or letter.sha256,
    )
    with_.central.put(site, ORIGINALS, sha256, offer.data)
    outcome = with_.central.submit(PutLetter(site=site, by=with_.by, letter=mended, base=base))
    if isinstance(outcome, Refused):
        raise NotAllowed(outcome.title, outcome.advice, code=outcome.code)
    return check_again(site, mended, case_number, with_)


def _came_first(sheet: Sheet, place: int) -> bool:
    """Whether a page came to the front; those that only make room for it look as before."""
    return place == 1 and sheet.page > 1


def _enclosures(known: tuple[Enclosure, ...], sheets: Sequence[Sheet]) -> tuple[Enclosure, ...]:
    """Where they stand now. A page that came to the front belongs to the letter itself."""
    places = {sheet.page: place for place, sheet in enumerate(sheets, 1) if sheet.page}
    found = []
    for part in known:
        pages = sorted(places[page] for page in range(part.first_page, part.first_page + part.pages) if page in places)
        own = [place for place in pages if place > 1]
        if own:
            found.append(replace(part, first_page=own[0], pages=len(own)))
    return tuple(found)
