"""The port ``KeptCentral`` over HTTP. What the service decides is decided there; here is only the way to it."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import zstandard

from app.adapters.central.packed import unpacked
from app.adapters.central.rest.desk import Desk
from app.adapters.central.rest.faults import LineBroken, damaged, no_service, refusal_of
from app.adapters.central.rest.line import Line
from app.adapters.central.rest.streams import lines, ranged, resumed
from app.adapters.central.rest.uploads import put
from app.domain.actions import Action, action_to_json
from app.domain.canonical import canonical
from app.domain.central import Accepted, Checkpoint, Outcome
from app.domain.decide import Refused
from app.domain.errors import NotAllowed, StoreDamaged
from app.domain.log import BodyLine, Commit, Head
from app.domain.office import Office
from app.domain.presence import Looking
from app.domain.reads import Read
from app.domain.texts import _

_NO_RIGHT = frozenset({"no-right", "not-yourself"})
"""What waits for a right that is gone would wait for ever: it is refused, and its author is told."""
_WORTH_PACKING = 1000


class RestCentral:
    """Safe to use from several threads."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._desk = Desk(self)
        self._lock = threading.Lock()
        self._ends: dict[str, str] = {}
        """Hash of each site's newest head as ``sites`` has just told it; used once."""
        self._newest: dict[str, Commit] = {}
        """The newest commit that was read of each site."""

    # --- sites ----------------------------------------------------------------------------------------------
    def sites(self) -> tuple[str, ...]:
        return tuple(self._positions({}))

    def wait_for_news(self, known: Mapping[str, int], seconds: int) -> dict[str, int]:
        """The sites' positions, as soon as they are others than ``known``, at the latest after ``seconds``."""
        told = ",".join(f"{site}:{number}" for site, number in known.items())
        return self._positions({"wait": seconds, "known": told}, wait=seconds)

    def _positions(self, parameters: dict[str, Any], wait: float = 0) -> dict[str, int]:
        told = self._line.json("GET", "/sites", params=parameters, wait=wait)
        try:
            with self._lock:
                self._ends = {entry["site"]: entry["head"] for entry in told["sites"]}
            return {entry["site"]: int(entry["position"]) for entry in told["sites"]}
        except (KeyError, TypeError, ValueError):
            raise no_service() from None

    def add_site(self, site: str) -> None:
        self._line.ask("PUT", _site(site))

    # --- the log --------------------------------------------------------------------------------------------
    def position(self, site: str) -> int:
        return _number(self._line.json("GET", f"{_site(site)}/position"), "position")

    def commits(self, site: str, after: int) -> Iterator[Commit]:
        known = self._nothing_new(site, after)
        if known is not None:
            yield known
            return
        for commit in resumed(after, lambda place: self._commits_from(site, place)):
            self._newest[site] = commit
            yield commit

    def _nothing_new(self, site: str, after: int) -> Commit | None:
        """The one commit that comes after ``after``, if it is known here and was just told to be the newest."""
        with self._lock:
            end = self._ends.pop(site, "")
        newest = self._newest.get(site)
        if newest is None or newest.head.number != after + 1 or newest.head.hash() != end:
            return None
        return newest

    def _commits_from(self, site: str, after: int) -> Iterator[tuple[int, Commit]]:
        for raw in lines(self._line, f"{_site(site)}/commits", params={"after": after}):
            commit = _commit(raw, after + 1)
            after = commit.head.number
            yield after, commit

    def submit(self, action: Action) -> Outcome:
        with self._lock:
            self._ends.pop(action.site, None)
        raw = canonical(action_to_json(action))
        headers = {"Content-Type": "application/json"}
        if len(raw) >= _WORTH_PACKING:
            raw, headers["Content-Encoding"] = zstandard.compress(raw, 9), "zstd"
        try:
            return self._submit(action, raw, headers)
        except LineBroken:
            # Nobody knows whether it went through: asking costs less than sending it again.
            return self.outcome(action.site, action.id) or self._submit(action, raw, headers)

    def _submit(self, action: Action, raw: bytes, headers: dict[str, str]) -> Outcome:
        path = f"{_site(action.site)}/actions"
        try:
            answer = self._line.ask("POST", path, data=raw, headers=headers, good=(409,))
        except NotAllowed as error:
            if error.code not in _NO_RIGHT:
                raise
            return Refused(code=error.code, title=error.title, advice=error.advice)
        if answer.status_code == 409:
            refused = refusal_of(answer)
            if refused is None:
                raise no_service()
            return refused
        return _accepted(answer.content)

    def adopt(self, site: str, commits: Sequence[Commit]) -> None:
        lines = (canonical({"head": c.head.to_json(), "body": [line.to_json() for line in c.body]}) for c in commits)
        packed = zstandard.compress(b"".join(line + b"\n" for line in lines), 5)
        headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "zstd"}
        self._line.ask("POST", f"{_site(site)}/commits", data=packed, headers=headers)

    def outcome(self, site: str, action_id: str, after: int = 0) -> Accepted | None:
        path = f"{_site(site)}/actions/{quote(action_id, safe='')}"
        answer = self._line.get(path, params={"after": after}, good=(404,))
        if answer.status_code == 404:
            self.position(site)  # raises when it is the site that is not there
            return None
        return _accepted(answer.content)

    def office(self, site: str) -> tuple[int, Office]:
        return self._desk.office(site)

    # --- checkpoints ----------------------------------------------------------------------------------------
    def checkpoint(self, site: str) -> Checkpoint | None:
        return next(iter(self._checkpoints("GET", site)), None)

    def checkpoints(self, site: str) -> tuple[int, ...]:
        return tuple(checkpoint.number for checkpoint in self._checkpoints("GET", site))

    def checkpoint_at(self, site: str, number: int) -> Checkpoint:
        found = next((there for there in self._checkpoints("GET", site) if there.number == number), None)
        if found is None:
            raise damaged(_("Den Sicherungspunkt {number} des Protokolls gibt es nicht.").format(number=number))
        return found

    def checkpoint_lines(self, checkpoint: Checkpoint) -> Iterator[bytes]:
        missing = checkpoint.records
        path = f"{_site(checkpoint.site)}/checkpoints/{checkpoint.number}/lines"
        try:
            for line in unpacked(ranged(self._line, path, 0, None)):
                missing -= 1
                yield line
        except zstandard.ZstdError as error:
            raise _broken_checkpoint(checkpoint.number) from error
        if missing:
            raise _broken_checkpoint(checkpoint.number)

    def write_checkpoint(self, site: str) -> Checkpoint | None:
        return next(iter(self._checkpoints("POST", site)), None)

    def _checkpoints(self, method: str, site: str) -> list[Checkpoint]:
        told = self._line.json(method, f"{_site(site)}/checkpoints")
        names = ("site", "number", "head_hash", "records")
        try:
            return [Checkpoint(**{name: entry[name] for name in names}) for entry in told["checkpoints"]]
        except (KeyError, TypeError):
            raise no_service() from None

    # --- bytes ----------------------------------------------------------------------------------------------
    def put(self, site: str, area: str, sha256: str, source: Path | bytes) -> None:
        put(self._line, site, area, sha256, source)

    def has(self, site: str, area: str, sha256: str) -> bool:
        try:
            self.size(site, area, sha256)
        except StoreDamaged:
            return False
        return True

    def size(self, site: str, area: str, sha256: str) -> int:
        answer = self._line.ask("HEAD", _blob(site, area, sha256), headers={"Accept-Encoding": "identity"})
        told = answer.headers.get("Content-Length", "")
        if not told.isdigit():
            raise no_service()
        return int(told)

    def read(self, site: str, area: str, sha256: str, offset: int = 0, length: int | None = None) -> bytes:
        return b"".join(ranged(self._line, _blob(site, area, sha256), offset, length))

    def local_path(self, site: str, area: str, sha256: str) -> Path | None:
        return None

    # --- people ---------------------------------------------------------------------------------------------
    def looks_at(self, site: str, worker: str, document: str) -> tuple[Looking, ...]:
        """See ``domain.presence.Presence``. ``worker`` is who has signed in; nobody says it of others."""
        return _looking(self._line.json("PUT", f"{_site(site)}/looking", json={"document": document}))

    def who_looks(self, site: str) -> tuple[Looking, ...]:
        return _looking(self._line.json("GET", f"{_site(site)}/looking"))

    def report_reads(self, site: str, reads: Sequence[Read]) -> None:
        said = [{"kind": read.kind, "case": read.case, "document": read.document, "at": read.at} for read in reads]
        self._line.ask("POST", f"{_site(site)}/reads", json={"reads": said})

    # --- looking after the store ------------------------------------------------------------------------------
    def stored(self, site: str, area: str) -> Iterator[str]:
        return (str(json.loads(raw)) for raw in lines(self._line, f"{_site(site)}/blobs/{area}"))

    def stray_bodies(self, site: str) -> int:
        return _number(self._line.json("POST", f"{_site(site)}/tidy"), "stray_bodies")

    def finish_erasures(self, site: str) -> None:
        self._line.ask("POST", f"{_site(site)}/tidy")

    def close(self) -> None:
        self._line.close()


