"""The centre as a folder: a local disk or a share (design.md, section 4)."""

from app.adapters.central.folder.store import FolderCentral
from app.adapters.central.folder.store_file import create_store

__all__ = ["FolderCentral", "create_store"]
