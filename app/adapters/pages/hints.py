"""What people should know about a PDF besides its pages. Nothing of it is ever run, followed or opened here."""

import pymupdf

_HIDDEN = b"/ObjStm"
"""Objects packed into streams: a search in the file's bytes does not find what they say."""


def hints_of(document: pymupdf.Document, data: bytes) -> tuple[str, ...]:
    """Codes of ``DocumentInfo.hints``, without "password". MuPDF's exceptions pass through."""
    catalog = document.pdf_catalog()

    def has(key: str) -> bool:
        return bool(document.xref_get_key(catalog, key)[0] not in ("null", ""))

    found = {
        "xfa": has("AcroForm/XFA"),
        "portfolio": has("Collection"),
        "javascript": has("Names/JavaScript") or b"/JavaScript" in data or _script(document, catalog),
        "attachments": document.embfile_count() > 0 or _attached_to_a_page(document, data),
        "form": bool(document.is_form_pdf),
    }
    return tuple(code for code, there in found.items() if there)


def _script(document: pymupdf.Document, catalog: int) -> bool:
    return bool(document.xref_get_key(catalog, "OpenAction/S")[1] == "/JavaScript")


def _attached_to_a_page(document: pymupdf.Document, data: bytes) -> bool:
    if b"/FileAttachment" not in data and _HIDDEN not in data:
        return False
    return any(
        kind == pymupdf.PDF_ANNOT_FILE_ATTACHMENT
        for number in range(document.page_count)
        for _xref, kind, _id in document.load_page(number).annot_xrefs()
    )
