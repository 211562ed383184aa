"""An absence that the gate denies alarms nobody: the pupil was reported alfa and has been seen. Whoever settles the
contradiction says what is true; until then no alert is owed, and one that waits does not leave.
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from db.models import Contradiction, Correction, Direction, OutboxMessage, Scan


def is_denied_by_gate(
    student_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], on: date
) -> ColumnElement[bool]:
    """A pupil was seen coming in, or on leaving alone, and nobody of the staff who knew has said what follows."""
    came = aliased(Scan)
    has_come = exists().where(
        came.student_id == student_id, came.on_date == on, came.direction == Direction.IN, came.counts
    )
    corrected = exists().where(
        Correction.student_id == student_id, Correction.on_date == on, Correction.corrected_at >= Scan.received_at
    )
    settled = exists().where(
        Contradiction.student_id == student_id,
        Contradiction.on_date == on,
        or_(Contradiction.came_at.is_not(None), Contradiction.left_at.is_not(None)),
        Contradiction.settled_at.is_not(None),
    )
    return exists().where(
        Scan.student_id == student_id,
        Scan.on_date == on,
        Scan.counts,
        or_(Scan.direction == Direction.IN, ~has_come),
        ~or_(corrected, settled),
    )


def is_doubted_alert(on: date) -> ColumnElement[bool]:
    """Of an `OutboxMessage`, on the day on which it would leave."""
    is_alert = OutboxMessage.dedupe_key.startswith("alert:")
    return and_(is_alert, is_denied_by_gate(OutboxMessage.student_id, on))
