"""What the number of a +CMS ERROR says about a message that was refused (3GPP TS 24.011, E-2; TS 27.005, 3.2.5)."""

from sms_gateway.driver import SendRefused, SendUnknown

_NUMBER_IS_WRONG = frozenset({1, 28, 30, 304})  # unassigned, unidentified or unknown subscriber; PDU can't be built
# The message's turn comes again when the modem, its SIM or its network is well: barred (8, 10), no credit as
# operators report it (21, 50), out of order, congested (27..47), SIM or network missing (300..).
_MODEM_IS_ILL = frozenset({8, 10, 21, 27, 29, 38, 41, 42, 47, 50, 69, *range(300, 304), *range(310, 324), 330, 331})
_NETWORK_TIMEOUT = 332  # it went out and the network's answer did not come back


def refusal(cause: int | None) -> SendRefused | SendUnknown:
    """The error to raise for a send that ended with this cause; None: refused without a number."""
    if cause == _NETWORK_TIMEOUT:
        return SendUnknown("the network did not answer the modem (+CMS ERROR: 332)")
    return SendRefused(cause, permanent=cause in _NUMBER_IS_WRONG, modem_fault=cause in _MODEM_IS_ILL)
