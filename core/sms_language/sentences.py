"""Does a text announce an absence, why, and when? Read clause by clause, words by what they do to each other.

The order of doubt: whoever asks, denies, hopes, speaks of a part of a day or says that the child is at school announces
no absence. Such a text goes to a person.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.sms_language.days import Phrase
from core.sms_language.lexicon import FILLERS, HEADS, Word, meaning_of, unstretched

_REACH = 4  # words between a negation and what it negates; fillers don't count
_ABOUT_OTHERS = frozenset({Word.RELATIVE, Word.TENDING})

Token = Word | int | str
"""What a word does, the number of a mention of days, or a word without meaning here (mostly names)."""


@dataclass(slots=True)
class Findings:
    """What the clauses of a text say, all together."""

    is_absent: bool = False
    is_sick: bool = False
    may_be_sick: bool = False
    asks_leave: bool = False
    has_cause: bool = False
    is_back: bool = False
    is_recovered: bool = False
    is_denied: bool = False
    is_partial: bool = False
    is_question: bool = False
    opens_with_question: bool = False
    asks_about_days: bool = False
    days: list[Phrase] = field(default_factory=list)
    words: int = 0


def findings_in(text: str, phrases: Sequence[Phrase], today: date) -> Findings:
    """Read a closed-up text in which `phrases` stand as `@0`, `@1`..."""
    found = Findings()
    for number, (clause, is_question) in enumerate(_clauses(text)):
        tokens = _tokens(clause)
        found.words += len(tokens)
        if is_question or Word.QUESTION in tokens:
            found.is_question = True
            found.opens_with_question |= number == 0
            found.asks_about_days |= any(isinstance(token, int) for token in tokens)
        else:
            _Clause(tokens, phrases, today).add_to(found)
    return found


def has_meaning(text: str) -> bool:
    """Whether a word of the closed-up text says something of health, leave or attendance."""
    return any(token in HEADS for token in _tokens(text))


def _clauses(text: str) -> Iterable[tuple[str, bool]]:
    """Clauses, and whether a question mark ends each."""
    for match in re.finditer(r"([^.,;:!?\n]+)([.,;:!?\n]*)", text):
        yield match[1], "?" in match[2]


def _tokens(clause: str) -> list[Token]:
    words = (unstretched(word) for word in re.findall(r"@?\w+", clause))
    return [_token(word) for word in words if word not in FILLERS]


def _token(word: str) -> Token:
    if word.startswith("@"):
        return int(word[1:])
    return meaning_of(word) or word


class _Clause:
    """One clause: its heads, which of them are negated, and which mention of days belongs to which."""

    def __init__(self, tokens: Sequence[Token], phrases: Sequence[Phrase], today: date) -> None:
        self.today = today
        self.tokens = tokens
        self.heads = [place for place, token in enumerate(tokens) if token in HEADS]
        self.negated = {self._negated_by(place) for place, token in enumerate(tokens) if token is Word.NOT}
        self.negated |= {self._less_by(place) for place, token in enumerate(tokens) if token is Word.LESS}
        self.days: dict[int | None, list[Phrase]] = {}
        for place, token in enumerate(tokens):
            if isinstance(token, int):
                self.days.setdefault(self._nearest_head(place), []).append(phrases[token])

    def _negated_by(self, place: int) -> int | None:
        return next((head for head in self.heads if place < head <= place + _REACH), None)

    def _less_by(self, place: int) -> int | None:
        return next((head for head in self.heads if head == place + 1 and self.tokens[head] is Word.WELL), None)

    def _nearest_head(self, place: int) -> int | None:
        """ "Hari ini tidak masuk besok masuk": each day to its own verb; between two, to the one that follows."""
        return min(self.heads, key=lambda head: (self._distance(place, head), -head), default=None)

    def _distance(self, place: int, head: int) -> int:
        between = self.tokens[min(place, head) + 1 : max(place, head)]
        return sum(token not in (Word.HOPED, Word.IF, Word.DONE, Word.NOT) for token in between)

    def add_to(self, found: Findings) -> None:
        found.is_partial |= Word.PARTIAL in self.tokens
        found.days += self.days.get(None, [])
        for head in self.heads:
            if self._add_head(head, found):
                found.days += self.days.get(head, [])

    def _add_head(self, head: int, found: Findings) -> bool:
        """Take in one head; returns whether its days are days of absence."""
        negated = head in self.negated
        match self.tokens[head]:
            case Word.ATTEND | Word.SCHOOL | Word.SICK if self._is_conditional(head):
                found.is_denied = True
            case Word.ATTEND | Word.SCHOOL if negated:
                found.is_absent |= not self._is_of_writer()
            case Word.ATTEND:
                found.is_back |= self._holds_now(head)
                return False
            case Word.SCHOOL:
                found.is_back |= self._is_done(head) and self._holds_now(head)
                return not self._is_done(head) and not self._is_hoped(head)
            case Word.RECOVERED if not negated:
                found.is_recovered |= self._holds_now(head)
                return False
            case Word.WELL if not negated:
                found.is_recovered |= self._is_done(head) and self._holds_now(head)
                return False
            case Word.RECOVERED | Word.WELL:
                found.is_sick = True
            case Word.CAUSE:
                found.has_cause |= not negated
            case Word.AWAY:
                found.is_absent |= not negated
            case Word.SICK | Word.MAYBE_SICK | Word.LEAVE if negated:
                found.is_denied = True
            case Word.LEAVE:
                found.asks_leave = True
            case _:
                self._add_illness(head, found)
        return True

    def _add_illness(self, head: int, found: Findings) -> None:
        if self._is_about_others(head):
            found.has_cause = True
        elif self.tokens[head] is Word.SICK:
            found.is_sick = True
        else:
            found.may_be_sick = True

    def _is_about_others(self, head: int) -> bool:
        """ "Neneknya sakit", "menjenguk kakek di RS", "saya sedang demam": a reason for leave at most."""
        before = self.tokens[max(head - 3, 0) : head]
        if Word.CHILD in before:
            return False
        is_writer = self.tokens[max(head - 1, 0) : head] == [Word.SELF]
        return is_writer or self._is_of_writer() or any(token in _ABOUT_OTHERS for token in before)

    def _is_of_writer(self) -> bool:
        """ "Saya tidak bisa hadir": the guardian, or a pupil on the guardian's phone. A person decides."""
        return self.tokens[:2] == [Word.SELF, Word.NOT]

    def _is_conditional(self, head: int) -> bool:
        return Word.IF in self.tokens[:head] and (head in self.negated or self.tokens[head] is Word.SICK)

    def _is_done(self, head: int) -> bool:
        return Word.DONE in self.tokens[max(head - 2, 0) : head]

    def _is_hoped(self, head: int) -> bool:
        return any(token in (Word.HOPED, Word.IF) for token in self.tokens[:head])

    def _holds_now(self, head: int) -> bool:
        """Not hoped for, and not of another day than today."""
        days = self.days.get(head)
        return not self._is_hoped(head) and (not days or any(phrase.last == self.today for phrase in days))
