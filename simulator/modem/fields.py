"""Fields that PDUs share: addresses, digits in swapped halves, time stamps (3GPP TS 23.040, 9.1.2 and 9.2.3)."""

from datetime import datetime, timedelta

from simulator.modem import gsm7

_DIGITS = "0123456789*#abc"
_INTERNATIONAL, _ALPHANUMERIC, _UNKNOWN = 0x91, 0xD0, 0x81
_QUARTER = timedelta(minutes=15)


def swapped_digits(digits: str) -> bytes:
    """Two digits an octet, the first in the lower half, an odd end filled with F."""
    codes = [_DIGITS.index(digit) for digit in digits] + [0xF] * (len(digits) % 2)
    return bytes(low | high << 4 for low, high in zip(codes[::2], codes[1::2], strict=True))


def read_swapped_digits(octets: bytes) -> str:
    """The digits of `octets`, up to the first filler."""
    halves = (half for octet in octets for half in (octet & 0xF, octet >> 4))
    return "".join(_DIGITS[half] for half in halves if half < len(_DIGITS))


def address(number: str) -> bytes:
    """TP-OA, TP-DA or TP-RA: `+62…` international, digits alone for short codes, anything else a name in 7 bits."""
    if number.lstrip("+").isdecimal() and number.isascii():
        digits = number.lstrip("+")
        kind = _INTERNATIONAL if number.startswith("+") else _UNKNOWN
        return bytes([len(digits), kind]) + swapped_digits(digits)
    packed = gsm7.pack(gsm7.encode(number))
    # The length of a name counts the half octets in use, not its letters: 11 letters are 77 bits, 20 halves.
    return bytes([(len(gsm7.encode(number)) * 7 + 3) // 4, _ALPHANUMERIC]) + packed


def take_address(octets: bytes) -> tuple[str, bytes]:
    """The number at the start of `octets`, and what follows it."""
    halves, kind = octets[0], octets[1]
    end = 2 + (halves + 1) // 2
    body, rest = octets[2:end], octets[end:]
    if kind & 0x70 == 0x50:
        return gsm7.decode(gsm7.unpack(body, halves * 4 // 7)), rest
    return ("+" if kind & 0x70 == 0x10 else "") + read_swapped_digits(body), rest


def service_centre(number: str) -> bytes:
    """The SMSC's address in front of a PDU: its length counts octets, unlike every other address."""
    digits = swapped_digits(number.lstrip("+"))
    return bytes([len(digits) + 1, _INTERNATIONAL]) + digits


def take_service_centre(octets: bytes) -> tuple[str, bytes]:
    """The SMSC named in front of a PDU (empty: the one set by AT+CSCA), and the PDU itself."""
    end = 1 + octets[0]
    named, rest = octets[1:end], octets[end:]
    return ("+" + read_swapped_digits(named[1:]) if named else ""), rest


def time_stamp(at: datetime) -> bytes:
    """TP-SCTS: local time to the second and the zone in quarters of an hour. `at` must be aware."""
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a time stamp needs a zone")
    quarters = abs(offset) // _QUARTER
    zone = swapped_digits(f"{quarters:02d}")[0] | (0x08 if offset < timedelta() else 0)
    return swapped_digits(f"{at:%y%m%d%H%M%S}") + bytes([zone])


def relative_validity(octet: int) -> timedelta:
    """TP-VP in one octet (9.2.3.12.1): steps of 5 minutes, 30 minutes, a day, a week."""
    if octet <= 143:
        return (octet + 1) * timedelta(minutes=5)
    if octet <= 167:
        return timedelta(hours=12) + (octet - 143) * timedelta(minutes=30)
    if octet <= 196:
        return timedelta(days=octet - 166)
    return timedelta(weeks=octet - 192)
