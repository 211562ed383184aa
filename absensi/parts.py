"""What the service is made of."""

import enum


class Part(enum.StrEnum):
    """What `absensi run` can run; all by default, and several machines may each run some."""

    BOT = "bot"
    SMS_GATEWAY = "sms-gateway"
    SCHEDULER = "scheduler"
    STATION = "station"
