"""Memory of each process: the service with all its parts and one modem, and the embedded database."""

from collections.abc import Mapping, Sequence

from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.leaders import leaders_at_work
from benchmarks.machine import children, memory_mb, running
from simulator.modem import Modem

CLASSES, PUPILS = 60, 36
_A_PARENT = "+6281298765432"


async def memory() -> list[Figure]:
    """Once everything has started and answered, and again after 60 classes have reported."""
    async with ground() as house, Modem(house.folder / "modem") as modem:
        at_work = leaders_at_work(house, classes=CLASSES, pupils=PUPILS, modems=f"satu=at115200:{modem.device}")
        async with at_work as (process, leaders):
            modem.phone(_A_PARENT).send("BANTUAN")
            await modem.phone(_A_PARENT).wait_for(lambda _: True, timeout=30)
            begun = _weighed(_processes(house, process.pid), "started")
            for leader in leaders:
                await leader.report(0)
            return [*begun, *_weighed(_processes(house, process.pid), f"after {CLASSES} reports")]


def _processes(house: Ground, service: int) -> Mapping[str, Sequence[int]]:
    return {
        "absensi run: bot, scheduler, station": [service],
        "gateway worker of one modem": children(service),
        "keeper of the database": running(f"-m db.embedded.keeper {house.folder}"),
        "postgres, all its processes": house.postgres(),
    }


def _weighed(processes: Mapping[str, Sequence[int]], when: str) -> list[Figure]:
    figures = []
    for name, pids in processes.items():
        rss, pss = memory_mb(pids)
        figures += [Figure(f"{when}: {name}", "MB RSS", [rss]), Figure(f"{when}: {name}", "MB PSS", [pss])]
    return figures
