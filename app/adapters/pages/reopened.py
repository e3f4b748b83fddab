"""A PDF opened once more by pikepdf: to take pages over, or files that MuPDF does not find."""

import io

import pikepdf

from app.adapters.pages.passwords import spellings
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.refusal import DAMAGED, Refusal

FAILURES = (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)


def reopened(document: PdfDocument) -> pikepdf.Pdf:
    """To be closed by the caller. Raises ``Refusal``."""
    for spelling in ("", *(spellings(document.password) if document.password else ())):
        try:
            return pikepdf.Pdf.open(io.BytesIO(document.data), password=spelling)
        except pikepdf.PasswordError:
            continue
        except FAILURES as error:
            raise Refusal(DAMAGED) from error
    raise Refusal(DAMAGED)
