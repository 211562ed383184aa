"""The Indonesian sentences that leave through the outbox."""
