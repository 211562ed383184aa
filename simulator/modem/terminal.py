"""The modem's side of the AT dialogue: characters into commands, answers and prompts back (V.250, TS 27.005)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

CTRL_Z, ESC = 0x1A, 0x1B


class AtError(Exception):
    """A command was refused; the text is the final answer, `ERROR` or one of its longer forms."""

    @classmethod
    def cms(cls, cause: int) -> "AtError":
        """Refusal of a message command (TS 27.005, 3.2.5)."""
        return cls(f"+CMS ERROR: {cause}")

    @classmethod
    def cme(cls, cause: int) -> "AtError":
        """Refusal of an equipment command (TS 27.007, 9.2)."""
        return cls(f"+CME ERROR: {cause}")


class Unanswered(Exception):
    """The command was taken, but nothing is answered."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The command wants a PDU: `then` gets its hexadecimal text and returns the lines of the answer."""

    then: Callable[[str], list[str]]


class Answering(Protocol):
    """Whoever knows the commands."""

    @property
    def echo(self) -> bool: ...
    def execute(self, command: str) -> list[str] | Prompt:
        """Lines of the answer, or a prompt. Raises AtError or Unanswered."""
        ...


class Terminal:
    """Feeds commands to `answering` one by one, and writes what a modem would to `write`."""

    def __init__(self, answering: Answering, write: Callable[[bytes], None]) -> None:
        self._answering = answering
        self._write = write
        self._buffer = bytearray()
        self._prompt: Prompt | None = None

    def reset(self) -> None:
        """Forgets a command that was being typed."""
        self._buffer.clear()
        self._prompt = None

    def feed(self, data: bytes) -> None:
        """Takes what the host wrote."""
        for octet in data:
            if self._answering.echo:
                self._write(bytes([octet]))
            if self._prompt:
                self._feed_pdu(self._prompt, octet)
            elif octet == ord("\r"):
                self._finish_command()
            elif octet not in (ord("\n"), ESC, CTRL_Z):
                self._buffer.append(octet)

    def unsolicited(self, *lines: str) -> None:
        """Lines that no command asked for."""
        for line in lines:
            self._write(f"\r\n{line}\r\n".encode())

    def _finish_command(self) -> None:
        command = self._buffer.decode("latin-1").strip()
        self._buffer.clear()
        if command:
            self._answer(lambda: self._answering.execute(command))

    def _feed_pdu(self, prompt: Prompt, octet: int) -> None:
        if octet not in (CTRL_Z, ESC):
            self._buffer.append(octet)
            return
        text = self._buffer.decode("latin-1").strip()
        self.reset()
        if octet == CTRL_Z:
            self._answer(lambda: prompt.then(text))
        else:
            self.unsolicited("OK")

    def _answer(self, work: Callable[[], list[str] | Prompt]) -> None:
        try:
            answer = work()
        except AtError as refused:
            self.unsolicited(str(refused))
        except Unanswered:
            pass
        else:
            if isinstance(answer, Prompt):
                self._prompt = answer
                self._write(b"\r\n> ")
            else:
                self.unsolicited(*answer, "OK")
