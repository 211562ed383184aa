"""Reading the camera's pictures for a browser that cannot: it sends frames, and zxing-cpp reads them in a thread.

With npm at set-up no frame comes here: the page then brings zxing as WebAssembly, and `/zxing` is where it finds it.
"""

import asyncio
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import zxingcpp
from aiohttp import web
from PIL import Image

from db.engine import Transaction
from station.rate import Rate
from station.requests import SECRET, Unreadable, body_of, json_answer, station_of, take

LARGEST_FRAME = 200 * 1024  # bytes; the page sends 20 to 40 KB
WIDEST = 1280  # pixels, either way
PER_SECOND, BURST = 6.0, 12.0  # frames of one station
_READERS = 2  # threads: more would take the processor from the scans themselves
_CODES = 4  # of one frame
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_LIBRARY = Path(__file__).parent / "browser/node_modules/zxing-wasm/dist"


@dataclass(frozen=True, slots=True)
class Frames:
    transaction: Transaction
    rate: Rate = field(default_factory=lambda: Rate(PER_SECOND, BURST))
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_READERS))

    def add_to(self, gate: web.Application) -> None:
        gate.router.add_post(f"{SECRET}/frames", self.read)
        if _LIBRARY.is_dir():
            gate.router.add_static("/zxing", _LIBRARY)

    async def read(self, request: web.Request) -> web.Response:
        """A JPEG in; out comes what its QR codes say, whatever it is. Nothing is kept."""
        station = await station_of(request, self.transaction)
        take(self.rate, station)
        picture = await body_of(request, "image/jpeg", largest=LARGEST_FRAME)
        async with self.room:
            return json_answer({"texts": await asyncio.to_thread(texts_in, picture)})


def texts_in(jpeg: bytes) -> list[str]:
    """What the QR codes of a picture say. Raises Unreadable for what is no JPEG of a bounded size."""
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            if max(picture.size) > WIDEST:
                raise Unreadable
            found = zxingcpp.read_barcodes(picture.convert("L"), formats=_QR)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable from error
    return [barcode.text for barcode in found[:_CODES]]
