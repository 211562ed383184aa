"""Indonesia's holidays of a year as the `holidays` library knows them: proposals, which the school confirms.

Cuti bersama is decreed from year to year, and the days of some feasts are seen, not computed: what it calls
"perkiraan" is an estimate, and a year without a decree has no cuti bersama.
"""

from holidays import country_holidays

from core.school_calendar import Entry
from db.models import CalendarKind


def proposed_holidays(year: int) -> list[Entry]:
    """National holidays and cuti bersama, by day; a day that is both is a national holiday."""
    national = country_holidays("ID", years=year, language="id")
    joint = country_holidays("ID", years=year, language="id", categories=("government",))
    entries = {day: Entry(CalendarKind.JOINT_LEAVE, name, day, day) for day, name in joint.items()}
    entries |= {day: Entry(CalendarKind.NATIONAL_HOLIDAY, name, day, day) for day, name in national.items()}
    return [entries[day] for day in sorted(entries)]
