"""The port ``PageReader`` on one child process: documents from outside are never opened in the window's process."""

import json
import multiprocessing
import threading
import weakref
from collections import deque
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

from app.adapters.pages.calls import ReadingCalls
from app.adapters.pages.child import serve
from app.adapters.pages.letter_calls import LetterCalls
from app.adapters.pages.made import (
    NONSENSE,
    document_info,
    pack_places,
    page_doubts,
    page_texts,
    sensible,
)
from app.adapters.pages.pipes import bound_waiting
from app.adapters.pages.refusal import CLOSED, CRASHED, SLOW, as_error
from app.adapters.pages.segments import SegmentRing
from app.adapters.pages.views import MAX_PIXELS
from app.domain.pages import DocumentInfo, Pixels, RenderJob, Source

PAGE_SECONDS = 10.0
MEMORY_BYTES = 1 << 30
SENT_DOCUMENTS = 3
_START_SECONDS = 60.0
_END_SECONDS = 2.0
_LONGEST_ANSWER = 64 << 20
"""Bytes of one answer in words, a whole document's text among them."""
_MOST_BYTES = 512 << 20
"""Bytes of a file out of a document, or of one that was made."""
_MOST_PICTURE = 4 * MAX_PIXELS
"""Bytes of a picture."""
_MOST_MESSAGES = 500_000
"""Messages of one answer: one a page, and some."""

Message = dict[str, Any]


class ReaderProcess(ReadingCalls, LetterCalls):
    """Reads documents in a child process that is started on first use and again after it died.

    Calls block and take turns. ``page_seconds`` bounds every page; ``memory`` (bytes) bounds the child. A document
    that hangs or ends the child is refused with the reason, and the next call works.
    """

    def __init__(self, page_seconds: float = PAGE_SECONDS, memory: int = MEMORY_BYTES) -> None:
        self._page_seconds = page_seconds
        self._memory = memory
        self._turn = threading.Lock()
        self._child: _Child | None = None
        self._ring = SegmentRing()
        self._closed = False
        self._at_exit = weakref.finalize(self, SegmentRing.close, self._ring)

    def start(self) -> None:
        """Start the child without waiting: its imports run while the caller goes on."""
        with self._turn:
            self._running()

    def warm(self) -> None:
        """Start the child and wait until it could read its first document."""
        with self._turn:
            child = self._running()
            try:
                child.wait_ready()
            except (OSError, EOFError, ValueError) as error:
                child.kill()
                self._end()
                raise as_error(CRASHED) from error

    def inspect(self, source: Source, password: str | None = None) -> DocumentInfo:
        return sensible(document_info, self._ask({"verb": "inspect", "password": password}, source))

    def render(self, job: RenderJob) -> Pixels:
        if job.dpi <= 0 or job.rotation % 90:
            raise ValueError("dpi must be positive and rotation a multiple of 90")
        request = {
            "verb": "render",
            "page": job.page,
            "dpi": job.dpi,
            "rotation": job.rotation % 360,
            "clip_mm": job.clip_mm,
            "password": job.password,
            "other": job.other_engine,
        }
        offer = _Offer(self._ring)
        try:
            return sensible(offer.accepted, self._ask(request, job.source, offer))
        except BaseException:
            offer.withdraw()
            raise

    def texts(self, source: Source, password: str | None = None) -> tuple[str, ...]:
        return sensible(page_texts, self._ask({"verb": "texts", "password": password}, source))

    def compare(self, source: Source, password: str | None = None) -> tuple[tuple[int, str], ...]:
        return sensible(page_doubts, self._ask({"verb": "compare", "password": password}, source))

    def cut_pack(self, source: Source, target: Path) -> tuple[tuple[int, int], ...]:
        try:
            return sensible(pack_places, self._ask({"verb": "cut", "target": str(target)}, source))
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def interrupt(self) -> None:
        """Give up what is being read now, from another thread; the caller that waits for it is told so."""
        child = self._child
        if child is not None and self._turn.locked():
            child.given_up = True
            child.kill()

    def close(self) -> None:
        """End the child at once, also in the middle of a page, and give the shared memory back."""
        self._closed = True
        if self._turn.acquire(timeout=0):
            try:
                self._end()
            finally:
                self._turn.release()
        else:
            self.interrupt()
        self._at_exit()

    @property
    def process_id(self) -> int | None:
        """Of the child, while there is one (the bench looks at its memory)."""
        child = self._child
        return child.process.pid if child is not None else None

    def _running(self) -> "_Child":
        if self._closed:
            raise as_error(CLOSED)
        if self._child is not None and (self._child.given_up or not self._child.process.is_alive()):
            self._end()  # died between two requests: not the fault of the next document
        if self._child is None:
            self._child = _Child(self._memory, self._page_seconds)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ask(self, request: Message, source: Source, offer: "_Offer | None" = None) -> Message:
        with self._turn:
            parcel = _Parcel(self._ring, source)
            if offer is not None:
                request |= offer.made()
            child = self._running()
            try:
                child.wait_ready()
                answer = self._conversation(child, request | parcel.named(child), parcel, offer)
            except TimeoutError as error:
                self._replace(child)
                raise as_error(SLOW) from error
            except (OSError, EOFError, *NONSENSE) as error:
                self._replace(child)
                raise as_error(CLOSED if self._closed else CRASHED) from error
            finally:
                parcel.give_back()
            if answer.get("fatal"):
                self._replace(child)
            if "refused" in answer:
                raise as_error(str(answer["refused"]))
            return answer

    def _replace(self, child: "_Child") -> None:
        """Another child gets ready while people read why the last document could not be shown."""
        child.kill()
        self._end()
        if not self._closed:
            self._running()

    def _conversation(self, child: "_Child", request: Message, parcel: "_Parcel", offer: "_Offer | None") -> Message:
        """One request and its answer; in between the child may ask for bytes or room, or report progress."""
        child.send(request)
        data: bytes | None = None
        for _message in range(_MOST_MESSAGES):
            answer = child.receive(self._page_seconds)
            if answer.get("send"):
                child.send(parcel.packed())
            elif "need" in answer and offer is not None:
                if not 0 < answer["need"] <= _MOST_PICTURE:
                    raise ValueError("a picture that large is not drawn")
                child.connection.send_bytes(offer.enlarged(int(answer["need"])).encode("ascii"))
            elif "bytes" in answer:
                data = child.receive_bytes(self._page_seconds)
            elif "progress" not in answer:
                return answer if data is None else {**answer, "data": data}
        raise ValueError("the reading process talks without end")


