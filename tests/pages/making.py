"""Documents made on the spot."""

import io

import pikepdf
from PIL import Image, ImageDraw


def scan(text: str = "Antrag", size: tuple[int, int] = (1240, 1754), mode: str = "1") -> Image.Image:
    """Something like a scanned page: a bar at the top left, words, a frame."""
    page = Image.new("L", size, 255)
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 60, 400, 160), fill=0)
    pen.text((80, 300), text, fill=0, font_size=60)
    pen.rectangle((20, 20, size[0] - 20, size[1] - 20), outline=0, width=4)
    return page.convert(mode)


def tiff(*pages: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    settings: dict[str, object] = {"compression": "group4", "dpi": (150, 150), **options}
    pages[0].save(buffer, "TIFF", save_all=True, append_images=list(pages[1:]), **settings)
    return buffer.getvalue()


def pdf(*contents: bytes, catalog: bytes = b"", page: bytes = b"", extra: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of A4 pages with the given content streams and a Helvetica; ``extra`` objects are numbered from 10."""
    objects: dict[int, bytes] = {1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>"}
    objects[3] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    for offset, body in enumerate(extra):
        objects[10 + offset] = body
    kids = []
    for number, content in enumerate(contents):
        at = 30 + 2 * number
        kids.append(b"%d 0 R" % at)
        objects[at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>%s>>"
            b"/Contents %d 0 R%s>>" % (b"/XObject<</X 10 0 R>>" if extra else b"", at + 1, page)
        )
        objects[at + 1] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    objects[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    data, places = bytearray(b"%PDF-1.7\n"), {}
    for number in sorted(objects):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(places):
        data += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    data += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (max(places) + 1, start)
    return bytes(data)


def text_page(words: str) -> bytes:
    return b"BT /F1 24 Tf 72 700 Td (%s) Tj ET 72 72 100 50 re f" % words.encode("latin-1")


def doubtful_pdf() -> bytes:
    """Two pages; on the second a transfer function, which PDFium knows and MuPDF does not, turns white into black."""
    with pikepdf.open(io.BytesIO(pdf(text_page("Eins"), text_page("Zwei")))) as document:
        page = document.pages[1]
        negative = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1)
        page.Resources.ExtGState = pikepdf.Dictionary(G=pikepdf.Dictionary(TR=document.make_indirect(negative)))
        page.Contents = document.make_stream(b"/G gs 1 g 72 72 300 300 re f")
        buffer = io.BytesIO()
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()
