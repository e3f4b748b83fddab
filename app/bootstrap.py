"""The only place that builds and wires objects. Imports of what a command does not need happen when it is needed."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, WindowsPath
from typing import TYPE_CHECKING

from app.domain.cache import Cache
from app.domain.central import Central, KeptCentral, OfficeSource
from app.domain.errors import WrongUse
from app.domain.pages import PageReader, Pixels

if TYPE_CHECKING:
    from app.domain.carriers import CarrierLink
    from app.domain.letter_check.facts import LetterReader
    from app.domain.records.letters import CarrierPlace
    from app.services.letters.adding import Adding
    from app.services.letters.posting import Posting
    from app.services.order_paper import Ordering
    from app.services.receive.receive import Receiving
    from app.ui.shell.window import MainWindow


def choose_language() -> None:
    """Commands speak German unless ``ESOZIALAKTE_LANGUAGE`` says otherwise; the window asks its user's choice."""
    from app.domain.texts import SOURCE_LANGUAGE, use_language
    from app.services.resources import resource_path

    use_language(os.environ.get("ESOZIALAKTE_LANGUAGE", SOURCE_LANGUAGE), [resource_path("locale")])


def open_window(store: str | None, worker: str | None, watch: "Callable[[MainWindow], object] | None" = None) -> int:
    """Open the window on a store (default: the one opened last) and return the exit status when it closes.

    ``watch`` gets the window before it is shown (the bench looks at it).
    """
    import gc

    # Nothing that a start makes is garbage: looking for some costs a tenth of it. The window turns it on again.
    gc.disable()
    from app.screen import ensure_screen

    ensure_screen()  # before Qt is loaded, which without its system libraries fails in words that help nobody
    from app.adapters.pages.process import ReaderProcess

    reader = ReaderProcess()
    try:
        reader.start()  # first of all: it loads its libraries on another core meanwhile
        _load_before_qt()
        from app.window import run_window

        return run_window(store, worker, reader, watch)
    finally:
        reader.close()


def _load_before_qt() -> None:
    """What the window needs besides Qt: whatever is imported after PySide is searched by it for its own name."""
    import app.adapters.cache.store
    import app.adapters.desktop.keys
    import app.domain.undo  # noqa: F401


@contextmanager
def open_reader() -> Iterator[PageReader]:
    """A reading process of one's own, ended at the end of the block."""
    from app.adapters.pages.process import ReaderProcess

    reader = ReaderProcess()
    try:
        yield reader
    finally:
        reader.close()


@contextmanager
def open_letter_reader() -> "Iterator[LetterReader]":
    """A reading process of one's own that looks at letters, ended at the end of the block."""
    from app.adapters.pages.process import ReaderProcess

    reader = ReaderProcess()
    try:
        yield reader
    finally:
        reader.close()


def write_png(pixels: Pixels, out: Path) -> None:
    """Write a drawn page as an RGB picture. Raises ``OSError``."""
    from app.adapters.pages.drawing import write_png as write

    write(pixels, out)


def store_folder(store: str) -> Path:
    r"""The folder that ``--store`` names: a path, ``file:///...``, ``file://server/share`` or ``\\server\share``."""
    from urllib.parse import urlsplit

    from app.domain.texts import _

    url = urlsplit(store)
    if url.scheme in ("http", "https"):
        raise WrongUse(
            _("Das geht nur mit einem Ordner, nicht mit einem Dienst."),
            _("Geben Sie als Speicher einen Ordner oder eine Freigabe an."),
        )
    if url.scheme == "file":
        from urllib.request import url2pathname  # brings all of HTTP along

        host = "" if url.netloc in ("", "localhost") else f"//{url.netloc}"
        return Path(host + url2pathname(url.path))
    if store.startswith("\\\\") and not isinstance(Path(), WindowsPath):
        raise WrongUse(
            _("Freigaben in der Form \\\\server\\freigabe kennt nur Windows."),
            _("Binden Sie die Freigabe ein und geben Sie den Pfad des Ordners an."),
        )
    if "://" in store:
        raise WrongUse(
            _("Diese Art von Adresse kennt das Programm nicht."),
            _("Geben Sie als Speicher einen Ordner, eine Freigabe oder https://... an."),
        )
    if not store.strip():
        raise WrongUse(_("Es ist kein Speicher angegeben."), _("Geben Sie mit --store einen Ordner an."))
    return Path(store)


