"""What the reading process does with each request."""

import json
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.adapters.pages import reading
from app.adapters.pages.documents import OpenDocuments, check_page
from app.adapters.pages.letter_answers import LetterAnswers
from app.adapters.pages.limits import give_back_memory
from app.adapters.pages.raster import release_memory, reuse_memory
from app.adapters.pages.refusal import DAMAGED, MEMORY, Refusal
from app.adapters.pages.segments import AttachedSegments
from app.adapters.pages.views import Drawn, OpenDocument, View
from app.adapters.pages.writing_answers import WritingAnswers

Message = dict[str, Any]


class Answers:
    """One method a verb; every answer is a JSON object, failures are ``{"refused": reason}``."""

    def __init__(self, connection: Connection, begin_page: Callable[[], None]) -> None:
        self._connection = connection
        self._begin_page = begin_page
        reuse_memory()
        self._documents = OpenDocuments()
        self._segments = AttachedSegments()
        self._writing = WritingAnswers(self._document, self._send_bytes, self._progress)
        self._verbs: dict[str, Callable[[Message], Message]] = {
            "inspect": self._inspect,
            "render": self._render,
            "texts": self._texts,
            "cut": self._cut,
            "compare": self._compare,
            "words": self._words,
            "outline": self._outline,
            "links": self._links,
            "attachments": self._attachments,
            "attachment": self._attachment,
            **self._writing.verbs,
            **LetterAnswers(self._document, self._send_bytes, self._progress).verbs,
        }

    def answer(self, request: Message) -> Message:
        try:
            return self._verbs[request["verb"]](request)
        except Refusal as refusal:
            return {"refused": refusal.reason}
        except MemoryError:
            # Libraries are in an unknown state after this: the process is not used again.
            return {"refused": MEMORY, "fatal": True}
        except Exception as error:  # noqa: BLE001 - whatever a library raises on a hostile file, the reader goes on
            return {"refused": DAMAGED, "detail": type(error).__name__}

    def rest(self) -> None:
        """Nobody asks for anything: keep what is open, not what can be decoded again in some milliseconds."""
        self._documents.rest()
        release_memory()
        give_back_memory()

    def close(self) -> None:
        self._segments.close()

    def _exchange(self, message: Message) -> bytes:
        self._connection.send_bytes(json.dumps(message).encode())
        return self._connection.recv_bytes()

    def _document(self, request: Message) -> OpenDocument:
        password = request.get("password")
        if "path" in request:
            return self._documents.file(request["path"], password)
        return self._documents.content(request["digest"], password, lambda: self._content(request))

    def _content(self, request: Message) -> bytes:
        """The document's bytes, out of the shared memory that came with the request or is asked for now."""
        parcel = request if "content" in request else json.loads(self._exchange({"send": True}))
        return bytes(self._segments.buffer(parcel["content"])[: parcel["length"]])

    def _inspect(self, request: Message) -> Message:
        document = self._document(request)
        return {
            "media": document.media,
            "sizes_mm": document.sizes_mm,
            "has_text": document.has_text(),
            "hints": document.hints(),
        }

    def _render(self, request: Message) -> Message:
        document = self._document(request)
        clip = request.get("clip_mm")
        view = View(
            check_page(document, request["page"]), request["dpi"], request["rotation"], tuple(clip) if clip else None
        )
        drawn = document.draw_other(view) if request.get("other") else document.draw(view)
        name = self._deliver(drawn, request["segment"], request["capacity"])
        return {
            "segment": name,
            "width": drawn.width,
            "height": drawn.height,
            "stride": drawn.stride,
            "format": drawn.format,
        }

    def _deliver(self, drawn: Drawn, segment: str, capacity: int) -> str:
        """Into the offered segment, or into a larger one that is asked for."""
        size = drawn.stride * drawn.height
        if size > capacity:
            segment = self._exchange({"need": size}).decode("ascii")
        drawn.copy_into(self._segments.buffer(segment))
        return segment

    def _texts(self, request: Message) -> Message:
        document = self._document(request)
        texts = []
        for page in range(len(document.sizes_mm)):
            texts.append(document.text(page))
            self._progress()
        return {"texts": texts}

    def _cut(self, request: Message) -> Message:
        from app.adapters.pages.pack import cut  # pikepdf and img2pdf are needed only here

        document = self._document(request)
        return {"places": cut(document, Path(request["target"]), self._progress)}

    def _compare(self, request: Message) -> Message:
        from app.adapters.pages.compare import doubts  # needed where documents arrive, not where they are looked at

        return {"doubts": doubts(self._document(request), self._progress)}

    def _words(self, request: Message) -> Message:
        document = self._document(request)
        return {"rows": reading.words(document, check_page(document, request["page"]))}

    def _outline(self, request: Message) -> Message:
        return {"rows": reading.outline(self._document(request))}

    def _links(self, request: Message) -> Message:
        document = self._document(request)
        return {"rows": reading.links(document, check_page(document, request["page"]))}

    def _attachments(self, request: Message) -> Message:
        return {"rows": reading.attachments(self._document(request))}

    def _attachment(self, request: Message) -> Message:
        self._send_bytes(reading.attachment(self._document(request), request["index"]))
        return {}

    def _send_bytes(self, data: bytes | memoryview) -> None:
        """They follow their announcement as they are; the answer comes after them."""
        self._connection.send_bytes(b'{"bytes": true}')
        self._connection.send_bytes(data)

    def _progress(self) -> None:
        """A page of many is done: the time limit counts anew."""
        self._begin_page()
        self._connection.send_bytes(b'{"progress": true}')
