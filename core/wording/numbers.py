"""Numbers as Indonesians write them."""


def thousands(number: int) -> str:
    """`12.500`."""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """`Rp12.500`."""
    return f"Rp{thousands(amount)}"
