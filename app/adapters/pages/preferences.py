"""Pages that MuPDF is known to draw wrong without a complaint: these are for the second reader."""

import re

import pymupdf

_TRANSFER = re.compile(r"/TR2? ?(?!/)\S")
"""A transfer function: a name ("Identity", "Default") is none."""
_REFERENCE = re.compile(r"(\d+) 0 R")


class Preferences:
    """Rules about one document's pages; ``data`` are its bytes. MuPDF's exceptions pass through."""

    def __init__(self, document: pymupdf.Document, data: bytes) -> None:
        self._document = document
        self._form = bool(document.is_form_pdf)
        self._appearances_missing = self._form and self._asks_for_appearances()
        self._transfers = b"/TR" in data or b"/ObjStm" in data

    def second_reader(self, page: int) -> bool:
        """Whether ``page`` (from 0) is drawn right by the second reader alone."""
        return self._needs_form_filler(page) or (self._transfers and self._has_transfer_function(page))

    def _asks_for_appearances(self) -> bool:
        kind, value = self._document.xref_get_key(self._document.pdf_catalog(), "AcroForm/NeedAppearances")
        return bool(kind == "bool" and value == "true")

    def _needs_form_filler(self, page: int) -> bool:
        """Whether the page has fields whose look is to be made anew, or a signature not yet given.

        MuPDF draws choices and such fields unlike other readers, and a flag where somebody is to sign.
        """
        if not self._form:
            return False
        widgets = list(self._document.load_page(page).widgets() or ())
        signatures = [widget for widget in widgets if widget.field_type == pymupdf.PDF_WIDGET_TYPE_SIGNATURE]
        return bool(widgets) and (self._appearances_missing or any(not field.is_signed for field in signatures))

    def _has_transfer_function(self, page: int) -> bool:
        """Whether colours are to be changed by a function on their way to the paper: MuPDF leaves them as they are."""
        kind, states = self._document.xref_get_key(self._document.page_xref(page), "Resources/ExtGState")
        if kind == "xref":
            states = self._document.xref_object(int(states.split()[0]), compressed=True)
        elif kind != "dict":
            return False
        found = [states, *(self._document.xref_object(int(number), compressed=True)
                           for number in _REFERENCE.findall(states))]
        return any(_TRANSFER.search(words) for words in found)
