"""What the page does not let a visitor do, by a word that its texts explain in the visitor's language."""


class Refused(Exception):
    """`word` names the reason; `status` is HTTP's."""

    def __init__(self, word: str, status: int = 409) -> None:
        super().__init__(word)
        self.word = word
        self.status = status


class Malformed(Refused):
    """The request makes no sense: the page itself never sends it."""

    def __init__(self) -> None:
        super().__init__("malformed", 400)


class Unknown(Refused):
    """There is no such chat, person, message, button, phone, step or jump."""

    def __init__(self) -> None:
        super().__init__("unknown", 404)
