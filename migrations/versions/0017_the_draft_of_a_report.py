"""A report remembers the draft that it was: a send button pressed twice can say that it has been sent"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("class_reports", sa.Column("draft_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("class_reports", "draft_id")
