"""Who sent this SMS, and may we answer? Numbers are kept as E.164 (`+62812...`), as the network writes them."""

import enum
import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

# Indonesian short codes have 3 to 6 digits; up to 8 covers services elsewhere. No mobile number is so short.
_SHORT_CODE = re.compile(r"\+?[0-9]{1,8}")
_NUMBER = re.compile(r"\+?[0-9]+")
_WRITTEN_BETWEEN_DIGITS = re.compile(r"[\s().'\-/]+")
_MOBILE_TYPES = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_HIDDEN = "•"


class SenderKind(enum.Enum):
    """What kind of address an SMS came from."""

    MOBILE = "mobile"
    SHORT_CODE = "short_code"
    NAME = "name"
    OTHER = "other"  # a landline, a premium number, digits that are no number anywhere


@dataclass(frozen=True, slots=True)
class Sender:
    """A normalised sender; `address` is E.164 for a mobile, else what the network showed."""

    kind: SenderKind
    address: str

    @property
    def is_answerable(self) -> bool:
        """Only people are answered: machines behind short codes and names would answer back, for ever."""
        return self.kind is SenderKind.MOBILE


def parse_sender(raw: str) -> Sender:
    """Sort the originating address of an SMS; never fails."""
    shown = raw.strip()
    if number := mobile_number(shown):
        return Sender(SenderKind.MOBILE, number)
    digits = _WRITTEN_BETWEEN_DIGITS.sub("", shown)
    if _SHORT_CODE.fullmatch(digits):
        return Sender(SenderKind.SHORT_CODE, digits)
    if _NUMBER.fullmatch(digits):
        return Sender(SenderKind.OTHER, digits)
    return Sender(SenderKind.NAME, shown)


def mobile_number(raw: str) -> str | None:
    """E.164 of a mobile number as people and spreadsheets write it, or None.

    Understands `0812-3456-7890`, `62812...`, `0062812...` and the `81234567890` that Excel leaves of `081234567890`.
    A number of another country needs its `+` or `00`.
    """
    digits = _WRITTEN_BETWEEN_DIGITS.sub("", raw.strip().removesuffix(".0"))
    if not _NUMBER.fullmatch(digits):
        return None
    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", digits), "ID")
    except NumberParseException:
        return None
    if phonenumbers.number_type(number) not in _MOBILE_TYPES:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked(phone: str) -> str:
    """`+62812•••••890`: enough for a teacher to recognise, four digits or more short of dialling.

    Short codes and names stay as they are: they are nobody's private number.
    """
    if not _NUMBER.fullmatch(phone) or len(phone) <= 8:
        return phone
    head = min(6, len(phone) - 7)
    return phone[:head] + _HIDDEN * (len(phone) - head - 3) + phone[-3:]
