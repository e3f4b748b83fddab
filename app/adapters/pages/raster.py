"""Pictures that are already pixels (scans): flattened to grey or colour, scaled, turned, and kept for the next look."""

import io
from collections import OrderedDict

from PIL import Image, ImageOps, Jpeg2KImagePlugin, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, _imaging

from app.adapters.pages.views import Drawn, Frame, View, frame_of
from app.domain.pages import GREY8, RGB24

_FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        TiffImagePlugin.TiffImageFile,
        Jpeg2KImagePlugin.Jpeg2KImageFile,
    )
)
_CACHE_BYTES = 24 << 20
_BLOCKS = 2
"""Blocks (of 16 MB at most) that Pillow keeps for the next picture: fresh memory of the system costs 8 ms a page."""
_ORIENTATION_TAG = 274
_NEARLY = 0.05
_PLAIN_AVERAGE = 1.7
"""Shrunk at least so many times, the average of the pixels below each new one looks as good as a costlier filter."""
TURNS = {
    90: Image.Transpose.ROTATE_270,  # Pillow counts the other way round
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def reuse_memory() -> None:
    """Pillow's memory serves one picture after the other, until ``release_memory``."""
    _imaging.set_blocks_max(_BLOCKS)


def release_memory() -> None:
    """What is kept for the next picture goes back to the system."""
    _imaging.clear_cache()


def open_picture(data: bytes) -> Image.Image:
    """Like ``Image.open`` for the kinds that are shown, without loading Pillow's readers of fifty others."""
    return Image.open(io.BytesIO(data), formats=_FORMATS)


class DecodedPictures:
    """The last decoded pictures of all open documents, so that zooming and tiles do not decode again."""

    def __init__(self, limit: int = _CACHE_BYTES) -> None:
        self._limit = limit
        self._pictures: OrderedDict[tuple[object, ...], Image.Image] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> Image.Image | None:
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def put(self, key: tuple[object, ...], picture: Image.Image) -> None:
        self._pictures[key] = picture
        while len(self._pictures) > 1 and sum(map(bytes_in_memory, self._pictures.values())) > self._limit:
            self._pictures.popitem(last=False)

    def clear(self) -> None:
        self._pictures.clear()

    def forget(self, owner: object) -> None:
        for key in [k for k in self._pictures if k[0] == owner]:
            del self._pictures[key]


def bytes_in_memory(picture: Image.Image) -> int:
    return picture.width * picture.height * (1 if picture.mode == "L" else 4)


def flattened(picture: Image.Image) -> Image.Image:
    """``picture`` as mode L or RGB, whatever it came as: transparency on white, 16 bit to 8, CMYK and Lab to RGB."""
    mode = picture.mode
    if mode in ("L", "RGB"):
        if "transparency" in picture.info:
            return _on_white(picture.convert("RGBA"))
        return picture
    if mode == "1":
        return picture.convert("L")
    if mode in ("LA", "La"):
        return _on_white(picture.convert("RGBA")).convert("L")
    if mode in ("RGBA", "RGBa", "PA") or (mode == "P" and "transparency" in picture.info):
        return _on_white(picture.convert("RGBA"))
    if mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if mode in ("I", "F"):
        return _stretched(picture)
    if mode == "LAB":
        return _lab_to_rgb(picture)
    return picture.convert("RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _stretched(picture: Image.Image) -> Image.Image:
    """Numbers without a fixed white: darkest black, lightest white; 0 to 1 and 16 bits are taken as they are."""
    extrema = picture.getextrema()
    low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]
    if low >= 0 and high <= 1 and picture.mode == "F":
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 0xFFFF and picture.mode == "I":
        low, high = 0.0, 65535.0
    scale = 255.0 / (high - low) if high > low else 0.0
    return picture.convert("F").point(lambda value: value * scale + -low * scale).convert("L")


def _lab_to_rgb(picture: Image.Image) -> Image.Image:
    from PIL import ImageCms  # hardly ever needed, and two megabytes

    converted = ImageCms.profileToProfile(
        picture, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return converted if converted is not None else picture.convert("RGB")


def upright(picture: Image.Image) -> Image.Image:
    """Turned as its orientation tag says (Pillow itself turns TIFF, and removes the tag, when it loads)."""
    if picture.getexif().get(_ORIENTATION_TAG, 1) == 1:
        return picture
    return ImageOps.exif_transpose(picture)


def draw_raster(picture: Image.Image, size_mm: tuple[float, float], view: View) -> Drawn:
    """``picture`` (L or RGB) fills the page of ``size_mm``: the part and the size that ``view`` asks for."""
    frame = frame_of(size_mm, view)
    box, size = _source_box(picture, frame, view.rotation)
    scaled = _scaled(picture, box, size)
    if view.rotation % 360:
        scaled = scaled.transpose(TURNS[view.rotation % 360])
    return drawn_picture(scaled)


def _scaled(picture: Image.Image, box: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
    """``box`` of the picture at ``size``. Shrinking averages, so that thin strokes turn grey and do not vanish."""
    whole = box == (0.0, 0.0, float(picture.width), float(picture.height))
    if whole and size == picture.size:
        return picture
    if size[0] >= box[2] - box[0] and size[1] >= box[3] - box[1]:
        return picture.resize(size, Image.Resampling.BILINEAR, box=box)
    if not whole:
        return picture.resize(size, Image.Resampling.HAMMING, box=box, reducing_gap=1.0)
    # Whole steps first, by plain averages: several times faster than one pass of a good filter over all pixels.
    steps = tuple(max(1, int(of / to + _NEARLY)) for of, to in zip(picture.size, size, strict=True))
    if max(steps) > 1:
        picture = picture.reduce((steps[0], steps[1]))
    if picture.size == size:
        return picture
    plain = min(of / to for of, to in zip(picture.size, size, strict=True)) >= _PLAIN_AVERAGE
    return picture.resize(size, Image.Resampling.BOX if plain else Image.Resampling.BILINEAR)


def drawn_picture(picture: Image.Image) -> Drawn:
    channels = 1 if picture.mode == "L" else 3
    stride = picture.width * channels
    total = stride * picture.height

    def copy_into(memory: memoryview) -> None:
        memory[:total] = picture.tobytes()

    return Drawn(picture.width, picture.height, stride, GREY8 if channels == 1 else RGB24, copy_into)


def _source_box(
    picture: Image.Image, frame: Frame, rotation: int
) -> tuple[tuple[float, float, float, float], tuple[int, int]]:
    """The part of the unturned picture that the frame shows, and its size in pixels before turning."""
    left, top = frame.left / frame.page_width, frame.top / frame.page_height
    right, bottom = frame.right / frame.page_width, frame.bottom / frame.page_height
    turn = rotation % 360
    size = (frame.width, frame.height)
    if turn == 90:
        left, top, right, bottom, size = top, 1 - right, bottom, 1 - left, size[::-1]
    elif turn == 180:
        left, top, right, bottom = 1 - right, 1 - bottom, 1 - left, 1 - top
    elif turn == 270:
        left, top, right, bottom, size = 1 - bottom, left, 1 - top, right, size[::-1]
    width, height = picture.size
    box = (max(0.0, left * width), max(0.0, top * height), min(width, right * width), min(height, bottom * height))
    return box, size
