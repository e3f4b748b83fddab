"""The marks of a document are found without looking at every record."""

from alembic import op

revision = "site0002"
down_revision = "site0001"


def upgrade() -> None:
    op.execute(
        """CREATE INDEX record_mark ON record (json_extract(CAST(state AS TEXT), '$.document'))
           WHERE kind = 'mark' AND state IS NOT NULL"""
    )
