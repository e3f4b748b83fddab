"""What a delivery brings to each site, sent in parts; and what each site knows already."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.domain.actions import Action, TakeIn
from app.domain.central import Accepted, Central, OfficeSource
from app.domain.errors import NotAllowed
from app.domain.office import Office
from app.domain.records import Announcement, Delivery, Document, SetAside, Site

A_COMMIT = 200
"""Things a commit: a crash loses little, and nobody waits long for the log."""


@dataclass(slots=True)
class _Part:
    documents: list[Document] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)
    destroyed: list[tuple[str, str]] = field(default_factory=list)
    counted: int = 0
    """Everything of the delivery for this site, known or new: so a second run cuts the same parts."""

    @property
    def empty(self) -> bool:
        return not (self.documents or self.set_aside or self.announcements or self.destroyed)


class Ledger:
    """Collects and commits, ``a_commit`` things at a time. ``by`` acts.

    Raises ``NotAllowed`` when the office refuses.
    """

    def __init__(self, central: Central, offices: OfficeSource, by: str, a_commit: int = A_COMMIT) -> None:
        self._central = central
        self._source = offices
        self.by = by
        self._a_commit = a_commit
        self._names = central.sites()
        self._parts: dict[str, _Part] = {}
        self._offices: dict[str, Office] = {}

    def knows(self, site: str) -> bool:
        """Whether the site exists and has not ended."""
        if site not in self._names:
            return False
        found = self.office(site).get(Site.kind, site)
        return found is not None and isinstance(found.record, Site) and not found.record.ended

    def sites(self, first: str) -> Iterator[str]:
        """Every site that has not ended, ``first`` at the head; the records of one at a time are in memory."""
        for site in sorted(self._names, key=lambda name: (name != first, name)):
            if self.knows(site):
                yield site
            self._offices.pop(site, None)

    def touched(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def office(self, site: str) -> Office:
        if site not in self._offices:
            self._offices[site] = self._source.office(site)[1]
        return self._offices[site]

    def document(self, site: str, id_: str) -> Document | None:
        found = self.office(site).get(Document.kind, id_)
        return found.record if found is not None and isinstance(found.record, Document) else None

    # --- collecting --------------------------------------------------------------------------------------------
    def add(self, site: str, thing: Document | SetAside | Announcement | tuple[str, str] | None) -> None:
        """Something for the site; None counts what is there already."""
        part = self._parts.setdefault(site, _Part())
        if isinstance(thing, Document):
            part.documents.append(thing)
        elif isinstance(thing, SetAside):
            part.set_aside.append(thing)
        elif isinstance(thing, Announcement):
            part.announcements.append(thing)
        elif thing is not None:
            part.destroyed.append(thing)
        part.counted += 1
        if part.counted % self._a_commit == 0:
            self._send(site)

    def resolve(self, site: str, record: SetAside) -> None:
        """What was set aside is there now."""
        self._parts.setdefault(site, _Part()).set_aside.append(replace(record, resolved=True))

    def conclude(self, site: str, delivery: Delivery) -> None:
        """Send what is left for the site together with the summary."""
        self._parts.setdefault(site, _Part())
        self._send(site, delivery)

    def _send(self, site: str, delivery: Delivery | None = None) -> None:
        part = self._parts[site]
        if part.empty and delivery is None:
            return
        self.submit(
            TakeIn(
                site=site,
                by=self.by,
                documents=tuple(part.documents),
                set_aside=tuple(part.set_aside),
                announcements=tuple(part.announcements),
                destroyed=tuple(part.destroyed),
                delivery=delivery,
            )
        )
        self._parts[site] = _Part(counted=part.counted)

    def submit(self, action: Action) -> None:
        """Raises ``NotAllowed``."""
        outcome = self._central.submit(action)
        if not isinstance(outcome, Accepted):
            raise NotAllowed(outcome.title, outcome.advice, code=outcome.code)
        self._offices.pop(action.site, None)
