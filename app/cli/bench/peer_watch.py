"""Run as a module of its own: starts Okular on a file and looks at the screen until the page stands there."""

import subprocess
import sys
import time

from PySide6.QtGui import QGuiApplication, QImage

DEADLINE = 20.0
STEP = 9
"""Every so many pixels one is looked at."""
PAPER, INK = 500, 20
"""So many of those looked at are white and black when a page is shown."""


def shows_page(screen: QImage) -> bool:
    """Whether the middle of the screen is paper with ink on it."""
    paper = ink = 0
    for x in range(screen.width() * 3 // 10, screen.width() * 9 // 10, STEP):
        for y in range(screen.height() * 3 // 20, screen.height() * 9 // 10, STEP):
            lightness = screen.pixelColor(x, y).lightness()
            paper += lightness > 240
            ink += lightness < 80
    return paper > PAPER and ink > INK


def main() -> int:
    application = QGuiApplication(sys.argv[:1])
    screen = application.primaryScreen()
    started = time.perf_counter()
    with subprocess.Popen(["okular", sys.argv[1]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as okular:
        try:
            while (now := time.perf_counter()) - started < DEADLINE:
                if shows_page(screen.grabWindow(0).toImage()):
                    sys.stdout.write(f"{(now - started) * 1000:.1f}\n")
                    return 0
        finally:
            okular.terminate()
    return 1


if __name__ == "__main__":
    sys.exit(main())
