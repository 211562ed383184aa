"""The gate: a reader's number that is lost is revoked, not forgotten; names on a station's screen need a yes"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reader_numbers", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    # No row-level security: who may show names is about staff and devices; the names themselves are in other tables.
    op.create_table(
        "name_showings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until IS NULL OR answered_at IS NOT NULL", name=op.f("ck_name_showings_answered")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_name_showings_person_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_name_showings_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_showings")),
    )
    op.create_index("ix_name_showings_station_id", "name_showings", ["station_id"])


def downgrade() -> None:
    op.drop_table("name_showings")
    # What is revoked would be good again without the column.
    op.execute("DELETE FROM reader_numbers WHERE revoked_at IS NOT NULL")
    op.drop_column("reader_numbers", "revoked_at")
