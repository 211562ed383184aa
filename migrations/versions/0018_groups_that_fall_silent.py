"""Groups in which the bot may not write any more are known as such"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("leadership_groups", "class_groups"):
        op.add_column(table, sa.Column("silent_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in ("class_groups", "leadership_groups"):
        op.drop_column(table, "silent_since")
