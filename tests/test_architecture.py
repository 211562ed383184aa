"""Rules about the code that no linter knows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("absensi", "bot", "core", "db", "scheduler", "simulator", "sms_gateway", "station")
# The import compares a whole school's list with the file; nothing of it is shown to anybody by role.
MAY_SELECT_PUPILS = {"core/policy.py", "core/roster/standing.py"}


def sources() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text() for package in PACKAGES for path in (ROOT / package).rglob("*.py")
    }


def test_pupils_are_selected_by_the_policy_and_nowhere_else() -> None:
    selecting = {name for name, source in sources().items() if re.search(r"select\(Student[),]", source)}
    assert selecting == MAY_SELECT_PUPILS


def test_indonesian_sentences_stand_in_wording_modules_only() -> None:
    words = "tidak|belum|sudah|untuk|siswa|orang tua|silakan|dengan"
    telltale = re.compile(rf'"(?=[^"\n]* )[^"\n]*\b(?:{words})\b[^"\n]*"', re.IGNORECASE)
    apart = re.compile(r"wording|simulator/|sample_school|sms_language|roster/|keycodes")
    found = {
        f"{name}: {line.strip()}"
        for name, source in sources().items()
        if not apart.search(name)
        for line in source.splitlines()
        if telltale.search(line) and '"""' not in line
    }
    assert found == set()


def test_the_gateways_worker_loads_no_aiogram() -> None:
    assert not any("aiogram" in source for name, source in sources().items() if name.startswith("sms_gateway/"))
