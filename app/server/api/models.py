"""What travels as JSON besides the log's own lines."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SHA256 = "^[0-9a-f]{64}$"
_ID = "019ab3c4-7d1e-7c3a-9b0f-5a1d2e3f4a5b"


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": fields})


class SitePosition(BaseModel):
    """Where a site's log ends: number and hash of its newest commit (0 and "" before the first)."""

    model_config = _example(site="borken", position=4711, head=SHA)
    site: str
    position: int
    head: str


class Sites(BaseModel):
    """The sites that the asker may see, in the order of their ids."""

    model_config = _example(sites=[{"site": "borken", "position": 4711, "head": SHA}])
    sites: list[SitePosition]


class Position(BaseModel):
    model_config = _example(position=4711)
    position: int


class CheckpointFacts(BaseModel):
    """All records of a site at ``number``; ``bytes`` is the size of its packed lines."""

    model_config = _example(site="borken", number=4000, head_hash=SHA, records=118204, bytes=12582912)
    site: str
    number: int
    head_hash: str
    records: int
    bytes: int


class CheckpointList(BaseModel):
    """The checkpoints that there are, newest first."""

    model_config = _example(checkpoints=[])
    checkpoints: list[CheckpointFacts]


class AcceptedAction(BaseModel):
    """The action stands in the log; ``changed`` false: everything was so already and nothing was written."""

    model_config = _example(number=4712, changed=True)
    number: int
    changed: bool = True


class Stored(BaseModel):
    model_config = _example(stored=True)
    stored: bool = True


class NewUpload(BaseModel):
    """``digest`` is the SHA-256 that the bytes themselves have; of originals it is ``sha256``."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"area": "originals", "sha256": SHA, "digest": SHA, "size": 52428800}},
    )
    area: str = Field(pattern="^(originals|packs|texts)$")
    sha256: str = Field(pattern=SHA256)
    digest: str = Field(pattern=SHA256)
    size: int = Field(ge=1, le=4 << 30)


class UploadState(BaseModel):
    """How much has arrived. ``stored``: the whole is there (it was before, or is now) and ``upload`` of no use more."""

    model_config = _example(upload=_ID, received=1048576, size=52428800, stored=False)
    upload: str
    received: int
    size: int
    stored: bool


class Tidied(BaseModel):
    """``stray_bodies``: stored bodies that no head counts."""

    model_config = _example(stray_bodies=0)
    stray_bodies: int


class LooksAt(BaseModel):
    """The id of the document that is shown; "": none any more."""

    model_config = _example(document="6c3b1f0e6c3b1f0e6c3b1f0e6c3b1f0e")
    document: str = Field(max_length=200, pattern=r"^[ -~]*$")


class WhoLooks(BaseModel):
    """Who has which document open, in the order of ``worker``."""

    model_config = _example(looking=[{"worker": "anna.berger", "document": "6c3b1f0e6c3b1f0e6c3b1f0e6c3b1f0e"}])
    looking: list[dict[str, str]]


class Health(BaseModel):
    model_config = _example(status="ok")
    status: str
