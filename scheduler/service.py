"""The clock edge. APScheduler only ticks; what has run stands in the database, in the same commit as what it caused."""

import asyncio
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.clock import Clock
from core.job_runs import is_first_run
from core.school_rules import school_rules
from db.availability import will_pass
from db.engine import Transaction
from scheduler.jobs import JOBS, Job

log = structlog.get_logger()

TICK_SECONDS = 15


@dataclass(slots=True)
class Scheduler:
    transaction: Transaction
    clock: Clock
    problem: str | None = None

    async def run(self) -> None:
        """Tick until cancelled; the first tick at once, which catches up on what was missed."""
        ticker = AsyncIOScheduler(timezone="UTC")
        ticker.add_job(
            self.tick, "interval", seconds=TICK_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
        )
        ticker.start()
        try:
            await self.tick()
            await asyncio.Event().wait()
        finally:
            ticker.shutdown(wait=False)

    async def tick(self) -> None:
        """Run what is due and was not run; one job's failure is not another's."""
        self.problem = None
        for job in JOBS:
            try:
                await self._run_if_due(job)
            except Exception as error:
                if will_pass(error):
                    self.problem = f"job {job.name} waits for the database"
                    log.warning(self.problem, error=str(error))
                else:
                    self.problem = f"job {job.name} failed"
                    log.exception(self.problem)

    async def _run_if_due(self, job: Job) -> None:
        now = self.clock()
        async with self.transaction() as session:
            slot = job.slot(now, await school_rules(session))
            if slot is not None and await is_first_run(session, job.name, slot, now=now):
                await job.run(session, now)
