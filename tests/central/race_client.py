"""One of several processes that file documents at the same time: prints what became of each as JSON.

Called with the store, the site, the worker and the case; waits for a line with the documents' ids on standard input.
"""

import json
import sys
from pathlib import Path

from app.adapters.central.folder import FolderCentral
from app.domain.actions import FileDocument
from app.domain.central import Accepted


def main(store: str, site: str, worker: str, case: str) -> None:
    central = FolderCentral(Path(store), program="race")
    central.office(site)
    say("ready")
    for document in json.loads(sys.stdin.readline()):
        outcome = central.submit(FileDocument(site=site, by=worker, document=document, case=case))
        if isinstance(outcome, Accepted):
            say(json.dumps({"document": document, "commit": outcome.number}))
        else:
            say(json.dumps({"document": document, "refused": outcome.as_json()}))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
