"""A measured figure, the machine that it was measured on, and how both are printed."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` and ``limit`` in ``unit``. ``at_least``: more is better (rates). ``reference`` says what the limit is
    made of, when it was measured in the same run."""

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False
    reference: str = ""

    @property
    def ratio(self) -> float:
        """To the limit: 1.0 or less keeps it, whichever way the limit points."""
        if self.at_least:
            return self.limit / self.value if self.value else float("inf")
        return self.value / self.limit

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "limit": round(self.limit, 3),
            "limit_is": "minimum" if self.at_least else "maximum",
            "ratio": round(self.ratio, 3),
            "reference": self.reference,
        }


def machine() -> dict[str, Any]:
    """What the figures were measured on; ``load`` is the average number of busy processors in the last minute."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": load,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def as_table(machine: dict[str, Any], figures: Sequence[dict[str, Any]]) -> str:
    load = "" if machine["load"] is None else f", Last {machine['load']:.1f}"
    lines = [
        f"{machine['processor']}, {machine['cores']} Kerne{load}, {machine['system']}, Python {machine['python']}",
        "",
    ]
    lines += [f"{'':44}{'gemessen':>14}{'Grenze':>14}{'Verhältnis':>12}"]
    for figure in figures:
        sign = "≥" if figure["limit_is"] == "minimum" else "≤"
        measured = f"{figure['value']:,.1f} {figure['unit']}"
        limit = f"{sign} {figure['limit']:,.1f}"
        verdict = "" if figure["ratio"] <= 1 else "  überschritten"
        lines.append(f"{figure['name']:44}{measured:>14}{limit:>14}{figure['ratio']:>12.2f}{verdict}")
        if figure["reference"]:
            lines.append(f"    {figure['reference']}")
    return "\n".join(lines)
