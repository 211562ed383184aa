"""What can be done beyond looking, and which roles may do it. Where, `core.policy` says."""

import enum

from db.models import Role


class Action(enum.Enum):
    """What can be done beyond looking: of a class or a pupil, or (CHECK_IN, KEEP_CALENDAR …) for the whole school."""

    REPORT = enum.auto()
    CORRECT = enum.auto()
    DECIDE_NOTICE = enum.auto()
    ANSWER_GUARDIAN = enum.auto()
    ADMINISTER = enum.auto()
    LOOK_BACK = enum.auto()
    SEE_LETTER = enum.auto()
    NAME_DEPUTY = enum.auto()
    NAME_CLASS_GROUP = enum.auto()
    SETTLE_CONTRADICTION = enum.auto()
    SEE_CALENDAR = enum.auto()
    KEEP_CALENDAR = enum.auto()
    SETTLE_MASS_ALERT = enum.auto()
    WATCH_GATE = enum.auto()
    CHECK_IN = enum.auto()
    MANAGE_CARDS = enum.auto()
    SEE_SENT_REPORTS = enum.auto()
    APPROVE_GUARDIAN = enum.auto()
    SHOW_MISSING = enum.auto()


MAY: dict[Action, frozenset[Role]] = {
    Action.REPORT: frozenset(
        {Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY, Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.ADMINISTRATOR}
    ),
    Action.CORRECT: frozenset({Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.ADMINISTRATOR}),
    Action.DECIDE_NOTICE: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    Action.ANSWER_GUARDIAN: frozenset(
        {Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.COUNSELOR, Role.LEADERSHIP, Role.ADMINISTRATOR}
    ),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    # Class leaders and the duty teacher have today; a pupil (STUDENT) reaches no class, only the own record.
    Action.LOOK_BACK: frozenset(
        {
            Role.HOMEROOM_TEACHER,
            Role.DEPARTMENT_HEAD,
            Role.COUNSELOR,
            Role.LEADERSHIP,
            Role.ADMINISTRATOR,
            Role.STUDENT,
        }
    ),
    Action.SEE_LETTER: frozenset({Role.HOMEROOM_TEACHER, Role.COUNSELOR}),
    Action.NAME_CLASS_GROUP: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    Action.NAME_DEPUTY: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    Action.SETTLE_CONTRADICTION: frozenset(
        {Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR}
    ),
    Action.SEE_CALENDAR: frozenset({Role.DUTY_TEACHER, Role.LEADERSHIP, Role.ADMINISTRATOR}),
    Action.KEEP_CALENDAR: frozenset({Role.ADMINISTRATOR}),
    Action.SETTLE_MASS_ALERT: frozenset({Role.DUTY_TEACHER, Role.LEADERSHIP, Role.ADMINISTRATOR}),
    Action.WATCH_GATE: frozenset({Role.ADMINISTRATOR, Role.LEADERSHIP, Role.DUTY_TEACHER, Role.OFFICER}),
    Action.CHECK_IN: frozenset({Role.OFFICER, Role.DUTY_TEACHER, Role.ADMINISTRATOR}),
    Action.MANAGE_CARDS: frozenset({Role.ADMINISTRATOR}),
    Action.SEE_SENT_REPORTS: frozenset({Role.LEADERSHIP, Role.ADMINISTRATOR}),
    Action.APPROVE_GUARDIAN: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    # Names of every class on a screen in public: whoever sees the whole school today anyway, and says so in Telegram.
    Action.SHOW_MISSING: frozenset({Role.ADMINISTRATOR, Role.LEADERSHIP, Role.COUNSELOR, Role.DUTY_TEACHER}),
}
