"""A modem driven by libgammu. The only module that imports gammu."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import gammu
import structlog

from core.modems import Trouble
from sms_gateway.assembling import Assembler
from sms_gateway.cms_causes import refusal
from sms_gateway.driver import DeliveryReport, ModemGone, ReceivedSms, SendRefused, SendUnknown
from sms_gateway.gammu_messages import addressed, is_received, is_report, long_text, report, stored_part
from sms_gateway.gammu_trace import GammuTrace

_NOTHING_THERE = {gammu.Errors["ERR_EMPTY"], gammu.Errors["ERR_INVALIDLOCATION"]}
_CORRUPTED = gammu.Errors["ERR_CORRUPTED"]
_SIM_LOCKED = gammu.Errors["ERR_SECURITYERROR"]
_TROUBLES = {
    _SIM_LOCKED: Trouble.SIM_LOCKED,
    gammu.Errors["ERR_NOSIM"]: Trouble.NO_SIM,
    gammu.Errors["ERR_DEVICENOTEXIST"]: Trouble.NO_DEVICE,
    gammu.Errors["ERR_DEVICELOCKED"]: Trouble.BUSY,
    gammu.Errors["ERR_DEVICEBUSY"]: Trouble.BUSY,
    gammu.Errors["ERR_DEVICENOPERMISSION"]: Trouble.NOT_PERMITTED,
    gammu.Errors["ERR_TIMEOUT"]: Trouble.SILENT,
}
_REFUSED = {gammu.Errors[name] for name in ("ERR_UNKNOWN", "ERR_NOTSUPPORTED", "ERR_FULL", "ERR_SECURITYERROR")}
_OWN_MEMORY = 100001  # the first place of the modem's own memory, as libgammu counts; the SIM's begin at 1
_USSD_SECONDS = 20.0
log = structlog.get_logger()


class _Unreadable(Exception):
    """A stored message is not one, as far as libgammu can see."""


class GammuDriver:
    """One modem. A ModemDriver; `beat` is called around every call that may block."""

    def __init__(self, connection: str, device: str, beat: Callable[[], None]) -> None:
        self._connection = connection
        self._device = device
        self._beat = beat
        self._machine = gammu.StateMachine()
        self._trace = GammuTrace()
        self._assembler = Assembler()
        self._service_centre = ""
        self._news = True
        self._reports: list[DeliveryReport] = []
        self._ussd_answers: list[str] = []

    def open(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".gammurc") as file:
            file.write(self._configuration())
            file.flush()
            self._machine.ReadConfig(Filename=file.name)
        self._call(self._machine.Init)
        self._machine.SetIncomingCallback(self._on_event)
        self._call(self._machine.SetIncomingUSSD, True)
        self.listen()
        self._service_centre = self._call(self._machine.GetSMSC)["Number"]
        if not self._service_centre:
            raise ModemGone("the SIM has no number of a service centre", Trouble.NO_SERVICE_CENTRE)

    def listen(self) -> None:
        # libgammu sends the setting only when it believes that it changes something.
        self._call(self._machine.SetIncomingSMS, False)
        self._call(self._machine.SetIncomingSMS, True)
        self._news = True

    def look(self) -> bool:
        self._call(self._machine.ReadDevice)
        news, self._news = self._news, False
        return news

    def drain(self, now: datetime) -> Sequence[ReceivedSms]:
        messages = self._stored_messages()
        for message in filter(is_report, messages):
            self._add_report(message)
            self._delete(message["Location"])
        return self._assembler.messages([stored_part(message) for message in filter(is_received, messages)], now)

    def delete(self, sms: ReceivedSms) -> None:
        for place in sms.places:
            self._delete(place)

    def reports(self) -> Sequence[DeliveryReport]:
        reports, self._reports = self._reports, []
        return reports

    def send(self, to: str, text: str) -> tuple[int, ...]:
        parts = gammu.EncodeSMS(long_text(text))
        return tuple(self._send_part(addressed(part, to=to, service_centre=self._service_centre)) for part in parts)

    def signal(self) -> int | None:
        percent: int = self._call(self._machine.GetSignalQuality)["SignalPercent"]
        return percent if percent >= 0 else None

    def network(self) -> str | None:
        network = self._call(self._machine.GetNetworkInfo)
        registered = network["State"] in ("HomeNetwork", "RoamingNetwork")
        return (network["NetworkName"] or network["NetworkCode"]) if registered else None

    def ussd(self, code: str) -> str:
        self._ussd_answers.clear()
        self._call(self._machine.DialService, code)
        deadline = time.monotonic() + _USSD_SECONDS
        while not self._ussd_answers:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer to {code}")
            self._call(self._machine.ReadDevice, True)
        return self._ussd_answers.pop()

    def close(self) -> None:
        self._call(self._machine.Terminate)
        self._trace.close()

    def _configuration(self) -> str:
        # Only here can notifications be chosen: new messages announced (1), reports straight to us (1). `SetConfig`
        # knows no such option and leaves them off.
        return (
            f"[gammu]\ndevice = {self._device}\nconnection = {self._connection}\natgen_setcnmi = 2,1,0,1,0\n"
            f"use_locking = no\nlogformat = errors\nlogfile = {self._trace.path}\n"
        )

    def _on_event(self, _: object, kind: str, data: Mapping[str, Any]) -> None:
        """Called by libgammu in the middle of its work: it may neither call libgammu nor raise."""
        if kind == "SMS" and is_report(data):
            self._add_report(data)
        elif kind == "SMS":
            self._news = True
        elif kind == "USSD":
            self._ussd_answers.append(data.get("Text", ""))

    def _add_report(self, message: Mapping[str, Any]) -> None:
        if final := report(message):
            self._reports.append(final)

    def _stored_messages(self) -> list[Mapping[str, Any]]:
        try:
            return self._swept()
        except _Unreadable:
            # libgammu never gets past such a message, and the ones behind it must not wait for ever.
            return self._read_one_by_one()

    def _swept(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        where: dict[str, Any] = {"Start": True}
        while messages := self._call(self._machine.GetNextSMS, Folder=0, **where):
            found += messages
            where = {"Location": messages[-1]["Location"]}
        return found

    def _read_one_by_one(self) -> list[Mapping[str, Any]]:
        sizes = self._call(self._machine.GetSMSStatus)
        found: list[Mapping[str, Any]] = []
        for first, size in ((1, sizes["SIMSize"]), (_OWN_MEMORY, sizes["PhoneSize"])):
            for place in range(first, first + size):
                found += self._read(place)
        return found

    def _read(self, place: int) -> Sequence[Mapping[str, Any]]:
        try:
            return self._call(self._machine.GetSMS, 0, place) or []
        except _Unreadable:
            log.warning("a message on the modem cannot be read; it stays there", place=place)
            return []

    def _delete(self, place: int) -> None:
        self._call(self._machine.DeleteSMS, Folder=0, Location=place)

    def _send_part(self, part: Mapping[str, Any]) -> int:
        self._trace.take_cause()
        self._beat()
        try:
            reference: int = self._machine.SendSMS(part)
        except gammu.GSMError as error:
            raise self._send_failure(error.args[0]) from error
        self._beat()
        return reference

    def _send_failure(self, error: Mapping[str, Any]) -> SendRefused | SendUnknown:
        cause = self._trace.take_cause()
        if cause is not None or error["Code"] in _REFUSED:
            return refusal(cause)
        return SendUnknown(error["Text"])

    def _call(self, function: Callable[..., Any], *arguments: object, **named: object) -> Any:
        """Calls libgammu. A place with nothing in it is None; but for a message that cannot be read, every other error
        means that the modem has to be opened afresh.
        """
        self._beat()
        try:
            return function(*arguments, **named)
        except gammu.GSMError as error:
            code, text = error.args[0]["Code"], error.args[0]["Text"]
            if code in _NOTHING_THERE:
                return None
            if code == _CORRUPTED:
                raise _Unreadable from error
            words = "the SIM wants its PIN" if code == _SIM_LOCKED else text
            raise ModemGone(words, _TROUBLES.get(code, Trouble.LOST)) from error
        finally:
            self._trace.take_cause()
            self._beat()
