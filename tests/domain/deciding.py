"""An office on which actions are decided one after the other."""

from app.domain.actions import Action
from app.domain.decide import Changes, Refused, decide
from app.domain.log import make_body
from app.domain.office import MemoryOffice

AT = "2026-11-20T09:00:00.000Z"


class DecidingOffice(MemoryOffice):
    def do(self, action: Action) -> Changes:
        """Decide, which must succeed, and apply."""
        changes = decide(action, self, AT)
        assert not isinstance(changes, Refused), changes
        self.apply(make_body(changes))
        return changes

    def refusal(self, action: Action) -> str:
        """The code of the refusal, which must say what failed and what to do."""
        refused = decide(action, self, AT)
        assert isinstance(refused, Refused) and refused.title and refused.advice
        return refused.code
