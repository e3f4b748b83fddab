"""A bag's files, whether they come as a folder or as a zip."""

from pathlib import Path

from app.adapters.deliveries.tree import FolderTree, Tree
from app.adapters.deliveries.zip_tree import ZipTree
from app.domain.bags import BagRefused
from app.domain.texts import _


def open_tree(path: Path) -> Tree:
    """Raises ``BagRefused`` when there is nothing that could be a bag."""
    try:
        if path.is_dir():
            return FolderTree(path)
        if path.is_file():
            return ZipTree(path)
    except OSError as error:
        raise BagRefused("not-readable", _("Die Lieferung lässt sich nicht lesen.")) from error
    raise BagRefused(
        "not-there",
        _("Unter dem angegebenen Pfad gibt es keine Lieferung."),
        _("Prüfen Sie den Pfad und ob das Laufwerk verbunden ist."),
    )
