"""Checkpoints: all records of a site at one position, so that nobody reads the log from its beginning.

A file is a skippable zstd frame with the facts about it (JSON, read without unpacking the
rest) and then the lines, in the order site, team, worker, case, rest.
"""

import io
import json
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from app.adapters.central.folder import files
from app.adapters.central.folder.faults import damaged, in_words, translated
from app.adapters.central.folder.log_folder import LogFolder
from app.domain.canonical import canonical
from app.domain.central import CHECKPOINT_ORDER, Checkpoint, checkpoint_rank
from app.domain.errors import StoreDamaged
from app.domain.log import FORMAT, BodyLine, Head
from app.domain.texts import _

_SKIPPABLE = 0x184D2A50
_FRAME = struct.Struct("<II")
_FACTS = 512
_SUFFIX = ".ndjson.zst"
_DAMAGED = (ValueError, KeyError, TypeError, struct.error, EOFError, zstandard.ZstdError)


class Checkpoints:
    def __init__(self, log: LogFolder) -> None:
        self._log = log
        self.folder = log.folder / "checkpoints"

    def path(self, number: int) -> Path:
        return self.folder / f"{number:09d}{_SUFFIX}"

    def numbers(self) -> list[int]:
        """Newest first."""
        try:
            names = [entry.name.removesuffix(_SUFFIX) for entry in os.scandir(self.folder)]
        except FileNotFoundError:
            raise self._log.gone() from None
        except OSError as error:
            raise in_words(error) from error
        return sorted((int(name) for name in names if name.isdigit()), reverse=True)

    def newest(self) -> Checkpoint | None:
        """The newest one that can be read; a damaged one is passed over (``verify`` reports it)."""
        for number in self.numbers():
            try:
                return self.facts(number)
            except _DAMAGED:
                continue
        return None

    def facts(self, number: int) -> Checkpoint:
        with translated(), self.path(number).open("rb") as file:
            magic, length = _FRAME.unpack(file.read(_FRAME.size))
            if magic != _SKIPPABLE or length != _FACTS:
                raise ValueError("no checkpoint")
            facts = json.loads(file.read(length))
        return Checkpoint(
            site=facts["site"], number=facts["number"], head_hash=facts["head_hash"], records=facts["records"]
        )

    def checked_facts(self, number: int) -> Checkpoint:
        """Like ``facts``, but damage is told: ``StoreDamaged``."""
        try:
            return self.facts(number)
        except _DAMAGED as error:
            raise _broken(number) from error

    def lines(self, number: int) -> Iterator[bytes]:
        """Raises ``StoreDamaged`` when the file ends early or is not what it says: perhaps only after the last line, so
        whoever keeps the lines keeps all of them or none."""
        missing = self.checked_facts(number).records
        try:
            with translated(), self.path(number).open("rb") as file:
                unpacked = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
                for line in io.BufferedReader(unpacked, 1 << 20):
                    missing -= 1
                    yield line
        except _DAMAGED as error:
            raise _broken(number) from error
        if missing:
            raise _broken(number)

    def parsed(self, number: int) -> Iterator[BodyLine]:
        """The lines as the domain knows them. Raises ``StoreDamaged``."""
        for line in self.lines(number):
            try:
                yield BodyLine.from_json(json.loads(line))
            except (ValueError, TypeError) as error:
                raise _broken(number) from error

    def write(self, head: Head) -> Checkpoint:
        """Make the checkpoint at ``head`` from the one before it and the commits between."""
        before = self.newest()
        while before is not None and before.number >= head.number:
            older = [number for number in self.numbers() if number < before.number]
            before = self.facts(older[0]) if older else None
        start = 0 if before is None else before.number
        base = iter(()) if before is None else self.lines(before.number)
        merged = merge(base, self._tail(start, head.number))
        with translated():
            return self._store(head, merged)

    def _tail(self, after: int, upto: int) -> dict[tuple[str, str], bytes]:
        """The newest line of every record that changed after ``after``."""
        changed: dict[tuple[str, str], bytes] = {}
        for head in self._log.heads(range(after + 1, upto + 1)):
            for line, raw in self._log.body_with_bytes(head):
                changed[line.kind, line.id] = raw
        return changed

    def _store(self, head: Head, lines: Iterable[bytes]) -> Checkpoint:
        records = 0

        def write(file: BinaryIO) -> None:
            nonlocal records
            file.write(bytes(_FRAME.size + _FACTS))
            with zstandard.ZstdCompressor(level=3, write_checksum=True).stream_writer(file, closefd=False) as packed:
                for line in lines:
                    packed.write(line)
                    records += 1
            facts = {"site": head.site, "number": head.number, "head_hash": head.hash(), "records": records}
            file.seek(0)
            file.write(_FRAME.pack(_SKIPPABLE, _FACTS) + canonical({"format": FORMAT, **facts}).ljust(_FACTS))

        temporary = files.write_aside(self._log.aside, write)
        if not files.place(temporary, self.path(head.number)):
            return self.facts(head.number)
        return Checkpoint(site=head.site, number=head.number, head_hash=head.hash(), records=records)


def merge(base: Iterator[bytes], changed: dict[tuple[str, str], bytes]) -> Iterator[bytes]:
    """The lines of ``base`` with those of ``changed`` in their place, new ones at the end of their kind."""
    groups: list[dict[tuple[str, str], bytes]] = [{} for _ in range(len(CHECKPOINT_ORDER) + 1)]
    for key, line in changed.items():
        groups[checkpoint_rank(key[0])][key] = line
    rank = 0
    for line in base:
        key = key_of(line)
        own = checkpoint_rank(key[0])
        while rank < own:
            yield from groups[rank].values()
            rank += 1
        yield groups[own].pop(key, line)
    for group in groups[rank:]:
        yield from group.values()


def key_of(line: bytes) -> tuple[str, str]:
    """Kind and id of a line, without reading the rest of it where that is possible."""
    parts = line.split(b'"', 4)
    if len(parts) == 5 and b"\\" not in parts[1] and b"\\" not in parts[3]:
        return parts[1].decode(), parts[3].decode()
    kind, id_, *_rest = json.loads(line)
    return kind, id_


def _broken(number: int) -> StoreDamaged:
    return damaged(_("Der Sicherungspunkt {number} des Protokolls ist beschädigt.").format(number=number))
