"""Is this a bag? RFC 8493 alone, without what a delivery needs besides."""

import re
from dataclasses import dataclass
from pathlib import Path

from app.adapters.deliveries.bagit_files import BagItFiles
from app.adapters.deliveries.names import path_fault
from app.adapters.deliveries.opening import open_tree
from app.adapters.deliveries.tree import reading
from app.domain.bags import BagRefused, PayloadFault

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class BagCheck:
    """``problems`` as (code, path or "") pairs: none in a valid bag."""

    problems: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        return not self.problems


def check_bag(path: Path) -> BagCheck:
    """Check the bag in a folder or zip completely, every payload file included. Never raises for what is in it."""
    try:
        tree = open_tree(path)
    except BagRefused as refused:
        return BagCheck(((refused.code, ""),))
    try:
        files = BagItFiles(tree)
        files.load_manifests()
        problems = [*_bag_problems(files), *_payload_problems(files), *_fetch_problems(files)]
        warnings = ["payload-oxum"] if files.payload_differs_from_oxum() else []
        return BagCheck(tuple(problems), tuple(warnings))
    except BagRefused as refused:
        return BagCheck(((refused.code, ""),))
    finally:
        tree.close()


def _bag_problems(files: BagItFiles) -> list[tuple[str, str]]:
    problems = [] if files.manifests else [("no-manifest", "")]
    strict = files.declaration.version >= (1, 0)
    listed = {path for manifest in files.manifests.values() for path in manifest.digests}
    for manifest in files.manifests.values():
        problems += [("manifest-line", "")] * manifest.garbled
        if strict:
            problems += [("manifest-double", path) for path in sorted(manifest.doubles)]
            problems += [("not-in-every-manifest", path) for path in sorted(listed - manifest.digests.keys())]
    return problems


def _payload_problems(files: BagItFiles) -> list[tuple[str, str]]:
    problems = []
    for file in files.payload_files():
        try:
            if file.fault is not None:
                raise PayloadFault(file.fault)
            hashes = files.hashes(file.path)
            with reading(files.tree, files.entry(file.path)) as stream:
                while block := stream.read(_BLOCK):
                    for hashing in hashes.values():
                        hashing.update(block)
            files.compare(file.path, hashes)
        except PayloadFault as fault:
            problems.append((fault.code, file.path))
    return problems


def _fetch_problems(files: BagItFiles) -> list[tuple[str, str]]:
    """Nothing is fetched: what ``fetch.txt`` names must be here already, and must lie below ``data/``."""
    if "fetch.txt" not in files.tree.entries:
        return []
    text = files.tag_file("fetch.txt").decode(files.declaration.encoding, "replace")
    problems = []
    for line in filter(None, re.split(r"[\r\n]+", text)):
        parts = line.split(None, 2)
        name = parts[2] if len(parts) == 3 else ""
        if not name.startswith("data/") or path_fault(name) is not None:
            problems.append(("path-outside", "fetch.txt"))
    return problems
