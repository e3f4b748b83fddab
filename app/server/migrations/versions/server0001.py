"""The log: sites, heads, bodies by line, newest records, bytes, checkpoints, uploads."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "server0001"
down_revision = None

_BY_SITE: dict[str, Any] = {"postgresql_partition_by": "LIST (site)"}


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.String(64), primary_key=True)


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False)


def _key(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text if length is None else sa.String(length), primary_key=True)


def _given(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    _log()
    _records()
    _bytes()


def _log() -> None:
    op.create_table(
        "sites",
        _site(),
        _given("position", sa.BigInteger),
        _given("erased", sa.BigInteger),
        comment="A row's lock is what writers of a site wait for. erased: the newest commit that erased something.",
    )
    op.create_table("heads", _site(), _number(), _given("action", sa.String(64)), _given("head", sa.Text), **_BY_SITE)
    op.create_index("heads_by_action", "heads", ["site", "action"], unique=True)
    op.create_table(
        "lines",
        _site(),
        _number(),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        _given("kind", sa.Text),
        _given("id", sa.Text),
        _given("line", sa.Text),
        comment="Bodies of commits, a row a record: what the law orders to be deleted goes from here.",
        **_BY_SITE,
    )
    op.create_index("lines_by_record", "lines", ["site", "kind", "id"])


def _records() -> None:
    op.create_table(
        "records",
        _site(),
        _key("kind"),
        _key("id"),
        _given("rank", sa.SmallInteger),
        _given("born", sa.BigInteger),
        _given("place", sa.Integer),
        _given("living", sa.Boolean),
        _given("line", sa.Text),
        sa.Column("case_number", sa.Text),
        sa.Column("sha256", sa.String(64)),
        sa.Column("provider", sa.Text),
        sa.Column("item", sa.Text),
        comment="Every record's newest line. born, place: the commit that made it and its place there.",
        **_BY_SITE,
    )
    op.create_index("records_in_order", "records", ["site", "rank", "born", "place"])
    op.create_index("records_by_number", "records", ["site", "case_number"])
    op.create_index("records_by_bytes", "records", ["site", "sha256"])
    op.create_index("records_by_item", "records", ["site", "item", "provider"])
    op.create_table(
        "names",
        _site(),
        _key("sha256", 64),
        _key("kind"),
        _key("id"),
        comment="Which living records name which stored bytes.",
    )
    op.create_index("names_by_record", "names", ["site", "kind", "id"])


def _bytes() -> None:
    op.create_table(
        "puts",
        _site(),
        _key("area"),
        _key("sha256", 64),
        _given("position", sa.BigInteger),
        comment="The log's position when bytes were stored last.",
    )
    op.create_table(
        "garbage",
        _site(),
        _key("area"),
        _key("name", 64),
        _given("not_before", sa.BigInteger),
        comment="Stored things that are to go, not before an instant (seconds since 1970).",
    )
    op.create_table(
        "checkpoints",
        _site(),
        _number(),
        _given("head_hash", sa.String(64)),
        _given("records", sa.Integer),
        _given("name", sa.String(64)),
        _given("size", sa.BigInteger),
    )
    op.create_table(
        "uploads",
        _key("id"),
        sa.Column("site", sa.String(64), nullable=False),
        _given("area", sa.Text),
        _given("sha256", sa.String(64)),
        _given("digest", sa.String(64)),
        _given("size", sa.BigInteger),
        _given("received", sa.BigInteger),
        _given("begun_by", sa.Text),
        _given("touched", sa.BigInteger),
    )
    op.create_index("uploads_by_site", "uploads", ["site"])
    op.create_table(
        "parts",
        _key("upload"),
        sa.Column("start", sa.BigInteger, primary_key=True, autoincrement=False),
        _given("size", sa.BigInteger),
        _given("name", sa.Text),
        comment="What has come of an upload, and where it lies until the rest is there.",
    )
