"""What is done to received texts and parts before anybody reads them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.modems import Trouble
from sms_gateway.assembling import PATIENCE, Assembler, StoredPart
from sms_gateway.cms_causes import refusal
from sms_gateway.driver import SendRefused, SendUnknown
from sms_gateway.gammu_messages import report
from sms_gateway.modem_state import ModemState
from sms_gateway.received_text import joined, mended

NOW = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)


def part(
    place: int, text: str, number: int, *, reference: int = 7, total: int = 2, sender: str = "+62812"
) -> StoredPart:
    return StoredPart(place, sender, text, NOW, reference, total, number)


def texts(assembler: Assembler, parts: Sequence[StoredPart], now: datetime = NOW) -> list[str]:
    return [sms.text for sms in assembler.messages(parts, now)]


@pytest.mark.parametrize(
    ("text", "length", "clean"),
    [
        ("kata|\0", 6, "kata|"),
        ("~~~~€\0^ \\ ", 10, "~~~~€"),
        ("biasa", 5, "biasa"),
        ("satu\r\ndua", 9, "satu\ndua"),
        ("", 0, ""),
        ("a\x07b", 3, "ab"),
    ],
)
def test_what_libgammu_appends_is_cut_off(text: str, length: int, clean: str) -> None:
    assert mended(text, length, seven_bit=True) == clean


def test_a_no_break_space_stays() -> None:
    assert mended("a\u00a0b", 3, seven_bit=False) == "a\u00a0b"


def test_a_torn_surrogate_pair_is_whole_again_and_half_a_pair_does_no_harm() -> None:
    assert joined(["a\ud83d", "\ude00b"]) == "a😀b"
    assert joined(["a\ud83d", None]).encode()


def test_messages_with_the_same_reference_are_told_apart() -> None:
    parts = [part(1, "a", 1), part(2, "b", 2), part(3, "c", 1), part(4, "d", 2), part(5, "x", 2, sender="+62899")]
    assert texts(Assembler(), parts) == ["ab", "cd"]


def test_waiting_begins_when_a_part_is_first_seen() -> None:
    assembler, lonely = Assembler(), [part(1, "a", 1)]
    assert texts(assembler, lonely, NOW + timedelta(days=1)) == []
    assert texts(assembler, lonely, NOW + timedelta(days=1) + PATIENCE) == ["a…"]


@pytest.mark.parametrize(
    ("status", "delivered"), [(0x00, True), (0x01, True), (0x41, False), (0x46, False), (0x65, False)]
)
def test_final_reports_say_whether_it_was_delivered(status: int, delivered: bool) -> None:
    found = report({"DeliveryStatus": status, "Number": "081234567890", "MessageReference": 9})
    assert found
    assert (found.phone, found.reference, found.delivered) == ("+6281234567890", 9, delivered)


def test_a_report_that_the_network_is_still_trying_is_none() -> None:
    assert report({"DeliveryStatus": 0x20, "Number": "+6281234567890", "MessageReference": 9}) is None


def test_only_a_network_timeout_leaves_the_fate_open() -> None:
    assert isinstance(refusal(332), SendUnknown)
    assert isinstance(refusal(None), SendRefused)


def heard(*lines: bytes) -> ModemState:
    state = ModemState("satu")
    for line in lines:
        state.hear(line)
    return state


def test_a_modem_without_network_is_ready_and_has_a_problem() -> None:
    state = heard(b'{"ready": true, "problem": null, "trouble": null}\n', b'{"signal": null, "network": null}\n')
    assert (state.ready, state.problem) == (True, "no network: no signal, or the SIM is not registered")


def test_the_problem_ends_with_the_network_back() -> None:
    state = heard(b'{"signal": null, "network": null}\n', b'{"signal": 63, "network": "Telkomsel"}\n')
    assert (state.signal, state.problem, state.trouble) == (63, None, None)


def test_a_log_entry_of_the_worker_changes_nothing() -> None:
    assert heard(b'{"event": "hello", "level": "debug", "signal": 1}\n') == ModemState("satu")


def test_what_the_worker_said_last_explains_its_end() -> None:
    state = heard(b'{"signal": 63, "network": "Telkomsel"}\n', b'{"problem": "locked", "trouble": "sim_locked"}\n')
    state.lost("its worker ended", hung=False)
    assert (state.problem, state.restarts, state.signal) == ("locked", 1, None)
    assert state.trouble == Trouble.SIM_LOCKED


def test_what_the_supervisor_sees_explains_the_rest() -> None:
    silent, away, well = ModemState("satu"), ModemState("dua"), heard(b'{"signal": 63, "network": "XL"}\n')
    silent.lost("no sign of life", hung=True)
    away.missing("/dev/ttyUSB9")
    assert (silent.trouble, away.trouble, well.trouble) == (Trouble.SILENT, Trouble.NO_DEVICE, None)
