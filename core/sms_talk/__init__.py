"""What the school answers to an SMS from a number, and who hears of it. One message, one turn."""

from core.outcomes import Outcome
from core.sms_talk.responding import respond
from core.sms_talk.turn import ANSWERS_PER_HOUR, Turn

__all__ = ["ANSWERS_PER_HOUR", "Outcome", "Turn", "respond"]
