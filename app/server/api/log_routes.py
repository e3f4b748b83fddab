"""The log: sites and where they stand, commits, actions and what became of them."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.domain.actions import (
    ACTION_KINDS,
    SYSTEM,
    Action,
    ForwardDocument,
    ImportCases,
    RecordAccess,
    SetUpSite,
    action_from_json,
    action_to_json,
)
from app.domain.actions.letters import SetUpLetters
from app.domain.canonical import canonical
from app.domain.central import Accepted, Outcome
from app.domain.errors import AppError, NotAllowed, StoreIncompatible, WrongUse
from app.domain.texts import _
from app.server.api.bodies import json_body
from app.server.api.models import AcceptedAction, Position, SitePosition, Sites
from app.server.api.packing import LINES, answer_lines
from app.server.api.problems import RequestRefused, refused_problem, responses
from app.server.api.service import LARGEST_NUMBER, SITE_PATTERN, ActionPath, Reads, Service, Serving, SitePath
from app.server.auth.principal import MACHINE, Principal
from app.server.metrics import ACCEPTED, REFUSED, UNCHANGED
from app.server.readlog import SITE, ReadLog
from app.server.rights import ADMIN, again, right, sees
from app.server.sight import Sight
from app.server.store.log import RawCommit
from app.services.hand_documents import bring_on

router = APIRouter(prefix="/v1/sites", tags=["log"])
LONGEST_WAIT = 60
GATHERING = 1.0
"""Seconds in which more news may come before who waits is answered: a site where many work would else send every commit
to everybody by itself."""
Wait = Annotated[int, Query(ge=0, le=LONGEST_WAIT, description="Seconds to wait for news when there is none.")]
_log = logging.getLogger(__name__)


@router.get("", operation_id="sites.list", responses=responses(401, 403, 422, 503))
async def list_sites(
    request: Request,
    service: Serving,
    principal: Annotated[Principal, Depends(right("sites.list"))],
    wait: Wait = 0,
    known: Annotated[
        str,
        Query(
            pattern=f"^({SITE_PATTERN[1:-1]}:[0-9]{{1,15}}(,|$))*$",
            max_length=4000,
            description="Positions that the client has: with `wait`, the answer comes when one of them is another.",
            examples=["borken:4711,heek:12"],
        ),
    ] = "",
) -> Sites:
    """The sites that the asker may see, and where their logs end. With `wait`: one line of news for all of them."""
    before = dict(entry.split(":") for entry in known.split(",") if entry)
    async with service.wakes.waiting(before) as news:
        found = await run_in_threadpool(_positions, service, principal)
        if not wait or {entry.site: str(entry.position) for entry in found} != before:
            return Sites(sites=found)
        await _news_or(wait, news)
    principal = await run_in_threadpool(again, request, "sites.list")
    return Sites(sites=await run_in_threadpool(_positions, service, principal))


@router.put("/{site}", operation_id="sites.add", responses=responses(401, 403, 422, 503))
def add_site(site: SitePath, service: Serving, _who: Annotated[Principal, Depends(right("sites.add"))]) -> Position:
    """Make room for a site; nothing happens if it is there."""
    service.central.add_site(site)
    return Position(position=service.central.position(site))


@router.get("/{site}/position", operation_id="position.read", responses=responses(401, 403, 404, 422, 503))
def position(site: SitePath, service: Serving, _who: Annotated[Principal, Depends(right("position.read"))]) -> Position:
    """Number of the newest commit, 0 before the first."""
    return Position(position=service.central.position(site))


@router.get(
    "/{site}/commits",
    operation_id="commits.read",
    response_class=Response,
    responses={
        200: {
            "description": "A line for each commit: its head, and its body with a list for each record.",
            "content": {LINES: {"schema": {"type": "string"}, "example": '{"body":[],"head":{"number":1}}\n'}},
        },
        **responses(401, 403, 404, 422, 500, 503),
    },
)
async def commits(
    request: Request,
    site: SitePath,
    service: Serving,
    reads: Reads,
    principal: Annotated[Principal, Depends(right("commits.read"))],
    after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="The position that the client has.")] = 0,
    wait: Wait = 0,
) -> Response:
    """Every commit after `after`, in order, without gap. Whoever lost the rest asks again after the last one he has."""
    if wait:
        async with service.wakes.waiting([site]) as news:
            if await run_in_threadpool(service.central.position, site) <= after:
                await _news_or(wait, news)
        principal = await run_in_threadpool(again, request, "commits.read")
    if after == 0:
        await run_in_threadpool(reads.note, principal, site, SITE)
    lines = _lines(service.central.raw_commits(site, after), Sight(service.central.database, principal, site))
    return await run_in_threadpool(answer_lines, request, lines)


@router.post(
    "/{site}/actions",
    operation_id="actions.submit",
    responses=responses(400, 401, 403, 404, 408, 409, 413, 415, 422, 503, 507),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["kind", "id", "site", "by"],
                        "properties": {
                            "kind": {"type": "string", "enum": sorted(ACTION_KINDS)},
                            "id": {"type": "string", "pattern": "^[0-9A-Za-z-]{8,64}$"},
                            "site": {"type": "string"},
                            "by": {"type": "string"},
                        },
                    },
                    "example": {
                        "kind": "file-document",
                        "id": "019ab3c4-7d1e-7c3a-9b0f-5a1d2e3f4a5b",
                        "site": "borken",
                        "by": "mueller",
                        "document": "6c3b1f0e",
                        "case": "019ab3c4-0000-7000-8000-000000000001",
                    },
                }
            },
        }
    },
)
async def submit(
    request: Request,
    site: SitePath,
    service: Serving,
    reads: Reads,
    principal: Annotated[Principal, Depends(right("actions.submit"))],
) -> AcceptedAction:
    """Decide an action and write it into the log. Sent again, it gets its first outcome and is never done twice."""
    action = _read_action(await json_body(request), site)
    _check_actor(principal, action)
    outcome = await run_in_threadpool(_submit, service, action)
    if isinstance(outcome, Accepted):
        service.metrics.actions.labels(ACCEPTED if outcome.changed else UNCHANGED).inc()
        await run_in_threadpool(_note_access, reads, principal, action)
        if isinstance(action, ForwardDocument) and action.to_site:
            await run_in_threadpool(_bring_on, service, site)
        return AcceptedAction(number=outcome.number, changed=outcome.changed)
    service.metrics.actions.labels(REFUSED).inc()
    return refused_problem(outcome)  # type: ignore[return-value]  # FastAPI sends answers as they are


@router.get(
    "/{site}/actions/{action}", operation_id="outcome.read", responses=responses(401, 403, 404, 422, 503)
)
def outcome(
    site: SitePath,
    action: ActionPath,
    service: Serving,
    _who: Annotated[Principal, Depends(right("outcome.read"))],
    after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="Looked for after this position.")] = 0,
) -> AcceptedAction:
    """The commit of an action, for who lost the answer."""
    found = service.central.outcome(site, action, after)
    if found is None:
        raise RequestRefused(404, "unknown-action", _("Dieser Vorgang steht nicht im Protokoll."))
    return AcceptedAction(number=found.number, changed=found.changed)


# --- inside ---------------------------------------------------------------------------------------------------
async def _news_or(seconds: int, news: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await news.wait()
            await asyncio.sleep(GATHERING)


def _positions(service: Service, principal: Principal) -> list[SitePosition]:
    found = service.central.positions()
    seen = sees(principal, [site for site, _number, _head in found])
    return [SitePosition(site=site, position=number, head=head) for site, number, head in found if site in seen]


def _lines(commits: Iterator[RawCommit], sight: Sight) -> Iterator[bytes]:
    for _number, head, body in commits:
        yield f'{{"body":[{",".join(sight.filter(body))}],"head":{head}}}\n'.encode()


def _read_action(state: dict[str, Any], site: str) -> Action:
    kind = state.get("kind")
    if not isinstance(kind, str) or kind not in ACTION_KINDS:
        raise _unknown_action()
    if state.get("site") != site or not isinstance(state.get("id"), str):
        raise WrongUse(_("Der Vorgang gehört nicht zu diesem Standort."), code="wrong-site")
    try:
        msgspec.convert({name: value for name, value in state.items() if name != "kind"}, ACTION_KINDS[kind])
        action = action_from_json(state)
        canonical(action_to_json(action))
    except (msgspec.ValidationError, ValueError) as error:
        raise WrongUse(_("Der Vorgang enthält Angaben, die keine sind."), code="wrong-action") from error
    except (TypeError, KeyError) as error:
        raise _unknown_action() from error
    return action


def _check_actor(principal: Principal, action: Action) -> None:
    if action.by == principal.worker:
        return
    roles = principal.roles_at(action.site)
    if action.by == SYSTEM and (
        principal.kind == MACHINE or (ADMIN in roles and isinstance(action, (SetUpSite, ImportCases, SetUpLetters)))
    ):
        return
    raise NotAllowed(
        _("Sie sind mit einer anderen Kennung angemeldet, als der Vorgang nennt."),
        _("Melden Sie sich mit der Kennung an, unter der Sie arbeiten."),
        code="not-yourself",
    )


def _note_access(reads: ReadLog, principal: Principal, action: Action) -> None:
    """What was printed and exported was read."""
    if isinstance(action, RecordAccess):
        for document in action.access.documents:
            reads.note(principal, action.site, action.access.what, document=document)


def _submit(service: Service, action: Action) -> Outcome:
    try:
        return service.central.submit(action)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        # No program of ours sends what a rule stumbles over: a date that is none, a page with no number.
        _log.warning("an action could not be decided: %s", type(error).__name__)
        raise WrongUse(_("Der Vorgang enthält Angaben, die keine sind."), code="wrong-action") from error


def _bring_on(service: Service, site: str) -> None:
    """What goes to another site is brought there by the service, which may write at both. What fails now is finished
    with the next document that the site gives: the first answer stands."""
    try:
        bring_on(service.central, service.central, (site,))
    except AppError as error:
        _log.warning("a document for another site could not be brought on: %s", error.code)


def _unknown_action() -> StoreIncompatible:
    return StoreIncompatible(
        _("Der Dienst kennt diesen Vorgang nicht: Er ist älter als das Programm."),
        _("Bitten Sie die Administration, den Dienst zu aktualisieren. Der Vorgang wartet solange."),
    )
