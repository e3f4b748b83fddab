"""Where a site's routing rules send post: at receipt, and on trial on the post of the last day before."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from app.domain.central import Central
from app.domain.codec import plain
from app.domain.office import Office
from app.domain.records import (
    FILED,
    INBOX,
    ROUTING_ID,
    CaseFile,
    Document,
    Routing,
    RoutingRule,
    SuggestedCase,
    Team,
    Worker,
)
from app.domain.rules.routing import Queue, route, try_out
from app.services.site_records import records_of


def still_there(teams: Iterable[Team], workers: Iterable[Worker]) -> Callable[[Queue], bool]:
    """Whether a queue's team or person has not ended."""
    known = {("", worker.id) for worker in workers if not worker.ended}
    known |= {(team.id, "") for team in teams if not team.ended}
    return lambda queue: queue in known


def routed(document: Document, office: Office) -> Document:
    """A document at its receipt, in the queue that the rules name that are switched on; else as it is.

    Its case is known when the delivery's index names it, or when it says so itself beyond doubt.
    """
    found = office.get(Routing.kind, ROUTING_ID)
    routing = found.record if found is not None else None
    if not isinstance(routing, Routing) or not routing.rules or document.state_of_work != INBOX:
        return document
    case = office.get(CaseFile.kind, _named_case(document))
    record = case.record if case is not None and isinstance(case.record, CaseFile) else None
    teams = (team for team in office.all(Team.kind) if isinstance(team, Team))
    workers = (worker for worker in office.all(Worker.kind) if isinstance(worker, Worker))
    queue = route(document, record, routing.rules, still_there(teams, workers))
    return document if queue is None else replace(document, team=queue[0], worker=queue[1])


def _named_case(document: Document) -> str:
    certain: tuple[SuggestedCase, ...] = tuple(one for one in document.suggestions if one.certain)
    return document.case or document.proposed_case or (certain[0].case if len(certain) == 1 else "")


# --- on trial ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Flow:
    """How many documents went from one queue's work to another's, if the rules had been switched on."""

    went: Queue
    would_go: Queue
    documents: int
    elsewhere: bool
    """To somebody else: not to the same person, nor to a team of theirs."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Rules tried on the post of a day (ISO 8601; "" when there has never been any)."""

    day: str
    documents: int
    by_rule: tuple[int, ...]
    """How many each rule would have sent, in the order of rules."""
    unmet: int
    """How many no rule says anything about."""
    moved: int
    """How many would have gone to somebody else than who had them in the end."""
    flows: tuple[Flow, ...]
    """The largest first."""


def day_of(document: Document) -> str:
    """The day (ISO 8601) on which the document came as a scan, or else was received."""
    return (document.scanned_at or document.received_on)[:10]


def post_of_last_day(documents: Iterable[Document], today: str) -> tuple[str, list[Document]]:
    """The last day before ``today`` on which post came, and that post."""
    day, post = "", list[Document]()
    for document in documents:
        came = day_of(document)
        if day < came < today:
            day, post = came, []
        if came == day and day:
            post.append(document)
    return day, post


def try_rules(
    day: str,
    documents: Iterable[Document],
    case_of: Callable[[str], CaseFile | None],
    rules: tuple[RoutingRule, ...],
    teams: Iterable[Team],
    workers: Iterable[Worker],
) -> Trial:
    """``case_of`` finds a case by its id. A filed document went to who filed it, whosever queue it lay in."""
    people = tuple(workers)
    there = still_there(teams, people)
    teams_of = {worker.id: worker.teams for worker in people}

    def elsewhere(went: Queue, goes: Queue) -> bool:
        return went != goes and (bool(goes[1]) or goes[0] not in teams_of.get(went[1], ()))

    post = [(_as_it_went(one), case_of(_named_case(one))) for one in documents]
    tried = try_out(post, rules, there)
    met = Counter(one.rule for one in tried)
    flows = Counter((one.went, one.would_go) for one in tried if one.rule)
    return Trial(
        day=day,
        documents=len(tried),
        by_rule=tuple(met[number] for number in range(1, len(rules) + 1)),
        unmet=met[0],
        moved=sum(elsewhere(one.went, one.would_go) for one in tried),
        flows=tuple(Flow(*queues, count, elsewhere(*queues)) for queues, count in flows.most_common()),
    )


def _as_it_went(document: Document) -> Document:
    if document.state_of_work != FILED or not document.filed_by:
        return document
    return replace(document, worker=document.first_filed_by or document.filed_by)


def try_at_site(central: Central, site: str, today: str) -> dict[str, Any]:
    """What the site's rules (those being worked at, else those switched on) would have done with the post of the last
    day before ``today``, as a plain object for the command line."""
    office = records_of(central, site)
    found = office.get(Routing.kind, ROUTING_ID)
    routing = found.record if found is not None and isinstance(found.record, Routing) else Routing(id=ROUTING_ID)
    rules = routing.draft or routing.rules
    documents = (one for one in office.all(Document.kind) if isinstance(one, Document))
    day, post = post_of_last_day(documents, today) if rules else ("", [])
    teams = [one for one in office.all(Team.kind) if isinstance(one, Team)]
    workers = [one for one in office.all(Worker.kind) if isinstance(one, Worker)]

    def case_of(id_: str) -> CaseFile | None:
        case = office.get(CaseFile.kind, id_) if id_ else None
        return case.record if case is not None and isinstance(case.record, CaseFile) else None

    trial = try_rules(day, post, case_of, rules, teams, workers)
    return {
        "site": site,
        "switched_on": bool(rules) and not routing.draft,
        "rules": [{**plain(rule), "documents": met} for rule, met in zip(rules, trial.by_rule, strict=True)],
        "day": trial.day or None,
        "documents": trial.documents,
        "unmet": trial.unmet,
        "moved": trial.moved,
        "flows": [
            {"went": _queue(flow.went), "goes": _queue(flow.would_go), "documents": flow.documents}
            for flow in trial.flows
        ],
    }


def _queue(queue: Queue) -> dict[str, str]:
    return {"team": queue[0], "worker": queue[1]}
