"""People: accounts, roles across sites, grants, devices, sessions, keys; and the read log, which nobody alters."""

import sqlalchemy as sa
from alembic import op

revision = "server0002"
down_revision = "server0001"


def _text(name: str, length: int | None = None, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text() if length is None else sa.String(length), nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, primary_key=key, autoincrement=False)


def _small(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    _people()
    _sessions()
    _read_log()


def _people() -> None:
    op.create_table(
        "accounts",
        _text("worker", 100, key=True),
        _text("kind", 10),
        _text("password"),
        _small("locked"),
        _small("must_change"),
        _number("changed_at"),
    )
    op.create_table("sign_in_failures", _text("name_hash", 64, key=True), _small("failures"), _number("blocked_until"))
    op.create_table("county_roles", _text("worker", 100, key=True), _text("role", 30, key=True), _text("legal_areas"))
    op.create_table(
        "grants",
        _text("id", 36, key=True),
        _text("worker", 100),
        _text("site", 100),
        _text("reason"),
        _text("given_by", 100),
        _number("given_at"),
        _number("until"),
        _text("ended_by", 100),
        _number("ended_at"),
    )
    op.create_index("grants_of_worker", "grants", ["worker"])
    op.create_table(
        "devices",
        _text("id", 36, key=True),
        _text("worker", 100, key=True),
        _text("name", 100),
        _number("first_seen"),
        _number("last_seen"),
        _number("revoked_at"),
        _text("revoked_by", 100),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        _text("id", 36, key=True),
        _text("worker", 100),
        _text("kind", 10),
        _text("way", 10),
        _text("device", 36),
        _number("opened_at"),
        _number("expires_at"),
        _number("ended_at"),
    )
    op.create_index("sessions_of_worker", "sessions", ["worker"])
    op.create_index("sessions_of_device", "sessions", ["device"])
    op.create_table(
        "refresh_tokens",
        _text("hash", 64, key=True),
        _text("session", 36),
        _text("before", 64),
        _number("used_at"),
        _number("expires_at"),
    )
    op.create_index("refresh_of_session", "refresh_tokens", ["session"])
    op.create_index("refresh_before", "refresh_tokens", ["before"])
    op.create_table("used_tokens", _text("hash", 64, key=True), _number("expires_at"))
    op.create_table("signing_keys", _text("kid", 64, key=True), _text("jwk"), _number("made_at"))


def _read_log() -> None:
    op.create_table(
        "read_log",
        _number("number", key=True),
        _text("at", 32),
        _text("worker", 100),
        _text("session", 36),
        _text("site", 100),
        _text("kind", 20),
        _text("case_id", 100),
        _text("document", 100),
        _text("sha256", 64),
        _text("detail"),
        _text("hash", 64),
    )
    end = op.create_table(
        "read_log_end",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        _number("number"),
        _text("hash", 64),
        comment="One row: the last of the read log. Its lock is what writers wait for.",
    )
    op.bulk_insert(end, [{"one": 1, "number": 0, "hash": ""}])
    for name, column in (("worker", "worker"), ("case", "case_id"), ("document", "document"), ("bytes", "sha256")):
        op.create_index(f"read_log_of_{name}", "read_log", [column, "number"])
    for statement in _NEVER_ALTERED[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


_NEVER_ALTERED = {
    "sqlite": (
        "CREATE TRIGGER read_log_no_update BEFORE UPDATE ON read_log "
        "BEGIN SELECT RAISE(ABORT, 'the read log is never altered'); END",
        "CREATE TRIGGER read_log_no_delete BEFORE DELETE ON read_log "
        "BEGIN SELECT RAISE(ABORT, 'the read log is never altered'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION read_log_never_altered() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the read log is never altered'; END $$",
        "CREATE TRIGGER read_log_no_change BEFORE UPDATE OR DELETE ON read_log "
        "FOR EACH ROW EXECUTE FUNCTION read_log_never_altered()",
        "CREATE TRIGGER read_log_no_truncate BEFORE TRUNCATE ON read_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION read_log_never_altered()",
    ),
}
