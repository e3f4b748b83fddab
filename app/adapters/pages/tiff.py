"""The directories of a TIFF file, read by hand: page counts, sizes and resolutions without decoding anything.

Pillow walks and interprets every directory before a page (0.1 to 0.2 ms each), which makes the last of 500 fax pages
slow. Here a directory costs some microseconds, and one page can be lifted out, byte for byte, as a file of its own.
"""

import struct
from dataclasses import dataclass

MAX_PAGES = 20_000

WIDTH, HEIGHT, COMPRESSION, PHOTOMETRIC = 256, 257, 259, 262
STRIP_OFFSETS, ORIENTATION, ROWS_PER_STRIP, STRIP_COUNTS = 273, 274, 278, 279
X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT = 282, 283, 296
TILE_OFFSETS, TILE_COUNTS, SUB_DIRECTORIES = 324, 325, 330
_POINTERS_ELSEWHERE = {SUB_DIRECTORIES, 34665, 34853, 40965}
_DESCRIBING = {WIDTH, HEIGHT, COMPRESSION, ORIENTATION, X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT}
_OLD_JPEG = 6
_CENTIMETRE = 3
_SHORT = 3

_TYPE_SIZE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_INTEGER = {1: "B", 3: "H", 4: "I", 6: "b", 7: "B", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_MAX_VALUES = 5_000_000
_PLAIN = {16: 4, 17: 9, 18: 4}
"""Types with 8 bytes, which only BigTIFF has, and those that take their place in a plain file."""


@dataclass(slots=True)
class Entry:
    """One tag: its type, how many values, and where in the file they stand."""

    tag: int
    kind: int
    count: int
    position: int


@dataclass(frozen=True, slots=True)
class Directory:
    """One page of the file; ``x_dpi`` and ``y_dpi`` are 0 where the file does not say."""

    offset: int
    start: int
    """Where its entries begin."""
    fields: tuple[int, ...]
    """Tag, type, count and value of one entry after the other, as they are stored."""
    big: bool
    width: int
    height: int
    compression: int
    orientation: int
    x_dpi: float
    y_dpi: float

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Made when they are asked for: of 500 pages that are only counted there would be 6,000."""
        return tuple(entry_of(self.fields, number, self.start, self.big) for number in range(len(self.fields) // 4))


def entry_of(fields: tuple[int, ...], number: int, start: int, big: bool) -> Entry:
    """Entry ``number`` of a directory whose entries begin at ``start``."""
    size, at, inline = (20, 12, 8) if big else (12, 8, 4)
    tag, kind, count, value = fields[4 * number : 4 * number + 4]
    elsewhere = _TYPE_SIZE.get(kind, 1) * count > inline
    return Entry(tag, kind, count, value if elsewhere else start + number * size + at)


class TiffError(ValueError):
    """The bytes are no usable TIFF."""


class TiffFile:
    """Random access to the directories of ``data``. Raises ``TiffError``."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 8:
            raise TiffError
        self.data = data
        self.order = "<" if data[:2] == b"II" else ">"
        self.big = self._integers(2, "H", 1)[0] == 43
        self._pages: list[Directory] | None = None

    @property
    def pages(self) -> list[Directory]:
        if self._pages is None:
            self._pages = self._walk()
        return self._pages

    def _integers(self, position: int, code: str, count: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(f"{self.order}{count}{code}", self.data, position)
        except (struct.error, OverflowError) as error:  # the second: a position beyond 63 bits
            raise TiffError from error

    def _walk(self) -> list[Directory]:
        pages: list[Directory] = []
        seen: set[int] = set()
        offset = self._integers(8, "Q", 1)[0] if self.big else self._integers(4, "I", 1)[0]
        while offset and offset not in seen and len(pages) < MAX_PAGES:
            seen.add(offset)
            try:
                page, offset = self._directory(offset)
            except TiffError:
                if not pages:
                    raise
                break  # a damaged chain: the pages before it are still good
            pages.append(page)
        return pages

    def _directory(self, offset: int) -> tuple[Directory, int]:
        count_code, count_size, entry_size = ("Q", 8, 20) if self.big else ("H", 2, 12)
        count = self._integers(offset, count_code, 1)[0]
        start = offset + count_size
        if not 0 < count <= 4096 or start + count * entry_size > len(self.data):
            raise TiffError
        fields = struct.unpack_from(self.order + ("HHQQ" if self.big else "HHII") * count, self.data, start)
        after = start + count * entry_size
        try:
            following = self._integers(after, "Q" if self.big else "I", 1)[0]
        except TiffError:
            following = 0
        return self._described(offset, start, fields), following

    def _described(self, offset: int, start: int, fields: tuple[int, ...]) -> Directory:
        places = {tag: number for number, tag in enumerate(fields[::4]) if tag in _DESCRIBING}
        known = {tag: entry_of(fields, number, start, self.big) for tag, number in places.items()}
        turned = known.get(ORIENTATION)  # libtiff believes it only as the type that the standard names
        to_inch = 2.54 if self._first(known, RESOLUTION_UNIT, 2) == _CENTIMETRE else 1.0
        return Directory(
            offset=offset,
            start=start,
            fields=fields,
            big=self.big,
            width=self._first(known, WIDTH, 0),
            height=self._first(known, HEIGHT, 0),
            compression=self._first(known, COMPRESSION, 1),
            orientation=self._first(known, ORIENTATION, 1) if turned and turned.kind == _SHORT else 1,
            x_dpi=self._ratio(known.get(X_RESOLUTION)) * to_inch,
            y_dpi=self._ratio(known.get(Y_RESOLUTION)) * to_inch,
        )

    def _first(self, known: dict[int, Entry], tag: int, default: int) -> int:
        entry = known.get(tag)
        if entry is None or entry.kind not in _INTEGER or entry.count < 1:
            return default
        return self._integers(entry.position, _INTEGER[entry.kind], 1)[0]

    def _ratio(self, entry: Entry | None) -> float:
        if entry is None or entry.count < 1:
            return 0.0
        try:
            if entry.kind in (5, 10):
                above, below = self._integers(entry.position, "I" if entry.kind == 5 else "i", 2)
                return above / below if below else 0.0
            if entry.kind in (11, 12):
                code = "f" if entry.kind == 11 else "d"
                return float(struct.unpack_from(self.order + code, self.data, entry.position)[0])
            return float(self._integers(entry.position, _INTEGER[entry.kind], 1)[0])
        except (TiffError, struct.error, KeyError):
            return 0.0

    def value(self, page: Directory, tag: int, default: int) -> int:
        """The first value of a tag of ``page``; ``default`` where it is missing or not a whole number."""
        return self._first({entry.tag: entry for entry in page.entries}, tag, default)

    def strips(self, page: Directory) -> tuple[list[bytes], int]:
        """The stored strips of ``page`` and the rows in each. Raises ``TiffError``, also for tiles."""
        known = {entry.tag: entry for entry in page.entries}
        offsets, counts = known.get(STRIP_OFFSETS), known.get(STRIP_COUNTS)
        if offsets is None or counts is None or offsets.count != counts.count:
            raise TiffError
        try:
            pieces = self._pieces(offsets, counts)
            if len(pieces) == 1 and not pieces[0]:  # "as far as the file goes", which libtiff accepts
                pieces = [self.data[self._integers(offsets.position, _INTEGER[offsets.kind], 1)[0] :]]
            return pieces, min(page.height, self._first(known, ROWS_PER_STRIP, page.height))
        except (KeyError, struct.error) as error:
            raise TiffError from error

    def lift(self, page: Directory) -> bytes | None:
        """``page`` as a plain TIFF file of its own, image bytes untouched; None where it cannot be taken apart."""
        known = {entry.tag: entry for entry in page.entries}
        if page.compression == _OLD_JPEG:
            return None
        offsets, counts = known.get(STRIP_OFFSETS), known.get(STRIP_COUNTS)
        if offsets is None or counts is None:
            offsets, counts = known.get(TILE_OFFSETS), known.get(TILE_COUNTS)
        if offsets is None or counts is None or offsets.count != counts.count:
            return None
        try:
            pieces = self._pieces(offsets, counts)
            return self._assembled(page, offsets, counts, pieces)
        except (TiffError, struct.error, KeyError):
            return None

    def _pieces(self, offsets: Entry, counts: Entry) -> list[bytes]:
        if not 0 < offsets.count <= _MAX_VALUES:
            raise TiffError
        starts = self._integers(offsets.position, _INTEGER[offsets.kind], offsets.count)
        lengths = self._integers(counts.position, _INTEGER[counts.kind], counts.count)
        if any(start + length > len(self.data) for start, length in zip(starts, lengths, strict=True)):
            raise TiffError
        return [self.data[start : start + length] for start, length in zip(starts, lengths, strict=True)]

    def _assembled(self, page: Directory, offsets: Entry, counts: Entry, pieces: list[bytes]) -> bytes:
        """Header, directory, values that do not fit into it, then the image bytes."""
        entries = sorted((e for e in page.entries if e.tag not in _POINTERS_ELSEWHERE), key=lambda e: e.tag)
        values_at = 8 + 2 + 12 * len(entries) + 4
        replaced = {
            offsets.tag: (4, [0] * len(pieces)),
            counts.tag: (4, [len(piece) for piece in pieces]),
        }
        data_at = values_at
        for entry in entries:
            kind, count = (4, len(pieces)) if entry.tag in replaced else (entry.kind, entry.count)
            size = _TYPE_SIZE[_PLAIN.get(kind, kind)] * count
            data_at += size + size % 2 if size > 4 else 0
        position = data_at
        for index, piece in enumerate(pieces):
            replaced[offsets.tag][1][index] = position
            position += len(piece)
        directory, values = bytearray(), bytearray()
        for entry in entries:
            if entry.tag in replaced:
                kind, numbers = replaced[entry.tag]
                raw, count = struct.pack(f"{self.order}{len(numbers)}I", *numbers), len(numbers)
            else:
                kind, count, raw = self._stored(entry)
            directory += struct.pack(f"{self.order}HHI", entry.tag, kind, count)
            if len(raw) > 4:
                directory += struct.pack(f"{self.order}I", values_at + len(values))
                values += raw + b"\0" * (len(raw) % 2)
            else:
                directory += raw.ljust(4, b"\0")
        head = (b"II*\0" if self.order == "<" else b"MM\0*") + struct.pack(f"{self.order}IH", 8, len(entries))
        return b"".join([head, bytes(directory), b"\0\0\0\0", bytes(values), *pieces])

    def _stored(self, entry: Entry) -> tuple[int, int, bytes]:
        """Type, count and bytes of a value as a plain TIFF file has them."""
        if entry.kind in _PLAIN:
            kind = _PLAIN[entry.kind]
            numbers = self._integers(entry.position, _INTEGER[entry.kind], min(entry.count, _MAX_VALUES))
            return kind, len(numbers), struct.pack(f"{self.order}{len(numbers)}{_INTEGER[kind]}", *numbers)
        size = _TYPE_SIZE[entry.kind] * entry.count
        raw = self.data[entry.position : entry.position + size]
        if len(raw) != size:
            raise TiffError
        return entry.kind, entry.count, raw
