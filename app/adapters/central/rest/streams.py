"""What comes in a long answer, gone on with where a broken line stopped it."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from app.adapters.central.rest.faults import LineBroken, damaged, no_service
from app.adapters.central.rest.line import PACKED, Line
from app.domain.texts import _

T = TypeVar("T")
IN_VAIN = 4
"""How often in a row a line may break without bringing anything."""
_PLACE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


def resumed(start: int, open_at: Callable[[int], Iterator[tuple[int, T]]]) -> Iterator[T]:
    """Every thing that ``open_at`` gives with the place after it, from ``start`` on; opened again at the last place
    when the line breaks. Raises ``CentreUnreachable`` when that brings nothing any more."""
    place, in_vain = start, 0
    while True:
        try:
            for following, thing in open_at(place):
                place, in_vain = following, 0
                yield thing
            return
        except LineBroken:
            in_vain += 1
            if in_vain >= IN_VAIN:
                raise


def lines(line: Line, path: str, **options: object) -> Iterator[bytes]:
    """The lines of an answer, without their line feeds. A line that is cut off is none."""
    with line.parts(path, headers={"Accept-Encoding": PACKED}, **options) as (_answer, parts):
        rest = b""
        for part in parts:
            *whole, rest = (rest + part).split(b"\n")
            yield from whole
        if rest:
            raise no_service()


def ranged(line: Line, path: str, offset: int, length: int | None) -> Iterator[bytes]:
    """Bytes of something that never changes: ``length`` of them from ``offset`` on, fewer where it ends before."""
    end = None if length is None else offset + length
    known: list[str] = []

    def open_at(place: int) -> Iterator[tuple[int, bytes]]:
        if end is not None and place >= end:
            return
        last = "" if end is None else str(end - 1)
        headers = {"Range": f"bytes={place}-{last}", "Accept-Encoding": "identity"}
        with line.parts(path, headers=headers, good=(416,)) as (answer, parts):
            if answer.status_code == 416:
                return
            _check_place(answer.headers.get("Content-Range", ""), answer.headers.get("ETag", ""), place, known)
            for part in parts:
                place += len(part)
                yield place, part

    return resumed(offset, open_at)


def _check_place(told: str, tag: str, place: int, known: list[str]) -> None:
    found = _PLACE.fullmatch(told)
    if found is None or int(found.group(1)) != place:
        raise no_service()
    known.append(f"{tag} {found.group(3)}")
    if known[0] != known[-1]:
        raise damaged(_("Die Bytes haben sich geändert, während sie übertragen wurden."))
