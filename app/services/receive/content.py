"""What is in a file: pages, text, a page pack; stored before any record names it."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import zstandard

from app.domain.bags import Finding, Payload
from app.domain.central import ORIGINALS, PACKS, TEXTS, Central
from app.domain.errors import DocumentUnreadable
from app.domain.pages import PageReader
from app.domain.texts import _

MEDIA = ("pdf", "tiff", "jpeg", "png")
WHOLE_UP_TO = 4
"""Documents of more pages get a page pack; shorter ones travel whole."""
_LONGEST_SENDER = 80
_SENDER_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Fields as in ``Document``; ``warnings`` are about what could not be had."""

    media: str
    pages: int
    has_text: bool
    sender: str
    pack: tuple[tuple[int, int], ...]
    page_sizes: tuple[tuple[int, int], ...]
    hints: tuple[str, ...]
    compared: bool
    doubts: tuple[tuple[int, str], ...]
    warnings: tuple[Finding, ...]


def store_content(central: Central, reader: PageReader, site: str, payload: Payload, scratch: Path) -> Content:
    """Store the original with its texts and pack. Raises ``DocumentUnreadable``; nothing is stored then."""
    if payload.size == 0:
        raise DocumentUnreadable(_("Die Datei ist leer."), code="empty")
    info = reader.inspect(payload.source)
    if info.media not in MEDIA:
        raise DocumentUnreadable(_("Die Datei ist weder PDF noch TIFF, JPEG oder PNG."), code="unsupported")
    central.put(site, ORIGINALS, payload.sha256, payload.source)
    texts: tuple[str, ...] = ()
    pack: tuple[tuple[int, int], ...] = ()
    warnings: list[Finding] = []
    # The pages can be looked at: what cannot be had besides is no reason to leave the document outside.
    try:
        texts = _store_texts(central, reader, site, payload) if info.has_text else ()
    except DocumentUnreadable:
        warnings.append(Finding("no-text", _("Der Text der Seiten ließ sich nicht übernehmen.")))
    if info.pages > WHOLE_UP_TO:
        with suppress(DocumentUnreadable):
            pack = _store_pack(central, reader, site, payload, scratch / "pack")
    doubts: tuple[tuple[int, str], ...] = ()
    compared = False
    try:
        doubts, compared = reader.compare(payload.source), True
    except DocumentUnreadable:
        warnings.append(Finding("not-compared", _("Die Darstellung der Seiten ließ sich nicht prüfen.")))
    return Content(
        media=info.media,
        pages=info.pages,
        has_text=bool(texts),
        sender=guess_sender(texts[0]) if texts else "",
        pack=pack,
        page_sizes=stored_sizes(info.sizes_mm),
        hints=info.hints,
        compared=compared,
        doubts=doubts,
        warnings=tuple(warnings),
    )


def stored_sizes(sizes_mm: Sequence[tuple[float, float]]) -> tuple[tuple[int, int], ...]:
    """Sizes as a record keeps them: hundredths of a millimetre, one entry when all pages are alike."""
    sizes = tuple((round(width * 100), round(height * 100)) for width, height in sizes_mm)
    return sizes[:1] if len(set(sizes)) == 1 else sizes


def _store_texts(central: Central, reader: PageReader, site: str, payload: Payload) -> tuple[str, ...]:
    texts = reader.texts(payload.source)
    if not any(texts):
        return ()
    packed = zstandard.compress(json.dumps(texts, ensure_ascii=False).encode())
    central.put(site, TEXTS, payload.sha256, packed)
    return texts


def _store_pack(
    central: Central, reader: PageReader, site: str, payload: Payload, target: Path
) -> tuple[tuple[int, int], ...]:
    try:
        places = reader.cut_pack(payload.source, target)
        if places:
            central.put(site, PACKS, payload.sha256, target)
        return places
    finally:
        target.unlink(missing_ok=True)


def guess_sender(text: str) -> str:
    """Who wrote this, for the list of the inbox: the line over the recipient's address, or the first with letters.

    German letters carry the sender in one line over the address window: name, street and town with separators.
    """
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if len(re.findall(r"[^\W\d_]", line)) >= 3][:_SENDER_LINES]
    window = (line for line in lines if re.search(r"\b\d{5}\b", line) and re.search(r"[,·•|*]| - ", line))
    found = next(window, lines[0] if lines else "")
    return re.split(r"\s*[,·•|*]\s*| - ", found)[0][:_LONGEST_SENDER]
