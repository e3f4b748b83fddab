"""Drawn pages as picture files, for the commands."""

from pathlib import Path

from app.domain.pages import GREY8, Pixels


def write_png(pixels: Pixels, path: Path) -> None:
    """Write ``pixels`` as an RGB PNG to ``path``. Raises ``OSError``. The pixels are not released."""
    from PIL import Image  # only the commands write pictures: the window starts without it

    mode = "L" if pixels.format == GREY8 else "RGB"
    size = (pixels.width, pixels.height)
    picture = Image.frombytes(mode, size, bytes(pixels.data), "raw", mode, pixels.stride, 1)
    picture.convert("RGB").save(path, format="PNG", compress_level=3)
