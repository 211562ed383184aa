"""A GSM modem, its network and the phones on it, as a pseudo-terminal that any program for modems can open."""

from simulator.modem.faults import (
    Fault,
    Hang,
    Junk,
    LoseAnswer,
    NoSignal,
    RefuseSend,
    Reset,
    ResetAtSend,
    Slow,
)
from simulator.modem.modem import Modem
from simulator.modem.network import Network
from simulator.modem.phone import Phone

__all__ = [
    "Fault",
    "Hang",
    "Junk",
    "LoseAnswer",
    "Modem",
    "Network",
    "NoSignal",
    "Phone",
    "RefuseSend",
    "Reset",
    "ResetAtSend",
    "Slow",
]
