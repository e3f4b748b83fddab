"""The service's tables of people and what they did. Instants are whole seconds since 1970 unless a column says ISO."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from app.server.store.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("worker", String(100), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("password", Text, nullable=False),  # argon2id with its parameters and salt
    Column("locked", Integer, nullable=False),  # 1: by the administration
    Column("must_change", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Who tried in vain, known here or not: the answer must not tell. The key is a hash, for people type passwords there.
failures = Table(
    "sign_in_failures",
    metadata,
    Column("name_hash", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("blocked_until", BigInteger, nullable=False),
)

county_roles = Table(
    "county_roles",
    metadata,
    Column("worker", String(100), primary_key=True),
    Column("role", String(30), primary_key=True),
    Column("legal_areas", Text, nullable=False),  # separated by spaces; for central tasks
)

grants = Table(
    "grants",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("worker", String(100), nullable=False),
    Column("site", String(100), nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_by", String(100), nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("ended_by", String(100), nullable=False),
    Column("ended_at", BigInteger, nullable=False),  # 0: not ended before its time
    Index("grants_of_worker", "worker"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("worker", String(100), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=False),  # 0: not revoked
    Column("revoked_by", String(100), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("worker", String(100), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("way", String(10), nullable=False),  # password | oidc | kerberos
    Column("device", String(36), nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger, nullable=False),  # 0: open
    Index("sessions_of_worker", "worker"),
    Index("sessions_of_device", "device"),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("session", String(36), nullable=False),
    Column("before", String(64), nullable=False),  # the hash of the token that it replaced
    Column("used_at", BigInteger, nullable=False),  # 0: not used
    Column("expires_at", BigInteger, nullable=False),
    Index("refresh_of_session", "session"),
    Index("refresh_before", "before"),
)

# Tokens of the identity provider that have opened a session: each does so once.
used_tokens = Table(
    "used_tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("expires_at", BigInteger, nullable=False),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("kid", String(64), primary_key=True),
    Column("jwk", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

# Written once, never altered: triggers refuse it, and every row carries a hash over itself and the one before.
read_log = Table(
    "read_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),  # ISO 8601, UTC
    Column("worker", String(100), nullable=False),
    Column("session", String(36), nullable=False),
    Column("site", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("case_id", String(100), nullable=False),
    Column("document", String(100), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("read_log_of_worker", "worker", "number"),
    Index("read_log_of_case", "case_id", "number"),
    Index("read_log_of_document", "document", "number"),
    Index("read_log_of_bytes", "sha256", "number"),
)

read_log_end = Table(
    "read_log_end",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    comment="One row: the last of the read log. Its lock is what writers wait for.",
)
