"""A command that cannot be done as asked."""


class CommandRefused(Exception):
    """One sentence for standard error; exit status 1."""
