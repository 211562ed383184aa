"""The gate: of a pupil's scans and of the staff's each index holds its own, so that a look-up reads one entry"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PLACES = {"uq_scans_student_day": "student_id", "uq_scans_person_day": "person_id"}


def upgrade() -> None:
    for name, holder in PLACES.items():
        _index(name, holder, f"counts AND {holder} IS NOT NULL")


def downgrade() -> None:
    for name, holder in PLACES.items():
        _index(name, holder, "counts")


def _index(name: str, holder: str, condition: str) -> None:
    op.drop_index(name, table_name="scans")
    columns = [holder, "on_date", "direction"]
    op.create_index(name, "scans", columns, unique=True, postgresql_where=sa.text(condition))
