"""Carriers: print providers that take letters and tell what became of them. The port; each transport is an adapter.

A job is known by its number, made here. A carrier's answer may be lost, so it is asked for a job before it gets it
once more; what it tells may come late, twice and in any order (``letter_states``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.codec import Json
from app.domain.errors import AppError
from app.domain.records.letters import Enclosure, LetterOptions

FOLDER, SFTP, PINGEN = "folder", "sftp", "pingen"
TRANSPORTS = (FOLDER, SFTP, PINGEN)


class CarrierUnreachable(AppError):
    """The carrier cannot be reached now, or its answer was lost; the job is asked for again later."""

    code = "carrier-unreachable"


class CarrierRefused(AppError):
    """The carrier does not take this letter, and will not however often it is asked."""

    code = "carrier-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A letter for a carrier. ``number`` is its job number; nothing here says whom it is about."""

    number: str
    site: str
    sender: str
    """The office, as providers know it."""
    sha256: str
    size: int
    pages: int
    wanted_at: str
    """When sending was wanted (ISO 8601)."""
    collect_at: str = ""
    options: LetterOptions = field(default_factory=LetterOptions)
    enclosures: tuple[Enclosure, ...] = ()

    def ticket(self) -> Json:
        """The job ticket: what a provider's program reads (resources/job-format.md)."""
        options = self.options
        return {
            "format": 1,
            "job": self.number,
            "site": self.site,
            "sender": self.sender,
            "file": "letter.pdf",
            "sha256": self.sha256,
            "pages": self.pages,
            "enclosures": [{"first_page": part.first_page, "pages": part.pages} for part in self.enclosures],
            "ordered_at": self.wanted_at,
            "collect_at": self.collect_at or None,
            "print": {"sides": "duplex" if options.duplex else "simplex", "colour": options.colour},
            "delivery": {
                "registered": options.registered or None,
                "formal_service": options.formal_service,
                "priority": options.priority,
                "envelope": options.envelope or None,
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Something that a carrier tells of a job; ``state`` is one of ``CARRIER_STATES``.

    ``source`` names where it was read (a file), for ``CarrierLink.taken``; ``reference`` is the carrier's own number.
    """

    job: str
    state: str
    at: str
    reason: str = ""
    reference: str = ""
    source: str = ""


class CarrierLink(Protocol):
    """Blocking. Raises ``CarrierUnreachable``, ``CarrierRefused``, ``NotAllowed``, ``StorageFull``.

    After any of them but ``CarrierRefused`` nobody knows whether a job arrived: ask for it first.
    """

    def known(self, job: str, wanted_at: str) -> tuple[Report, ...] | None:
        """What the carrier knows of a job; None: it never got it. ``wanted_at``: it cannot have come before."""
        ...

    def hand_over(self, job: Job, data: bytes) -> tuple[Report, ...]:
        """Give it a job that it does not know yet: durably, and as a whole or not at all."""
        ...

    def cancel(self, job: Job) -> None:
        """Ask it to stop a job that it knows. Whether it did is told as a state."""
        ...

    def news(self, jobs: Mapping[str, str]) -> tuple[Report, ...]:
        """What it has told; at least of these jobs (with when each was wanted), and perhaps of others."""
        ...

    def taken(self, reports: Sequence[Report]) -> None:
        """These are in the log and need not be told again. May be forgotten: they are told again then."""
        ...

    def close(self) -> None: ...
