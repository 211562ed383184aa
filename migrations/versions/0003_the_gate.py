"""The gate: cards, stations, scans"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# As in revision 0002: whose pupil it is decides; a card or scan of staff is seen by those who see the whole school.
TABLES = ("cards", "scans")
SEEN = (
    "current_setting('absensi.scope', true) = '*'"
    " OR student_id IN (SELECT student_id FROM class_memberships)"
    " OR student_id = ANY (string_to_array(nullif(current_setting('absensi.students', true), ''), ',')::int[])"
)


def upgrade() -> None:
    op.create_table(
        "stations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_stations_secret_hash")),
    )
    op.create_index(
        "uq_stations_name_now", "stations", ["name"], unique=True, postgresql_where=sa.text("removed_at IS NULL")
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(student_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_cards_holder")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cards_person_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_cards_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("code", name=op.f("uq_cards_code")),
    )
    op.create_index(
        "uq_cards_person_now",
        "cards",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL AND valid_on IS NULL"),
    )
    op.create_index(
        "uq_cards_student_now",
        "cards",
        ["student_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL AND valid_on IS NULL"),
    )
    op.create_table(
        "scans",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("direction", sa.Enum("in", "out", name="direction", native_enum=False, length=20), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("minutes_late", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.CheckConstraint("(entered_by IS NULL) = (why IS NULL)", name=op.f("ck_scans_by_hand")),
        sa.CheckConstraint("NOT counts OR direction IS NOT NULL", name=op.f("ck_scans_direction")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_scans_card_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_scans_entered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_scans_person_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_scans_station_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_scans_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
        sa.UniqueConstraint("nonce", name=op.f("uq_scans_nonce")),
    )
    op.create_index("ix_scans_day", "scans", ["on_date", "station_id"], unique=False)
    op.create_index(
        "uq_scans_person_day",
        "scans",
        ["person_id", "on_date", "direction"],
        unique=True,
        postgresql_where=sa.text("counts"),
    )
    op.create_index(
        "uq_scans_student_day",
        "scans",
        ["student_id", "on_date", "direction"],
        unique=True,
        postgresql_where=sa.text("counts"),
    )
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY sight ON {table} USING ({SEEN})")


def downgrade() -> None:
    op.drop_index("uq_scans_student_day", table_name="scans", postgresql_where=sa.text("counts"))
    op.drop_index("uq_scans_person_day", table_name="scans", postgresql_where=sa.text("counts"))
    op.drop_index("ix_scans_day", table_name="scans")
    op.drop_table("scans")
    op.drop_index(
        "uq_cards_student_now", table_name="cards", postgresql_where=sa.text("revoked_at IS NULL AND valid_on IS NULL")
    )
    op.drop_index(
        "uq_cards_person_now", table_name="cards", postgresql_where=sa.text("revoked_at IS NULL AND valid_on IS NULL")
    )
    op.drop_table("cards")
    op.drop_index("uq_stations_name_now", table_name="stations", postgresql_where=sa.text("removed_at IS NULL"))
    op.drop_table("stations")
