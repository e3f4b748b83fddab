"""What kind of file this is, by its content; names and endings of incoming files mean nothing."""

from app.adapters.pages.refusal import EMPTY, UNSUPPORTED, Refusal

PDF = "pdf"
TIFF = "tiff"
JPEG = "jpeg"
PNG = "png"
JPEG2000 = "jpeg2000"

_SIGNATURES = (
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\0\0\0\x0cjP  \r\n\x87\n", JPEG2000),
    (b"\xff\x4f\xff\x51", JPEG2000),
)
_HEADER_WINDOW = 1024
_TAIL_WINDOW = 2048


def media_of(data: bytes | memoryview) -> str:
    """One of the kinds above. Raises ``Refusal`` for an empty file and for kinds that are not shown."""
    head = bytes(data[:_HEADER_WINDOW])
    if not head.strip(b"\0"):
        raise Refusal(EMPTY if len(data) <= _HEADER_WINDOW else UNSUPPORTED)
    for signature, media in _SIGNATURES:
        if head.startswith(signature):
            return media
    if b"%PDF-" in head or _looks_like_damaged_pdf(head, bytes(data[-_TAIL_WINDOW:])):
        return PDF
    raise Refusal(UNSUPPORTED)


def _looks_like_damaged_pdf(head: bytes, tail: bytes) -> bool:
    """A PDF that lost its first line still ends like one, or begins with objects."""
    return b"%%EOF" in tail or b"startxref" in tail or b" 0 obj" in head
