"""Announcements say for whom they are: what is for guardians goes by SMS and in Telegram"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ASKED = "extras #>> '{question,kind}' = 'announce'"
"""Messages that ask an administrator for the words: they can still be answered."""


def upgrade() -> None:
    op.add_column("announcements", sa.Column("for_guardians", sa.Boolean(), nullable=True))
    op.execute("UPDATE announcements SET for_guardians = channel = 'sms'")
    op.alter_column("announcements", "for_guardians", nullable=False)
    op.drop_column("announcements", "channel")
    op.execute(
        f"""
        UPDATE outbox_messages SET extras = jsonb_set(
            extras #- '{{question,channel}}',
            '{{question,for_guardians}}',
            to_jsonb(extras #>> '{{question,channel}}' = 'sms')
        ) WHERE {ASKED}
        """
    )


def downgrade() -> None:
    op.add_column("announcements", sa.Column("channel", sa.String(20), nullable=True))
    op.execute("UPDATE announcements SET channel = CASE WHEN for_guardians THEN 'sms' ELSE 'telegram' END")
    op.alter_column("announcements", "channel", nullable=False)
    op.drop_column("announcements", "for_guardians")
    op.execute(
        f"""
        UPDATE outbox_messages SET extras = jsonb_set(
            extras #- '{{question,for_guardians}}',
            '{{question,channel}}',
            CASE WHEN (extras #>> '{{question,for_guardians}}')::boolean THEN '"sms"' ELSE '"telegram"' END::jsonb
        ) WHERE {ASKED}
        """
    )
