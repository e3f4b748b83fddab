"""What the service counts for whoever watches over it, in Prometheus' text form: routes and numbers, never persons.

Every process counts for itself; Prometheus adds them up.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from sqlalchemy import QueuePool
from starlette.types import Scope

from app.domain.errors import WrongUse
from app.domain.texts import _
from app.server.answered import route_of
from app.server.store.database import Database

ACCEPTED, REFUSED, UNCHANGED = "accepted", "refused", "unchanged"
MEDIA = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_WAITS = re.compile(rb"(^|&)wait=0*[1-9]")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


class Metrics:
    """Of one application; ``watch`` it before it is asked for its text."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        by_route = ("method", "route")
        self.requests = Counter("esozialakte_requests", "Requests answered.", (*by_route, "status"), registry=registry)
        self.durations = Histogram(
            "esozialakte_request_seconds",
            "From a request to the end of its answer, without those that wait for news.",
            by_route,
            registry=registry,
            buckets=_SECONDS,
        )
        self.sent = Counter(
            "esozialakte_sent_bytes", "Bytes of answers, without headers.", ("route",), registry=registry
        )
        self.actions = Counter("esozialakte_actions", "Actions that were decided.", ("outcome",), registry=registry)
        for outcome in (ACCEPTED, REFUSED, UNCHANGED):
            self.actions.labels(outcome)

    def watch(self, database: Database, waiting: Callable[[], int]) -> None:
        """Gauges that are read when somebody asks. ``waiting``: how many clients wait for news now."""
        told = "Clients that wait for news."
        Gauge("esozialakte_waiting_clients", told, registry=self._registry).set_function(waiting)
        pool = database.engine.pool
        if isinstance(pool, QueuePool):
            busy = Gauge("esozialakte_database_connections_busy", "Connections in use.", registry=self._registry)
            busy.set_function(pool.checkedout)
            idle = Gauge("esozialakte_database_connections_idle", "Connections kept open.", registry=self._registry)
            idle.set_function(pool.checkedin)

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def count(self, scope: Scope, status: int, sent: int, seconds: float) -> None:
        """A request by the pattern of its route; what was asked for may name somebody."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self.requests.labels(method, route, status).inc()
        self.sent.labels(route).inc(sent)
        if _WAITS.search(scope["query_string"]) is None:
            self.durations.labels(method, route).observe(seconds)


class Watchers:
    """Who may ask: this machine, and the ``networks`` (``10.1.2.3``, ``10.1.0.0/16``). Raises ``WrongUse``."""

    def __init__(self, networks: Iterable[str] = ()) -> None:
        try:
            self._networks = [ipaddress.ip_network(network) for network in networks]
        except ValueError as error:
            raise WrongUse(
                _("Wer die Messwerte lesen darf, ist keine Adresse und kein Netz."),
                _("Prüfen Sie die Einstellung „metrics_from“."),
            ) from error

    def may(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return address.is_loopback or any(address in network for network in self._networks)
