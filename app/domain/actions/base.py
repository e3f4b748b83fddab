"""What every action is."""

from dataclasses import dataclass, field
from typing import ClassVar

from app.domain.ids import new_id

SYSTEM = "system"
"""The machine account: sets up, imports, receives and verifies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """``id`` is a UUIDv7; ``by`` a worker's id or ``SYSTEM``; ``acted_at`` the user's clock (ISO 8601)."""

    kind: ClassVar[str] = ""
    id: str = field(default_factory=new_id)
    site: str
    by: str
    acted_at: str = ""
