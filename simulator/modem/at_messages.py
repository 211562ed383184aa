"""Commands about messages: sending, listing, reading, deleting, notifications (3GPP TS 27.005), PDU mode only."""

from typing import Protocol

from simulator.modem.pdu import Submitted, read_submit
from simulator.modem.radio import Radio
from simulator.modem.request import Request
from simulator.modem.settings import Settings
from simulator.modem.storage import STORED_UNSENT, Storage
from simulator.modem.terminal import AtError, Prompt

_INVALID_PDU, _INVALID_INDEX, _MEMORY_FULL = 304, 321, 322


class MessageModem(Protocol):
    """What these commands ask of the modem."""

    settings: Settings
    service_centre: str

    radio: Radio


class MessageCommands:
    """Answers for `modem`; `answer` returns None for a command it doesn't know."""

    def __init__(self, modem: MessageModem) -> None:
        self._modem = modem

    def answer(self, request: Request) -> list[str] | Prompt | None:
        handler = _HANDLERS.get(request.name)
        return handler(self, request) if handler else None

    def service(self, request: Request) -> list[str]:
        return {"=?": ["+CSMS: (0,1)"], "?": ["+CSMS: 0,1,1,1"], "=": ["+CSMS: 1,1,1"]}[request.form]

    def format(self, request: Request) -> list[str]:
        if request.form == "=" and request.number(0) != 0:
            raise AtError("ERROR")  # text mode is not offered; hosts then stay with PDUs
        return {"=?": ["+CMGF: (0)"], "?": ["+CMGF: 0"]}.get(request.form, [])

    def service_centre(self, request: Request) -> list[str]:
        settings = self._modem.settings
        if request.form == "=":
            self._modem.service_centre = settings.from_charset(request.arguments[0])
            return []
        return [f'+CSCA: "{settings.to_charset(self._modem.service_centre)}",145'] if request.form == "?" else []

    def notifications(self, request: Request) -> list[str]:
        settings = self._modem.settings
        if request.form == "=":
            settings.notify = tuple(request.number(position) for position in range(5))
        possible = ["+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)"]
        now = ["+CNMI: " + ",".join(map(str, settings.notify))]
        return {"=?": possible, "?": now}.get(request.form, [])

    def chosen_memories(self, request: Request) -> list[str]:
        chosen = self._modem.settings.memories
        if request.form == "=?":
            names = ",".join(f'"{name}"' for name in self._modem.radio.memories)
            return [f"+CPMS: ({names}),({names}),({names})"]
        if request.form == "?":
            return ["+CPMS: " + ",".join(f'"{name}",{self._usage(name)}' for name in chosen)]
        if not set(request.arguments) <= set(self._modem.radio.memories):
            raise AtError("ERROR")
        chosen[: len(request.arguments)] = request.arguments
        return ["+CPMS: " + ",".join(self._usage(name) for name in chosen)]

    def list_messages(self, request: Request) -> list[str]:
        if request.form == "=?":
            return ["+CMGL: (0-4)"]
        return [
            line
            for index, stored in self._reading.listed(request.number(0))
            for line in (f"+CMGL: {index},{stored.state},,{stored.length}", stored.octets.hex().upper())
        ]

    def read(self, request: Request) -> list[str]:
        if request.form == "=?":
            return []
        stored = self._reading.read(request.number(0))
        if stored is None:
            raise AtError.cms(_INVALID_INDEX)
        return [f"+CMGR: {stored.state},,{stored.length}", stored.octets.hex().upper()]

    def delete(self, request: Request) -> list[str]:
        if request.form == "=?":
            return []
        if self._reading.places.pop(request.number(0), None) is None:
            raise AtError.cms(_INVALID_INDEX)
        self._modem.radio.take_waiting()
        return []

    def send(self, request: Request) -> list[str] | Prompt:
        if request.form == "=?":
            return []
        announced = request.number(0)
        return Prompt(lambda text: [f"+CMGS: {self._modem.radio.submit(_submitted(text, announced))}"])

    def write(self, request: Request) -> list[str] | Prompt:
        return [] if request.form == "=?" else Prompt(lambda text: [f"+CMGW: {self._put(text)}"])

    @property
    def _reading(self) -> Storage:
        return self._modem.radio.memories[self._modem.settings.memories[0]]

    def _usage(self, name: str) -> str:
        storage = self._modem.radio.memories[name]
        return f"{len(storage.places)},{storage.capacity}"

    def _put(self, text: str) -> int:
        index = self._modem.radio.memories[self._modem.settings.memories[1]].add(bytes.fromhex(text), STORED_UNSENT)
        if index is None:
            raise AtError.cms(_MEMORY_FULL)
        return index


def _submitted(text: str, announced: int) -> Submitted:
    """Reads a PDU as strictly as a modem: the announced length excludes the service centre."""
    try:
        octets = bytes.fromhex(text)
        if len(octets) - 1 - octets[0] == announced:
            return read_submit(octets)
    except (ValueError, IndexError):
        pass
    raise AtError.cms(_INVALID_PDU)


_HANDLERS = {
    "+CSMS": MessageCommands.service,
    "+CMGF": MessageCommands.format,
    "+CSCA": MessageCommands.service_centre,
    "+CNMI": MessageCommands.notifications,
    "+CPMS": MessageCommands.chosen_memories,
    "+CMGL": MessageCommands.list_messages,
    "+CMGR": MessageCommands.read,
    "+CMGD": MessageCommands.delete,
    "+CMGS": MessageCommands.send,
    "+CMGW": MessageCommands.write,
}
