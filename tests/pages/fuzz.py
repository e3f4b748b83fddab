"""Fuzzing of what comes from outside: ``python -m tests.pages.fuzz --inputs 20000 --seed 1 [--samples FOLDER]``.

Half of the inputs are conversations with a reading process that lies; the other half are documents damaged at random,
read by the real one. The window's side must answer every one with a value of the promised kind or with
``DocumentUnreadable``, in bounded time. Prints a summary; exit status 1 if anything else happened.
"""

import argparse
import base64
import faulthandler
import io
import json
import random
import socket
import struct
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.adapters.pages import process as page_process
from app.adapters.pages.process import ReaderProcess
from app.domain.errors import DocumentUnreadable
from app.domain.letter_check.carrier import Window
from app.domain.letter_check.check import check as judged
from app.domain.letter_check.facts import LetterFile, LetterPage
from app.domain.letter_check.findings import Checked
from app.domain.letter_check.plan import Plan, Sheet
from app.domain.pages import DocumentInfo, Pixels, RenderJob
from app.services.carrier_profiles import load_carrier
from tests.pages.making import pdf, scan, text_page, tiff

PATIENCE = 60.0
"""Seconds after which one input counts as a hang of this process: a stack is printed, and it ends."""
_LARGEST_SEED = 300_000
Call = Callable[[ReaderProcess, Any], object]


@dataclass
class Report:
    inputs: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    children: int = 0
    """How many reading processes it took."""

    def run(self, kind: str, what: str, call: Callable[[], object]) -> bool:
        """One input; whether it was answered."""
        self.inputs[kind] += 1
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        started = time.perf_counter()
        try:
            check(call())
        except DocumentUnreadable as error:
            if not error.title:
                self.faults.append(f"{what}: no reason")
            self.refused[kind] += 1
            return False
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self.faults.append(f"{what}: {type(error).__name__}: {error}"[:300])
            return False
        finally:
            faulthandler.cancel_dump_traceback_later()
            self.slowest = max(self.slowest, time.perf_counter() - started)
        return True


def check_of(value: LetterFile | LetterPage) -> Checked:
    """What the rules make of it: they get whatever the reading process said."""
    file = value if isinstance(value, LetterFile) else LetterFile("pdf", ((210.0, 297.0),), False, False, (), 1)
    pages = [value] if isinstance(value, LetterPage) else []
    return judged(file, pages, load_carrier("folder"))


def check(value: object) -> None:
    """What callers rely on, whatever the reading process said."""
    if isinstance(value, DocumentInfo):
        assert value.sizes_mm and all(0 < side < 1e7 for size in value.sizes_mm for side in size), "sizes"
    elif isinstance(value, Pixels):
        assert len(value.data) == value.stride * value.height and value.width > 0, "pixels"
        value.release()
    elif isinstance(value, LetterFile | LetterPage):
        assert check_of(value).findings is not None, "a check of it"
    else:
        assert isinstance(value, (tuple, bytes)), "kind of answer"
        json.dumps(repr(value)).encode("utf-8")


# --- a reading process that lies ------------------------------------------------------------
class LyingChild(page_process._Child):
    """The window's end of a pipe into which somebody else has already written."""

    def __init__(self, frames: list[bytes], ends: bool, seconds: float) -> None:
        self.connection, self._theirs = Pipe()
        page_process.bound_waiting(self.connection, seconds)
        self.process = SimpleNamespace(  # type: ignore[assignment]
            pid=0, is_alive=lambda: True, kill=lambda: None, join=lambda _seconds: None, close=self._theirs.close
        )
        self.sent = page_process.deque(maxlen=3)
        self.given_up = False
        self._ready = True
        theirs = socket.socket(fileno=self._theirs.fileno())
        theirs.setblocking(False)
        with suppress(BlockingIOError):
            for frame in frames:
                theirs.send(frame)
        if ends:
            theirs.shutdown(socket.SHUT_WR)  # it still takes what is sent to it
        theirs.detach()


