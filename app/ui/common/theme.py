"""Colours, distances and the one stylesheet, made of tokens; light and dark, following the system or fixed."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.common.memory import layout_memory
from app.ui.common.stylesheet import stylesheet
from app.ui.common.wardrobe import Wardrobe

SPACE_XS, SPACE_S, SPACE_M, SPACE_L = 4, 8, 12, 16
"""Distances in device-independent pixels."""
SYSTEM, LIGHT, DARK = "system", "light", "dark"
_KEY = "window/colours"
_FAMILIES = ("Segoe UI Variable Text", "Segoe UI", "Inter", "Noto Sans", "Open Sans", "Liberation Sans", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by what they mean. Every text colour has at least 4.5:1 on every ground it is used on (WCAG AA)."""

    dark: bool
    ground: str
    """Behind everything: rail, bars."""
    surface: str
    """Panels, lists, fields."""
    raised: str
    """Headers, hovered rows, buttons."""
    line: str
    """Hairlines between areas; decoration only."""
    frame: str
    """Frames of fields and buttons: 3:1 on ground and surface."""
    text: str
    muted: str
    accent: str
    """Links, the active mark, focus."""
    fill: str
    """Ground of the main button."""
    on_fill: str
    selected: str
    """Ground of the selected row."""
    good: str
    good_ground: str
    caution: str
    caution_ground: str
    bad: str
    bad_ground: str
    paper: str
    """Behind the pages in the viewer."""


LIGHT_TOKENS = Tokens(
    dark=False,
    ground="#f3f4f6",
    surface="#ffffff",
    raised="#f6f8fa",
    line="#e1e4e8",
    frame="#878e99",
    text="#1b1f24",
    muted="#59636e",
    accent="#0b5cad",
    fill="#0b5cad",
    on_fill="#ffffff",
    selected="#dbeafb",
    good="#1a6e33",
    good_ground="#dff3e4",
    caution="#7a4f00",
    caution_ground="#fdf1cf",
    bad="#b3261e",
    bad_ground="#fce4e2",
    paper="#e4e7eb",
)
DARK_TOKENS = Tokens(
    dark=True,
    ground="#1b1d21",
    surface="#24272c",
    raised="#2e3238",
    line="#3a3f46",
    frame="#7d8590",
    text="#eceff3",
    muted="#aab2bd",
    accent="#7ab8f5",
    fill="#2a6fb8",
    on_fill="#ffffff",
    selected="#24415f",
    good="#83d69b",
    good_ground="#1d3a27",
    caution="#f2c661",
    caution_ground="#40340f",
    bad="#ff9d94",
    bad_ground="#4a2422",
    paper="#17191c",
)


class Theme(QObject):
    """The look of the running program. ``changed`` comes after the application was repainted in other colours."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT_TOKENS
        self.choice = SYSTEM
        self._watching = False
        self._coloured = False
        self._wardrobe = Wardrobe()

    def apply(self, choice: str = SYSTEM) -> None:
        """Colour the application: ``system``, ``light`` or ``dark``."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise RuntimeError("apply the theme after the application was made")
        self.choice = choice
        hints = QGuiApplication.styleHints()
        if not self._watching:
            self._watching = True
            application.setStyle("Fusion")
            application.setFont(_font(application.font()))
            hints.colorSchemeChanged.connect(self._system_changed)
        schemes = {LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark}
        hints.setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
        self._colour(application)

    def dress(self, widget: QWidget) -> None:
        """Lay the stylesheet on a widget that is not inside a dressed one, now and whenever the colours change.

        Call it when the widget is built: Qt looks the sheet through anew with every widget that is added to a dressed
        one. A sheet of the whole application would cost six times as much with each change (227 ms for 500 widgets).
        """
        self._wardrobe.dress(widget, self._sheet())

    def finish(self) -> None:
        """Let everybody wear the colours that were chosen, at once: for whoever takes a picture now."""
        self._wardrobe.finish()

    def apply_remembered(self) -> None:
        """Colour the application as the user chose last."""
        self.apply(str(layout_memory().value(_KEY, SYSTEM)))

    def choose(self, choice: str) -> None:
        """Colour it otherwise and remember that."""
        layout_memory().setValue(_KEY, choice)
        self.apply(choice)

    def colour(self, token: str) -> QColor:
        """A token's colour, e.g. ``colour("muted")``."""
        return QColor(getattr(self.tokens, token))

    def _system_changed(self) -> None:
        application = QApplication.instance()
        if self.choice == SYSTEM and isinstance(application, QApplication):
            self._colour(application)

    def _colour(self, application: QApplication) -> None:
        dark = self.choice == DARK or (
            self.choice == SYSTEM and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        tokens = DARK_TOKENS if dark else LIGHT_TOKENS
        if tokens is self.tokens and self._coloured:
            return
        self.tokens, self._coloured = tokens, True
        application.setPalette(_palette(tokens))
        self._wardrobe.change(self._sheet())
        self.changed.emit()

    def _sheet(self) -> str:
        return stylesheet(self.tokens, QApplication.font().pointSizeF())


def _font(base: QFont) -> QFont:
    """The system's own font on Windows; elsewhere the first good one that is installed. 10 points at least."""
    known = set(QFontDatabase.families())
    family = next((name for name in _FAMILIES if name in known), base.family())
    font = QFont(base)
    font.setFamily(family)
    font.setPointSizeF(max(10.0, base.pointSizeF()))
    if family == "DejaVu Sans":
        # A very wide face: a little smaller it takes the room of the others.
        font.setPointSizeF(9.5)
    return font


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, tokens.ground),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.raised),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.on_fill),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.selected),
        (role.HighlightedText, tokens.text),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Light, tokens.raised),
        (role.Mid, tokens.line),
        (role.Dark, tokens.frame),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens.frame))
    return palette


theme = Theme()
"""The one theme of the program."""
