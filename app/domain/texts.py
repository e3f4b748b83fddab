"""The one mechanism for words on screen: German in the code, other languages by gettext catalogues.

``_`` looks a text up when it is called, so it belongs inside functions; ``N_`` only marks a text in a module
constant for extraction and the place that shows it calls ``_``.
"""

import gettext
from collections.abc import Sequence
from pathlib import Path

SOURCE_LANGUAGE = "de"
_current: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str, folders: Sequence[Path]) -> None:
    """Show texts in ``language`` from now on ("de" or "en"); the first folder that has a catalogue wins."""
    global _current
    _current = gettext.NullTranslations()
    if language == SOURCE_LANGUAGE:
        return
    for folder in folders:
        if gettext.find("esozialakte", folder, [language]):
            _current = gettext.translation("esozialakte", folder, [language])
            return


def _(text: str) -> str:
    return _current.gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a text that fits the number ``n``."""
    return _current.ngettext(singular, plural, n)


def N_(text: str) -> str:
    return text
