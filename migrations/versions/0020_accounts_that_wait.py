"""Telegram accounts wait for the school's yes as numbers do"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# As in revision 0002: whose pupil it is decides.
SEEN = (
    "current_setting('absensi.scope', true) = '*'"
    " OR student_id IN (SELECT student_id FROM class_memberships)"
    " OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])"
)
# An account that waits sees no pupil, and yet may read that it waits, and take it back.
OWN = "telegram_id = nullif(current_setting('absensi.account', true), '')::bigint"

FOREIGN_KEYS = ("decided_by", "keycode_id", "student_id")


def upgrade() -> None:
    _rename("number_requests", "registration_requests")
    op.alter_column("registration_requests", "phone", nullable=True)
    op.add_column("registration_requests", sa.Column("telegram_id", sa.BigInteger(), nullable=True))
    op.add_column("registration_requests", sa.Column("telegram_name", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_registration_requests_reached"), "registration_requests", "(phone IS NULL) <> (telegram_id IS NULL)"
    )
    op.create_check_constraint(
        op.f("ck_registration_requests_named"),
        "registration_requests",
        "(telegram_id IS NULL) = (telegram_name IS NULL)",
    )
    op.execute("ALTER INDEX uq_number_requests_open RENAME TO uq_registration_requests_phone_open")
    op.create_index(
        "uq_registration_requests_account_open",
        "registration_requests",
        ["telegram_id", "student_id"],
        unique=True,
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.execute(f"ALTER POLICY sight ON registration_requests USING ({SEEN} OR {OWN})")


def downgrade() -> None:
    """Accounts that wait are forgotten: the table before knew numbers only. They may ask again."""
    op.execute(f"ALTER POLICY sight ON registration_requests USING ({SEEN})")
    op.execute("DELETE FROM registration_requests WHERE telegram_id IS NOT NULL")
    op.drop_index("uq_registration_requests_account_open", table_name="registration_requests")
    op.execute("ALTER INDEX uq_registration_requests_phone_open RENAME TO uq_number_requests_open")
    for constraint in ("named", "reached"):
        op.drop_constraint(op.f(f"ck_registration_requests_{constraint}"), "registration_requests")
    op.drop_column("registration_requests", "telegram_name")
    op.drop_column("registration_requests", "telegram_id")
    op.alter_column("registration_requests", "phone", nullable=False)
    _rename("registration_requests", "number_requests")


def _rename(old: str, new: str) -> None:
    """The table, and what is named after it."""
    op.rename_table(old, new)
    op.execute(f"ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq")
    op.execute(f"ALTER INDEX ix_{old}_student RENAME TO ix_{new}_student")
    keys = [f"fk_{{}}_{column}" for column in FOREIGN_KEYS]
    for name in ("pk_{}", "ck_{}_decision", *keys):
        op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT {name.format(old)} TO {name.format(new)}")
