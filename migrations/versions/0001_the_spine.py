"""The spine: people, pupils, events, messages"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("code", name=op.f("uq_departments_code")),
    )
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_runs")),
    )
    op.create_table(
        "school_rules",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_school_rules")),
    )
    op.create_table(
        "school_years",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_school_years_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_years")),
        sa.UniqueConstraint("name", name=op.f("uq_school_years_name")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_school_years_starts_on")),
    )
    op.create_table(
        "students",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nis", sa.String(), nullable=False),
        sa.Column("nisn", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_students")),
        sa.UniqueConstraint("nis", name=op.f("uq_students_nis")),
        sa.UniqueConstraint("nisn", name=op.f("uq_students_nisn")),
    )
    op.create_table(
        "telegram_updates",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("pk_telegram_updates")),
    )
    op.create_index(
        "ix_telegram_updates_open",
        "telegram_updates",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "inbound_sms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modem", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("understood_as", sa.String(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_inbound_sms_student_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_sms")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_inbound_sms_dedupe_key")),
    )
    op.create_index(
        "ix_inbound_sms_open", "inbound_sms", ["id"], unique=False, postgresql_where=sa.text("handled_at IS NULL")
    )
    op.create_index("ix_inbound_sms_phone", "inbound_sms", ["phone", "received_at"], unique=False)
    op.create_table(
        "keycodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_keycodes_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keycodes")),
        sa.UniqueConstraint("code", name=op.f("uq_keycodes_code")),
    )
    op.create_index(
        "uq_keycodes_student_now",
        "keycodes",
        ["student_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("nip", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_people_student_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("nip", name=op.f("uq_people_nip")),
        sa.UniqueConstraint("student_id", name=op.f("uq_people_student_id")),
    )
    op.create_table(
        "school_classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_year_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_school_classes_department_id")),
        sa.ForeignKeyConstraint(["school_year_id"], ["school_years.id"], name=op.f("fk_school_classes_school_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_classes")),
        sa.UniqueConstraint("school_year_id", "name", name=op.f("uq_school_classes_school_year_id_name")),
    )
    op.create_index(op.f("ix_school_classes_department_id"), "school_classes", ["department_id"], unique=False)
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_year_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_terms_number")),
        sa.ForeignKeyConstraint(["school_year_id"], ["school_years.id"], name=op.f("fk_terms_school_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("school_year_id", "number", name=op.f("uq_terms_school_year_id_number")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_entries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"], unique=False)
    op.create_table(
        "class_memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("student_id"), "="),
            (sa.text("daterange(valid_from, valid_until, '[]')"), "&&"),
            using="gist",
            name="one_class_at_a_time",
        ),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_class_memberships_dates")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_class_memberships_school_class_id")
        ),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_class_memberships_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_memberships")),
    )
    op.create_index("ix_class_memberships_class", "class_memberships", ["school_class_id", "valid_from"], unique=False)
    op.create_table(
        "class_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reported_by"], ["people.id"], name=op.f("fk_class_reports_reported_by")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_class_reports_school_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_reports")),
    )
    op.create_index("ix_class_reports_day", "class_reports", ["on_date", "school_class_id"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column(
            "reason_before",
            sa.Enum("S", "I", "A", "D", "P", name="absencereason", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column(
            "reason_after",
            sa.Enum("S", "I", "A", "D", "P", name="absencereason", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("corrected_by", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["corrected_by"], ["people.id"], name=op.f("fk_corrections_corrected_by")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_corrections_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_day", "corrections", ["on_date", "student_id"], unique=False)
    op.create_table(
        "guardians",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("keycode_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["keycode_id"], ["keycodes.id"], name=op.f("fk_guardians_keycode_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_guardians_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardians")),
    )
    op.create_index("ix_guardians_student", "guardians", ["student_id"], unique=False)
    op.create_index(
        "uq_guardians_phone_student_now",
        "guardians",
        ["phone", "student_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "leadership",
                "counselor",
                "department-head",
                "homeroom",
                "duty-teacher",
                "officer",
                "class-president",
                "class-secretary",
                "student",
                "teacher",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("school_class_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_by", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_invitations_department_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invitations_person_id")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_invitations_school_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
    )
    op.create_table(
        "leadership_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["named_by"], ["people.id"], name=op.f("fk_leadership_groups_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leadership_groups")),
    )
    op.create_index(
        "uq_leadership_groups_now",
        "leadership_groups",
        [sa.literal_column("(true)")],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Enum("sms", "telegram", name="channel", native_enum=False, length=20), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("extras", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("inbound_sms_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interrupted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unknown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.BigInteger(), nullable=True),
        sa.Column("sms_references", postgresql.ARRAY(sa.INTEGER()), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undelivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["inbound_sms_id"], ["inbound_sms.id"], name=op.f("fk_outbox_messages_inbound_sms_id")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_outbox_messages_student_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_messages_dedupe_key")),
    )
    op.create_index(
        "ix_outbox_messages_in_flight",
        "outbox_messages",
        ["channel", "recipient", "leased_until"],
        unique=False,
        postgresql_where=sa.text(
            "sent_at IS NULL AND given_up_at IS NULL AND withdrawn_at IS NULL AND unknown_at IS NULL"
        ),
    )
    op.create_index(op.f("ix_outbox_messages_inbound_sms_id"), "outbox_messages", ["inbound_sms_id"], unique=False)
    op.create_index(
        "ix_outbox_messages_open",
        "outbox_messages",
        ["channel", "urgency", "id"],
        unique=False,
        postgresql_where=sa.text(
            "sent_at IS NULL AND given_up_at IS NULL AND withdrawn_at IS NULL AND unknown_at IS NULL"
        ),
    )
    op.create_index("ix_outbox_messages_sending", "outbox_messages", ["channel", "sending_at"], unique=False)
    op.create_index(
        "ix_outbox_messages_sent",
        "outbox_messages",
        ["recipient", "reference"],
        unique=False,
        postgresql_where=sa.text("reference IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_messages_student",
        "outbox_messages",
        ["student_id"],
        unique=False,
        postgresql_where=sa.text("student_id IS NOT NULL"),
    )
    op.create_table(
        "report_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("S", "I", "A", "D", "P", name="absencereason", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("entries", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_report_drafts_person_id")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_report_drafts_school_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_drafts")),
        sa.UniqueConstraint(
            "person_id", "school_class_id", "on_date", name=op.f("uq_report_drafts_person_id_school_class_id_on_date")
        ),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "leadership",
                "counselor",
                "department-head",
                "homeroom",
                "duty-teacher",
                "officer",
                "class-president",
                "class-secretary",
                "student",
                "teacher",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("school_class_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role = 'department-head') = (department_id IS NOT NULL)", name=op.f("ck_role_grants_department")
        ),
        sa.CheckConstraint(
            "(role IN ('homeroom', 'class-president', 'class-secretary')) = (school_class_id IS NOT NULL)",
            name=op.f("ck_role_grants_class"),
        ),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_role_grants_dates")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_role_grants_department_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")),
        sa.ForeignKeyConstraint(
            ["school_class_id"], ["school_classes.id"], name=op.f("fk_role_grants_school_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index("ix_role_grants_class", "role_grants", ["school_class_id", "role"], unique=False)
    op.create_index(op.f("ix_role_grants_person_id"), "role_grants", ["person_id"], unique=False)
    op.create_table(
        "telegram_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_telegram_accounts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telegram_accounts")),
    )
    op.create_index(
        "uq_telegram_accounts_person_now",
        "telegram_accounts",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("unlinked_at IS NULL"),
    )
    op.create_index(
        "uq_telegram_accounts_user_now",
        "telegram_accounts",
        ["telegram_id"],
        unique=True,
        postgresql_where=sa.text("unlinked_at IS NULL"),
    )
    op.create_table(
        "class_report_entries",
        sa.Column("class_report_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("S", "I", "A", "D", "P", name="absencereason", native_enum=False, length=20),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["class_report_id"], ["class_reports.id"], name=op.f("fk_class_report_entries_class_report_id")
        ),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_class_report_entries_student_id")),
        sa.PrimaryKeyConstraint("class_report_id", "student_id", name=op.f("pk_class_report_entries")),
    )
    op.create_index(op.f("ix_class_report_entries_student_id"), "class_report_entries", ["student_id"], unique=False)
    op.create_table(
        "guardian_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("guardian_id", sa.Integer(), nullable=False),
        sa.Column("inbound_sms_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("S", "I", "A", "D", "P", name="absencereason", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason IN ('S', 'I')", name=op.f("ck_guardian_notices_reason")),
        sa.CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name=op.f("ck_guardian_notices_decision")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_guardian_notices_days")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_guardian_notices_decided_by")),
        sa.ForeignKeyConstraint(["guardian_id"], ["guardians.id"], name=op.f("fk_guardian_notices_guardian_id")),
        sa.ForeignKeyConstraint(
            ["inbound_sms_id"], ["inbound_sms.id"], name=op.f("fk_guardian_notices_inbound_sms_id")
        ),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_guardian_notices_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_notices")),
        sa.UniqueConstraint("inbound_sms_id", "student_id", name=op.f("uq_guardian_notices_inbound_sms_id_student_id")),
    )
    op.create_index(
        "ix_guardian_notices_days", "guardian_notices", ["student_id", "first_day", "last_day"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_guardian_notices_days", table_name="guardian_notices")
    op.drop_table("guardian_notices")
    op.drop_index(op.f("ix_class_report_entries_student_id"), table_name="class_report_entries")
    op.drop_table("class_report_entries")
    op.drop_index(
        "uq_telegram_accounts_user_now", table_name="telegram_accounts", postgresql_where=sa.text("unlinked_at IS NULL")
    )
    op.drop_index(
        "uq_telegram_accounts_person_now",
        table_name="telegram_accounts",
        postgresql_where=sa.text("unlinked_at IS NULL"),
    )
    op.drop_table("telegram_accounts")
    op.drop_index(op.f("ix_role_grants_person_id"), table_name="role_grants")
    op.drop_index("ix_role_grants_class", table_name="role_grants")
    op.drop_table("role_grants")
    op.drop_table("report_drafts")
    op.drop_index(
        "ix_outbox_messages_student", table_name="outbox_messages", postgresql_where=sa.text("student_id IS NOT NULL")
    )
    op.drop_index(
        "ix_outbox_messages_sent", table_name="outbox_messages", postgresql_where=sa.text("reference IS NOT NULL")
    )
    op.drop_index("ix_outbox_messages_sending", table_name="outbox_messages")
    op.drop_index(
        "ix_outbox_messages_open",
        table_name="outbox_messages",
        postgresql_where=sa.text(
            "sent_at IS NULL AND given_up_at IS NULL AND withdrawn_at IS NULL AND unknown_at IS NULL"
        ),
    )
    op.drop_index(op.f("ix_outbox_messages_inbound_sms_id"), table_name="outbox_messages")
    op.drop_index(
        "ix_outbox_messages_in_flight",
        table_name="outbox_messages",
        postgresql_where=sa.text(
            "sent_at IS NULL AND given_up_at IS NULL AND withdrawn_at IS NULL AND unknown_at IS NULL"
        ),
    )
    op.drop_table("outbox_messages")
    op.drop_index(
        "uq_leadership_groups_now", table_name="leadership_groups", postgresql_where=sa.text("left_at IS NULL")
    )
    op.drop_table("leadership_groups")
    op.drop_table("invitations")
    op.drop_index("uq_guardians_phone_student_now", table_name="guardians", postgresql_where=sa.text("left_at IS NULL"))
    op.drop_index("ix_guardians_student", table_name="guardians")
    op.drop_table("guardians")
    op.drop_index("ix_corrections_day", table_name="corrections")
    op.drop_table("corrections")
    op.drop_index("ix_class_reports_day", table_name="class_reports")
    op.drop_table("class_reports")
    op.drop_index("ix_class_memberships_class", table_name="class_memberships")
    op.drop_table("class_memberships")
    op.drop_index(op.f("ix_audit_entries_at"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_table("terms")
    op.drop_index(op.f("ix_school_classes_department_id"), table_name="school_classes")
    op.drop_table("school_classes")
    op.drop_table("people")
    op.drop_index("uq_keycodes_student_now", table_name="keycodes", postgresql_where=sa.text("revoked_at IS NULL"))
    op.drop_table("keycodes")
    op.drop_index("ix_inbound_sms_phone", table_name="inbound_sms")
    op.drop_index("ix_inbound_sms_open", table_name="inbound_sms", postgresql_where=sa.text("handled_at IS NULL"))
    op.drop_table("inbound_sms")
    op.drop_index(
        "ix_telegram_updates_open", table_name="telegram_updates", postgresql_where=sa.text("done_at IS NULL")
    )
    op.drop_table("telegram_updates")
    op.drop_table("students")
    op.drop_table("school_years")
    op.drop_table("school_rules")
    op.drop_table("job_runs")
    op.drop_table("departments")
