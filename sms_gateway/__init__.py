"""The modem edge: SMS in, SMS out. One worker process per modem, supervised."""
