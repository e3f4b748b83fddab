"""Drawn pages that are kept for a while, as pictures that lie in the memory shared with the reading process."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Hashable

from PySide6.QtGui import QImage

from app.domain.pages import GREY8, Pixels

KEPT_BYTES = 32 << 20
"""Bound of the drawn pages that are kept."""
SMALL_BYTES = 400_000
"""Pictures below this are copied: the shared memory comes in pieces of a megabyte."""


class DrawnPages:
    """The pictures drawn last. Safe to use from any thread."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._images: OrderedDict[Hashable, QImage] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> QImage | None:
        with self._lock:
            found = self._images.get(key)
            if found is not None:
                self._images.move_to_end(key)
            return found

    def keep(self, key: Hashable, image: QImage) -> None:
        with self._lock:
            before = self._images.pop(key, None)
            self._images[key] = image
            self._bytes += image.sizeInBytes() - (before.sizeInBytes() if before is not None else 0)
            while self._bytes > self._limit and len(self._images) > 1:
                self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()

    def clear(self) -> None:
        with self._lock:
            self._images.clear()
            self._bytes = 0


def as_image(pixels: Pixels) -> QImage:
    """The pixels as they lie in the shared memory; it goes back to the reader when the object returned is gone."""
    kind = QImage.Format.Format_Grayscale8 if pixels.format == GREY8 else QImage.Format.Format_RGB888
    try:
        image = QImage(pixels.data, pixels.width, pixels.height, pixels.stride, kind)
        if image.sizeInBytes() < SMALL_BYTES:
            image = image.copy()
            pixels.release()
            return image
        # Not QImage's own "cleanup function": PySide6 6.11 dies of one that is written in Python.
        weakref.finalize(image, pixels.release).atexit = False
    except BaseException:
        pixels.release()
        raise
    return image
