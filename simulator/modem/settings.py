"""What the host has set, and what a modem forgets when it starts afresh."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Settings:
    """As after power-on. `notify` is AT+CNMI (mode, mt, bm, ds, bfr); `memories` serve reading, writing, receiving."""

    echo: bool = True
    charset: str = "GSM"
    notify: tuple[int, ...] = (0, 0, 0, 0, 0)
    memories: list[str] = field(default_factory=lambda: ["SM", "SM", "SM"])
    registration: int = 0
    operator_format: int = 0
    ussd: bool = False

    def to_charset(self, text: str) -> str:
        """A string as AT+CSCS wants it: UCS2 as hexadecimal."""
        return text.encode("utf-16-be").hex().upper() if self.charset == "UCS2" else text

    def from_charset(self, text: str) -> str:
        """A string of the host's, read as AT+CSCS says. Raises ValueError when UCS2 is not hexadecimal."""
        return bytes.fromhex(text).decode("utf-16-be") if self.charset == "UCS2" else text
