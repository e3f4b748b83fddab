"""The recognising process: one picture after the other until its pipe is closed.

A request is a JSON object (width, height, depth in bytes a pixel, stride, dpi), then the pixels; the answer is
``{"words": [[text, left, top, width, height, line], ...]}`` in millimetres, or ``{"failed": kind of the fault}``.
"""

import json
import os
import signal
from multiprocessing.connection import Connection
from typing import Any

MM_PER_INCH = 25.4
LEAST_CERTAIN = 30
"""Per cent: below this Tesseract guesses at stains and lines of tables."""


def serve(connection: Connection, data: str, language: str) -> None:
    """The process's main function; ``data`` is the folder of the language's model."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # the window wants a core, too
    from tesserocr import PyTessBaseAPI

    try:
        with PyTessBaseAPI(path=data, lang=language) as engine:
            while True:
                request = json.loads(connection.recv_bytes())
                answer = _answer(engine, request, connection.recv_bytes())
                connection.send_bytes(json.dumps(answer).encode())
    except (EOFError, OSError):
        pass  # the window closed its end


def _answer(engine: Any, request: dict[str, Any], pixels: bytes) -> dict[str, Any]:
    try:
        return {"words": _words(engine, request, pixels)}
    except Exception as error:  # noqa: BLE001 - whatever the library raises, the next page is tried
        return {"failed": type(error).__name__}


def _words(engine: Any, request: dict[str, Any], pixels: bytes) -> list[list[Any]]:
    from tesserocr import RIL, iterate_level

    engine.SetImageBytes(pixels, request["width"], request["height"], request["depth"], request["stride"])
    engine.SetSourceResolution(round(request["dpi"]))
    engine.Recognize()
    mm = MM_PER_INCH / request["dpi"]
    words: list[list[Any]] = []
    line = -1
    for place in iterate_level(engine.GetIterator(), RIL.WORD):
        if place.IsAtBeginningOf(RIL.TEXTLINE):
            line += 1
        box = place.BoundingBox(RIL.WORD)
        if box is None or place.Confidence(RIL.WORD) < LEAST_CERTAIN:
            continue
        text = place.GetUTF8Text(RIL.WORD).strip()
        left, top, right, bottom = (edge * mm for edge in box)
        if text:
            words.append([text, left, top, right - left, bottom - top, line])
    return words
