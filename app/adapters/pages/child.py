"""The reading process: answers one request after the other until its pipe is closed.

Requests and answers are JSON, so that a process which a hostile document has taken over cannot make the window's
process unpickle anything; pixels go through shared memory, bytes of documents through the pipe behind their request.
"""

import faulthandler
import json
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

REST_SECONDS = 0.5
"""After so long without a request, what was decoded is let go and its memory given back."""


class OrphanWatch:
    """Ends this process when a page takes far too long and no window is left that would do it.

    A thread of the interpreter's core waits, so it also works while a library holds the lock of the interpreter.
    """

    def __init__(self, seconds: float, nowhere: IO[str]) -> None:
        self._seconds = seconds
        self._nowhere = nowhere

    def begin_page(self) -> None:
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._nowhere)

    def idle(self) -> None:
        faulthandler.cancel_dump_traceback_later()


def serve(connection: Connection, memory: int, patience: float) -> None:
    """The process's main function: at most ``memory`` bytes, an orphan's page at most ``patience`` seconds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from app.adapters.pages.limits import limit_memory, silence

    silence()
    from app.adapters.pages.answers import Answers

    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        watch = OrphanWatch(patience, nowhere)
        answers = Answers(connection, watch.begin_page)
        limit_memory(memory)
        try:
            connection.send_bytes(b'{"ready": true}')
            while True:
                if not connection.poll(REST_SECONDS):
                    answers.rest()
                request = json.loads(connection.recv_bytes())
                watch.begin_page()
                answer = answers.answer(request)
                watch.idle()
                connection.send_bytes(json.dumps(answer).encode())
                if answer.get("fatal"):
                    break
        except (EOFError, OSError):
            pass  # the window closed its end
        finally:
            watch.idle()
            answers.close()
