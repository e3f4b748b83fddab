"""PDF pages that are nothing but one scanned picture: found by reading their few commands, decoded without MuPDF.

libtiff decodes a fax page in 3 to 6 ms where MuPDF takes 40 to 70, and libjpeg makes a small picture of a large one
while it decodes. A page is taken only when it shows exactly this picture: anything not understood means "no scan".
"""

import re
import struct
from dataclasses import dataclass

import pymupdf
from PIL import Image

from app.adapters.pages.raster import TURNS, open_picture

_TOKEN = re.compile(
    rb"\s*(?:(?P<text>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>)"
    rb"|(?P<properties><<[^<>]*>>)|(?P<name>/[^\s()<>\[\]{}/%]*)|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))"
    rb"|(?P<bracket>[\[\]])|(?P<operator>[A-Za-z'\"*]+[0-9]?\*?))",
    re.DOTALL,
)
_HIDDEN_TEXT = re.compile(
    rb"(?:(?:\s*+(?:\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*+>|/[^\s()<>\[\]{}/%]*+|[+-]?(?:\d++\.?\d*+|\.\d++)|[\[\]]))*+"
    rb"\s*+(?:BT|ET|Tf|Td|TD|Tm|T\*|Tc|Tw|Tz|TL|Ts|TJ|Tj|'|\")(?![A-Za-z'\"*0-9]))*+",
    re.DOTALL,
)
"""Nothing but text commands with their operands: the text layer of a scan is thousands of them, passed over at once."""
_HARMLESS = frozenset(
    b"BT ET Tf Td TD Tm T* Tc Tw Tz TL Ts g G rg RG k K cs CS sc SC scn SCN w J j M d i ri BMC EMC MP DP".split()
)
_SHOWS_TEXT = frozenset((b"Tj", b"TJ", b"'", b'"'))
_INVISIBLE = 3
_MAX_CONTENT = 1 << 20
_MAX_OPERANDS = 4096
_MAX_PIXELS = 90_000_000
_TOLERANCE = 0.75
"""Points that a clipping rectangle or the edge of the paper may cut from the picture: a fifth of a millimetre."""
_LINK = 1
_FAX_TAGS = ((256, 4), (257, 4), (258, 3), (259, 3), (262, 3), (273, 4), (277, 3), (278, 4), (279, 4))

Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _NotOnlyAScan(Exception):
    """The page shows, or may show, something besides one picture."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The one picture of a page. ``place`` is where it lies (x0, y0, x1, y1) on the unturned page, in points from the
    top left; ``page_size`` is that page's; ``turn`` is the page's own rotation."""

    file: bytes
    width: int
    height: int
    place: Rectangle
    page_size: tuple[float, float]
    turn: int

    def reduction(self, page_width: int, page_height: int) -> int:
        """How many times smaller the picture may be decoded for a page of so many pixels: 1, 2, 4 or 8."""
        if not self.file.startswith(b"\xff\xd8"):
            return 1
        surplus = min(max(self.width, self.height) / max(page_width, page_height),
                      min(self.width, self.height) / min(page_width, page_height))
        return max(factor for factor in (1, 2, 4, 8) if factor == 1 or factor <= surplus)

    def page_picture(self, reduction: int) -> Image.Image:
        """The whole page, upright, as L or RGB. Raises what Pillow raises for damaged data."""
        decoded: Image.Image
        with open_picture(self.file) as decoded:
            if reduction > 1:
                decoded.draft(decoded.mode, (-(-self.width // reduction), -(-self.height // reduction)))
            decoded.load()
        if decoded.mode == "1":
            decoded = decoded.convert("L")
        across = decoded.width / (self.place[2] - self.place[0])
        down = decoded.height / (self.place[3] - self.place[1])
        left, top = round(self.place[0] * across), round(self.place[1] * down)
        size = (max(1, round(self.page_size[0] * across)), max(1, round(self.page_size[1] * down)))
        beyond = (left, top, left + decoded.width - size[0], top + decoded.height - size[1])
        if any(abs(edge) > 1 for edge in beyond):
            paper = Image.new(decoded.mode, size, "white")
            paper.paste(decoded, (left, top))
            decoded = paper
        return decoded.transpose(TURNS[self.turn]) if self.turn else decoded


@dataclass(slots=True)
class _State:
    matrix: Matrix = IDENTITY
    text_mode: int = 0
    clips: tuple[Rectangle, ...] = ()


def find_scan(document: pymupdf.Document, number: int) -> Scan | None:
    """The scan that page ``number`` (from 0) consists of, or None. MuPDF's exceptions pass through."""
    page = document.load_page(number)
    if any(kind != _LINK for _, kind, _ in page.annot_xrefs()):
        return None
    if page.rotation not in (0, 90, 180, 270) or document.xref_get_key(page.xref, "UserUnit")[0] != "null":
        return None
    images = document.get_page_images(number, full=True)
    if len(images) != 1 or images[0][9] != 0:  # 9: the form that refers to it, 0 for the page itself
        return None
    if images[0][2] * images[0][3] > _MAX_PIXELS:
        return None
    content = page.read_contents()
    if len(content) > _MAX_CONTENT:
        return None
    try:
        name, matrix, clips = _Interpreter(content).only_picture()
        if name.decode("latin-1") != images[0][7]:
            return None
        file, width, height = _picture_file(document, images[0][0])
        return _placed(page, matrix, clips, file, (width, height))
    except (_NotOnlyAScan, ValueError, IndexError):
        return None


def _placed(
    page: pymupdf.Page, matrix: Matrix, clips: tuple[Rectangle, ...], file: bytes, size: tuple[int, int]
) -> Scan:
    a, b, c, d, e, f = matrix
    if b or c or a <= 0 or d <= 0:
        raise _NotOnlyAScan
    box = page.cropbox
    turn = page.rotation
    paper = (float(box.x0), float(page.mediabox.y1 - box.y1), float(box.x1), float(page.mediabox.y1 - box.y0))
    shown = (max(e, paper[0]), max(f, paper[1]), min(e + a, paper[2]), min(f + d, paper[3]))
    for clip in clips:
        if any(clip[i] > shown[i] + _TOLERANCE for i in (0, 1)) or any(clip[i] < shown[i] - _TOLERANCE for i in (2, 3)):
            raise _NotOnlyAScan
    width, height = paper[2] - paper[0], paper[3] - paper[1]
    if a * d < 0.5 * width * height or a > 2 * width or d > 2 * height:
        raise _NotOnlyAScan  # a picture on a page, or a small part of a large one
    place = (e - paper[0], paper[3] - (f + d), e - paper[0] + a, paper[3] - f)
    return Scan(file, *size, place, (width, height), turn)


class _Interpreter:
    """Runs a content stream as far as it concerns where one picture lies; raises ``_NotOnlyAScan`` otherwise."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._state = _State()
        self._stack: list[_State] = []
        self._rectangle: Rectangle | None = None
        self._clipping = False
        self._found: tuple[bytes, Matrix, tuple[Rectangle, ...]] | None = None

    def only_picture(self) -> tuple[bytes, Matrix, tuple[Rectangle, ...]]:
        position, end = 0, len(self._content.rstrip(b"\0\t\n\f\r "))
        operands: list[tuple[str, bytes]] = []
        while position < end:
            if self._state.text_mode == _INVISIBLE and not operands:
                passed = _HIDDEN_TEXT.match(self._content, position, end)
                if passed is not None and passed.end() > position:
                    position = passed.end()
                    continue
            token = _TOKEN.match(self._content, position)
            if token is None or len(operands) > _MAX_OPERANDS:
                raise _NotOnlyAScan
            position = token.end()
            kind = token.lastgroup or ""
            if kind != "operator":
                operands.append((kind, token.group(kind)))
                continue
            self._run(token.group(kind), operands)
            operands = []
        if self._found is None:
            raise _NotOnlyAScan
        return self._found

    def _run(self, operator: bytes, operands: list[tuple[str, bytes]]) -> None:
        if operator in _HARMLESS:
            return
        if operator in _SHOWS_TEXT:
            if self._state.text_mode != _INVISIBLE:
                raise _NotOnlyAScan
        elif operator == b"Tr":
            self._state.text_mode = int(operands[-1][1])
        elif operator == b"q":
            self._stack.append(_State(self._state.matrix, self._state.text_mode, self._state.clips))
        elif operator == b"Q":
            self._state = self._stack.pop()
        elif operator == b"cm":
            self._state.matrix = _product(_six(operands), self._state.matrix)
        elif operator == b"Do" and self._found is None:
            self._found = (operands[-1][1][1:], self._state.matrix, self._state.clips)
        elif operator == b"BDC":
            if operands[0][1] == b"/OC":
                raise _NotOnlyAScan
        else:
            self._run_path(operator, operands)

    def _run_path(self, operator: bytes, operands: list[tuple[str, bytes]]) -> None:
        """Only rectangles, and only to clip with."""
        if operator == b"re" and self._rectangle is None:
            x, y, width, height = (float(value) for _, value in operands[-4:])
            a, b, c, d, e, f = self._state.matrix
            if b or c:
                raise _NotOnlyAScan
            xs, ys = sorted((a * x + e, a * (x + width) + e)), sorted((d * y + f, d * (y + height) + f))
            self._rectangle = (xs[0], ys[0], xs[1], ys[1])
        elif operator in (b"W", b"W*") and self._rectangle is not None:
            self._clipping = True
        elif operator == b"n":
            if self._clipping and self._rectangle is not None:
                self._state.clips = (*self._state.clips, self._rectangle)
            self._rectangle, self._clipping = None, False
        else:
            raise _NotOnlyAScan


def _six(operands: list[tuple[str, bytes]]) -> Matrix:
    a, b, c, d, e, f = (float(value) for _, value in operands[-6:])
    return a, b, c, d, e, f


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _picture_file(document: pymupdf.Document, xref: int) -> tuple[bytes, int, int]:
    """The picture's stream as a file of its own: JPEG as it is, fax data behind a TIFF header."""
    words = document.xref_object(xref, compressed=True)
    if re.search(r"/(SMask|SMaskInData|Mask|ImageMask|OC|Alternates|Matte)(?![A-Za-z])|/DecodeParms \d", words):
        raise _NotOnlyAScan
    width, height = _number(words, "Width"), _number(words, "Height")
    if not re.search(r"/ColorSpace ?/Device(Gray|RGB)(?![A-Za-z])", words):
        raise _NotOnlyAScan
    if re.search(r"/Filter ?(\[ ?)?/DCTDecode( ?\])?(?=[/>])", words):
        if "/Decode" in words.replace("/DecodeParms", ""):
            raise _NotOnlyAScan
        return _jpeg(document.xref_stream_raw(xref), (width, height), "RGB" if "/DeviceRGB" in words else "L")
    if re.search(r"/Filter ?(\[ ?)?/CCITTFaxDecode( ?\])?(?=[/>])", words) and "/DeviceGray" in words:
        return _fax_file(document.xref_stream_raw(xref), words, width, height), width, height
    raise _NotOnlyAScan


def _jpeg(data: bytes, size: tuple[int, int], mode: str) -> tuple[bytes, int, int]:
    try:
        with open_picture(data) as picture:
            if picture.format != "JPEG" or picture.size != size or picture.mode != mode:
                raise _NotOnlyAScan
    except OSError as error:
        raise _NotOnlyAScan from error
    return data, *size


def _fax_file(data: bytes, words: str, width: int, height: int) -> bytes:
    """Group 4 only. Black is 0 in a PDF unless it says otherwise, which is what TIFF calls "white is zero"."""
    if _number(words, "K") >= 0 or _number(words, "Columns") != width or "/EncodedByteAlign true" in words:
        raise _NotOnlyAScan
    decode = re.search(r"/Decode ?\[ ?([01])(?:\.0*)? ([01])(?:\.0*)? ?\]", words)
    if decode is None and "/Decode" in words.replace("/DecodeParms", ""):
        raise _NotOnlyAScan
    turned_over = decode is not None and decode.groups() == ("1", "0")
    black_is_one = "/BlackIs1 true" in words
    photometric = 1 if black_is_one != turned_over else 0
    values = (width, height, 1, 4, photometric, 8 + 2 + 12 * len(_FAX_TAGS) + 4, 1, height, len(data))
    entries = [
        struct.pack("<HHII", tag, kind, 1, value) for (tag, kind), value in zip(_FAX_TAGS, values, strict=True)
    ]
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + b"\0\0\0\0" + data


def _number(words: str, key: str) -> int:
    """An integer that stands there itself; raises when it is missing or kept in another object."""
    found = re.search(rf"/{key} (-?\d+)(?! \d+ R)(?!\d)", words)
    if found is None:
        raise _NotOnlyAScan
    return int(found.group(1))
