"""``store.json``: says that a folder is a store of ours, and in which format. Written once, never replaced."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.adapters.central.folder.faults import newer_program, translated
from app.adapters.central.folder.files import make_folder, publish
from app.domain.canonical import canonical
from app.domain.errors import CentreUnreachable, StoreIncompatible
from app.domain.ids import new_id
from app.domain.texts import _

FORMAT = 1
NAME = "store.json"
SITES = "sites"
_SITE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


def valid_site(site: str) -> bool:
    """Lower case letters, digits, hyphens: what every file system and URL takes."""
    return _SITE_ID.fullmatch(site) is not None


def create_store(root: Path, program: str) -> bool:
    """Make ``root`` a store; False if it is one already. A folder that holds other things is left alone."""
    with translated():
        root.mkdir(parents=True, exist_ok=True)
        if (root / NAME).exists():
            check_store(root)
            return False
        strange = {entry.name for entry in root.iterdir() if not entry.name.startswith(".")} - {SITES}
        if strange:
            raise StoreIncompatible(
                _("Der Ordner enthält schon anderes und ist kein Speicher der E-Sozialakte."),
                _("Geben Sie einen leeren oder neuen Ordner an."),
            )
        (root / SITES).mkdir(exist_ok=True)
        marker = {
            "format": FORMAT,
            "store": new_id(),
            "created_by": program,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        return publish(root / NAME, canonical(marker), root)


def check_store(root: Path) -> dict[str, Any]:
    """The content of ``store.json``. Raises ``CentreUnreachable`` (no such folder) or ``StoreIncompatible``."""
    with translated():
        if not root.is_dir():
            raise CentreUnreachable(
                _("Den Ordner des Speichers gibt es nicht, oder er ist nicht erreichbar."),
                _("Prüfen Sie den Pfad und die Verbindung zum Netz; angelegt wird er mit „esozialakte init“."),
            )
        try:
            raw = (root / NAME).read_bytes()
        except FileNotFoundError:
            raise _no_store(half_made=(root / SITES).is_dir()) from None
    try:
        marker = json.loads(raw)
        number = marker["format"]
        if not isinstance(number, int) or not isinstance(marker["store"], str):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise StoreIncompatible(
            _("Die Datei store.json des Speichers ist nicht lesbar."),
            _("Stellen Sie sie aus der Datensicherung wieder her; die Akten selbst sind davon nicht betroffen."),
        ) from None
    if number > FORMAT:
        raise newer_program()
    return dict(marker)


def _no_store(*, half_made: bool) -> StoreIncompatible:
    if half_made:
        return StoreIncompatible(
            _("Der Speicher ist unvollständig: Die Datei store.json fehlt."),
            _("Stellen Sie sie aus der Datensicherung wieder her, oder vollenden Sie ihn mit „esozialakte init“."),
        )
    return StoreIncompatible(
        _("Der Ordner ist kein Speicher der E-Sozialakte."),
        _("Prüfen Sie den Pfad; einen neuen Speicher legen Sie mit „esozialakte init“ an."),
    )


def make_site(folder: Path) -> None:
    """The folders of a site; those that are there stay."""
    with translated():
        for name in ("log", "bodies", "checkpoints", "originals", "pages", "erasures", "aside"):
            if not (folder / name).is_dir():
                make_folder(folder / name)
