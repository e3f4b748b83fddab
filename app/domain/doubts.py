"""Pages whose picture is doubtful: what two engines found at receipt, in words."""

from collections.abc import Sequence

from app.domain.pages import DIFFERENT, ONE_ENGINE, UNREADABLE_PAGE
from app.domain.texts import _, ngettext

_NAMED = 8

Doubt = tuple[int, str]
"""(page from 1, code of ``app.domain.pages``)"""


def doubts_sentence(doubts: Sequence[Doubt]) -> str:
    """Which pages are doubtful, for lists and receipts; "" where none is."""
    if not doubts:
        return ""
    pages = ", ".join(str(page) for page, _code in doubts[:_NAMED])
    if len(doubts) > _NAMED:
        pages = _("{pages} und weitere").format(pages=pages)
    said = ngettext("Darstellung unsicher: Seite {pages}.", "Darstellung unsicher: Seiten {pages}.", len(doubts))
    return said.format(pages=pages)


def doubt_reason(code: str) -> str:
    """Why a page is doubtful, for the place where it is shown."""
    reasons = {
        DIFFERENT: _("Darstellung unsicher: Zwei Leseprogramme zeigen diese Seite verschieden."),
        ONE_ENGINE: _("Darstellung unsicher: Nur eines von zwei Leseprogrammen kann diese Seite zeigen."),
        UNREADABLE_PAGE: _("Diese Seite ließ sich beim Eingang nicht zeigen."),
    }
    return reasons.get(code, _("Darstellung unsicher."))
