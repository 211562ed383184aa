"""The bot's inline buttons, one module a subject."""
