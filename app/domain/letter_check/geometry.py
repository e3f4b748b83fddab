"""Boxes in millimetres from the top left: (left, top, width, height)."""

from collections.abc import Iterable

from app.domain.pages import Box

A4 = (210.0, 297.0)


def right(box: Box) -> float:
    return box[0] + box[2]


def bottom(box: Box) -> float:
    return box[1] + box[3]


def centre(box: Box) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def between(left: float, top: float, right_: float, bottom_: float) -> Box:
    return left, top, right_ - left, bottom_ - top


def union(boxes: Iterable[Box]) -> Box | None:
    """Around all of them; None where there are none."""
    chosen = list(boxes)
    if not chosen:
        return None
    return between(
        min(box[0] for box in chosen), min(box[1] for box in chosen), max(map(right, chosen)), max(map(bottom, chosen))
    )


def common(one: Box, other: Box) -> Box | None:
    """What both cover; None where they do not meet."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right_, low = min(right(one), right(other)), min(bottom(one), bottom(other))
    return between(left, top, right_, low) if right_ > left and low > top else None


def grown(box: Box, sideways: float, upright: float) -> Box:
    """Larger on each side by so many millimetres (smaller, where they are negative)."""
    return box[0] - sideways, box[1] - upright, box[2] + 2 * sideways, box[3] + 2 * upright


def rounded(box: Box) -> Box:
    """To a tenth of a millimetre, as it is told."""
    left, top, width, height = box
    return round(left, 1), round(top, 1), round(width, 1), round(height, 1)
