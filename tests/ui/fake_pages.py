"""Pages that look like pages, without files."""

from app.domain.pages import (
    GREY8,
    Attachment,
    DocumentInfo,
    Link,
    OutlineEntry,
    Pixels,
    RenderJob,
    Word,
)
from app.tasks.pages import Located


class FakePages:
    """Finds and draws pages without files: light grey paper with dark lines; document ``broken`` has no bytes."""

    def locate(self, document: str, page: int) -> Located:
        return Located(source=document.encode(), page=page, bytes_fetched=0)

    def whole(self, document: str) -> Located:
        return self.locate(document, 1)

    def warm(self) -> None: ...

    def inspect(self, source: object, password: str | None = None) -> DocumentInfo:
        return DocumentInfo("pdf", ((210.0, 297.0),) * 3)

    def render(self, job: RenderJob) -> Pixels:
        width, height = round(8.27 * job.dpi), round(11.69 * job.dpi)
        if job.rotation % 180:
            width, height = height, width
        white, line = bytes([252]) * width, bytearray([252]) * width
        line[width // 8 : width * 7 // 8] = bytes([90]) * (width * 7 // 8 - width // 8)
        every = max(3, round(job.dpi / 5))
        data = b"".join(bytes(line) if y % every == 0 and y > height // 8 else white for y in range(height))
        return Pixels(width, height, width, GREY8, memoryview(data), lambda: None)

    def texts(self, source: object, password: str | None = None) -> tuple[str, ...]:
        return ("", "", "")

    def words(self, source: object, page: int, password: str | None = None) -> tuple[Word, ...]:
        said = ("Antrag", "auf", "Leistungen,", "Seite", str(page))
        return tuple(Word(word, (20.0 + 25 * place, 40.0, 24.0, 5.0), 0) for place, word in enumerate(said))

    def outline(self, source: object, password: str | None = None) -> tuple[OutlineEntry, ...]:
        return OutlineEntry("Antrag", 1, 1), OutlineEntry("Anlage", 2, 2)

    def links(self, source: object, page: int, password: str | None = None) -> tuple[Link, ...]:
        return Link((20.0, 60.0, 40.0, 5.0), 3, ""), Link((20.0, 70.0, 40.0, 5.0), None, "https://example.org/")

    def attachments(self, source: object, password: str | None = None) -> tuple[Attachment, ...]:
        return (Attachment("rechnung.xml", 7),)

    def attachment(self, source: object, index: int, password: str | None = None) -> bytes:
        return b"<xml/>\n"

    def cut_pack(self, source: object, target: object) -> tuple[tuple[int, int], ...]:
        return ()

    def close(self) -> None: ...
