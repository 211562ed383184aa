"""A phone on the network: a parent's, an operator's short code, or a sender with a name instead of a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.modem import user_data
from simulator.modem.events import PhoneSent, ReceivedText
from simulator.modem.joining import Joiner
from simulator.modem.user_data import Part

if TYPE_CHECKING:
    from simulator.modem.network import Network


class Phone:
    """Made by `Network.phone` or `Modem.phone`. `inbox` holds what arrived whole, in order of arrival.

    `out_of_service` makes every delivery fail for good; `no_signal` makes messages wait on the network.
    """

    def __init__(self, network: Network, number: str) -> None:
        self.number = number
        self.inbox: list[ReceivedText] = []
        self.out_of_service = False
        self._network = network
        self._no_signal = False
        self._joiner = Joiner[Part]()
        self._references = 0

    @property
    def no_signal(self) -> bool:
        return self._no_signal

    @no_signal.setter
    def no_signal(self, value: bool) -> None:
        self._no_signal = value
        self._network.call(self._network.deliver_waiting)

    def send(self, text: str, *, to: str | None = None) -> None:
        """Sends `text` to a modem's number (by default the network's first modem), in as many parts as it takes."""
        parts = self.compose(text)
        for part in parts:
            self.send_part(part, to=to)
        target = self._network.target(to)
        self._network.tell(PhoneSent(self.number, target.number, text, len(parts), self._network.now()))

    def compose(self, text: str, *, wide: bool = False) -> list[Part]:
        """The parts of `text`, to be sent with `send_part` late, in another order, or not at all.

        `wide` takes references of 16 bits, as some phones do.
        """
        self._references += 1
        return user_data.divide(text, self._references % (0x10000 if wide else 0x100), wide=wide)

    def send_part(self, part: Part, *, to: str | None = None) -> None:
        """One part, on its way to the modem."""
        target = self._network.target(to)
        self._network.later(lambda: target.radio.receive(self.number, part))

    def receive(self, sender: str, part: Part) -> None:
        """A part comes in from the network; the message is in the inbox once all its parts are here."""
        parts = self._joiner.add(sender, part.place, part)
        if parts is None:
            return
        text = user_data.text_of(parts)
        received = ReceivedText(self.number, sender, text, len(parts), part.alphabet, self._network.now())
        self.inbox.append(received)
        self._network.tell(received)

    async def wait_for(self, wanted: str | Callable[[ReceivedText], bool], *, timeout: float = 30.0) -> ReceivedText:  # noqa: ASYNC109 - part of the promise
        """The first text in the inbox that contains `wanted` or satisfies it, waiting up to `timeout` seconds.

        Raises TimeoutError, naming what did arrive.
        """
        fits = (lambda received: wanted in received.text) if isinstance(wanted, str) else wanted

        def found() -> ReceivedText | None:
            return next(filter(fits, self.inbox), None)

        try:
            return await self._network.wait_until(found, timeout=timeout)
        except TimeoutError:
            texts = [received.text for received in self.inbox]
            raise TimeoutError(f"{self.number} waited {timeout} s for {wanted!r}; its inbox: {texts}") from None