class DeceivedReader(ReaderProcess):
    """Talks to a ``LyingChild`` with the given frames each time it needs a child."""

    def __init__(self, seconds: float) -> None:
        super().__init__(page_seconds=seconds)
        self.frames: list[bytes] = []
        self.ends = True

    def _running(self) -> page_process._Child:
        if self._child is None:
            self._child = LyingChild(self.frames, self.ends, self._page_seconds)
            self.frames = []
        return self._child


DOCUMENT = pdf(text_page("Eins"))
WINDOW = Window("B", (20.0, 45.0, 85.0, 45.0), (20.0, 62.7, 85.0, 27.3))
MENDED = Plan(sheets=(Sheet(0), Sheet(1, 90, (5.0, 5.0, 190.0, 140.0)), Sheet(1)), cover=("Eins",), at=WINDOW)
CALLS: dict[str, Call] = {
    "inspect": lambda reader, source: reader.inspect(source),
    "render": lambda reader, source: reader.render(RenderJob(source, 1, 40)),
    "texts": lambda reader, source: reader.texts(source),
    "compare": lambda reader, source: reader.compare(source),
    "words": lambda reader, source: reader.words(source, 1),
    "outline": lambda reader, source: reader.outline(source),
    "links": lambda reader, source: reader.links(source, 1),
    "attachments": lambda reader, source: reader.attachments(source),
    "attachment": lambda reader, source: reader.attachment(source, 0),
    "codes": lambda reader, source: reader.codes(source, 1),
    "letter-file": lambda reader, source: reader.letter_file(source),
    "letter-page": lambda reader, source: reader.letter_page(source, 1),
    "letter-code": lambda reader, source: reader.letter_with_code(source, "ES2-A", (150.0, 20.0, 12.0, 12.0)),
    "letter-mended": lambda reader, source: reader.mended_letter(source, MENDED),
}
TRUE_ANSWERS: dict[str, list[Any]] = {
    "inspect": [{"media": "pdf", "sizes_mm": [[210.0, 297.0]], "has_text": True, "hints": ["form"]}],
    "render": [{"need": 4000}, {"segment": "?", "width": 33, "height": 40, "stride": 99, "format": "rgb24"}],
    "texts": [{"progress": True}, {"texts": ["Eins\n"]}],
    "compare": [{"progress": True}, {"doubts": [[1, "different"]]}],
    "words": [{"send": True}, {"rows": [["Eins", 1.0, 2.0, 3.0, 4.0, 0]]}],
    "outline": [{"rows": [["Eins", 1, 1]]}],
    "links": [{"rows": [[1.0, 2.0, 3.0, 4.0, None, "https://example.org"]]}],
    "attachments": [{"rows": [["a.txt", 10]]}],
    "attachment": [{"bytes": True}, b"0123456789", {}],
    "codes": [{"rows": [["ES2-A", 1.0, 2.0, 3.0, 4.0]]}],
    "letter-file": [
        {"media": "pdf", "sizes_mm": [[210.0, 297.0]], "encrypted": 0, "repaired": 0, "active": ["launch"], "size": 9}
    ],
    "letter-page": [
        {
            "words": [["Eins", 1.0, 2.0, 3.0, 4.0, 0]], "printed": [[1.0, 2.0, 3.0, 4.0]],
            "pictures": [{"box": [1.0, 2.0, 3.0, 4.0], "dpi": 72.0}],
            "missing_fonts": [["Helvetica", 1.0, 2.0, 3.0, 4.0]],
            "width": 9, "height": 2, "ink": base64.b64encode(zlib.compress(b"\x80\x00\x00\x80")).decode(),
        }
    ],
    "letter-code": [{"bytes": True}, b"0123456789", {}],
    "letter-mended": [{"progress": True}, {"bytes": True}, b"0123456789", {}],
}
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 1 << 31, 1 << 63, 10**40, -(10**18), 0.1, -0.0, float("nan"), float("inf"), 1e308, "",
    "x", "\ud800", "\0", "0", "NaN", "x" * 5000, [], [[]], [None], {}, {"a": 1}, [[1, 2, 3]], [["a", "b"]], [1] * 2000,
)  # fmt: skip


