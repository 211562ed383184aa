"""The one way in which the embedded server says that it cannot work."""


class EmbeddedPostgresError(Exception):
    """A sentence for the person at the terminal: what is in the way, and what to do."""
