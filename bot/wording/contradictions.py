"""What the bot says when somebody settles a contradiction; what it shows is in `core.wording.contradictions`."""

NOTED = "Tercatat."
