"""A batch of letters checked by several reading processes side by side: a thread for each."""

import threading
from collections.abc import Sequence

from app.domain.letter_check.facts import LetterReader
from app.domain.letter_check.findings import Checked
from app.services.check_letters import LetterBatch


def run_batch(batch: LetterBatch, readers: Sequence[LetterReader]) -> list[Checked | None]:
    """Blocking: call it off the Qt thread. What ``told`` of the batch does is done on these threads.

    Raises what the first that failed raised (``InterruptedError`` when it was cancelled), after all have ended.
    """
    failures: list[BaseException] = []

    def work(reader: LetterReader) -> None:
        try:
            batch.work(reader)
        except BaseException as error:  # noqa: BLE001 - the edge of a thread: handed on to who waits
            batch.stop()
            failures.append(error)

    threads = [threading.Thread(target=work, args=(reader,), name="letters") for reader in readers[1:]]
    for thread in threads:
        thread.start()
    work(readers[0])
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return batch.results
