"""The tables of the log. Everything is keyed by site first; on PostgreSQL the large ones are partitioned by it.

States are kept as the text that was hashed: a database's own JSON type would rewrite it.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, SmallInteger, String, Table, Text

metadata = MetaData()
_BY_SITE: dict[str, Any] = {"postgresql_partition_by": "LIST (site)"}
_SITE, _ID, _SHA256 = String(64), Text(), String(64)

sites = Table(
    "sites",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("erased", BigInteger, nullable=False),
    comment="A row's lock is what writers of a site wait for. erased: the newest commit that erased something.",
)

heads = Table(
    "heads",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("action", String(64), nullable=False),
    Column("head", Text, nullable=False),
    Index("heads_by_action", "site", "action", unique=True),
    **_BY_SITE,
)

lines = Table(
    "lines",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", _ID, nullable=False),
    Column("line", Text, nullable=False),
    Index("lines_by_record", "site", "kind", "id"),
    **_BY_SITE,
    comment="Bodies of commits, a row a record: what the law orders to be deleted goes from here.",
)

records = Table(
    "records",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", _ID, primary_key=True),
    Column("rank", SmallInteger, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    Column("living", Boolean, nullable=False),
    Column("line", Text, nullable=False),
    Column("case_number", Text),
    Column("sha256", _SHA256),
    Column("provider", Text),
    Column("item", Text),
    Index("records_in_order", "site", "rank", "born", "place"),
    Index("records_by_number", "site", "case_number"),
    Index("records_by_bytes", "site", "sha256"),
    Index("records_by_item", "site", "item", "provider"),
    **_BY_SITE,
    comment="Every record's newest line. born, place: the commit that made it and its place there.",
)

names = Table(
    "names",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("sha256", _SHA256, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", _ID, primary_key=True),
    Index("names_by_record", "site", "kind", "id"),
    comment="Which living records name which stored bytes.",
)

puts = Table(
    "puts",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("area", Text, primary_key=True),
    Column("sha256", _SHA256, primary_key=True),
    Column("position", BigInteger, nullable=False),
    comment="The log's position when bytes were stored last.",
)

garbage = Table(
    "garbage",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("area", Text, primary_key=True),
    Column("name", _SHA256, primary_key=True),
    Column("not_before", BigInteger, nullable=False),
    comment="Stored things that are to go, not before an instant (seconds since 1970).",
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("head_hash", _SHA256, nullable=False),
    Column("records", Integer, nullable=False),
    Column("name", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("site", _SITE, nullable=False),
    Column("area", Text, nullable=False),
    Column("sha256", _SHA256, nullable=False),
    Column("digest", _SHA256, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("begun_by", Text, nullable=False),
    Column("touched", BigInteger, nullable=False),
    Index("uploads_by_site", "site"),
)

parts = Table(
    "parts",
    metadata,
    Column("upload", Text, primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    comment="What has come of an upload, and where it lies until the rest is there.",
)

looking = Table(
    "looking",
    metadata,
    Column("site", _SITE, primary_key=True),
    Column("worker", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    comment="Who looks at which document just now; at: seconds since 1970.",
)

PARTITIONED = (heads, lines, records)
