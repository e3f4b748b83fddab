"""Handing letters over to carriers and taking in what became of them: one round, to be repeated.

The log has the job number before a carrier gets the job (``SendLetter``). Each round takes up whatever an earlier one
left, wherever it broke off: a job is asked for before it is handed over, and what is told again changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from app.domain.actions import SYSTEM
from app.domain.actions.letters import LetterReport, ReportLetters
from app.domain.carriers import CarrierLink, CarrierRefused, Job, Report
from app.domain.central import ORIGINALS, Central, OfficeSource
from app.domain.decide import Refused
from app.domain.errors import AppError, CentreUnreachable
from app.domain.letter_states import carrier_state
from app.domain.office import Office
from app.domain.records import Site
from app.domain.records.letters import (
    CANCELLED,
    CARRIER_STATES,
    FAILED,
    HANDED,
    CarrierPlace,
    Letter,
    LetterOffice,
    LetterStep,
)
from app.domain.rules.letter_approval import letter_office, letters_of
from app.domain.rules.ruling import record_in

T = TypeVar("T")
AT_ONCE = 50
"""Letters whose states go into the log together."""
FOLLOWED = timedelta(days=120)
"""So long after it was sent a carrier is asked for a letter; what it tells of an older one is taken in all the same."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Posting:
    """What a round needs. ``link`` opens the line to a carrier's place for a site; ``by`` acts in the log."""

    central: Central
    offices: OfficeSource
    link: Callable[[str, CarrierPlace], CarrierLink]
    by: str = SYSTEM
    now: Callable[[], datetime] = _now


@dataclass(slots=True)
class Posted:
    """What a round did. ``problems``: (carrier, what stopped it); the next round goes on there."""

    handed_over: int = 0
    told: int = 0
    refused: int = 0
    """Letters that their carrier does not take: they have failed, with the reason."""
    problems: list[tuple[str, AppError]] = field(default_factory=list)


def post_round(site: str, with_: Posting, only: frozenset[str] | None = None) -> Posted:
    """One round for the letters of a site that are under way, or ``only`` those of these ids.

    Raises ``AppError`` when the log cannot be reached; a carrier that cannot be is one of ``problems``.
    """
    office = with_.offices.office(site)[1]
    house, posted = letter_office(office), Posted()
    since = (with_.now() - FOLLOWED).isoformat()
    by_carrier: dict[str, list[Letter]] = {}
    named = None if only is None else (record_in(office, Letter, id_) for id_ in sorted(only))
    for letter in letters_of(office) if named is None else named:
        if letter is not None and letter.job:
            by_carrier.setdefault(letter.carrier, []).append(letter)
    for carrier, letters in sorted(by_carrier.items()):
        followed = [letter for letter in letters if letter.under_way or letter.sent_at >= since]
        if not followed:
            continue
        try:
            link = with_.link(site, place_of(house, carrier))
        except AppError as error:
            posted.problems.append((carrier, error))
            continue
        try:
            _Round(site, office, carrier, link, with_, posted).run(letters, followed)
        except CentreUnreachable:
            raise
        except AppError as error:
            posted.problems.append((carrier, error))
        finally:
            link.close()
    return posted


def place_of(house: LetterOffice, carrier: str) -> CarrierPlace:
    """Where the site reaches a carrier; without a word about it, in the folder that is there without being set up."""
    found = (place for place in house.carriers if place.carrier == carrier)
    return next(found, CarrierPlace(carrier=carrier))


class _Round:
    """With one carrier."""

    def __init__(
        self, site: str, office: Office, carrier: str, link: CarrierLink, with_: Posting, posted: Posted
    ) -> None:
        self._site, self._office, self._carrier = site, office, carrier
        self._link, self._with, self._posted = link, with_, posted

    def run(self, letters: Sequence[Letter], followed: Sequence[Letter]) -> None:
        """``letters``: all that the carrier may tell of; ``followed``: those that it is asked for."""
        waiting = [letter for letter in followed if not carrier_state(letter.history)]
        for some in _parts(sorted(waiting, key=lambda letter: letter.sent_at)):
            self._bring(some)
        for letter in followed:
            if letter.under_way and letter.cancel_at and carrier_state(letter.history):
                self._link.cancel(self._job(letter))
        news = self._link.news({letter.job: letter.sent_at for letter in followed})
        self._take_in(news, {letter.job: letter for letter in letters})

    def _bring(self, letters: Sequence[Letter]) -> None:
        """Hand over what the carrier does not have; what was done is noted even if something breaks off."""
        steps: dict[str, list[Report]] = {}
        try:
            for letter in letters:
                steps[letter.id] = self._brought(letter)
        finally:
            self._note({letter.id: letter for letter in letters}, steps)

    def _brought(self, letter: Letter) -> list[Report]:
        now = self._with.now().isoformat(timespec="milliseconds")
        known = self._link.known(letter.job, letter.sent_at)
        if known is None and letter.cancel_at:
            return [Report(job=letter.job, state=CANCELLED, at=now)]
        if known is None:
            data = self._with.central.read(self._site, ORIGINALS, letter.sha256)
            try:
                known = self._link.hand_over(self._job(letter), data)
            except CarrierRefused as error:
                self._posted.refused += 1
                return [Report(job=letter.job, state=FAILED, at=now, reason=error.title)]
            self._posted.handed_over += 1
        elif letter.cancel_at:
            self._link.cancel(self._job(letter))
        return [Report(job=letter.job, state=HANDED, at=now), *known]

    def _take_in(self, reports: Sequence[Report], by_job: dict[str, Letter]) -> None:
        """What the carrier told. What names a job of somebody else, too, is left for them to read."""
        steps: dict[str, list[Report]] = {}
        for report in reports:
            if report.job in by_job:
                steps.setdefault(by_job[report.job].id, []).append(report)
        letters = {letter.id: letter for letter in by_job.values()}
        for ids in _parts(sorted(steps)):
            self._note(letters, {id_: steps[id_] for id_ in ids})
        shared = {report.source for report in reports if report.job not in by_job}
        self._link.taken([report for report in reports if report.source not in shared])

    def _note(self, letters: dict[str, Letter], steps: dict[str, list[Report]]) -> None:
        told = tuple(
            LetterReport(
                letter=id_,
                job=letters[id_].job,
                steps=tuple(self._step(report) for report in reports if report.state in CARRIER_STATES),
                reference=next((report.reference for report in reports if report.reference), ""),
            )
            for id_, reports in steps.items()
            if reports
        )
        if not told:
            return
        outcome = self._with.central.submit(ReportLetters(site=self._site, by=self._with.by, reports=told))
        if isinstance(outcome, Refused):
            raise AppError(outcome.title, outcome.advice, code=outcome.code)
        self._posted.told += sum(len(one.steps) for one in told) if outcome.changed else 0

    def _step(self, report: Report) -> LetterStep:
        return LetterStep(state=report.state, at=report.at, source=self._carrier, reason=report.reason)

    def _job(self, letter: Letter) -> Job:
        record = record_in(self._office, Site, self._site)
        return Job(
            number=letter.job,
            site=self._site,
            sender="" if record is None else record.county or record.name,
            sha256=letter.sha256,
            size=letter.size,
            pages=letter.pages,
            wanted_at=letter.sent_at,
            collect_at=letter.collect_at,
            options=letter.options,
            enclosures=letter.enclosures,
        )


def _parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))
