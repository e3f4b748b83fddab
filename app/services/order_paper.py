"""Orders to the provider about paper: each thing is told once, in a numbered file, whatever breaks off when.

The file is written aside, then the order goes into the log, then the file gets its name: what a broken run left aside
is published if the log has the order, else thrown away.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.actions import SYSTEM, OrderPaper
from app.domain.central import Accepted, Central, OfficeSource
from app.domain.errors import NotAllowed, WrongUse
from app.domain.office import Office
from app.domain.paper_files import OrderShelf
from app.domain.records import PaperOrder, Site
from app.domain.rules.paper import due_order, orders_of
from app.domain.texts import _

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Ordering:
    """What ordering needs. ``by`` acts; ``today`` is the date on the orders."""

    central: Central
    offices: OfficeSource
    shelf: OrderShelf
    today: date
    by: str = SYSTEM


@dataclass(frozen=True, slots=True)
class Sent:
    """An order that is in the folder now, and where."""

    site: str
    order: PaperOrder
    path: str


def order_paper(provider: str, sites: tuple[str, ...], with_: Ordering) -> tuple[Sent, ...]:
    """Publish what was left from a broken run, then one order for each site that has something to tell.

    Raises ``AppError`` when the log or the folder cannot be written to: run it again then.
    """
    sent: list[Sent] = []
    for site in sites:
        sent += _left_over(site, with_)
        order = _write_down(site, provider, with_)
        if order is not None:
            sent.append(Sent(site, order, str(with_.shelf.publish(order))))
    known = {order.id for site in with_.central.sites() for order in orders_of(with_.offices.office(site)[1])}
    for left in set(with_.shelf.prepared()) - known:  # a file of a site that was not asked for waits for its turn
        with_.shelf.discard(left)
    return tuple(sent)


def order_again(number: str, sites: tuple[str, ...], with_: Ordering) -> Sent:
    """Write the file of an order anew that the provider has lost. Raises ``WrongUse`` for an unknown number."""
    for site in sites:
        office = with_.offices.office(site)[1]
        for order in orders_of(office):
            if order.number == number:
                with_.shelf.prepare(order, _record(office, site))
                return Sent(site, order, str(with_.shelf.publish(order)))
    raise WrongUse(
        _("Einen Auftrag „{number}“ gibt es in diesem Speicher nicht.").format(number=number),
        _("Die Nummer steht in der Auftragsdatei unter External-Identifier."),
    )


def _left_over(site: str, with_: Ordering) -> list[Sent]:
    left = set(with_.shelf.prepared())
    orders = orders_of(with_.offices.office(site)[1]) if left else ()
    return [Sent(site, order, str(with_.shelf.publish(order))) for order in orders if order.id in left]


def _write_down(site: str, provider: str, with_: Ordering) -> PaperOrder | None:
    """The order as it stands in the log, with its file aside; decided again when somebody was faster."""
    for attempt in range(1, ATTEMPTS + 1):
        office = with_.offices.office(site)[1]
        order = due_order(office, site, provider, with_.today.isoformat())
        if order is None:
            return None
        with_.shelf.prepare(order, _record(office, site))
        outcome = with_.central.submit(OrderPaper(site=site, by=with_.by, order=order))
        if isinstance(outcome, Accepted):
            return order
        with_.shelf.discard(order.id)
        if outcome.code != "order-overtaken" or attempt == ATTEMPTS:
            raise NotAllowed(outcome.title, outcome.advice, code=outcome.code)
    return None


def _record(office: Office, site: str) -> Site:
    found = office.get(Site.kind, site)
    return found.record if found is not None and isinstance(found.record, Site) else Site(id=site, name=site)
