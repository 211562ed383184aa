"""`python -m simulator telegram …` and `python -m simulator modem …`."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Hand over to the part that was named; 2 for wrong usage."""
    match argv:
        case ["telegram", *rest]:
            from simulator.telegram.command import main as telegram

            return telegram(rest)
        case ["modem", *rest]:
            # Apart from the other: it has no use for aiogram, which takes seconds to load.
            from simulator.modem.command import main as modem

            return modem(rest)
        case _:
            sys.stderr.write("usage: python -m simulator telegram|modem [--help]\n")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
