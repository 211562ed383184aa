"""The PDUs between a modem and its network: SUBMIT read, DELIVER and STATUS-REPORT written (TS 23.040, 9.2.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.modem import fields, user_data
from simulator.modem.user_data import Alphabet, Part

_SUBMIT, _STATUS_REPORT = 0x01, 0x02
_NO_MORE_MESSAGES, _WANTS_REPORT, _HAS_HEADER = 0x04, 0x20, 0x40


@dataclass(frozen=True, slots=True)
class Submitted:
    """One part as the host handed it to the modem. `service_centre` is empty when the modem's own is to be used."""

    service_centre: str
    to: str
    part: Part
    wants_report: bool
    validity: timedelta | None


def read_submit(octets: bytes) -> Submitted:
    """Reads the PDU of AT+CMGS with the service centre in front. Raises ValueError or IndexError when it is not one."""
    centre, tpdu = fields.take_service_centre(octets)
    first = tpdu[0]
    if first & 0x03 != _SUBMIT:
        raise ValueError(f"not a SUBMIT: first octet {first:02X}")
    to, rest = fields.take_address(tpdu[2:])
    alphabet, rest = alphabet_of(rest[1]), rest[2:]
    validity, data = _take_validity(first >> 3 & 0x03, rest)
    part = user_data.decode(alphabet, bool(first & _HAS_HEADER), data)
    return Submitted(centre, to, part, bool(first & _WANTS_REPORT), validity)


def alphabet_of(scheme: int) -> Alphabet:
    """The alphabet of a data coding scheme (TS 23.038, 4): general groups, message waiting, and class groups."""
    if scheme & 0xF0 == 0xF0:
        return Alphabet(scheme & 0x04)
    if scheme & 0xC0 == 0xC0:
        return Alphabet.UCS2 if scheme & 0xF0 == 0xE0 else Alphabet.GSM7
    return Alphabet(scheme & 0x0C)


def _take_validity(form: int, octets: bytes) -> tuple[timedelta | None, bytes]:
    """Relative validity (form 2) takes one octet; absolute and enhanced (3 and 1) take seven, only stepped over."""
    if form == 2:
        return fields.relative_validity(octets[0]), octets[1:]
    return None, octets[7:] if form else octets


def deliver(centre: str, sender: str, part: Part, at: datetime) -> bytes:
    """The PDU of a received part, as AT+CMGL lists it, the service centre in front."""
    first = _NO_MORE_MESSAGES | (_HAS_HEADER if part.place else 0)
    head = bytes([first]) + fields.address(sender) + bytes([0, part.alphabet.value])
    return fields.service_centre(centre) + head + fields.time_stamp(at) + user_data.encode(part)


def status_report(centre: str, reference: int, to: str, *, sent: datetime, settled: datetime, status: int) -> bytes:
    """The PDU of a delivery report: `reference` as AT+CMGS returned it, `status` as in TS 23.040, 9.2.3.15."""
    head = bytes([_STATUS_REPORT | _NO_MORE_MESSAGES, reference]) + fields.address(to)
    times = fields.time_stamp(sent) + fields.time_stamp(settled)
    return fields.service_centre(centre) + head + times + bytes([status])
