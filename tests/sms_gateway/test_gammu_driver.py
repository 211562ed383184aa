"""Real libgammu against the simulated modem, whose codec is not libgammu's."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from simulator.modem import Modem, NoSignal, RefuseSend, Reset
from simulator.modem.user_data import Alphabet, Part
from sms_gateway.assembling import PATIENCE
from sms_gateway.driver import DeliveryReport, ModemGone, ReceivedSms, SendRefused
from sms_gateway.gammu_driver import GammuDriver
from tests.sms_gateway.conftest import PARENT, Rig

Result = TypeVar("Result")


def now() -> datetime:
    return datetime.now(UTC)


def received(rig: Rig, count: int = 1) -> Sequence[ReceivedSms]:
    """What the driver drains once `count` messages are there; the network needs a moment."""
    return until(lambda: messages if len(messages := rig.driver.drain(now())) >= count else None)


def until(condition: Callable[[], Result | None]) -> Result:
    deadline = time.monotonic() + 10
    while not (result := condition()):
        assert time.monotonic() < deadline, "waited in vain"
    return result


@pytest.mark.parametrize(
    "text",
    [
        "SAKIT Budi demam",
        "halo {satu} € ^ \\\\ [dua] ~ tiga |",
        "kurung {}",
        "€",
        "Baris satu\nbaris dua",
        "Assalamualaikum 🙏 Budi demam 🤒",
        "a" * 152 + "[]" + "b" * 200,
        "{[^]}~|€" * 60,
        "😀" * 100,
        "@" * 160,
    ],
)
def test_a_text_is_received_as_it_was_written(rig: Rig, text: str) -> None:
    rig.parent.send(text)
    [sms] = received(rig)
    assert (sms.sender, sms.text) == (PARENT, text)


@pytest.mark.parametrize("sender", ["TELKOMSEL", "Info 3", "888", "4444", "+6581234567"])
def test_names_and_short_codes_come_as_they_are_shown(rig: Rig, sender: str) -> None:
    rig.modem.phone(sender).send("Promo {baru} €5")
    [sms] = received(rig)
    assert (sms.sender, sms.text) == (sender, "Promo {baru} €5")


def test_parts_in_any_order_with_another_message_between_them(rig: Rig) -> None:
    text = "".join(f"Kalimat nomor {number} dari orang tua. " for number in range(20))
    first, *middle, last = rig.parent.compose(text, wide=True)
    for part in (last, *middle):
        rig.parent.send_part(part)
    rig.parent.send("pendek")
    [short] = received(rig)
    rig.driver.delete(short)
    rig.parent.send_part(first)
    [long] = received(rig)
    assert (short.text, long.text) == ("pendek", text)


def test_a_part_that_never_comes_is_not_waited_for_for_ever(rig: Rig) -> None:
    first, _, third = rig.parent.compose("a" * 153 + "b" * 153 + "c")
    rig.parent.send_part(third)
    rig.parent.send_part(first)
    until(lambda: len(rig.modem.radio.memories["SM"].places) == 2)
    assert rig.driver.drain(now()) == []
    [sms] = rig.driver.drain(now() + PATIENCE)
    assert sms.text == "a" * 153 + "…" + "c"


def test_a_message_stays_on_the_sim_until_it_is_deleted(rig: Rig) -> None:
    rig.parent.send("x" * 400)
    [sms] = received(rig)
    assert rig.driver.drain(now()) == [sms]
    rig.driver.delete(sms)
    assert rig.driver.drain(now()) == []
    assert not rig.modem.radio.memories["SM"].places


def test_data_instead_of_text_is_named_and_nothing_more(rig: Rig) -> None:
    rig.parent.send_part(Part(Alphabet.OCTETS, bytes(range(20))))
    [sms] = received(rig)
    assert sms.text == "(20 octets of data)"


def test_the_time_is_that_of_the_network(rig: Rig) -> None:
    rig.parent.send("jam berapa")
    [sms] = received(rig)
    assert abs(sms.sent_at - now()) < timedelta(minutes=1)


def test_a_new_message_is_announced(rig: Rig) -> None:
    rig.driver.look()
    rig.parent.send("ada kabar")
    assert until(rig.driver.look)


@pytest.mark.parametrize(
    ("text", "alphabet", "parts"),
    [
        ("Budi tidak hadir Senin 23 Nov", Alphabet.GSM7, 1),
        ("x" * 159 + "€", Alphabet.GSM7, 2),
        ("a" * 152 + "{b}" + "c" * 30, Alphabet.GSM7, 2),
        ("~" * 200, Alphabet.GSM7, 3),
        ("^{}\\[]~|€ " * 30, Alphabet.GSM7, 4),
        ("u" * 66 + "😀" + "v" * 80, Alphabet.UCS2, 3),
    ],
)
async def test_a_text_reaches_the_phone_as_it_was_written(rig: Rig, text: str, alphabet: Alphabet, parts: int) -> None:
    assert len(rig.driver.send(PARENT, text)) == parts
    arrived = await rig.parent.wait_for(lambda sms: sms.text == text)
    assert (arrived.alphabet, arrived.parts) == (alphabet, parts)


async def test_a_tilde_among_emoji_becomes_a_dash(rig: Rig) -> None:
    rig.driver.send(PARENT, "😀~")
    assert (await rig.parent.wait_for("😀")).text == "😀-"


def test_a_message_is_worth_a_day_and_asks_for_a_report(rig: Rig) -> None:
    rig.driver.send(PARENT, "laporan")
    sent = rig.modem.sent[-1]
    assert (sent.validity, sent.wants_report) == (timedelta(days=1), True)


def reports(rig: Rig, count: int) -> list[DeliveryReport]:
    found: list[DeliveryReport] = []

    def complete() -> bool:
        rig.driver.look()
        found.extend(rig.driver.reports())
        return len(found) >= count

    until(complete)
    return found


def test_every_part_is_reported_delivered(rig: Rig) -> None:
    references = rig.driver.send(PARENT, "x" * 200)
    assert reports(rig, 2) == [DeliveryReport(PARENT, reference, True) for reference in references]


def test_a_number_out_of_service_is_reported_undelivered(rig: Rig) -> None:
    gone = rig.modem.phone("+6281299990000")
    gone.out_of_service = True
    [reference] = rig.driver.send(gone.number, "halo")
    assert reports(rig, 1) == [DeliveryReport(gone.number, reference, False)]


def test_a_phone_without_signal_is_reported_when_it_is_back(rig: Rig) -> None:
    away = rig.modem.phone("+6281299990001")
    away.no_signal = True
    [reference] = rig.driver.send(away.number, "halo")
    rig.driver.look()
    assert rig.driver.reports() == []
    away.no_signal = False
    assert reports(rig, 1) == [DeliveryReport(away.number, reference, True)]


def test_a_message_that_outlives_its_validity_is_reported_undelivered(rig: Rig) -> None:
    away = rig.modem.phone("+6281299990002")
    away.no_signal = True
    [reference] = rig.driver.send(away.number, "halo")
    rig.modem.network.expire(away.number)
    assert reports(rig, 1) == [DeliveryReport(away.number, reference, False)]


@pytest.mark.parametrize(
    ("cause", "permanent", "modem_fault"),
    [(1, True, False), (38, False, False), (21, False, False), (322, False, True), (500, False, False)],
)
def test_a_refusal_names_its_cause(rig: Rig, cause: int, permanent: bool, modem_fault: bool) -> None:
    rig.modem.fault(RefuseSend(cause))
    with pytest.raises(SendRefused) as refused:
        rig.driver.send(PARENT, "ditolak")
    found = refused.value
    assert (found.cause, found.permanent, found.modem_fault) == (cause, permanent, modem_fault)
    assert not rig.parent.inbox


async def test_after_a_refusal_the_next_message_leaves(rig: Rig) -> None:
    rig.modem.fault(RefuseSend(38))
    with pytest.raises(SendRefused):
        rig.driver.send(PARENT, "satu")
    rig.driver.send(PARENT, "dua")
    assert (await rig.parent.wait_for("dua")).parts == 1


def test_a_damaged_message_on_the_sim_does_not_hide_the_others(rig: Rig) -> None:
    rig.parent.send("sebelum")
    until(lambda: rig.modem.radio.memories["SM"].places)
    rig.modem.radio.memories["SM"].add(bytes.fromhex("0691261801000004"))
    rig.parent.send("sesudah")
    assert [sms.text for sms in received(rig, 2)] == ["sebelum", "sesudah"]


async def test_a_modem_that_has_started_afresh_announces_again_once_asked(rig: Rig) -> None:
    rig.modem.fault(Reset())
    rig.driver.listen()
    rig.driver.look()
    rig.parent.send("setelah mulai ulang")
    assert until(rig.driver.look)


def test_signal_and_network_are_told(rig: Rig) -> None:
    assert (rig.driver.signal(), rig.driver.network()) == (63, "Telkomsel")
    rig.modem.fault(NoSignal())
    assert (rig.driver.signal(), rig.driver.network()) == (None, None)
    with pytest.raises(SendRefused) as refused:
        rig.driver.send(PARENT, "halo")
    assert refused.value.modem_fault


def test_the_credit_can_be_asked_for(rig: Rig) -> None:
    assert rig.driver.ussd("*888#").startswith("Sisa pulsa")


def test_a_pulled_modem_is_gone_and_works_again_once_plugged_in(modem: Modem) -> None:
    driver = GammuDriver("at115200", modem.device, lambda: None)
    driver.open()
    modem.unplug()
    with pytest.raises(ModemGone):
        driver.signal()
    modem.plug()
    again = GammuDriver("at115200", modem.device, lambda: None)
    again.open()
    assert again.signal() == 63
    again.close()


def test_a_locked_sim_says_so(modem: Modem) -> None:
    modem.pin = "1234"
    with pytest.raises(ModemGone, match="PIN"):
        GammuDriver("at115200", modem.device, lambda: None).open()


def test_no_modem_at_all_is_gone(modem: Modem) -> None:
    modem.unplug()
    with pytest.raises(ModemGone):
        GammuDriver("at115200", modem.device, lambda: None).open()
