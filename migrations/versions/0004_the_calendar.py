"""The calendar: days that are not like the others, hours of staff, and asking before alarming most of the school

None of these tables is about a pupil, so row-level security is not for them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = ("national", "joint-leave", "school", "placement", "hours", "closure")


def upgrade() -> None:
    op.create_table(
        "calendar_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="calendarkind", native_enum=False, length=20), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("grades", postgresql.ARRAY(sa.INTEGER()), nullable=True),
        sa.Column("school_class_id", sa.Integer(), nullable=True),
        sa.Column("hours", postgresql.JSONB(), nullable=True),
        sa.Column("closed_from", sa.Time(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_calendar_entries_days")),
        sa.CheckConstraint("(kind = 'hours') = (hours IS NOT NULL)", name=op.f("ck_calendar_entries_hours")),
        sa.CheckConstraint("(kind = 'closure') = (closed_from IS NOT NULL)", name=op.f("ck_calendar_entries_closure")),
        sa.CheckConstraint(
            "kind <> 'placement' OR school_class_id IS NOT NULL", name=op.f("ck_calendar_entries_placement")
        ),
        sa.CheckConstraint("grades IS NULL OR school_class_id IS NULL", name=op.f("ck_calendar_entries_whom")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_calendar_entries_school_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entries")),
    )
    op.create_index("ix_calendar_entries_days", "calendar_entries", ["last_day", "first_day"], unique=False)
    op.create_index(
        "uq_calendar_entries_proposal",
        "calendar_entries",
        ["first_day"],
        unique=True,
        postgresql_where=sa.text("kind IN ('national', 'joint-leave')"),
    )
    op.create_index(
        "uq_calendar_entries_closure",
        "calendar_entries",
        ["first_day"],
        unique=True,
        postgresql_where=sa.text("kind = 'closure' AND removed_at IS NULL"),
    )
    op.create_table(
        "staff_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_staff_hours_weekday")),
        sa.CheckConstraint("begins IS NOT NULL OR ends IS NULL", name=op.f("ck_staff_hours_hours")),
        sa.CheckConstraint("ends > begins", name=op.f("ck_staff_hours_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_staff_hours_person_id")),
        sa.PrimaryKeyConstraint("person_id", "weekday", name=op.f("pk_staff_hours")),
    )
    op.create_table(
        "mass_alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (send IS NULL)", name=op.f("ck_mass_alerts_decision")),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_mass_alerts_decided_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_mass_alerts_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_alerts")),
        sa.UniqueConstraint("on_date", name=op.f("uq_mass_alerts_on_date")),
    )


def downgrade() -> None:
    op.drop_table("mass_alerts")
    op.drop_table("staff_hours")
    op.drop_index(
        "uq_calendar_entries_closure",
        table_name="calendar_entries",
        postgresql_where=sa.text("kind = 'closure' AND removed_at IS NULL"),
    )
    op.drop_index(
        "uq_calendar_entries_proposal",
        table_name="calendar_entries",
        postgresql_where=sa.text("kind IN ('national', 'joint-leave')"),
    )
    op.drop_index("ix_calendar_entries_days", table_name="calendar_entries")
    op.drop_table("calendar_entries")
