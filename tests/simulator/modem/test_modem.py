"""The modem as a host sees it through the pseudo-terminal, spoken to by hand."""

import asyncio
import os
import select
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.modem import Hang, Junk, LoseAnswer, Modem, Network, NoSignal, RefuseSend, Reset, ResetAtSend, Slow
from simulator.modem.command import main
from simulator.modem.events import Event, Stored

HELLO = "0021000C91261832547698000005C8329BFD06"  # "Hello" to +628123456789, with a report
PARENT = "+628123456789"


class Host:
    """Writes commands to the device and collects what comes back."""

    def __init__(self, device: str) -> None:
        self._line = os.open(device, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self.heard = ""

    def close(self) -> None:
        os.close(self._line)

    def write(self, text: str) -> None:
        os.write(self._line, text.encode())

    def hears_nothing(self) -> bool:
        """So far: the system may still hold what was written a moment ago."""
        return not select.select([self._line], [], [], 0)[0]

    async def hear(self, wanted: str) -> str:
        """Everything heard since the last call, once `wanted` is in it."""
        async with asyncio.timeout(10):
            while wanted not in self.heard:
                try:
                    self.heard += os.read(self._line, 4096).decode()
                except BlockingIOError:
                    await asyncio.sleep(0.005)
        heard, self.heard = self.heard, ""
        return heard

    async def ask(self, command: str, end: str = "OK\r\n") -> str:
        self.write(command + "\r")
        return await self.hear(end)

    async def send_hello(self, end: str) -> str:
        await self.ask("AT+CMGS=18", "> ")
        self.write(HELLO + "\x1a")
        return await self.hear(end)


@pytest.fixture
async def modem(tmp_path: Path) -> AsyncIterator[Modem]:
    async with Modem(tmp_path / "tty", sim_capacity=2) as modem:
        yield modem


@pytest.fixture
async def host(modem: Modem) -> AsyncIterator[Host]:
    host = Host(modem.device)
    yield host
    host.close()


async def test_the_dialogue_echoes_until_told_otherwise(host: Host) -> None:
    assert await host.ask("AT") == "AT\r\r\nOK\r\n"
    await host.ask("ATE0")
    assert await host.ask("AT+CSQ") == "\r\n+CSQ: 21,0\r\n\r\nOK\r\n"


@pytest.mark.parametrize(
    "command", ["AT+NONSENSE", "AT$QC?", "hello", "AT+CMGF=1", 'AT+CPMS="XX"', "AT+CMGL=x", "ATD123;"]
)
async def test_what_a_modem_does_not_know_is_an_error(host: Host, command: str) -> None:
    await host.ask(command, "ERROR\r\n")


async def test_a_pdu_reaches_the_phone_and_is_reported(modem: Modem, host: Host) -> None:
    await host.ask("AT+CNMI=2,1,0,1,0")
    assert "+CMGS: 1" in await host.send_hello("+CDS: ")
    assert (await modem.phone(PARENT).wait_for("Hello")).parts == 1
    assert modem.sent[0].references == (1,)


async def test_a_report_is_stored_where_the_host_prefers_that(modem: Modem, host: Host) -> None:
    await host.ask("AT+CNMI=2,1,0,2,0")
    await host.send_hello('+CDSI: "SM",1')
    assert "+CMGR: 0,,25" in await host.ask("AT+CMGR=1")


async def test_a_wrong_length_is_an_invalid_pdu(modem: Modem, host: Host) -> None:
    await host.ask("AT+CMGS=17", "> ")
    host.write(HELLO + "\x1a")
    await host.hear("+CMS ERROR: 304")
    assert modem.sent == []


async def test_escape_leaves_the_prompt_without_sending(modem: Modem, host: Host) -> None:
    await host.ask("AT+CMGS=18", "> ")
    host.write(HELLO + "\x1b")
    await host.hear("OK")
    assert modem.sent == []


async def test_a_full_sim_leaves_the_rest_on_the_network_until_a_place_is_free(modem: Modem, host: Host) -> None:
    await host.ask("AT+CNMI=2,1,0,1,0")
    for word in ("satu", "dua", "tiga"):
        modem.phone(PARENT).send(word)
    await host.hear('+CMTI: "SM",2')
    assert '+CPMS: "SM",2,2' in await host.ask("AT+CPMS?")
    await host.ask("AT+CMGD=1", '+CMTI: "SM",1')
    listed = await host.ask("AT+CMGL=4")
    assert listed.count("+CMGL:") == 2


async def test_a_deleted_place_is_empty(modem: Modem, host: Host) -> None:
    modem.phone(PARENT).send("satu")
    await modem.network.wait_until(lambda: modem.radio.memories["SM"].places)
    await host.ask("AT+CMGD=1")
    await host.ask("AT+CMGR=1", "+CMS ERROR: 321")


async def test_a_locked_sim_opens_to_its_pin_only(modem: Modem, host: Host) -> None:
    modem.pin = "1234"
    assert "SIM PIN" in await host.ask("AT+CPIN?")
    await host.ask("AT+CMGL=4", "+CMS ERROR: 311")
    await host.ask('AT+CPIN="9999"', "+CME ERROR: 16")
    await host.ask('AT+CPIN="1234"')
    await host.ask("AT+CMGL=4")


async def test_service_codes_are_answered_in_the_charset_of_the_host(modem: Modem, host: Host) -> None:
    modem.network.ussd["*1#"] = "Sisa"
    await host.ask('AT+CSCS="UCS2"')
    await host.ask('AT+CUSD=1,"002A00310023",15', '+CUSD: 0,"0053006900730061",15')
    await host.ask('AT+CUSD=1,"002A00320023",15', "+CUSD: 4")


async def test_faults_of_a_send(modem: Modem, host: Host) -> None:
    modem.fault(RefuseSend(38, to="+629999"))
    modem.fault(RefuseSend(42))
    assert "+CMS ERROR: 42" in await host.send_hello("ERROR: ")
    modem.fault(LoseAnswer())
    await host.ask("AT+CMGS=18", "> ")
    host.write(HELLO + "\x1a")
    await modem.phone(PARENT).wait_for("Hello")
    assert "+CMGS" not in await host.ask("AT")
    await host.ask("AT+CNMI=2,1,0,1,0")
    modem.fault(ResetAtSend())
    await host.ask("AT+CMGS=18", "> ")
    host.write(HELLO + "\x1a")
    assert "+CNMI: 0,0,0,0,0" in await host.ask("AT+CNMI?")
    assert len(modem.sent) == 1


async def test_a_hanging_modem_still_receives(modem: Modem, host: Host) -> None:
    modem.fault(Hang())
    host.write("AT\r")
    modem.phone(PARENT).send("halo")
    await modem.network.wait_until(lambda: modem.radio.memories["SM"].places)
    assert host.hears_nothing()
    modem.heal()
    await host.ask("ATE0", "ATE0\r\r\nOK\r\n")


async def test_without_signal_nothing_moves_until_it_is_back(modem: Modem, host: Host) -> None:
    modem.fault(NoSignal())
    assert "+CSQ: 99,99" in await host.ask("AT+CSQ")
    assert "+CREG: 0,2" in await host.ask("AT+CREG?")
    await host.send_hello("+CMS ERROR: 331")
    modem.phone(PARENT).send("halo")
    modem.heal()
    await modem.network.wait_until(lambda: modem.radio.memories["SM"].places)


async def test_slow_answers_come_in_their_order(modem: Modem, host: Host) -> None:
    modem.fault(Slow(0.02))
    assert await host.ask("AT+CSQ") == "AT+CSQ\r\r\n+CSQ: 21,0\r\n\r\nOK\r\n"


async def test_junk_and_a_fresh_start(modem: Modem, host: Host) -> None:
    modem.fault(Junk(b"\r\n^BOOT\r\n"))
    await host.hear("^BOOT")
    await host.ask("ATE0")
    modem.fault(Reset())
    assert (await host.ask("AT")).startswith("AT\r")


async def test_unplugging_cuts_the_host_off_and_the_path_comes_back(modem: Modem, host: Host) -> None:
    modem.phone(PARENT).send("tersimpan")
    await modem.network.wait_until(lambda: modem.radio.memories["SM"].places)
    modem.unplug()
    with pytest.raises(OSError, match="Input/output error"):
        host.write("AT\r")
    with pytest.raises(FileNotFoundError):
        Host(modem.device)
    modem.plug()
    again = Host(modem.device)
    assert "+CMGL: 1," in await again.ask("AT+CMGL=4")
    again.close()


async def test_two_modems_share_a_network_and_its_phones(tmp_path: Path) -> None:
    async with Network() as network:
        one, two = Modem(tmp_path / "1", network=network), Modem(tmp_path / "2", network=network, number="+6282")
        async with one, two:
            one.phone(PARENT).send("ke dua", to="+6282")
            await network.wait_until(lambda: two.radio.memories["SM"].places)
            assert not one.radio.memories["SM"].places
            with pytest.raises(LookupError):
                one.phone(PARENT).send("ke siapa", to="+6283")


async def test_events_can_be_followed(modem: Modem) -> None:
    events = modem.network.events()
    upcoming = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)  # lets the iteration begin
    modem.phone(PARENT).send("halo")
    seen: list[Event] = [await upcoming, await anext(events)]
    await events.aclose()
    assert any(isinstance(event, Stored) for event in seen)


async def test_waiting_in_vain_names_what_did_arrive(modem: Modem, host: Host) -> None:
    await host.send_hello("+CMGS")
    with pytest.raises(TimeoutError, match="Hello"):
        await modem.phone(PARENT).wait_for("Selamat", timeout=0.05)


def test_the_command_prints_its_device_and_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "script"
    script.write_text(f"{PARENT} SAKIT Budi\nrefuse 38\nunplug\nplug\nplug\nwhat\nhang\nheal\nquit\n")
    with script.open() as lines:
        monkeypatch.setattr("sys.stdin", lines)
        assert main([str(tmp_path / "tty")]) == 0
    said = capsys.readouterr().out
    assert said.startswith(str(tmp_path / "tty"))
    assert f"{PARENT} -> modem (1 parts): SAKIT Budi" in said
