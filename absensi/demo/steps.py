"""The steps of the guide in their order: what is told, done and seen. Terminal, page and test all play this list."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from absensi.demo import at_gate, looking, morning, wording_gate, wording_guide
from absensi.demo.looking import FATHER, MOTHER, PASSER_BY
from absensi.demo.stage import Stage
from absensi.demo.wording_guide import Told
from db.models import Role

Place = Role | str
"""Where to look: the chat of a role, a phone's number, or one of the places named below."""

LEADERSHIP_GROUP, STRANGER, NEWCOMER, FRONT_GATE = "leadership group", "stranger", "newcomer", "front gate"


@dataclass(frozen=True, slots=True)
class Step:
    """What is told, done and seen. `do` raises AssertionError or TimeoutError when what should come does not."""

    told: Told
    do: Callable[[Stage], Awaitable[None]]
    is_done: Callable[[Stage], bool]
    places: tuple[Place, ...]


STEPS: Sequence[Step] = (
    Step(wording_guide.REGISTERING, morning.register_two_numbers, looking.both_registered, (MOTHER, FATHER)),
    Step(wording_gate.IN_TIME, at_gate.comes_in_time, looking.came_in_time, (FRONT_GATE,)),
    Step(wording_gate.AGAIN, at_gate.is_scanned_again, looking.scanned_again, (FRONT_GATE,)),
    Step(wording_gate.LATE, at_gate.comes_late, looking.came_late, (FRONT_GATE,)),
    Step(
        wording_guide.REPORTING,
        morning.report_one_missing,
        looking.reported,
        (Role.CLASS_SECRETARY, Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT),
    ),
    Step(wording_guide.ALERTING, morning.alert_arrives, looking.alerted, (MOTHER,)),
    Step(
        wording_guide.PLAIN_WORDS,
        morning.notice_in_plain_words,
        looking.noticed,
        (FATHER, Role.HOMEROOM_TEACHER, Role.CLASS_SECRETARY, Role.DUTY_TEACHER),
    ),
    Step(
        wording_guide.ANSWERING,
        morning.staff_answers,
        looking.answered,
        (Role.HOMEROOM_TEACHER, FATHER, Role.DUTY_TEACHER),
    ),
    Step(
        wording_guide.ACCEPTING, morning.staff_accepts, looking.accepted, (Role.HOMEROOM_TEACHER, Role.CLASS_SECRETARY)
    ),
    Step(wording_guide.INFORMING, morning.public_informs, looking.informed, (PASSER_BY, LEADERSHIP_GROUP)),
    Step(
        wording_guide.CORRECTING,
        morning.pupil_turns_up,
        looking.retracted,
        (Role.CLASS_SECRETARY, MOTHER, Role.HOMEROOM_TEACHER),
    ),
    Step(
        wording_gate.DOUBTED,
        at_gate.is_called_absent_and_comes,
        looking.doubted,
        (Role.CLASS_SECRETARY, FRONT_GATE, Role.HOMEROOM_TEACHER, Role.COUNSELOR),
    ),
    Step(wording_gate.SETTLED, at_gate.is_settled, looking.settled, (Role.HOMEROOM_TEACHER, Role.COUNSELOR)),
    Step(
        wording_guide.LOOKING,
        morning.counselor_looks,
        looking.looked,
        (Role.COUNSELOR, Role.HOMEROOM_TEACHER, Role.DEPARTMENT_HEAD),
    ),
    Step(wording_guide.A_STRANGER, morning.stranger_tries, looking.stranger_told, (STRANGER,)),
    Step(wording_guide.INVITING, morning.newcomer_accepts, looking.welcomed, (NEWCOMER, STRANGER)),
    Step(
        wording_gate.DAY_REPORTED,
        at_gate.day_is_reported,
        looking.day_reported,
        (Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR),
    ),
)
