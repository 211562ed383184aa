"""Reading back what reportlab has written."""

import base64
import re
import zlib


def drawn(pdf: bytes) -> list[str]:
    """The drawing operators of each page. (Pictures are streams as well, and tell their width first.)"""
    streams = re.findall(rb"<<\s*/Filter [^>]*>>\s*stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return [zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>"))).decode() for stream in streams]


def pages(pdf: bytes) -> list[str]:
    """The text of each page, in the order it is drawn, one piece a line."""
    return ["\n".join(map(_unescaped, re.findall(r"\((.*?)(?<!\\)\) Tj", content))) for content in drawn(pdf)]


def _unescaped(text: str) -> str:
    """A PDF's string: `\\334` is a letter by its octal number, any other escape stands for itself."""
    return re.sub(r"\\(\d{3}|.)", lambda found: chr(int(found[1], 8)) if len(found[1]) == 3 else found[1], text)
