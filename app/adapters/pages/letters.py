"""What a letter is made of, for the check before it is sent. Runs inside the reading process; judges nothing."""

import base64
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pymupdf

from app.adapters.pages import sniff
from app.adapters.pages.compare import grey_picture
from app.adapters.pages.pdf import FAILURES, POINTS_PER_INCH
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.reading import words
from app.adapters.pages.refusal import DAMAGED, UNSUPPORTED, Refusal
from app.adapters.pages.views import MM_PER_INCH, OpenDocument, View
from app.domain.letter_check.facts import EMBEDDED, JAVASCRIPT, LAUNCH, MEDIA, SUBMIT, XFA
from app.domain.letter_check.ink import CELLS_PER_MM

INK_DPI = CELLS_PER_MM * MM_PER_INCH
INK_BELOW = 236
"""Levels of grey (white is 255) that count as printed: a hairline of 0.05 mm does, a pale ground does not."""
LARGEST_SIDE = 600.0
"""Millimetres: a larger page is no letter, and its picture would be large."""
MOST_BOXES = 5_000
MOST_OBJECTS = 50_000
_MM_PER_POINT = MM_PER_INCH / POINTS_PER_INCH
_UNSEEN = 3
"""How the text layer of a scan is written."""
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_LONGEST_NAME = 80

_NAME_END = r"(?![A-Za-z0-9])"
_ACTIVE = {
    JAVASCRIPT: re.compile(rf"/(?:JavaScript|JS){_NAME_END}"),
    LAUNCH: re.compile(rf"/S\s*/(?:Launch|GoToE|Rendition){_NAME_END}"),
    SUBMIT: re.compile(rf"/S\s*/(?:SubmitForm|ImportData){_NAME_END}"),
    EMBEDDED: re.compile(rf"/(?:EmbeddedFiles?|FileAttachment|EF){_NAME_END}|/Type\s*/Collection{_NAME_END}"),
    MEDIA: re.compile(rf"/Subtype\s*/(?:RichMedia|Movie|Sound|Screen|3D){_NAME_END}"),
    XFA: re.compile(rf"/XFA{_NAME_END}"),
}

Message = dict[str, Any]
Row = list[float]


def file_facts(document: OpenDocument) -> Message:
    """``LetterFile`` as a message. Raises ``Refusal`` for what is no PDF, or one that MuPDF cannot open."""
    if document.media != sniff.PDF:
        raise Refusal(UNSUPPORTED)
    if not isinstance(document, PdfDocument):
        raise Refusal(DAMAGED)
    return {
        "repaired": bool(document.mupdf.is_repaired),
        "media": document.media,
        "sizes_mm": document.sizes_mm,
        "encrypted": _encrypted(document.mupdf),
        "active": _active(document.mupdf),
        "size": len(document.data),
    }


def page_facts(document: OpenDocument, page: int) -> Message:
    """``LetterPage`` of ``page`` (from 0) as a message."""
    if not isinstance(document, PdfDocument):
        raise Refusal(DAMAGED)
    try:
        shown = document.mupdf[page]
        spans = [span for span in shown.get_texttrace() if span["type"] != _UNSEEN and span["opacity"] > 0]
        turn = shown.rotation_matrix
        return {
            "words": words(document, page),
            "printed": [_box(pymupdf.Rect(span["bbox"]) * turn) for span in spans[:MOST_BOXES]],
            "pictures": list(_pictures(shown))[:MOST_BOXES],
            "missing_fonts": _missing_fonts(document.mupdf, page, spans),
            **_ink(document, page),
        }
    except FAILURES as error:
        raise Refusal(DAMAGED) from error


def _encrypted(document: pymupdf.Document) -> bool:
    """Also where only an owner's password keeps people from changing it."""
    return bool(document.needs_pass) or document.xref_get_key(-1, "Encrypt")[0] not in ("null", "")


def _active(document: pymupdf.Document) -> list[str]:
    """Kinds of ``ACTIVE`` in any object of the file, also in those that no page names: a reader may find them."""
    found: set[str] = set()
    for number in range(1, min(document.xref_length(), MOST_OBJECTS)):
        try:
            written = str(document.xref_object(number, compressed=True))
        except FAILURES:
            continue  # an object that is not there hides nothing
        found.update(kind for kind, pattern in _ACTIVE.items() if kind not in found and pattern.search(written))
    return [kind for kind in _ACTIVE if kind in found]


def _pictures(page: pymupdf.Page) -> Iterator[Message]:
    """The page's pictures with the coarser of their two resolutions."""
    turn = page.rotation_matrix
    for picture in page.get_image_info():
        box = pymupdf.Rect(picture["bbox"])
        a, b, c, d = picture["transform"][:4]
        across, down = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        if box.is_empty or across <= 0 or down <= 0:
            continue
        dpi = min(picture["width"] / across, picture["height"] / down) * POINTS_PER_INCH
        yield {"box": _box(box * turn), "dpi": round(dpi, 1)}


def _missing_fonts(document: pymupdf.Document, page: int, spans: list[Message]) -> list[list[Any]]:
    """[name, left, top, width, height] of fonts that visible text of the page uses and that are not in the file."""
    here: set[str] = set()
    missing: dict[str, str] = {}
    for _xref, extension, kind, name, *_rest in document.get_page_fonts(page, full=True):
        plain = _SUBSET.sub("", str(name)).strip()
        if extension == "n/a" and kind != "Type3":
            missing[_key(plain)] = plain[:_LONGEST_NAME]
        else:
            here.add(_key(plain))
    if not missing:
        return []
    shown: dict[str, pymupdf.Rect] = {}
    for span in spans:
        key = _key(_SUBSET.sub("", str(span["font"])))
        shown[key] = shown.get(key, pymupdf.Rect()) | pymupdf.Rect(span["bbox"])
    chosen = {key: shown[key] for key in missing if key in shown}
    strange = [rect for key, rect in shown.items() if key not in here]
    if not chosen and strange:
        chosen = dict.fromkeys(missing, strange[0])  # MuPDF calls what it took instead by another name
    turn = document[page].rotation_matrix
    return sorted([missing[key], *_box(rect * turn)] for key, rect in chosen.items())


def _key(name: str) -> str:
    """A font's name as it is compared: the file and the font itself write it with and without blanks."""
    return "".join(sign for sign in name.lower() if sign.isalnum())


def _ink(document: PdfDocument, page: int) -> Message:
    """Where the page is printed: a bit a cell, packed row by row."""
    if max(document.sizes_mm[page]) > LARGEST_SIDE:
        return {"width": 0, "height": 0, "ink": ""}
    picture = grey_picture(document.draw(View(page, INK_DPI, in_grey=True)))
    bits = picture.point([255 if level < INK_BELOW else 0 for level in range(256)], "1")
    packed = base64.b64encode(zlib.compress(bits.tobytes(), 1)).decode("ascii")
    return {"width": bits.width, "height": bits.height, "ink": packed}


def _box(rect: pymupdf.Rect) -> Row:
    rect = pymupdf.Rect(rect).normalize()
    return [round(side * _MM_PER_POINT, 2) for side in (rect.x0, rect.y0, rect.width, rect.height)]
