"""Forms: labels beside fields."""

from PySide6.QtWidgets import QFormLayout, QSizePolicy


def centre_labels(form: QFormLayout) -> None:
    """Put each label at the height of its field's text: left to itself Qt puts it some pixels higher."""
    for row in range(form.rowCount()):
        item = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        label = item.widget() if item is not None else None
        if label is not None:
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
