"""Numbers that wait for the school's yes, and what ails a modem"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# As of every table about pupils: see 0002.
SEEN = """
    current_setting('absensi.scope', true) = '*'
    OR student_id IN (SELECT student_id FROM class_memberships)
    OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])
"""


def upgrade() -> None:
    op.create_table(
        "number_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("keycode_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name=op.f("ck_number_requests_decision")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_number_requests_decided_by")),
        sa.ForeignKeyConstraint(["keycode_id"], ["keycodes.id"], name=op.f("fk_number_requests_keycode_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_number_requests_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_requests")),
    )
    op.create_index(
        "uq_number_requests_open",
        "number_requests",
        ["phone", "student_id"],
        unique=True,
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_index("ix_number_requests_student", "number_requests", ["student_id"])
    op.execute("ALTER TABLE number_requests ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE number_requests FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY sight ON number_requests USING ({SEEN})")
    op.add_column("modem_sightings", sa.Column("trouble", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("modem_sightings", "trouble")
    op.drop_table("number_requests")
