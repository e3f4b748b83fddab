#!/usr/bin/env python3
"""Back up the central service while it works: the database as of one instant, and every file that it names.

    backup.py --database postgresql:///esozialakte --files /var/lib/esozialakte/files --to /mnt/backup --keep 30

Each backup is a folder named by its time (UTC) with ``database.dump`` (PostgreSQL, for pg_restore) or
``database.sqlite``, and ``files``; nothing in it changes any more. A file that the backup before has too is a hard link
to it, so that a backup costs what is new. The order makes it whole:

1. the files that are there: one that the law orders to be deleted a moment later may still be in the dump;
2. the database, one snapshot: it names files that were stored before it did;
3. the files that came since the first look.

Standard library and pg_dump alone. Exit status 0: the backup is whole; else there is none, and the last one stays.
"""

import argparse
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = "%Y-%m-%dT%H%M%S.%fZ"
UNFINISHED = ".unfinished"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True, metavar="URL", help="as for esozialakte serve")
    parser.add_argument("--files", required=True, type=Path, metavar="DIR", help="as for esozialakte serve")
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="where the backups lie")
    parser.add_argument("--keep", type=int, default=30, metavar="DAYS", help="older ones are removed (default: 30)")
    args = parser.parse_args()
    if not (args.files / "sites").is_dir():
        sys.exit("There are no files of the service in this folder; what lies in S3 is copied as README.md says.")
    os.umask(0o077)
    args.to.mkdir(parents=True, exist_ok=True)
    with (args.to / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        back_up(args.database, args.files, args.to)
        remove_older(args.to, datetime.now(UTC) - timedelta(days=args.keep))
    return 0


def back_up(database: str, files: Path, to: Path) -> Path:
    """The finished backup."""
    before = next(reversed(finished(to)), None)
    work = to / UNFINISHED
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    copy_new(files / "sites", work / "files" / "sites", before and before / "files" / "sites")
    dump(database, work)
    copy_new(files / "sites", work / "files" / "sites", before and before / "files" / "sites")
    os.sync()
    target = to / datetime.now(UTC).strftime(NAME)
    work.rename(target)
    place = os.open(to, os.O_RDONLY)
    os.fsync(place)
    os.close(place)
    return target


def dump(database: str, folder: Path) -> None:
    """The whole database as of one instant."""
    scheme, _colon, rest = database.partition(":")
    if scheme == "sqlite":
        source, target = sqlite3.connect(rest.removeprefix("///")), sqlite3.connect(folder / "database.sqlite")
        source.backup(target)
        target.close()
        source.close()
        return
    url = f"{scheme.partition('+')[0]}:{rest}"
    command = [
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--file",
        str(folder / "database.dump"),
        url,
    ]
    subprocess.run(command, check=True)


def copy_new(source: Path, target: Path, before: Path | None) -> None:
    """Files never change: one that ``target`` has is right, and one of ``before`` is linked."""
    for path in walk(source):
        name = path.relative_to(source)
        copy = target / name
        if copy.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            if before is not None and same_size(before / name, path):
                os.link(before / name, copy)
            else:
                shutil.copy2(path, copy)
        except FileNotFoundError:  # the law ordered it to be deleted meanwhile
            copy.unlink(missing_ok=True)


def walk(folder: Path) -> Iterator[Path]:
    for parent, _folders, names in os.walk(folder):
        for name in names:
            yield Path(parent, name)


def same_size(one: Path, other: Path) -> bool:
    return one.exists() and one.stat().st_size == other.stat().st_size


def finished(to: Path) -> list[Path]:
    """The oldest first."""
    return sorted(path for path in to.glob("????-??-??T*Z") if path.is_dir())


def remove_older(to: Path, limit: datetime) -> None:
    """What is older than ``limit``, but never the newest."""
    for path in finished(to)[:-1]:
        if datetime.strptime(path.name, NAME).replace(tzinfo=UTC) < limit:
            shutil.rmtree(path)


if __name__ == "__main__":
    sys.exit(main())
