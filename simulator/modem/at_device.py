"""Commands about the equipment: who it is, the SIM's lock, the signal, the network, service codes (3GPP TS 27.007)."""

from typing import Protocol

from simulator.modem.network import Network
from simulator.modem.request import Request
from simulator.modem.settings import Settings
from simulator.modem.terminal import AtError

_INCORRECT_PASSWORD = 16
_IDENTITY = {
    "+CGMI": "Simulated",
    "+CGMM": "GSM modem",
    "+CGMR": "1.0",
    "+CGSN": "350000000000015",
    "+CIMI": "510100000000001",
    "+GMI": "Simulated",
    "+GMM": "GSM modem",
    "+GMR": "1.0",
    "+GSN": "350000000000015",
}
# Accepted without effect: verbosity, flow control, reset to defaults, phonebook and call settings a host may set.
_ACCEPTED = {"", "V", "Q", "Z", "&F", "&D", "&C", "X", "+CFUN", "+CLIP", "+CRC", "+IFC", "+CCWA", "+CRSL", "+CLCC"}


class Device(Protocol):
    """What these commands ask of the modem."""

    settings: Settings
    pin: str | None
    network: Network

    @property
    def no_signal(self) -> bool: ...
    def dial_service(self, code: str) -> None:
        """Asks the network; its answer comes later by itself."""
        ...


class DeviceCommands:
    """Answers for `device`; `answer` returns None for a command it doesn't know."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def answer(self, request: Request) -> list[str] | None:
        if request.name in _IDENTITY:
            return [] if request.form == "=?" else [_IDENTITY[request.name]]
        if request.name in _ACCEPTED:
            return []
        handler = _HANDLERS.get(request.name)
        return handler(self, request) if handler else None

    def echo(self, request: Request) -> list[str]:
        self._device.settings.echo = request.arguments != ("0",)
        return []

    def error_format(self, request: Request) -> list[str]:
        return []

    def charset(self, request: Request) -> list[str]:
        match request.form:
            case "=?":
                return ['+CSCS: ("GSM","IRA","UCS2")']
            case "?":
                return [f'+CSCS: "{self._device.settings.charset}"']
        if request.arguments[0] not in ("GSM", "IRA", "UCS2"):
            raise AtError("ERROR")
        self._device.settings.charset = request.arguments[0]
        return []

    def pin(self, request: Request) -> list[str]:
        if request.form == "?":
            return ["+CPIN: SIM PIN" if self._device.pin else "+CPIN: READY"]
        if request.form == "=" and self._device.pin not in (None, request.arguments[0]):
            raise AtError.cme(_INCORRECT_PASSWORD)
        self._device.pin = None
        return []

    def signal(self, request: Request) -> list[str]:
        if request.form == "=?":
            return ["+CSQ: (0-31,99),(0-7,99)"]
        return ["+CSQ: 99,99" if self._device.no_signal else "+CSQ: 21,0"]

    def registration(self, request: Request) -> list[str]:
        settings = self._device.settings
        if request.form == "=":
            settings.registration = request.number(0)
            return []
        if request.form == "=?":
            return [f"{request.name}: (0-2)"]
        place = ',"1A2B","00C3D4E5"' if settings.registration == 2 else ""
        state = "2" if self._device.no_signal else "1" + place
        return [f"{request.name}: {settings.registration},{state}"]

    def packet_service(self, request: Request) -> list[str]:
        return [f"+CGATT: {int(not self._device.no_signal)}"] if request.form == "?" else []

    def operator(self, request: Request) -> list[str]:
        settings = self._device.settings
        if request.form == "=" and request.number(0) == 3:
            settings.operator_format = request.number(1)
        if request.form != "?":
            return []
        if self._device.no_signal:
            return ["+COPS: 0"]
        return [f'+COPS: 0,{settings.operator_format},"{self._operator_name()}"']

    def _operator_name(self) -> str:
        network = self._device.network
        return network.operator_code if self._device.settings.operator_format == 2 else network.operator_name

    def clock(self, request: Request) -> list[str]:
        return [f'+CCLK: "{self._device.network.now():%y/%m/%d,%H:%M:%S}+00"'] if request.form == "?" else []

    def battery(self, request: Request) -> list[str]:
        return ["+CBC: 0,100"] if request.form == "" else []

    def service_code(self, request: Request) -> list[str]:
        settings = self._device.settings
        if request.form == "=":
            settings.ussd = request.number(0) == 1
            if len(request.arguments) > 1:
                self._device.dial_service(settings.from_charset(request.arguments[1]))
        return ["+CUSD: (0-2)"] if request.form == "=?" else []


_HANDLERS = {
    "E": DeviceCommands.echo,
    "+CMEE": DeviceCommands.error_format,
    "+CSCS": DeviceCommands.charset,
    "+CPIN": DeviceCommands.pin,
    "+CSQ": DeviceCommands.signal,
    "+CREG": DeviceCommands.registration,
    "+CGREG": DeviceCommands.registration,
    "+CGATT": DeviceCommands.packet_service,
    "+COPS": DeviceCommands.operator,
    "+CCLK": DeviceCommands.clock,
    "+CBC": DeviceCommands.battery,
    "+CUSD": DeviceCommands.service_code,
}
