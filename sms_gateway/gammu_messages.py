"""libgammu's dictionaries of messages, read and filled in. What is odd about them is dealt with here."""

from collections.abc import Mapping
from typing import Any

from core.phone import parse_sender
from core.sms_text import is_gsm7
from sms_gateway.assembling import StoredPart
from sms_gateway.driver import DeliveryReport
from sms_gateway.received_text import mended

GammuMessage = Mapping[str, Any]

_STILL_TRYING = range(0x20, 0x40)  # TP-Status (3GPP TS 23.040, 9.2.3.15): below is delivered, above is given up


def is_report(message: GammuMessage) -> bool:
    return bool(message.get("Type") == "Status_Report")


def is_received(message: GammuMessage) -> bool:
    """A message from outside, rather than a draft or a copy of a sent one."""
    return bool(message["Type"] == "Deliver")


def stored_part(message: GammuMessage) -> StoredPart:
    """A received part. What carries data instead of text (settings, ring tones) says only that."""
    header = message["UDH"]
    several = header["AllParts"] > 1 and header["PartNumber"] >= 1
    return StoredPart(
        place=message["Location"],
        sender=message["Number"],
        text=_text(message),
        sent_at=message["SMSCDateTime"],
        reference=max(header["ID8bit"], header["ID16bit"]) if several else 0,
        total=header["AllParts"] if several else 1,
        number=header["PartNumber"] if several else 1,
    )


def report(message: GammuMessage) -> DeliveryReport | None:
    """A delivery report, None for one that says only that the network is still trying."""
    status = message["DeliveryStatus"]
    if status in _STILL_TRYING:
        return None
    phone = parse_sender(message["Number"]).address
    return DeliveryReport(phone, message["MessageReference"], delivered=status < _STILL_TRYING.start)


def long_text(text: str) -> dict[str, Any]:
    """What `EncodeSMS` takes. libgammu writes `~` as a control character in texts that must go as UCS2."""
    safe = text if is_gsm7(text) else text.replace("~", "-")
    return {"Entries": [{"ID": "ConcatenatedAutoTextLong", "Buffer": safe}]}


def addressed(part: GammuMessage, *, to: str, service_centre: str) -> dict[str, Any]:
    """A part of `EncodeSMS`, ready to send. An alert is worth a day; without a validity it would get five minutes."""
    centre = {"Number": service_centre, "Validity": "1D"}
    return {**part, "SMSC": centre, "Number": to, "Type": "Status_Report"}


def _text(message: GammuMessage) -> str:
    if message["Coding"].startswith("8bit"):
        return f"({message['Length']} octets of data)"
    return mended(message["Text"], message["Length"], seven_bit=message["Coding"].startswith("Default"))
