"""The gate: numbers of readers and machines; of a pupil's scans and of the staff's each index holds its own, so that a
look-up reads one entry
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PLACES = {"uq_scans_student_day": "student_id", "uq_scans_person_day": "person_id"}
# As for cards: whose pupil it is decides; a number of staff is seen by those who see the whole school.
SEEN = (
    "current_setting('absensi.scope', true) = '*'"
    " OR student_id IN (SELECT student_id FROM class_memberships)"
    " OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])"
)


def upgrade() -> None:
    for name, holder in PLACES.items():
        _index(name, holder, f"counts AND {holder} IS NOT NULL")
    op.create_table(
        "reader_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(student_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_reader_numbers_holder")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reader_numbers_person_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_reader_numbers_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_numbers")),
        sa.UniqueConstraint("machine", "number", name=op.f("uq_reader_numbers_machine_number")),
    )
    op.execute("ALTER TABLE reader_numbers ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE reader_numbers FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY sight ON reader_numbers USING ({SEEN})")


def downgrade() -> None:
    op.drop_table("reader_numbers")
    for name, holder in PLACES.items():
        _index(name, holder, "counts")


def _index(name: str, holder: str, condition: str) -> None:
    op.drop_index(name, table_name="scans")
    columns = [holder, "on_date", "direction"]
    op.create_index(name, "scans", columns, unique=True, postgresql_where=sa.text(condition))
