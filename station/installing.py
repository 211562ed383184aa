"""What makes the page an application that a tablet can keep on its home screen."""

from functools import cache
from io import BytesIO

from aiohttp import web
from PIL import Image, ImageDraw

from core.wording import stations as wording
from db.engine import Transaction
from station.requests import SECRET, json_answer, station_of

_SIZES = (180, 192, 512)  # pixels: iOS, and the two that Chromium asks for
_INK, _MINT = "#10222e", "#7fe0a8"
_FINER = 4  # drawn so many times larger, then made smaller: Pillow's lines have no soft edges
# As icon.svg draws them, on 32 × 32, moved inside the circle that every launcher leaves.
_CORNERS = (((9, 13), (9, 9), (13, 9)), ((19, 9), (23, 9), (23, 13)), ((23, 19), (23, 23), (19, 23)))
_STROKES = (*_CORNERS, ((13, 23), (9, 23), (9, 19)), ((13, 16), (15.4, 18.4), (19.6, 13.6)))


class Installing:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add_to(self, gate: web.Application) -> None:
        gate.router.add_get("/icon-{size:180|192|512}.png", self.icon)
        gate.router.add_get(f"{SECRET}/manifest.webmanifest", self.manifest)

    async def icon(self, request: web.Request) -> web.Response:
        return web.Response(body=icon(int(request.match_info["size"])), content_type="image/png")

    async def manifest(self, request: web.Request) -> web.Response:
        """Starts at the station's own address: whoever has the device has the station."""
        station = await station_of(request, self._transaction)
        address = request.path.removesuffix("/manifest.webmanifest")
        answer = json_answer(
            {
                "name": wording.application_name(station.name),
                "short_name": station.name,
                "lang": "id",
                "id": address,
                "start_url": address,
                "scope": address,
                "display": "fullscreen",
                "background_color": _INK,
                "theme_color": _INK,
                "icons": [_listed(size) for size in _SIZES],
            }
        )
        answer.content_type = "application/manifest+json"
        return answer


def _listed(size: int) -> dict[str, str]:
    src = f"/station/icon-{size}.png"
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}


@cache
def icon(size: int) -> bytes:
    """A PNG with the viewfinder and its tick."""
    scale = size * _FINER / 32
    large = Image.new("RGB", (size * _FINER, size * _FINER), _INK)
    pen = ImageDraw.Draw(large)
    for stroke in _STROKES:
        points = [(x * scale, y * scale) for x, y in stroke]
        pen.line(points, fill=_MINT, width=round(2 * scale), joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - scale, y - scale, x + scale, y + scale), fill=_MINT)
    packed = BytesIO()
    large.resize((size, size), Image.Resampling.LANCZOS).save(packed, "PNG", optimize=True)
    return packed.getvalue()
