"""The gate: a reader's number that is lost is revoked, not forgotten"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reader_numbers", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # What is revoked would be good again without the column.
    op.execute("DELETE FROM reader_numbers WHERE revoked_at IS NOT NULL")
    op.drop_column("reader_numbers", "revoked_at")
