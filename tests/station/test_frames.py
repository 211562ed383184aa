"""What the station reads in a picture for a browser that cannot, and what it refuses to look at."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientSession
from PIL import Image

from core.card_codes import new_card_code
from core.card_qr import card_qr
from simulator.camera import WAYS, held_up
from station.frames import BURST, LARGEST_FRAME, WIDEST
from tests.station.conftest import GateHouse

JPEG = {"Content-Type": "image/jpeg"}


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


def jpeg(picture: Image.Image, **options: int) -> bytes:
    packed = BytesIO()
    picture.save(packed, "JPEG", **options)
    return packed.getvalue()


async def test_a_card_is_read_in_every_way_it_is_held_and_nothing_is_recorded(
    http: ClientSession, house: GateHouse
) -> None:
    for way in WAYS:
        code = new_card_code()
        picture = jpeg(way(held_up(card_qr(code))), quality=70)
        async with http.post(f"{house.address}/frames", data=picture, headers=JPEG) as response:
            assert await response.json() == {"texts": [code]}
    assert not await house.scans()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"garbage", JPEG, 400),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, JPEG, 400),
        (jpeg(Image.new("L", (64, 64)))[:200], JPEG, 400),
        (jpeg(Image.new("L", (WIDEST + 1, 8))), JPEG, 400),
        (b"\xff" * (LARGEST_FRAME + 1), JPEG, 413),
        (jpeg(Image.new("L", (64, 64))), {"Content-Type": "text/plain"}, 415),
        (jpeg(Image.new("L", (64, 64))), JPEG, 200),
    ],
)
async def test_only_small_jpegs_are_looked_at(
    http: ClientSession, house: GateHouse, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert (await http.post(f"{house.address}/frames", data=body, headers=headers)).status == status


async def test_frames_come_at_a_bounded_rate_and_from_stations_alone(http: ClientSession, house: GateHouse) -> None:
    dark = jpeg(Image.new("L", (64, 64)))
    stranger = f"{house.url}/station/{'x' * 32}/frames"
    assert (await http.post(stranger, data=dark, headers=JPEG)).status == 404
    statuses = [
        (await http.post(f"{house.address}/frames", data=dark, headers=JPEG)).status for _ in range(int(BURST) * 4)
    ]
    assert 429 in statuses


def test_the_lock_file_names_no_download_host() -> None:
    lock = (Path(__file__).parents[2] / "station/browser/package-lock.json").read_text()
    assert "resolved" not in lock
