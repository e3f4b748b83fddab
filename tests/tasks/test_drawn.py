"""A picture and the memory that it lies in."""

import gc
import weakref

import pytest

from app.domain.pages import GREY8, Pixels
from app.tasks.drawn import as_image

SIDE = 1024


class Memory(bytearray):
    """Memory whose end can be seen."""


@pytest.mark.parametrize("side", [SIDE, 16])
def test_the_memory_lives_as_long_as_the_picture_and_is_given_back_once(side: int) -> None:
    memory = Memory(b"\x07" * (side * side))
    alive, released = weakref.ref(memory), []
    image = as_image(Pixels(side, side, side, GREY8, memoryview(memory), lambda: released.append(side)))
    del memory
    gc.collect()
    assert image.pixelColor(side - 1, side - 1).red() == 7
    if side == SIDE:  # small pictures are copied
        assert alive() is not None and not released
    del image
    gc.collect()
    assert alive() is None and released == [side]
