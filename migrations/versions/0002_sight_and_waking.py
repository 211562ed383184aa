"""Row-level security on the pupils' tables, and the outbox waking its couriers

A connection that was told nothing sees no pupil. `absensi.scope` = '*' sees all; else `absensi.classes` and
`absensi.students` list ids. It is the net under the WHERE clauses of the program's own policy, and coarser: a class's
pupils of any date.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ALL = "current_setting('absensi.scope', true) = '*'"
MEMBERS = "SELECT student_id FROM class_memberships"  # itself limited to the classes that may be seen
LISTED = "= ANY (string_to_array(nullif(current_setting('absensi.{}', true), ''), ',')::int[])"

SEEN = {
    "students": f"id IN ({MEMBERS}) OR id {LISTED.format('students')}",
    "class_memberships": f"school_class_id {LISTED.format('classes')} OR student_id {LISTED.format('students')}",
} | {
    table: f"student_id IN ({MEMBERS}) OR student_id {LISTED.format('students')}"
    for table in ("keycodes", "guardians", "guardian_notices", "class_report_entries", "corrections")
}


def upgrade() -> None:
    for table, condition in SEEN.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY sight ON {table} USING ({ALL} OR {condition})")
    op.execute(
        """
        CREATE FUNCTION wake_couriers() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('outbox_' || channel, '') FROM (SELECT DISTINCT channel FROM fresh) AS channels;
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER wake_couriers AFTER INSERT ON outbox_messages REFERENCING NEW TABLE AS fresh "
        "FOR EACH STATEMENT EXECUTE FUNCTION wake_couriers()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER wake_couriers ON outbox_messages")
    op.execute("DROP FUNCTION wake_couriers")
    for table in SEEN:
        op.execute(f"DROP POLICY sight ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
