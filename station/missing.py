"""Who has not come, by name: for minutes, on one station's screen, after a yes in Telegram. It keeps none of them."""

from dataclasses import asdict, dataclass, field

from aiohttp import web

from core.clock import Clock
from core.errors import NotAllowed
from core.gate_shifts import keeper_for
from core.missing_names import missing_of_class
from core.name_showings import NoAccount, ask_to_show, hide, showing_at, standing_of
from db.engine import Transaction
from db.models import NameShowing, Station
from station.rate import Rate
from station.requests import SECRET, Json, Unreadable, id_in, json_answer, json_of, station_of, take

LARGEST_BODY = 1024  # bytes
# Each question rings somebody's phone; a class is looked at now and then, and how it stands every two seconds.
QUESTIONS_PER_SECOND, QUESTIONS_AT_ONCE = 1 / 60, 4.0
LOOKS_PER_SECOND, LOOKS_AT_ONCE = 1.0, 40.0
_SHOWING = f"{SECRET}/missing/{{showing:[1-9][0-9]{{0,8}}}}"


@dataclass(frozen=True, slots=True)
class Missing:
    transaction: Transaction
    clock: Clock
    questions: Rate = field(default_factory=lambda: Rate(QUESTIONS_PER_SECOND, QUESTIONS_AT_ONCE))
    looks: Rate = field(default_factory=lambda: Rate(LOOKS_PER_SECOND, LOOKS_AT_ONCE))

    def add_to(self, gate: web.Application) -> None:
        gate.router.add_post(f"{SECRET}/missing", self.ask)
        gate.router.add_get(_SHOWING, self.standing)
        gate.router.add_get(f"{_SHOWING}/{{school_class:[1-9][0-9]{{0,8}}}}", self.names)
        gate.router.add_post(f"{_SHOWING}/hide", self.hide)

    async def ask(self, request: web.Request) -> web.Response:
        """`{"keeper"}` is asked in Telegram. 403 for one who does not see the whole school, 409 for one who cannot be
        asked.
        """
        station = await station_of(request, self.transaction)
        take(self.questions, station)
        asked, now = await json_of(request, largest=LARGEST_BODY), self.clock()
        if not isinstance(asked, dict):
            raise Unreadable
        try:
            async with self.transaction() as session:
                keeper = await keeper_for(session, id_in(asked, "keeper"), on=now.date())
                showing = await ask_to_show(session, station, keeper, now=now)
        except NotAllowed:
            raise web.HTTPForbidden from None
        except NoAccount:
            raise web.HTTPConflict from None
        return json_answer(self._told(showing))

    async def standing(self, request: web.Request) -> web.Response:
        """Whether there is an answer yet, and until when names may be shown."""
        station = await self._looking(request)
        async with self.transaction() as session:
            showing = await showing_at(session, station, _number(request, "showing"))
        return json_answer(self._told(showing))

    async def names(self, request: web.Request) -> web.Response:
        """Those of one class, while they may be shown; 404 before and afterwards."""
        station = await self._looking(request)
        ids = (_number(request, "showing"), _number(request, "school_class"))
        try:
            async with self.transaction() as session:
                found = await missing_of_class(session, station, *ids, now=self.clock())
        except NotAllowed:
            raise web.HTTPNotFound from None
        return json_answer(asdict(found))

    async def hide(self, request: web.Request) -> web.Response:
        """From now on nothing is shown; whoever wants it asks again."""
        station = await self._looking(request)
        async with self.transaction() as session:
            await hide(session, station, _number(request, "showing"), now=self.clock())
        return json_answer({})

    async def _looking(self, request: web.Request) -> Station:
        station = await station_of(request, self.transaction)
        take(self.looks, station)
        return station

    def _told(self, showing: NameShowing) -> Json:
        until = showing.until and int(showing.until.timestamp() * 1000)
        return {"showing": showing.id, "standing": standing_of(showing, self.clock()).value, "until": until}


def _number(request: web.Request, name: str) -> int:
    return int(request.match_info[name])
