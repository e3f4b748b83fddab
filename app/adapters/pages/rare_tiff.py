"""Kinds of TIFF that Pillow's libtiff does not decode, and that are simple enough to be put together here."""

import io

from PIL import Image, WebPImagePlugin

from app.adapters.pages.tiff import Directory, TiffError, TiffFile

_PLAIN, _WEBP = 1, 50001
_PHOTOMETRIC, _SAMPLES, _PLANES, _YCBCR_SUBSAMPLING = 262, 277, 284, 530
_YCBCR, _SEPARATE = 6, 2


def rare_picture(tiff: TiffFile, page: Directory) -> Image.Image:
    """The page as it is stored, not yet turned. Raises ``TiffError`` or ``OSError`` where it is none of these kinds."""
    strips, rows = tiff.strips(page)
    if page.compression == _WEBP:
        return _from_webp(page, strips, rows)
    plain = page.compression == _PLAIN and tiff.value(page, _SAMPLES, 1) == 3
    separate = tiff.value(page, _PHOTOMETRIC, 0) == _YCBCR and tiff.value(page, _PLANES, 1) == _SEPARATE
    if plain and separate and tiff.value(page, _YCBCR_SUBSAMPLING, 2) == 1:
        return _from_planes(page, b"".join(strips))
    raise TiffError


def _from_webp(page: Directory, strips: list[bytes], rows: int) -> Image.Image:
    picture = Image.new("RGB", (page.width, page.height), "white")
    for number, strip in enumerate(strips):
        with WebPImagePlugin.WebPImageFile(io.BytesIO(strip)) as part:
            if part.width != page.width or part.height > rows:
                raise TiffError
            picture.paste(part.convert("RGB"), (0, number * rows))
    return picture


def _from_planes(page: Directory, data: bytes) -> Image.Image:
    size = page.width * page.height
    if len(data) != 3 * size:
        raise TiffError
    planes = [Image.frombytes("L", (page.width, page.height), data[at : at + size]) for at in (0, size, 2 * size)]
    return Image.merge("YCbCr", planes).convert("RGB")
