"""The port ``TextRecogniser`` on Tesseract in a child process: a hang or crash of the library costs one page."""

import importlib.util
import json
import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from app.adapters.recognition.child import serve
from app.domain.errors import AppError
from app.domain.ocr import PagePicture
from app.domain.pages import GREY8, Word
from app.domain.texts import _

LANGUAGE = "deu"
PAGE_SECONDS = 60.0
_END_SECONDS = 2.0


def model_folder(language: str = LANGUAGE) -> Path | None:
    """Where the language's model lies: as ``TESSDATA_PREFIX`` says, else where its package puts it."""
    named = os.environ.get("TESSDATA_PREFIX")
    places = ([Path(named)] if named else []) + [Path(sys.prefix) / "share" / "tessdata"]
    return next((place for place in places if (place / f"{language}.traineddata").is_file()), None)


class TesseractProcess:
    """Started with the first page. ``recognise`` calls take turns; ``cancel`` ends the one that runs."""

    def __init__(self, page_seconds: float = PAGE_SECONDS) -> None:
        self._page_seconds = page_seconds
        self._turn = threading.Lock()
        self._cancelled = threading.Event()
        self._child: tuple[SpawnProcess, Connection] | None = None

    def available(self) -> bool:
        return importlib.util.find_spec("tesserocr") is not None and model_folder() is not None

    def recognise(self, picture: PagePicture) -> tuple[Word, ...]:
        with self._turn:
            self._cancelled.clear()
            try:
                answer = self._conversation(picture)
            except (OSError, EOFError, ValueError) as error:
                self._end()
                if self._cancelled.is_set():
                    raise InterruptedError from error
                raise _failed() from error
            if "words" not in answer:
                raise _failed()
            return tuple(
                Word(str(text), (float(left), float(top), float(width), float(height)), int(line))
                for text, left, top, width, height, line in answer["words"]
            )

    def cancel(self) -> None:
        self._cancelled.set()
        child = self._child
        if child is not None:
            child[0].kill()

    @property
    def process_id(self) -> int | None:
        """Of the child, while there is one."""
        child = self._child
        return child[0].pid if child is not None else None

    def close(self) -> None:
        self.cancel()
        with self._turn:
            self._end()

    def _conversation(self, picture: PagePicture) -> dict[str, list[list[Any]]]:
        _process, connection = self._running()
        request = {
            "width": picture.width,
            "height": picture.height,
            "depth": 1 if picture.format == GREY8 else 3,
            "stride": picture.stride,
            "dpi": picture.dpi,
        }
        connection.send_bytes(json.dumps(request).encode())
        connection.send_bytes(picture.data)
        if not connection.poll(self._page_seconds):
            raise OSError("no answer in time")
        answer: dict[str, list[list[Any]]] = json.loads(connection.recv_bytes())
        return answer

    def _running(self) -> tuple[SpawnProcess, Connection]:
        if self._child is not None and not self._child[0].is_alive():
            self._end()
        if self._child is None:
            folder = model_folder()
            if folder is None:
                raise _failed()
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs, str(folder), LANGUAGE), name="ocr", daemon=True)
            process.start()
            theirs.close()
            self._child = (process, ours)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            process, connection = self._child
            self._child = None
            connection.close()
            process.kill()
            process.join(_END_SECONDS)


def _failed() -> AppError:
    return AppError(
        _("Der Text dieser Seite konnte nicht erkannt werden."),
        _("Die Seite selbst ist davon nicht betroffen. Versuchen Sie es bei Bedarf noch einmal."),
        code="recognition",
    )
