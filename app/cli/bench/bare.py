"""Run as a file of its own: the least that a Python program with a window can do. Says when its label is painted."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Label(QLabel):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, _ready)


def _ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    QApplication.quit()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(Label("E-Sozialakte"))
    window.resize(1280, 720)
    window.show()
    sys.exit(application.exec())
