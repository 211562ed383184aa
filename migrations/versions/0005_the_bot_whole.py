"""The bot, whole: menus shown, messages closed, roles that end, letters, groups of a class"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# As in revision 0002: whose pupil it is decides.
SEEN = (
    "current_setting('absensi.scope', true) = '*'"
    " OR student_id IN (SELECT student_id FROM class_memberships)"
    " OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])"
)


def upgrade() -> None:
    op.add_column("telegram_accounts", sa.Column("menu_shown", sa.String(), nullable=True))
    op.add_column("invitations", sa.Column("role_until", sa.Date(), nullable=True))
    op.add_column("inbound_sms", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inbound_sms", sa.Column("closed_by", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_inbound_sms_closed_by"), "inbound_sms", "people", ["closed_by"], ["id"])
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("photo", sa.String(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_letters_sent_by")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_letters_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index("ix_letters_day", "letters", ["student_id", "on_date"], unique=False)
    op.execute("ALTER TABLE letters ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE letters FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY sight ON letters USING ({SEEN})")
    op.create_table(
        "class_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["named_by"], ["people.id"], name=op.f("fk_class_groups_named_by")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_class_groups_school_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_groups")),
    )
    op.create_index(
        "uq_class_groups_chat_now",
        "class_groups",
        ["chat_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_index(
        "uq_class_groups_class_now",
        "class_groups",
        ["school_class_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("class_groups")
    op.drop_table("letters")
    op.drop_constraint(op.f("fk_inbound_sms_closed_by"), "inbound_sms", type_="foreignkey")
    op.drop_column("inbound_sms", "closed_by")
    op.drop_column("inbound_sms", "closed_at")
    op.drop_column("invitations", "role_until")
    op.drop_column("telegram_accounts", "menu_shown")
