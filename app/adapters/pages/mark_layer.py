"""Marks as content of a PDF page: highlights, pins of notes with a number, stamps; and the sheet with the notes' texts.

Runs inside the reading process. Places are hundredths of millimetres on the page as shown.
"""

import html
import io
from typing import Any

import pikepdf
import pymupdf

from app.domain.mark_look import FILLS, INKS
from app.domain.records import HIGHLIGHT, NOTE

_POINTS = 72.0 / 2540.0
"""Points in a hundredth of a millimetre."""
_A4 = pymupdf.paper_rect("a4")
_MARGIN = 56.0
_LONGEST_TITLE = 200

Message = dict[str, Any]
Colour = tuple[float, float, float]


def mark_layer(size: tuple[float, float], marks: list[Message]) -> bytes:
    """A PDF with one page of ``size`` (points) that shows nothing but the marks."""
    with pymupdf.open() as document:
        page = document.new_page(width=size[0], height=size[1])
        for mark in marks:
            if mark["shape"] == HIGHLIGHT:
                continue
            rect = _rect(mark["areas"][0])
            if mark["shape"] == NOTE:
                _pin(page, rect, mark)
            else:
                _stamp(page, rect, mark)
        document.subset_fonts(fallback=True)
        layer = document.tobytes(garbage=3, deflate=True)
    highlights = [mark for mark in marks if mark["shape"] == HIGHLIGHT]
    return _with_highlights(layer, size[1], highlights) if highlights else bytes(layer)


def notes_sheet(title: str, notes: list[tuple[int, str, str]]) -> bytes:
    """A PDF of A4 pages with number, caption and text of every note."""
    parts = [f"<h3>{_escaped(title[:_LONGEST_TITLE])}</h3>"]
    for number, caption, text in notes:
        parts.append(f"<p><b>{int(number)}</b> &#160; {_escaped(caption)}<br/>{_lines(text)}</p>")
    story = pymupdf.Story("".join(parts), user_css="* {font-family: sans-serif; font-size: 10pt} h3 {font-size: 13pt}")
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    more = 1
    while more:
        device = writer.begin_page(_A4)
        more, _ = story.place(_inside(_A4, _MARGIN))
        story.draw(device)
        writer.end_page()
    writer.close()
    return buffer.getvalue()


def words_alone(size: tuple[float, float], said: str) -> bytes:
    """A PDF with one page of ``size`` (points) and nothing but these words in its middle."""
    with pymupdf.open() as document:
        page = document.new_page(width=size[0], height=size[1])
        _written(page, _inside(page.rect, min(size) / 8), [(said, 14)], (0.3, 0.3, 0.3))
        document.subset_fonts(fallback=True)
        return bytes(document.tobytes(garbage=3, deflate=True))


def _pin(page: pymupdf.Page, rect: pymupdf.Rect, mark: Message) -> None:
    """A small sheet with a folded corner and the number under which its text is printed."""
    fold = rect.width * 0.3
    corner = rect.br - (0, fold), rect.br - (fold, fold), rect.br - (fold, 0)
    shape = page.new_shape()
    shape.draw_polyline([rect.tl, rect.tr, corner[0], corner[2], rect.bl, rect.tl])
    ink = _colour(INKS, mark)
    shape.finish(color=ink, fill=_colour(FILLS, mark), width=max(0.5, rect.width / 14), closePath=True)
    shape.draw_polyline(list(corner))
    shape.finish(color=ink, width=max(0.4, rect.width / 18), closePath=False)
    shape.commit()
    number = str(int(mark["number"]))
    _written(page, rect, [(number, min(rect.height * 0.55, rect.width / max(1, len(number))))], ink)