def _site(site: str) -> str:
    return f"/sites/{quote(site, safe='')}"


def _blob(site: str, area: str, sha256: str) -> str:
    return f"{_site(site)}/blobs/{area}/{sha256}"


def _number(told: dict[str, Any], name: str) -> int:
    if not isinstance(told.get(name), int):
        raise no_service()
    return int(told[name])


def _looking(told: dict[str, Any]) -> tuple[Looking, ...]:
    try:
        return tuple(Looking(str(one["worker"]), str(one["document"])) for one in told["looking"])
    except (KeyError, TypeError):
        raise no_service() from None


def _accepted(raw: bytes) -> Accepted:
    try:
        told = json.loads(raw)
        return Accepted(int(told["number"]), bool(told["changed"]))
    except (KeyError, TypeError, ValueError):
        raise no_service() from None


def _commit(raw: bytes, number: int) -> Commit:
    try:
        told = json.loads(raw)
        commit = Commit(head=Head.from_json(told["head"]), body=tuple(map(BodyLine.from_json, told["body"])))
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(_("Der Protokolleintrag {number} ist nicht lesbar.").format(number=number)) from error
    if commit.head.number != number:
        raise damaged(_("Im Protokoll fehlt der Eintrag {number}.").format(number=number))
    return commit


def _broken_checkpoint(number: int) -> StoreDamaged:
    return damaged(_("Der Sicherungspunkt {number} des Protokolls ist beschädigt.").format(number=number))