def lies(rnd: random.Random, verb: str) -> list[bytes]:
    """Frames as they come through the pipe: a true conversation with some of it changed."""
    messages = [json.loads(json.dumps(one)) if isinstance(one, dict) else one for one in TRUE_ANSWERS[verb]]
    for _change in range(rnd.choice((0, 1, 1, 1, 2, 3))):
        place = rnd.randrange(len(messages) + 1)
        kind = rnd.random()
        if kind < 0.15:
            messages.insert(place, rnd.choice(({"progress": 1}, {"need": rnd.choice(ODD)}, {"send": 1}, {"bytes": 1})))
        elif kind < 0.22:
            messages.insert(place, rnd.choice(ODD))
        elif kind < 0.27:
            messages.insert(place, rnd.choice(({"refused": rnd.choice(ODD)}, {"fatal": True}, {"refused": "slow"})))
        elif kind < 0.31:
            messages[place:] = [{"progress": True}] * rnd.choice((3, 200))
        else:
            place = min(place, len(messages) - 1)
            messages[place] = changed(rnd, messages[place])
    frames = [framed(one if isinstance(one, bytes) else written(rnd, one)) for one in messages]
    return spoilt(rnd, frames)


def changed(rnd: random.Random, value: Any) -> Any:
    """The value with one place in it replaced, left out or doubled."""
    if isinstance(value, dict) and value:
        key = rnd.choice(list(value))
        choice = rnd.random()
        if choice < 0.2:
            return {name: inner for name, inner in value.items() if name != key}
        return {**value, key: changed(rnd, value[key]) if choice < 0.7 else rnd.choice(ODD)}
    if isinstance(value, list) and value and rnd.random() < 0.8:
        place = rnd.randrange(len(value))
        choice = rnd.random()
        if choice < 0.2:
            return value[:place] + value[place + 1 :]
        if choice < 0.35:
            return value + value[place:] * rnd.choice((1, 50))
        return [*value[:place], changed(rnd, value[place]), *value[place + 1 :]]
    return rnd.choice(ODD)


def written(rnd: random.Random, message: Any) -> bytes:
    text = json.dumps(message)
    choice = rnd.random()
    if choice < 0.02:
        return b"[" * 100_000
    if choice < 0.04:
        return rnd.randbytes(rnd.randrange(200))
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if choice < 0.12 and data:
        for _flip in range(rnd.randrange(1, 4)):
            data[rnd.randrange(len(data))] = rnd.randrange(256)
    return bytes(data)


def framed(message: bytes) -> bytes:
    return struct.pack("!i", len(message)) + message


def spoilt(rnd: random.Random, frames: list[bytes]) -> list[bytes]:
    """Sometimes a length that is not true, or an end in the middle."""
    choice = rnd.random()
    if choice < 0.03:
        frames.insert(rnd.randrange(len(frames) + 1), struct.pack("!i", rnd.choice((-1, -2, 0, 1 << 30, 0x7FFFFFFF))))
    elif choice < 0.06:
        frames[-1] = frames[-1][: rnd.randrange(len(frames[-1]) + 1)]
    elif choice < 0.07:
        frames.insert(0, struct.pack("!iQ", -1, rnd.choice((1, 1 << 40, (1 << 64) - 1))))
    return frames


