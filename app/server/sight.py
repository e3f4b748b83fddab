"""What of a site's records somebody may see at all: who administers or watches has no business with cases, and a
central task has those of its legal areas.

Whoever does not see everything gets no checkpoint, for that is one file for all; the log gives the rest.
"""

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlalchemy import select

from app.domain.canonical import canonical
from app.domain.errors import NotAllowed
from app.domain.log import BodyLine
from app.domain.records import Access, CaseFile, Document, Mark, Original, Site, Team, Worker
from app.domain.texts import _
from app.server.auth.principal import Principal
from app.server.rights import ADMIN, CASEWORKER, CENTRAL, MACHINE, MAIL_ROOM, PRIVACY, TEAM_LEAD
from app.server.store.database import Database
from app.server.store.tables import names, records

_CASE_WORK = frozenset({CASEWORKER, TEAM_LEAD, MAIL_ROOM, CENTRAL})
_PEOPLE = frozenset({Site.kind, Team.kind, Worker.kind})
_KINDS = {ADMIN: _PEOPLE, PRIVACY: _PEOPLE | {Access.kind}}
_OF_A_DOCUMENT = frozenset({Mark.kind, Original.kind})


class Sight:
    """Made for one request. Heads name no citizens and are everybody's."""

    def __init__(self, database: Database, principal: Principal, site: str) -> None:
        self._database = database
        self._site = site
        own = principal.roles.get(site, frozenset())
        self.all = bool(own & _CASE_WORK) or MACHINE in principal.county or principal.grant_at(site) is not None
        self._kinds = frozenset[str]().union(*(_KINDS.get(role, frozenset()) for role in own | principal.county))
        self._areas = principal.legal_areas if CENTRAL in principal.county else frozenset()
        self._cases: dict[str, bool] = {}

    def require_all(self) -> None:
        """Raises ``NotAllowed`` for who does not see everything."""
        if not self.all:
            raise _refused()

    def require_bytes(self, sha256: str) -> None:
        """Raises ``NotAllowed`` for bytes that no record names that may be seen."""
        if self.all:
            return
        query = select(names.c.kind, names.c.id).where(names.c.site == self._site, names.c.sha256 == sha256)
        with self._database.read() as connection:
            named = connection.execute(query).all()
        if not any(self._shows(kind, id_, self._state(kind, id_)) for kind, id_ in named):
            raise _refused()

    @cached_property
    def filter(self) -> Callable[[list[str]], list[str]]:
        """From the lines of a body, as the log keeps them, to those that may be seen.

        A case or document that may not be seen (any more) comes as deleted, so that it leaves every cache; documents
        of a case that goes to another legal area leave when they change next.
        """
        if self.all:
            return lambda body: body
        return lambda body: [seen for line in body if (seen := self._seen(line))]

    def _seen(self, raw: str) -> str:
        line = BodyLine.from_json(json.loads(raw))
        if self._shows(line.kind, line.id, line.state or {}):
            return raw
        if line.kind not in (CaseFile.kind, Document.kind) or not self._areas:
            return ""
        return canonical([line.kind, line.id, line.version, "", None]).decode()

    def _shows(self, kind: str, id_: str, state: dict[str, Any]) -> bool:
        if kind in self._kinds or (self._areas and kind in _PEOPLE):
            return True
        if not self._areas:
            return False
        if kind == CaseFile.kind:
            return self._is_ours(id_)
        if kind == Document.kind:
            return self._is_ours(str(state.get("case") or state.get("proposed_case") or ""))
        if kind in _OF_A_DOCUMENT:
            original = str(state.get("document") or id_)
            holders = self._state(Original.kind, original).get("holders") or [original]
            return any(self._shows(Document.kind, one, self._state(Document.kind, one)) for one in holders)
        return False

    def _is_ours(self, case: str) -> bool:
        """By what the case is now: the areas of the time of a commit are nobody's business any more."""
        if case not in self._cases:
            state = self._state(CaseFile.kind, case) if case else {}
            self._cases[case] = bool(state) and CaseFile.from_state(state).legal_area in self._areas
        return self._cases[case]

    def _state(self, kind: str, id_: str) -> dict[str, Any]:
        """Of the newest line; nothing of what was deleted."""
        query = select(records.c.line).where(
            records.c.site == self._site, records.c.kind == kind, records.c.id == id_, records.c.living
        )
        with self._database.read() as connection:
            raw = connection.execute(query).scalar()
        return {} if raw is None else BodyLine.from_json(json.loads(raw)).state or {}


def _refused() -> NotAllowed:
    return NotAllowed(
        _("Ihre Rolle sieht diese Akten nicht."),
        _("Wenden Sie sich an den Standort, wenn Sie eine Auskunft brauchen."),
        code="no-sight",
    )
