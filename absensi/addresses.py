"""Where other devices reach this service by HTTP: tablets, which are not this machine."""

import fcntl
import ipaddress
import socket
import struct
from collections.abc import Iterator, Sequence

from absensi.settings import Settings

_SIOCGIFADDR = 0x8915  # Linux: the IPv4 address of an interface
_NAME_BYTES = 15
_VIRTUAL = ("docker", "br-", "veth", "virbr")  # lead to containers on this machine, and nowhere else


def base_addresses(settings: Settings) -> Sequence[str]:
    """The public one if it is known, else those of this machine in its networks; one at least, which may be local."""
    if public := settings.public_url or settings.webhook_url:
        return [public.rstrip("/")]
    hosts = list(_own_hosts()) if _is_everywhere(settings.http_host) else [settings.http_host]
    return [f"http://{_in_url(host)}:{settings.http_port}" for host in hosts or ["127.0.0.1"]]


def is_local(host: str) -> bool:
    """Whether only this machine can open it."""
    number = _number(host)
    return number.is_loopback if number else host == "localhost"


def _is_everywhere(host: str) -> bool:
    """What a server listens on, and nobody finds one at."""
    number = _number(host)
    return number is not None and number.is_unspecified


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _own_hosts() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            if name.startswith(_VIRTUAL):
                continue
            request = struct.pack("256s", name.encode()[:_NAME_BYTES])
            try:
                host = socket.inet_ntoa(fcntl.ioctl(asking, _SIOCGIFADDR, request)[20:24])
            except OSError:  # it has none
                continue
            if not is_local(host):
                yield host


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
