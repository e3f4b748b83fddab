"""What the delegates ask a model for, beside Qt's own roles."""

from PySide6.QtCore import Qt

DETAIL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Second line of the cell (str)."""
ICON_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""Name of the icon before the text; ``name:token`` gives it a colour."""
MARKS_ROLE = int(Qt.ItemDataRole.UserRole) + 3
"""``Mark`` tuples drawn as pills at the end of the cell."""

HEADING_ROLE = int(Qt.ItemDataRole.UserRole) + 4
"""The heading that a row is, or None."""

Mark = tuple[str, str]
"""(text, tone): tone is ``""``, ``accent``, ``good``, ``caution`` or ``bad``."""