def deceive(report: Report, rnd: random.Random, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.pdf"
        path.write_bytes(DOCUMENT)
        reader = DeceivedReader(0.05)
        try:
            for number in range(count):
                verb = rnd.choice(list(CALLS))
                reader._child = None
                reader.frames = lies(rnd, verb)
                reader.ends = rnd.random() < 0.97  # else it stalls, and the limit of time must end it
                source = path if rnd.random() < 0.5 else DOCUMENT
                what = f"protocol {number} {verb}"
                report.run("protocol", what, lambda v=verb, s=source: CALLS[v](reader, s))  # type: ignore[misc]
                child = reader._child
                if child is not None:
                    child.connection.close()
                    child.process.close()
        finally:
            reader._child = None
            reader.close()


# --- documents damaged at random ------------------------------------------------------------
def made_seeds() -> list[bytes]:
    seeds = [pdf(text_page("Eins"), text_page("Zwei")), tiff(scan(), scan("Zwei"))]
    seeds.append(tiff(scan(mode="L"), compression="tiff_lzw"))
    for kind in ("PNG", "JPEG"):
        buffer = io.BytesIO()
        scan(size=(300, 400), mode="L").save(buffer, kind)
        seeds.append(buffer.getvalue())
    return seeds


def sample_seeds(folder: Path) -> list[bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and 0 < path.stat().st_size <= _LARGEST_SEED)
    return [path.read_bytes() for path in files]


def damaged(rnd: random.Random, seeds: list[bytes]) -> bytes:
    data = bytearray(rnd.choice(seeds))
    for _damage in range(rnd.choice((1, 1, 2, 4, 8, 20))):
        if not data:
            break
        at, length = rnd.randrange(len(data)), min(len(data), rnd.choice((1, 2, 4, 16, 200, 5000)))
        choice = rnd.random()
        if choice < 0.35:
            data[at] = rnd.randrange(256)
        elif choice < 0.5:
            data[at : at + length] = rnd.randbytes(length)
        elif choice < 0.6:
            del data[at : at + length]
        elif choice < 0.7:
            data[at:at] = data[at : at + length]
        elif choice < 0.78:
            other = rnd.choice(seeds)
            start = rnd.randrange(len(other))
            data[at : at + length] = other[start : start + length]
        elif choice < 0.84:
            del data[at:]
        else:
            numbers(rnd, data, at)
    return bytes(data)


def numbers(rnd: random.Random, data: bytearray, at: int) -> None:
    """A number near ``at`` becomes another: sizes, counts and offsets are where readers go wrong."""
    digits = [place for place in range(at, min(len(data), at + 400)) if 0x30 <= data[place] <= 0x39]
    if digits and rnd.random() < 0.7:
        data[digits[0]] = rnd.choice(b"0123456789")
        if rnd.random() < 0.3:
            data[digits[0] : digits[0]] = rnd.choice((b"-", b"99999", b"0.", b"4294967296"))
    else:
        value = rnd.choice((0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF))
        data[at : at + 4] = struct.pack(rnd.choice("<>") + "I", value)


def read_damaged(report: Report, rnd: random.Random, count: int, seeds: list[bytes]) -> None:
    reader = ReaderProcess(page_seconds=4)
    known: set[int | None] = set()
    more = [verb for verb in CALLS if verb not in ("inspect", "render")]
    try:
        for number in range(count):
            data = damaged(rnd, seeds)
            if report.run("documents", f"document {number}", lambda d=data: reader.inspect(d)):  # type: ignore[misc]
                for verb in ("render", rnd.choice(more)):
                    what = f"document {number} {verb}"
                    report.run("further looks", what, lambda d=data, v=verb: CALLS[v](reader, d))  # type: ignore[misc]
            known.add(reader.process_id)
            if number % 500 == 499:
                sys.stderr.write(f"{number + 1} documents, {len(known)} reading processes\n")
        report.run("after all", "a sound document afterwards", lambda: reader.inspect(DOCUMENT))
    finally:
        reader.close()
    report.children = len(known)


def parts(inputs: int) -> Iterator[int]:
    yield inputs - inputs // 2
    yield inputs // 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=Path, default=Path(__file__).parents[3] / "shared" / "samples" / "documents")
    given = parser.parse_args()
    rnd, report = random.Random(given.seed), Report()
    seeds = made_seeds() + (sample_seeds(given.samples / "files") if given.samples.is_dir() else [])
    lying, broken = parts(given.inputs)
    started = time.perf_counter()
    deceive(report, rnd, lying)
    read_damaged(report, rnd, broken, seeds)
    summary = {
        "seed": given.seed,
        "seeds": len(seeds),
        "inputs": dict(report.inputs),
        "refused": dict(report.refused),
        "reading_processes": report.children,
        "slowest_s": round(report.slowest, 2),
        "took_s": round(time.perf_counter() - started),
        "faults": report.faults[:50],
    }
    sys.stdout.write(json.dumps(summary, indent=2) + "\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