class _Parcel:
    """How the child gets a document: by its path, or by a segment that holds its bytes, sent once."""

    def __init__(self, ring: SegmentRing, source: Source) -> None:
        self._ring = ring
        self._source = source
        self._segment: SharedMemory | None = None

    def named(self, child: "_Child") -> Message:
        if not isinstance(self._source, bytes):
            return {"path": str(Path(self._source).absolute())}
        # Keyed anew with every start and remembered by the bytes themselves: nobody outside can make two documents
        # that have the same one, and the next page of a large file need not be hashed for it again.
        digest = f"{hash(self._source):x}.{len(self._source)}"
        if digest in child.sent:
            return {"digest": digest}
        child.sent.append(digest)
        return {"digest": digest} | self.packed()

    def packed(self) -> Message:
        if not isinstance(self._source, bytes):
            raise ValueError("a file is read by its path")
        self.give_back()
        self._segment = self._ring.take_filled(self._source)
        return {"content": self._segment.name, "length": len(self._source)}

    def give_back(self) -> None:
        if self._segment is not None:
            self._ring.give_back(self._segment)
            self._segment = None


class _Offer:
    """The shared memory that is offered for one picture."""

    def __init__(self, ring: SegmentRing) -> None:
        self._ring = ring
        self._segment: SharedMemory | None = None

    def made(self) -> Message:
        self._segment = self._ring.take_like_last()
        return {"segment": self._segment.name, "capacity": self._segment.size}

    def enlarged(self, size: int) -> str:
        self.withdraw()
        self._segment = self._ring.take(size)
        return self._segment.name

    def accepted(self, answer: Message) -> Pixels:
        """The picture that the child has put there; what it says about its size is not trusted."""
        segment = self._segment
        width, height, stride = int(answer["width"]), int(answer["height"]), int(answer["stride"])
        depth = {"grey8": 1, "rgb24": 3}.get(answer["format"], 0)
        fits = segment is not None and depth and 0 < width * depth <= stride and 0 < stride * height <= segment.size
        if segment is None or not fits or answer["segment"] != segment.name:
            raise as_error(CRASHED)
        self._ring.remember(stride * height)
        data, release = self._ring.lend_view(segment, stride * height)
        return Pixels(width, height, stride, str(answer["format"]), data, release)

    def withdraw(self) -> None:
        if self._segment is not None:
            self._ring.give_back(self._segment)
            self._segment = None


class _Child:
    """One life of the reading process."""

    def __init__(self, memory: int, page_seconds: float) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=serve, args=(theirs, memory, 3 * page_seconds), name="page-reader", daemon=True
        )
        self.process.start()
        theirs.close()
        bound_waiting(self.connection, page_seconds)
        self.sent: deque[str] = deque(maxlen=SENT_DOCUMENTS)
        """Digests of the documents that it got last and probably has still."""
        self.given_up = False
        self._ready = False

    def wait_ready(self) -> None:
        if not self._ready:
            self.receive(_START_SECONDS)
            self._ready = True

    def send(self, request: Message) -> None:
        self.connection.send_bytes(json.dumps(request).encode())

    def receive(self, seconds: float) -> Message:
        """The next message. Raises ``TimeoutError``, ``EOFError``, ``OSError`` or ``ValueError``."""
        message = json.loads(self.receive_bytes(seconds, _LONGEST_ANSWER))
        if not isinstance(message, dict):
            raise ValueError("the reading process sent something else than an answer")
        return message

    def receive_bytes(self, seconds: float, most: int = _MOST_BYTES) -> bytes:
        """Raises ``TimeoutError``, ``EOFError``, or ``OSError``, also for more bytes than ``most``."""
        if not self.connection.poll(seconds):
            raise TimeoutError
        return self.connection.recv_bytes(most)

    def kill(self) -> None:
        self.process.kill()

    def end(self) -> None:
        """Closing the pipe asks it to go; one that does not is killed."""
        self.connection.close()
        self.process.join(_END_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join(_END_SECONDS)
        self.process.close()
