"""Where marks lie: between the view (any rotation), millimetres of the page, and the record's hundredths of them."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF

from app.domain.pages import Word
from app.domain.records import HIGHLIGHT, NOTE, Mark
from app.ui.viewer.overlays import BoxMm, PagePlace

Area = tuple[int, int, int, int]

STAMP_MM = (62.0, 18.0)
NOTE_MM = (8.0, 8.0)
FROM_EDGE_MM = 10.0
BETWEEN_MM = 3.0
SMALLEST_MM = 1.0
"""A rectangle that is drawn smaller than this was a click."""
LEAST_PIN = 18.0
"""Logical pixels: a note can be seen and hit however small the page is shown."""


def area_of(box: BoxMm, size_mm: tuple[float, float]) -> Area:
    """A box as the record keeps it, cut to the page and never empty."""
    left, top = (min(max(edge, 0.0), size - 0.1) for edge, size in zip(box[:2], size_mm, strict=True))
    right, bottom = (
        min(max(start + length, low + 0.1), size)
        for start, length, low, size in zip(box[:2], box[2:], (left, top), size_mm, strict=True)
    )
    x, y = round(left * 100), round(top * 100)
    return x, y, max(round(right * 100) - x, 1), max(round(bottom * 100) - y, 1)


def box_of(area: Area) -> BoxMm:
    left, top, width, height = area
    return left / 100, top / 100, width / 100, height / 100


def rects(mark: Mark, place: PagePlace) -> list[QRectF]:
    """A mark's areas in the view; a note is never too small to be hit."""
    shown = [place.rect(box_of(area)) for area in mark.areas]
    if mark.shape != NOTE:
        return shown
    edge = max(LEAST_PIN, min(shown[0].width(), shown[0].height()))
    pin = QRectF(0, 0, edge, edge)
    pin.moveCenter(shown[0].center())
    return [pin]


def is_at(mark: Mark, place: PagePlace, at: QPointF) -> bool:
    slack = 1.5 if mark.shape == HIGHLIGHT else 0.0
    return any(rect.adjusted(-slack, -slack, slack, slack).contains(at) for rect in rects(mark, place))


def between(place: PagePlace, one: QPointF, other: QPointF) -> BoxMm:
    """The box between two points of the view."""
    (x1, y1), (x2, y2) = place.at_mm(one), place.at_mm(other)
    return min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)


def around(place: PagePlace, centre: QPointF, size_mm: tuple[float, float]) -> BoxMm:
    """The box that is seen as ``size_mm`` wide and high around a point of the view, moved to lie on the page."""
    half = QPointF(size_mm[0], size_mm[1]) * place.per_mm / 2
    seen = QRectF(centre - half, centre + half)
    sheet = place.target
    seen.moveLeft(max(min(seen.left(), sheet.right() - seen.width()), sheet.left()))
    seen.moveTop(max(min(seen.top(), sheet.bottom() - seen.height()), sheet.top()))
    return between(place, seen.topLeft(), seen.bottomRight())


def upper_right(place: PagePlace, size_mm: tuple[float, float], taken: Iterable[Mark]) -> BoxMm:
    """The default place: in the upper right corner as seen, below what stands there already."""
    occupied = [rect for mark in taken if mark.shape != HIGHLIGHT for rect in rects(mark, place)]
    sheet, per_mm = place.target, place.per_mm
    edge, step = min(FROM_EDGE_MM * per_mm, sheet.width() / 10), BETWEEN_MM * per_mm
    seen = QRectF(0, 0, size_mm[0] * per_mm, size_mm[1] * per_mm)
    seen.moveTopRight(sheet.topRight() + QPointF(-edge, edge))
    while seen.bottom() + step < sheet.bottom():
        below = [rect.bottom() for rect in occupied if rect.intersects(seen)]
        if not below:
            break
        seen.moveTop(max(below) + step)
    return around(place, seen.center(), size_mm)


def moved(mark: Mark, place: PagePlace, start: QPointF, end: QPointF) -> tuple[Area, ...]:
    """A mark's areas after it was dragged between two points of the view; it stays on the page as a whole."""
    (x1, y1), (x2, y2) = place.at_mm(start), place.at_mm(end)
    boxes = [box_of(area) for area in mark.areas]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    width, height = place.size_mm
    dx = min(max(x2 - x1, -left), max(width - right, -left))
    dy = min(max(y2 - y1, -top), max(height - bottom, -top))
    return tuple(area_of((box[0] + dx, box[1] + dy, box[2], box[3]), place.size_mm) for box in boxes)


def snapped(words: Sequence[Word], start: tuple[float, float], end: tuple[float, float]) -> tuple[BoxMm, ...]:
    """What a drag between two points of the page marks.

    From word to word in reading order, one box a line, where it begins or ends in text; else the rectangle.
    """
    box = (min(start[0], end[0]), min(start[1], end[1]), abs(end[0] - start[0]), abs(end[1] - start[1]))
    lines: dict[int, list[BoxMm]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.box_mm)
    frames = {line: joined(boxes) for line, boxes in lines.items()}
    touched = [line for line, frame in frames.items() if _overlap(frame, box)]
    if not any(_near(frames[line], point) for line in touched for point in (start, end)):
        return (box,)
    (_x, first_y), (_x, last_y) = sorted((start, end), key=lambda point: point[1])
    left, right = (start[0], end[0]) if start[1] <= end[1] else (end[0], start[0])
    top = next((line for line in touched if _spans(frames[line], first_y)), None)
    bottom = next((line for line in touched if _spans(frames[line], last_y)), None)
    if len(touched) == 1 or (top is not None and top == bottom):
        left, right = sorted((left, right))
    taken: list[BoxMm] = []
    for line in touched:
        low = left if line == top else float("-inf")
        high = right if line == bottom else float("inf")
        boxes = [word for word in lines[line] if word[0] < high and word[0] + word[2] > low]
        if boxes:
            taken.append(joined(boxes))
    return tuple(taken) or (box,)


def joined(boxes: Sequence[BoxMm]) -> BoxMm:
    """The smallest box around all of them."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _overlap(one: BoxMm, other: BoxMm) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _spans(frame: BoxMm, y: float) -> bool:
    return frame[1] <= y <= frame[1] + frame[3]


def _near(frame: BoxMm, point: tuple[float, float], slack: float = 3.0) -> bool:
    return _spans(frame, point[1]) and frame[0] - slack <= point[0] <= frame[0] + frame[2] + slack
