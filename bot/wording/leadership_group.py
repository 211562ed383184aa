"""The group that the public's INFO goes to."""

from html import escape


def group_named(title: str) -> str:
    return f"Grup <b>{escape(title)}</b> sekarang grup pimpinan. INFO dari masyarakat akan masuk ke sini."


def only_in_group() -> str:
    return "Perintah ini dipakai di dalam grup yang hendak dijadikan grup pimpinan."
