"""The gates, watched from a phone."""

from datetime import timedelta

from core.card_codes import new_card_code
from core.stations import add_station, station_by_secret
from db.models import Card
from tests.core.checking_in import check_in
from tests.flows.house import running_bot
from tests.flows.looking import answered
from tests.school import DUTY, HOMEROOM, STRANGER


async def test_the_duty_teacher_watches_the_gates_and_others_are_told_no_name(database_url: str) -> None:
    async with running_bot(database_url) as house:
        now = house.clock()
        code = new_card_code()
        async with house.transaction() as session:
            session.add(Card(code=code, student_id=house.school.budi.id, issued_at=now - timedelta(days=1)))
            await session.flush()
            for name in ("Depan", "Belakang"):
                gate = await station_by_secret(session, await add_station(session, name, now=now))
                await check_in(session, gate, code=code, nonce=name, scanned_at=now, now=now)
        said = {}
        for telegram_id in (DUTY, HOMEROOM, STRANGER):
            await house.person(telegram_id).send("/gerbang")
            [said[telegram_id]] = await answered(house.person(telegram_id), 1)
        assert "Datang 1 orang" in said[DUTY]
        assert "Satu kartu di dua gerbang" in said[DUTY]
        assert "Budi Santoso" in said[DUTY]
        assert "tidak berwenang" in said[HOMEROOM]
        assert "Budi" not in said[HOMEROOM] + said[STRANGER]
