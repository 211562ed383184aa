"""Recaps over many days: late arrivals and corrections are found without reading all scans"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LATE = sa.text("counts AND direction = 'in' AND minutes_late IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_scans_late", "scans", ["on_date", "student_id"], unique=False, postgresql_where=LATE)


def downgrade() -> None:
    op.drop_index("ix_scans_late", table_name="scans", postgresql_where=LATE)
