"""Gates of stations, asked directions of scans, and verdicts that were superseded"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DIRECTION = sa.Enum("in", "out", name="direction", native_enum=False, length=20)


def upgrade() -> None:
    op.add_column("stations", sa.Column("gate", sa.String(), nullable=True))
    op.execute("UPDATE stations SET gate = name")
    op.alter_column("stations", "gate", nullable=False)
    op.add_column("scans", sa.Column("asked", DIRECTION, nullable=True))
    # Until now officers always chose a direction, and what stations were asked was not kept.
    op.execute("UPDATE scans SET asked = direction WHERE entered_by IS NOT NULL")
    op.create_table(
        "superseded_verdicts",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("scan_id", sa.BigInteger(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("direction", DIRECTION, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("minutes_late", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["scans.id"], name=op.f("fk_superseded_verdicts_scan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superseded_verdicts")),
    )
    for column in ("scan_id", "superseded_at"):
        op.create_index(op.f(f"ix_superseded_verdicts_{column}"), "superseded_verdicts", [column], unique=False)
    # Whose scan may be seen, of that one also this: the policy of scans, which limits the subquery.
    op.execute("ALTER TABLE superseded_verdicts ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE superseded_verdicts FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY sight ON superseded_verdicts USING (scan_id IN (SELECT id FROM scans))")


def downgrade() -> None:
    op.drop_table("superseded_verdicts")
    op.drop_column("scans", "asked")
    op.drop_column("stations", "gate")