def open_central(store: str, offices: OfficeSource | None = None) -> KeptCentral:
    """The centre that ``store`` names. ``offices`` lends the records for deciding, usually the local cache.

    Raises ``WrongUse``, ``CentreUnreachable``, ``StoreIncompatible``, ``NotAllowed``.
    """
    from app.service_access import is_service, open_service

    if is_service(store):
        return open_service(store)
    from app import __version__
    from app.adapters.central.folder import FolderCentral

    return FolderCentral(store_folder(store), offices, f"esozialakte {__version__}")


def create_central(store: str) -> KeptCentral:
    """Like ``open_central``, but a folder that is no store yet becomes one."""
    from app.service_access import is_service

    if is_service(store):
        return open_central(store)
    from app import __version__
    from app.adapters.central.folder import create_store

    create_store(store_folder(store), f"esozialakte {__version__}")
    return open_central(store)


@contextmanager
def open_receiving(store: str, by: str) -> "Iterator[Receiving]":
    """What receiving deliveries needs: the centre, a reading process, a private folder that is gone afterwards."""
    from functools import partial

    from app.adapters.deliveries.delivery import open_bag
    from app.adapters.deliveries.scratch import PrivateFolder
    from app.services.receive.receive import Receiving
    from app.services.resources import resource_path

    central = open_central(store)
    with open_reader() as reader, PrivateFolder() as folder:
        opener = partial(open_bag, scratch=folder.path, profiles=resource_path("profiles"))
        yield Receiving(central, central, reader, opener, folder.path, by)


def open_ordering(store: str, out: Path, by: str) -> "Ordering":
    """What writing orders to the provider needs; they appear in the folder ``out``."""
    from datetime import datetime

    from app.adapters.deliveries.order_bag import OrderFolder
    from app.services.order_paper import Ordering

    central = open_central(store)
    return Ordering(central, central, OrderFolder(out), datetime.now().astimezone().date(), by)


def open_posting(
    store: str, by: str, central: "Central | None" = None, offices: OfficeSource | None = None
) -> "Posting":
    """What handing letters over and following them needs."""
    from app.adapters.carriers.opening import open_link
    from app.adapters.desktop.secrets import KeyringSecrets
    from app.services.letters.posting import Posting

    if central is None or offices is None:
        central = offices = open_central(store)
    outgoing = None if store.startswith(("http:", "https:")) else store_folder(store) / "outgoing"

    def link(site: str, place: "CarrierPlace") -> "CarrierLink":
        return open_link(
            place, None if outgoing is None else outgoing / site, KeyringSecrets(), secret_name(site, place.carrier)
        )

    return Posting(central, offices, link, by)


def secret_name(site: str, carrier: str) -> str:
    """Under which name the keyring has what a carrier wants to know."""
    return f"carrier:{site}:{carrier}"


@contextmanager
def open_adding(
    store: str, by: str, central: "Central | None" = None, offices: OfficeSource | None = None
) -> "Iterator[Adding]":
    """What putting letters into the outgoing post needs; its reading process ends at the end of the block."""
    from functools import cache

    from app.adapters.pages.process import ReaderProcess
    from app.services.carrier_profiles import load_carrier
    from app.services.letters.adding import Adding, index_of

    if central is None or offices is None:
        central = offices = open_central(store)
    reader, source = ReaderProcess(), offices
    try:
        yield Adding(central, offices, reader, by, load_carrier, cache(lambda site: index_of(source, site)))
    finally:
        reader.close()


def open_cache(store: str, worker: str) -> Cache:
    """The local cache of ``worker`` for ``store``, made when it is not there; the store itself is not touched.

    Raises ``AppError`` with what to do when its place cannot be written to or a newer program has been there.
    """
    from app.adapters.cache.store import open_sql_cache
    from app.adapters.desktop.folders import cache_folder
    from app.adapters.desktop.keys import KeyringKeeper
    from app.domain.ids import derived_id
    from app.service_access import is_service

    place = store.rstrip("/") if is_service(store) else str(store_folder(store).absolute())
    # The folder's name tells one store and user from another without saying who or where.
    return open_sql_cache(cache_folder(), derived_id(place, worker), KeyringKeeper(), worker=worker)
