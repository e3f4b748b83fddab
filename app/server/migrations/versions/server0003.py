"""Who looks at which document just now."""

import sqlalchemy as sa
from alembic import op

revision = "server0003"
down_revision = "server0002"


def upgrade() -> None:
    op.create_table(
        "looking",
        sa.Column("site", sa.String(64), primary_key=True),
        sa.Column("worker", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        comment="Who looks at which document just now; at: seconds since 1970.",
    )
