"""What a scan was taken to mean before another one of its day came in."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.models.check_ins import Direction


class SupersededVerdict(Base):
    """Appended when a scan is decided again; the columns are the scan's own, as they stood until `superseded_at`."""

    __tablename__ = "superseded_verdicts"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), index=True)
    superseded_at: Mapped[datetime] = mapped_column(index=True)
    direction: Mapped[Direction | None]
    outcome: Mapped[str]
    counts: Mapped[bool]
    minutes_late: Mapped[int | None]
