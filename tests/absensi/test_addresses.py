"""Which addresses of a station are printed."""

from urllib.parse import urlsplit

import pytest

from absensi import addresses
from absensi.addresses import base_addresses, is_local
from absensi.settings import load_settings

HOOK = {"webhook_url": "https://hook.example/", "webhook_secret": "secret"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"public_url": "https://absensi.example/", **HOOK}, ["https://absensi.example"]),
        (HOOK, ["https://hook.example"]),
        ({"http_host": "127.0.0.1"}, ["http://127.0.0.1:8080"]),
        ({"http_host": "192.168.1.5", "http_port": 80}, ["http://192.168.1.5:80"]),
        ({"http_host": "fd00::5"}, ["http://[fd00::5]:8080"]),
        ({"http_host": "::"}, ["http://192.168.1.5:8080", "http://10.0.0.7:8080"]),
    ],
)
def test_the_public_address_goes_before_those_of_the_machine(
    given: dict[str, object], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_own_hosts", lambda: iter(["192.168.1.5", "10.0.0.7"]))
    assert base_addresses(load_settings(**given)) == expected


def test_a_machine_names_none_of_its_addresses_that_only_it_can_open() -> None:
    found = base_addresses(load_settings(http_host="::"))
    assert found == ["http://127.0.0.1:8080"] or not any(is_local(urlsplit(base).hostname or "") for base in found)


def test_local_addresses_are_known() -> None:
    assert all(map(is_local, ("127.0.0.1", "127.3.2.1", "::1", "localhost")))
    assert not any(map(is_local, ("0.0.0.0", "192.168.1.5", "::", "school.example")))  # noqa: S104  # only asked about
