"""What is the user's own and cannot be fetched again: the outbox, the small memory; and which file holds which site."""

from alembic import op

revision = "desk0001"
down_revision = None

STATEMENTS = (
    """CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, site TEXT NOT NULL,
       action TEXT NOT NULL, state TEXT NOT NULL, since TEXT NOT NULL, after INTEGER NOT NULL,
       attempts INTEGER NOT NULL DEFAULT 0, next_attempt TEXT NOT NULL DEFAULT '', number INTEGER NOT NULL DEFAULT 0,
       refusal TEXT)""",
    "CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE recent (case_id TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE pinned (case_id TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE site (site TEXT PRIMARY KEY, file TEXT NOT NULL) WITHOUT ROWID",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
