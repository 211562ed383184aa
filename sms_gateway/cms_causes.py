"""What the number of a +CMS ERROR says about a message that was refused (3GPP TS 24.011, E-2; TS 27.005, 3.2.5)."""

from sms_gateway.driver import SendRefused, SendUnknown

_NUMBER_IS_WRONG = frozenset({1, 28, 30, 304})  # unassigned, unidentified or unknown subscriber; PDU can't be built
# The equipment, the SIM, the service centre or the signal: no message leaves, whoever it is for. Refusals by the
# network (21 rejected, 38 out of order, 50 no credit …) may concern one number only: they count against the message.
_MODEM_IS_ILL = frozenset({*range(300, 304), *range(310, 324), 330, 331})
_NETWORK_TIMEOUT = 332  # it went out and the network's answer did not come back


def refusal(cause: int | None) -> SendRefused | SendUnknown:
    """The error to raise for a send that ended with this cause; None: refused without a number."""
    if cause == _NETWORK_TIMEOUT:
        return SendUnknown("the network did not answer the modem (+CMS ERROR: 332)")
    return SendRefused(cause, permanent=cause in _NUMBER_IS_WRONG, modem_fault=cause in _MODEM_IS_ILL)
