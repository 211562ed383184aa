"""Photos and the school's logo, exceptions to the confirmation of check-ins, and cards read by an officer's phone"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# As in revision 0003: whose pupil it is decides; staff are seen by those who see the whole school.
SEEN = (
    "current_setting('absensi.scope', true) = '*'"
    " OR student_id IN (SELECT student_id FROM class_memberships)"
    " OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])"
)
# A class's choice says nothing about a pupil.
CHOICE_SEEN = f"student_id IS NULL OR {SEEN}"


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(student_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_photos_holder")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_photos_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_photos_student_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("person_id", name=op.f("uq_photos_person_id")),
        sa.UniqueConstraint("student_id", name=op.f("uq_photos_student_id")),
    )
    op.create_table(
        "school_logos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_logos")),
    )
    op.create_index("uq_school_logos_one", "school_logos", [sa.text("(true)")], unique=True)
    op.create_table(
        "confirmation_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("school_class_id", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(student_id IS NULL) <> (school_class_id IS NULL)", name=op.f("ck_confirmation_choices_whose")
        ),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_confirmation_choices_school_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_confirmation_choices_student_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_choices")),
        sa.UniqueConstraint("school_class_id", name=op.f("uq_confirmation_choices_school_class_id")),
        sa.UniqueConstraint("student_id", name=op.f("uq_confirmation_choices_student_id")),
    )
    for table, condition in {"photos": SEEN, "confirmation_choices": CHOICE_SEEN}.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY sight ON {table} USING ({condition})")
    op.drop_constraint(op.f("ck_scans_by_hand"), "scans")
    op.create_check_constraint(op.f("ck_scans_by_hand"), "scans", "why IS NULL OR entered_by IS NOT NULL")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_scans_by_hand"), "scans")
    op.create_check_constraint(
        op.f("ck_scans_by_hand"), "scans", "(entered_by IS NULL) = (why IS NULL)", postgresql_not_valid=True
    )
    op.drop_table("confirmation_choices")
    op.drop_table("school_logos")
    op.drop_table("photos")
