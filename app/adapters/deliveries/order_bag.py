"""Orders to the provider as BagIt bags (resources/order-format.md), each appearing whole or not at all."""

import csv
import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.bags import ORDER
from app.domain.errors import AppError
from app.domain.paper_files import ORDER_COLUMNS, rows_of
from app.domain.records import PaperOrder, Site
from app.domain.texts import _

_PREFIX, _SUFFIX = ".order-", ".part"


class OrderFolder:
    """See ``app.domain.paper_files.OrderShelf``. The folder is made when it is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self, order: PaperOrder, site: Site) -> None:
        place = self._aside(order.id)
        with _explained():
            shutil.rmtree(place, ignore_errors=True)
            (place / "data").mkdir(parents=True)
            for name, data in _files(order, site).items():
                with (place / name).open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())

    def prepared(self) -> tuple[str, ...]:
        names = (path.name for path in self._folder.glob(f"{_PREFIX}*{_SUFFIX}"))
        return tuple(name.removeprefix(_PREFIX).removesuffix(_SUFFIX) for name in sorted(names))

    def publish(self, order: PaperOrder) -> Path:
        place = self._folder / order.number
        with _explained():
            if place.exists():
                self.discard(order.id)
            else:
                self._aside(order.id).rename(place)
        return place

    def discard(self, order: str) -> None:
        shutil.rmtree(self._aside(order), ignore_errors=True)

    def _aside(self, order: str) -> Path:
        return self._folder / f"{_PREFIX}{order}{_SUFFIX}"


def _files(order: PaperOrder, site: Site) -> dict[str, bytes]:
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", lineterminator="\n")
    writer.writerow(ORDER_COLUMNS)
    writer.writerows(rows_of(order))
    payload = rows.getvalue().encode()
    info = {
        "External-Identifier": order.number,
        "Source-Organization": site.county or site.name,
        "Recipient": order.provider,
        "Bagging-Date": order.ordered_on,
        "Delivery-Kind": ORDER,
        "Site": site.id,
        "Payload-Oxum": f"{len(payload)}.1",
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in info.items()).encode(),
        "manifest-sha256.txt": f"{_digest(payload)}  data/orders.csv\n".encode(),
    }
    tagged = "".join(f"{_digest(data)}  {name}\n" for name, data in tags.items()).encode()
    return {"data/orders.csv": payload, **tags, "tagmanifest-sha256.txt": tagged}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AppError(
            _("Der Auftrag lässt sich nicht in den Ordner schreiben."),
            _("Prüfen Sie den Ordner und wiederholen Sie den Befehl: Nichts geht doppelt hinaus."),
            code="order-not-written",
        ) from error
