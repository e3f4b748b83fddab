"""The one stylesheet. Widgets say what they are by ``role`` (a dynamic property), never how they look."""

from functools import lru_cache
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.common.theme import Tokens

_SHEET = Template("""
QMainWindow, QDialog, QWidget[role="ground"] { background: ${ground}; }
QWidget[role="surface"], QFrame[role="surface"] { background: ${surface}; }
QFrame[role="card"] { background: ${surface}; border: 1px solid ${line}; border-radius: 8px; }
QFrame[role="line"] { background: ${line}; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: ${line}; border: none; max-width: 1px; min-width: 1px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: ${muted}; }
QLabel[role="small"] { color: ${muted}; font-size: ${small}pt; }
QLabel[role="section"] { color: ${muted}; font-size: ${small}pt; font-weight: 600; }

QLabel[role="pill"] { border-radius: 9px; padding: 1px 8px; font-size: ${small}pt;
    background: ${raised}; color: ${text}; border: 1px solid ${line}; }
QLabel[role="pill"][tone="accent"] { background: ${selected}; color: ${text}; border-color: ${selected}; }
QLabel[role="pill"][tone="good"] { background: ${good_ground}; color: ${good}; border-color: ${good_ground}; }
QLabel[role="pill"][tone="caution"] { background: ${caution_ground}; color: ${caution};
    border-color: ${caution_ground}; }
QLabel[role="pill"][tone="bad"] { background: ${bad_ground}; color: ${bad}; border-color: ${bad_ground}; }

QFrame[role="notice"] { border-radius: 6px; border: 1px solid ${line}; background: ${raised}; }
QFrame[role="notice"][tone="caution"] { background: ${caution_ground}; border-color: ${caution_ground}; }
QFrame[role="notice"][tone="bad"] { background: ${bad_ground}; border-color: ${bad_ground}; }
QFrame[role="notice"][tone="good"] { background: ${good_ground}; border-color: ${good_ground}; }
QFrame[role="notice"][tone="caution"] QLabel { color: ${caution}; }
QFrame[role="notice"][tone="bad"] QLabel { color: ${bad}; }
QFrame[role="notice"][tone="good"] QLabel { color: ${good}; }
QFrame[role="notice"][flat="true"] { border-radius: 0; border: none; border-bottom: 1px solid ${line}; }
QFrame[role="toast"] { background: ${toast}; border-radius: 8px; }
QFrame[role="toast"] QLabel { color: ${on_toast}; }
QFrame[role="toast"] QPushButton { color: ${on_toast}; background: transparent; border: 1px solid ${toast_frame}; }
QFrame[role="toast"] QPushButton:hover, QFrame[role="toast"] QPushButton:focus { background: ${toast_hover}; }

QPushButton { background: ${surface}; border: 1px solid ${frame}; border-radius: 5px; padding: 5px 12px;
    min-height: 18px; }
QPushButton:hover { background: ${raised}; border-color: ${accent}; }
QPushButton:pressed { background: ${selected}; }
QPushButton:focus { border: 2px solid ${accent}; padding: 4px 11px; }
QPushButton:disabled { color: ${frame}; border-color: ${line}; background: ${ground}; }
QPushButton[role="main"] { font-weight: 600; }
QPushButton[role="main"], QPushButton:default { background: ${fill}; color: ${on_fill}; border-color: ${fill}; }
QPushButton[role="main"]:hover, QPushButton:default:hover { border-color: ${text}; }
QPushButton[role="main"]:focus, QPushButton:default:focus { border: 2px solid ${text}; }
QPushButton[role="main"]:disabled { background: ${raised}; color: ${frame}; border-color: ${line}; }
QPushButton[role="link"] { background: transparent; border: 2px solid transparent; color: ${accent};
    padding: 1px 2px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: ${accent}; border-radius: 4px; }

QToolButton { background: transparent; border: 2px solid transparent; border-radius: 5px; padding: 3px; }
QToolButton:hover { background: ${hover}; }
QToolButton:pressed, QToolButton:checked { background: ${selected}; }
QToolButton:focus { border-color: ${accent}; }
QToolButton:disabled { color: ${frame}; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="status"] { padding: 1px 6px; font-size: ${small}pt; }
QToolButton[role="rail"] { padding: 8px 0; border-radius: 6px; }
QToolButton[role="rail"]:checked { background: ${selected}; font-weight: 600; }
QToolButton[role="segment"] { border: 1px solid ${frame}; border-radius: 0; padding: 4px 10px;
    background: ${surface}; }
QToolButton[role="segment"][end="left"] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
QToolButton[role="segment"][end="right"] { border-top-right-radius: 5px; border-bottom-right-radius: 5px; }
QToolButton[role="segment"]:checked { background: ${selected}; border-color: ${accent}; font-weight: 600; }
QToolButton[role="segment"]:focus { border: 2px solid ${accent}; padding: 3px 9px; }

QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, QDateEdit { background: ${surface}; border: 1px solid ${frame};
    border-radius: 5px; padding: 4px 8px; min-height: 20px;
    selection-background-color: ${fill}; selection-color: ${on_fill}; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus, QDateEdit:focus {
    border: 2px solid ${accent}; padding: 3px 7px; }
QLineEdit[wrong="true"] { border-color: ${bad}; color: ${bad}; }
QLineEdit:disabled, QComboBox:disabled { color: ${frame}; background: ${ground}; border-color: ${line}; }
QLineEdit[role="search"] { padding-left: 6px; border-radius: 6px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("${chevron}"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: ${surface}; border: 1px solid ${frame}; outline: none;
    selection-background-color: ${selected}; selection-color: ${text}; }
QCheckBox:focus, QRadioButton:focus { color: ${accent}; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: 14px; height: 14px;
    border: 1px solid ${frame}; border-radius: 3px; background: ${surface}; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: ${fill}; border-color: ${fill};
    image: url("${check}"); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid ${fill}; background: ${on_fill}; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: ${accent}; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled, QAbstractItemView::indicator:disabled {
    border-color: ${line}; background: ${ground}; }
QCheckBox::indicator:checked:disabled, QAbstractItemView::indicator:checked:disabled {
    border-color: ${frame}; background: ${frame}; }

QAbstractItemView { background: ${surface}; border: none; outline: none;
    selection-background-color: ${selected}; selection-color: ${text}; alternate-background-color: ${raised}; }
QTableView { gridline-color: ${line}; }
QTreeView::item, QListView::item { padding: 4px 6px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: ${raised}; }
QTreeView::item:selected, QListView::item:selected { background: ${selected}; color: ${text}; }
QHeaderView { background: ${surface}; border: none; }
QHeaderView::section { background: ${surface}; color: ${muted}; border: none; border-bottom: 1px solid ${line};
    padding: 5px 8px; font-size: ${small}pt; font-weight: 600; text-align: left; }
QHeaderView::section:hover { background: ${raised}; }
QTableCornerButton::section { background: ${surface}; border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: ${frame}; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: ${muted}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QSplitter::handle { background: ${line}; }
QSplitter::handle:hover, QSplitter::handle:focus { background: ${accent}; }
QSplitter::handle:horizontal { width: 1px; margin: 0 2px; }
QSplitter::handle:vertical { height: 1px; margin: 2px 0; }

QMenuBar { background: transparent; padding: 0; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: ${hover}; }
QMenu { background: ${surface}; border: 1px solid ${frame}; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: ${selected}; color: ${text}; }
QMenu::item:disabled { color: ${frame}; }
QMenu::separator { height: 1px; background: ${line}; margin: 4px 8px; }
QMenu::icon { padding-left: 6px; }

QToolTip { background: ${raised}; color: ${text}; border: 1px solid ${frame}; padding: 4px 6px; }
QStatusBar { background: ${ground}; border-top: 1px solid ${line}; }
QStatusBar::item { border: none; }
QProgressBar { background: ${line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: ${accent}; border-radius: 3px; }
QTabBar::tab { padding: 6px 12px; border: none; border-bottom: 2px solid transparent; color: ${muted}; }
QTabBar::tab:selected { color: ${text}; border-bottom-color: ${accent}; font-weight: 600; }
QTabBar::tab:hover { color: ${text}; }
QTabBar[role="side"]::tab { padding: 5px 6px; }
QTabBar[role="side"]::tab:focus { background: ${hover}; }
QTabWidget::pane { border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollArea[role="paper"], QAbstractScrollArea[role="paper"] { background: ${paper}; }
""")


@lru_cache(maxsize=2)
def stylesheet(tokens: "Tokens", body: float) -> str:
    """The whole sheet for these colours; text sizes follow that of the application's font, ``body`` points."""
    from app.services.resources import resource_path

    colours = {name: getattr(tokens, name) for name in tokens.__dataclass_fields__}
    shade = "dark" if tokens.dark else "light"
    return _SHEET.substitute(
        colours,
        hover="#33383f" if tokens.dark else "#e4e7ec",
        toast="#e9edf2" if tokens.dark else "#272b31",
        on_toast="#1b1f24" if tokens.dark else "#ffffff",
        toast_frame="#6a727d" if tokens.dark else "#9aa3ae",
        toast_hover="#d3d9e0" if tokens.dark else "#40464e",
        small=f"{body - 1:.1f}",
        heading=f"{body + 1.5:.1f}",
        title=f"{body + 4:.1f}",
        check=resource_path("icons/checkmark-on-fill.svg").as_posix(),
        chevron=(resource_path(f"icons/chevron-down-{shade}.svg")).as_posix(),
    )
