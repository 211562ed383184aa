"""The end of the day: documents in the outbox, contradictions, daily reports"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


ALL = "current_setting('absensi.scope', true) = '*'"
# As in revision 0002: whose pupil it is decides. Whole reports and their files are for those who see the whole school.
SEEN = {
    "outbox_files": ALL,
    "daily_reports": ALL,
    "contradictions": (
        f"{ALL} OR student_id IN (SELECT student_id FROM class_memberships)"
        " OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])"
    ),
}


def upgrade() -> None:
    op.create_table(
        "outbox_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_files")),
    )
    op.create_index(op.f("ix_outbox_files_created_at"), "outbox_files", ["created_at"], unique=False)
    op.add_column("outbox_messages", sa.Column("file_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_outbox_messages_file_id"), "outbox_messages", "outbox_files", ["file_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_outbox_messages_file_id"), "outbox_messages", ["file_id"], unique=False)
    op.create_table(
        "contradictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "absent_but_in",
                "never_scanned",
                "notice_but_in",
                name="contradictionkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "said",
            sa.Enum("S", "I", "A", "D", "P", name="absencereason", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("cut", "here", "went_home", "away", name="contradictionoutcome", native_enum=False, length=20),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (outcome IS NULL)",
            name=op.f("ck_contradictions_settled"),
        ),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_contradictions_school_class_id")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_contradictions_settled_by")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_contradictions_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradictions")),
        sa.UniqueConstraint("student_id", "on_date", "kind", name=op.f("uq_contradictions_student_id_on_date_kind")),
    )
    op.create_index("ix_contradictions_day", "contradictions", ["on_date", "school_class_id"], unique=False)
    op.create_table(
        "daily_reports",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("on_date", "version", name=op.f("pk_daily_reports")),
    )
    for table, condition in SEEN.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY sight ON {table} USING ({condition})")


def downgrade() -> None:
    op.drop_table("daily_reports")
    op.drop_index("ix_contradictions_day", table_name="contradictions")
    op.drop_table("contradictions")
    op.drop_index(op.f("ix_outbox_messages_file_id"), table_name="outbox_messages")
    op.drop_constraint(op.f("fk_outbox_messages_file_id"), "outbox_messages", type_="foreignkey")
    op.drop_column("outbox_messages", "file_id")
    op.drop_index(op.f("ix_outbox_files_created_at"), table_name="outbox_files")
    op.drop_table("outbox_files")