def _stamp(page: pymupdf.Page, rect: pymupdf.Rect, mark: Message) -> None:
    """A frame with the text along its longer side; the first line bold, the others smaller."""
    ink = _colour(INKS, mark)
    inset = _inside(rect, 1)
    shape = page.new_shape()
    shape.draw_rect(inset, radius=min(0.2, 4 / max(1.0, min(inset.width, inset.height))))
    shape.finish(color=ink, fill=(1, 1, 1), fill_opacity=0.84, width=2)
    shape.commit()
    first, *rest = str(mark["text"]).strip().splitlines() or [""]
    height = min(rect.width, rect.height)
    share = 0.6 if not rest else 0.42
    small = height * 0.3 / max(1, len(rest))
    room = 0.94 * max(inset.width, inset.height)
    large = _fitting(first, height * share, room, bold=True)
    small = min(small, 0.8 * large)
    rows = [(first, large), *((line, _fitting(line, small, room, bold=False)) for line in rest)]
    _written(page, inset, rows, ink, first_bold=True)


def _fitting(text: str, size: float, room: float, bold: bool) -> float:
    """The size in points at which a line is not longer than ``room``."""
    length = pymupdf.Font("hebo" if bold else "helv").text_length(text, size)
    return min(size, size * room / length) if length > 0 else size


def _written(
    page: pymupdf.Page, rect: pymupdf.Rect, lines: list[tuple[str, float]], ink: Colour, first_bold: bool = False
) -> None:
    """Lines of (text, size in points) in the middle of ``rect``, made smaller where they would not fit."""
    upright = rect.height <= rect.width
    height = min(rect.width, rect.height)
    colour = "#" + "".join(f"{round(255 * value):02x}" for value in ink)
    rows = [
        f'<p style="font-size:{size:.1f}pt;line-height:1.1;margin:0;text-align:center;color:{colour};'
        f'font-weight:{"bold" if first_bold and not number else "normal"}">{_escaped(text)}</p>'
        for number, (text, size) in enumerate(lines)
    ]
    content = "".join(rows)
    css = "* {font-family: sans-serif}"
    taken = min(height, sum(1.15 * size for _, size in lines))
    above = max(0.0, (height - taken) / 2)
    margin = min(2.0, height * 0.05)
    if upright:
        room = pymupdf.Rect(rect.x0 + margin, rect.y0 + above, rect.x1 - margin, rect.y1)
    else:
        room = pymupdf.Rect(rect.x0, rect.y0 + margin, rect.x1 - above, rect.y1 - margin)
    page.insert_htmlbox(room, content, css=css, scale_low=0, rotate=0 if upright else 270)


def _with_highlights(layer: bytes, height: float, marks: list[Message]) -> bytes:
    """Below the rest, each area multiplied with what is on the page so that the text stays black."""
    commands = [b"q /GSmultiply gs"]
    for mark in marks:
        red, green, blue = _colour(FILLS, mark)
        commands.append(f"{red:.4f} {green:.4f} {blue:.4f} rg".encode())
        for area in mark["areas"]:
            rect = _rect(area)
            commands.append(f"{rect.x0:.2f} {height - rect.y1:.2f} {rect.width:.2f} {rect.height:.2f} re f".encode())
    commands.append(b"Q")
    with pikepdf.Pdf.open(io.BytesIO(layer)) as document:
        page = document.pages[0]
        state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply)
        page.add_resource(state, pikepdf.Name.ExtGState, name=pikepdf.Name.GSmultiply)
        page.contents_add(b"\n".join(commands), prepend=True)
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def _rect(area: list[int]) -> pymupdf.Rect:
    left, top, width, height = (value * _POINTS for value in area)
    return pymupdf.Rect(left, top, left + width, top + height)


def _inside(rect: pymupdf.Rect, margin: float) -> pymupdf.Rect:
    return pymupdf.Rect(rect.x0 + margin, rect.y0 + margin, rect.x1 - margin, rect.y1 - margin)


def _colour(table: dict[str, tuple[int, int, int]], mark: Message) -> Colour:
    red, green, blue = table[mark["colour"]]
    return red / 255, green / 255, blue / 255


def _escaped(text: str) -> str:
    return html.escape("".join(sign for sign in str(text) if sign.isprintable()))


def _lines(text: str) -> str:
    return "<br/>".join(_escaped(line) for line in str(text).splitlines())
