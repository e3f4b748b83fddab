"""What people should know about a PDF besides its pages. Nothing of it is ever run, followed or opened here."""

import pymupdf

_HIDDEN = b"/ObjStm"
"""Objects packed into streams: a search in the file's bytes does not find what they say."""
_LOOKED_AT = 3_000
"""Objects of a file: forms have hundreds."""


def hints_of(document: pymupdf.Document, data: bytes) -> tuple[str, ...]:
    """Codes of ``DocumentInfo.hints``, without "password". MuPDF's exceptions pass through."""
    catalog = document.pdf_catalog()

    def has(key: str) -> bool:
        return bool(document.xref_get_key(catalog, key)[0] not in ("null", ""))

    found = {
        "xfa": has("AcroForm/XFA"),
        "portfolio": has("Collection"),
        "javascript": has("Names/JavaScript") or b"/JavaScript" in data or _hidden_script(document, data),
        "attachments": has("Names/EmbeddedFiles") or _attached_to_a_page(document, data),
        "form": bool(document.is_form_pdf),
    }
    return tuple(code for code, there in found.items() if there)


def _hidden_script(document: pymupdf.Document, data: bytes) -> bool:
    if _HIDDEN not in data:
        return False
    last = min(document.xref_length(), _LOOKED_AT)
    return any("/JavaScript" in document.xref_object(number, compressed=True) for number in range(1, last))


def _attached_to_a_page(document: pymupdf.Document, data: bytes) -> bool:
    if b"/FileAttachment" not in data and _HIDDEN not in data:
        return False
    return any(
        kind == pymupdf.PDF_ANNOT_FILE_ATTACHMENT
        for number in range(document.page_count)
        for _xref, kind, _id in document.load_page(number).annot_xrefs()
    )
