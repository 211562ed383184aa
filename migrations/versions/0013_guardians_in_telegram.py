"""Guardians in Telegram: a person speaks for a pupil as a number does, and what they write is kept as an SMS is"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# As in revision 0002: whose pupil it is decides.
SEEN = (
    "current_setting('absensi.scope', true) = '*'"
    " OR student_id IN (SELECT student_id FROM class_memberships)"
    " OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])"
)
# Whose children an account may see is read before anything else is seen, and by that account alone.
OWN = (
    "person_id IN (SELECT person_id FROM telegram_accounts WHERE unlinked_at IS NULL"
    " AND telegram_id = nullif(current_setting('absensi.account', true), '')::bigint)"
)


def upgrade() -> None:
    op.alter_column("guardians", "phone", nullable=True)
    op.add_column("guardians", sa.Column("person_id", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_guardians_person_id"), "guardians", "people", ["person_id"], ["id"])
    op.create_check_constraint(op.f("ck_guardians_reached"), "guardians", "(phone IS NULL) <> (person_id IS NULL)")
    op.create_index(
        "uq_guardians_person_student_now",
        "guardians",
        ["person_id", "student_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.alter_column("inbound_sms", "modem", nullable=True)
    op.add_column("inbound_sms", sa.Column("person_id", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_inbound_sms_person_id"), "inbound_sms", "people", ["person_id"], ["id"])
    op.create_index(op.f("ix_inbound_sms_person_id"), "inbound_sms", ["person_id"])
    op.create_check_constraint(
        op.f("ck_inbound_sms_reached"), "inbound_sms", "(modem IS NULL) = (person_id IS NOT NULL)"
    )
    op.create_check_constraint(op.f("ck_inbound_sms_sender"), "inbound_sms", "phone IS NULL OR person_id IS NULL")
    op.execute(f"ALTER POLICY sight ON guardians USING ({SEEN} OR {OWN})")


def downgrade() -> None:
    """What guardians have written and registered in Telegram is lost: the tables before knew numbers only."""
    op.execute(f"ALTER POLICY sight ON guardians USING ({SEEN})")
    op.execute(
        "UPDATE outbox_messages SET inbound_sms_id = NULL WHERE inbound_sms_id IN ("
        "SELECT id FROM inbound_sms WHERE person_id IS NOT NULL)"
    )
    op.execute("DELETE FROM guardian_notices USING guardians g WHERE g.id = guardian_id AND g.person_id IS NOT NULL")
    op.execute("DELETE FROM inbound_sms WHERE person_id IS NOT NULL")
    op.execute("DELETE FROM guardians WHERE person_id IS NOT NULL")
    op.drop_constraint(op.f("ck_inbound_sms_sender"), "inbound_sms")
    op.drop_constraint(op.f("ck_inbound_sms_reached"), "inbound_sms")
    op.drop_index(op.f("ix_inbound_sms_person_id"), table_name="inbound_sms")
    op.drop_constraint(op.f("fk_inbound_sms_person_id"), "inbound_sms", type_="foreignkey")
    op.drop_column("inbound_sms", "person_id")
    op.alter_column("inbound_sms", "modem", nullable=False)
    op.drop_index(
        "uq_guardians_person_student_now", table_name="guardians", postgresql_where=sa.text("left_at IS NULL")
    )
    op.drop_constraint(op.f("ck_guardians_reached"), "guardians")
    op.drop_constraint(op.f("fk_guardians_person_id"), "guardians", type_="foreignkey")
    op.drop_column("guardians", "person_id")
    op.alter_column("guardians", "phone", nullable=False)
