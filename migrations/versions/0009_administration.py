"""Administration: uploads that wait for a yes, announcements, and what the modems last said"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pending_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pending_imports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_imports")),
    )
    op.create_index("ix_pending_imports_person_id", "pending_imports", ["person_id"])
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Enum("sms", "telegram", name="channel", native_enum=False, length=20), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(20), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(school_class_id, department_id, role) <= 1", name=op.f("ck_announcements_audience")
        ),
        sa.CheckConstraint("confirmed_at IS NULL OR dropped_at IS NULL", name=op.f("ck_announcements_settled")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_announcements_department_id")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_announcements_school_class_id")
        ),
        sa.ForeignKeyConstraint(["stopped_by"], ["people.id"], name=op.f("fk_announcements_stopped_by")),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("fk_announcements_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_table(
        "modem_sightings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("signal", sa.Integer(), nullable=True),
        sa.Column("network", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("restarts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_modem_sightings")),
    )
    op.add_column("outbox_messages", sa.Column("announcement_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_outbox_messages_announcement_id"), "outbox_messages", "announcements", ["announcement_id"], ["id"]
    )
    op.create_index(
        "ix_outbox_messages_announcement",
        "outbox_messages",
        ["announcement_id"],
        postgresql_where=sa.text("announcement_id IS NOT NULL"),
    )
    # A list of pupils that waits to be taken over is for those who see the whole school, as in revision 0002.
    op.execute("ALTER TABLE pending_imports ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE pending_imports FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY sight ON pending_imports USING (current_setting('absensi.scope', true) = '*')")


def downgrade() -> None:
    op.drop_index("ix_outbox_messages_announcement", table_name="outbox_messages")
    op.drop_constraint(op.f("fk_outbox_messages_announcement_id"), "outbox_messages", type_="foreignkey")
    op.drop_column("outbox_messages", "announcement_id")
    op.drop_table("modem_sightings")
    op.drop_table("announcements")
    op.drop_table("pending_imports")
