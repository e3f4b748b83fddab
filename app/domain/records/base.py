"""What every record is."""

from dataclasses import dataclass
from typing import ClassVar, Self, cast

from app.domain.codec import Json, build, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Something with an id that is unique in its site and kind. Ids say nothing about citizens: heads name them."""

    kind: ClassVar[str] = ""
    id: str

    def state(self) -> Json:
        """The JSON object that is stored: fields equal to their default are left out."""
        return cast(Json, plain(self))

    @classmethod
    def from_state(cls, state: Json) -> Self:
        """The record of a stored object; fields that this version does not know are refused with ``TypeError``."""
        return build(cls, state)
