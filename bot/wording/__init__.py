"""Indonesian sentences of the bot's own screens and answers, one module a subject. HTML, names escaped."""
