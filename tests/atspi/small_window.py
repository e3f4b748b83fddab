"""A window of the test's own, to prove the harness before it judges the real program."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

application = QApplication(sys.argv)
application.setApplicationName("small")
window = QWidget()
window.setWindowTitle("Small window")
field, label, rows = QLineEdit(), QLabel("nothing yet"), QListWidget()
field.setAccessibleName("Search")
rows.setAccessibleName("Found")
field.textChanged.connect(label.setText)
field.returnPressed.connect(lambda: rows.addItem(field.text()))
layout = QVBoxLayout(window)
for widget in (field, label, rows):
    layout.addWidget(widget)
window.show()
window.activateWindow()
sys.exit(application.exec())
