"""Pictures from outside: small ones come out of good ones, and of anything else nothing happens."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from core.card_codes import is_card_code, new_card_code
from core.card_links import card_code_in, card_link
from core.card_pictures import card_codes_in
from core.documents.card_picture import card_picture
from core.pictures import LARGEST_BYTES, BadPicture, logo, opened, portrait


def packed(image: Image.Image, form: str = "JPEG") -> bytes:
    file = BytesIO()
    image.save(file, form)
    return file.getvalue()


def noise(width: int, height: int) -> Image.Image:
    """What compresses worst."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 40,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))


HOSTILE = {
    "nothing": b"",
    "text": b"NIS,Nama\n1,Budi",
    "a PDF": b"%PDF-1.7\n1 0 obj",
    "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    "a torn JPEG": packed(noise(300, 300))[:5000],
    "a GIF": packed(Image.new("P", (10, 10)), "GIF"),
    "a bomb": bomb(),
    "too many bytes": b"\xff\xd8\xff" + bytes(LARGEST_BYTES),
}


@pytest.mark.parametrize("picture", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("use", [opened, portrait, logo, card_codes_in])
def test_what_is_no_picture_or_too_large_is_refused(use: object, picture: bytes) -> None:
    with pytest.raises(BadPicture):
        use(picture)  # type: ignore[operator]  # one of four functions


@pytest.mark.parametrize("size", [(40, 900), (1600, 1200), (300, 400), (3000, 4000)])
def test_a_portrait_is_three_by_four_and_at_most_thirty_kilobytes(size: tuple[int, int]) -> None:
    made = portrait(packed(noise(*size)))
    image = Image.open(BytesIO(made))
    assert (image.format, image.size) == ("JPEG", (300, 400))
    assert len(made) <= 30_000


def test_a_portrait_stands_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    lying = Image.new("RGB", (400, 300), "blue")
    lying.paste("red", (0, 0, 200, 300))
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright
    exif[0x8825] = {1: "S"}
    file = BytesIO()
    lying.save(file, "JPEG", exif=exif)
    image = Image.open(BytesIO(portrait(file.getvalue())))
    red, _, blue = image.getpixel((150, 50))  # type: ignore[misc]  # of an RGB picture
    assert red > 200 > blue
    assert len(image.getexif()) == 0


def test_a_logo_fits_and_stays_transparent() -> None:
    image = Image.open(BytesIO(logo(packed(Image.new("RGBA", (2000, 500), (0, 0, 0, 0)), "PNG"))))
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (360, 90))


def test_cards_in_a_photo_are_found_each_once_bare_or_as_a_link_and_other_codes_are_not() -> None:
    first, second = new_card_code(), new_card_code()
    table = Image.new("RGB", (1700, 1700), (160, 160, 160))
    for corner, code in {(50, 900): second, (60, 40): first, (900, 880): second}.items():
        card = Image.open(BytesIO(card_picture(code))).convert("RGB").rotate(8, expand=True, fillcolor=(160, 160, 160))
        table.paste(card.resize((700, 700)), corner)
    assert card_codes_in(packed(table)) == [first, second]
    assert card_codes_in(packed(Image.new("RGB", (800, 800), "white"))) == []


def test_a_code_is_the_same_bare_typed_small_or_in_a_link() -> None:
    code = new_card_code()
    link = card_link("SekolahBot", code)
    for shown in (
        code,
        f" {code.lower()}\n",
        link,
        f"/start {code}",
        link.upper(),
        f"tg://resolve?domain=x&start={code}",
    ):
        assert card_code_in(shown) == code
    assert card_code_in("a1" + "018oib2345678"[::-1]) == "A1B765432BIOBIO"
    for other in (
        "",
        "00001",
        f"{code[:-1]}9",
        f"AI{code[2:]}",
        code[:-1],
        f"{code}A",
        f"x{code}",
        f"{code} {code}",
        "A" * 1_000_000,
        "/start A1",
    ):
        assert card_code_in(other) is None
    assert is_card_code(card_code_in(link) or "")
