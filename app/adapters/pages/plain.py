"""The plainest way to draw a page, as a yardstick for the benchmarks: PyMuPDF in a warm process, nothing around it."""

import statistics
import time
from collections.abc import Sequence

import pymupdf

PlainJob = tuple[bytes, int, float, bool]
"""(file, page from 1, dpi, grey)"""
REPEATS = 3


def time_pages(jobs: Sequence[PlainJob]) -> list[float]:
    """Milliseconds to open each file and draw its page, the median of some runs. Only for files of our own making."""
    for job in jobs[:2]:
        _draw(job)
    return [statistics.median(_draw(job) for _run in range(REPEATS)) for job in jobs]


def _draw(job: PlainJob) -> float:
    data, page, dpi, grey = job
    started = time.perf_counter()
    with pymupdf.open(stream=data) as document:
        colours = pymupdf.csGRAY if grey else pymupdf.csRGB
        document[page - 1].get_pixmap(dpi=round(dpi), colorspace=colours, alpha=False)
    return (time.perf_counter() - started) * 1000
