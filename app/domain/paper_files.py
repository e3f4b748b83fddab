"""Order files: what the provider gets of an order. The port; writing bags is an adapter."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from app.domain.records import OrderLine, PaperOrder, Site

ASK, RECALL = "ask", "recall"
ORDER_COLUMNS = ("item", "wish", "act", "reason", "date")


class OrderShelf(Protocol):
    """A folder in which orders appear whole under their number. Raises ``AppError`` when it cannot be written to."""

    def prepare(self, order: PaperOrder, site: Site) -> None:
        """Write the order's file under a name that the provider does not look at."""
        ...

    def prepared(self) -> tuple[str, ...]:
        """Ids of orders that were prepared and neither published nor discarded, by this run or one that broke off."""
        ...

    def publish(self, order: PaperOrder) -> Path:
        """Give the file its name. One that stands there already stays as it is."""
        ...

    def discard(self, order: str) -> None: ...


def rows_of(order: PaperOrder) -> Iterator[tuple[str, str, str, str, str]]:
    """The file's rows (``ORDER_COLUMNS``): one for each paper and wish, however many documents it became."""
    seen: set[tuple[str, str, bool]] = set()
    for line in order.lines:
        if (key := _named(line)) not in seen:
            seen.add(key)
            yield line.item, line.wish, RECALL if line.recall else ASK, line.reason, order.ordered_on


def _named(line: OrderLine) -> tuple[str, str, bool]:
    return line.item, line.wish, line.recall
