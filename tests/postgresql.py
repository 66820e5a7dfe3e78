"""A throw-away PostgreSQL server for the tests: own data folder, Unix socket only, gone when the tests end.

`GRIYA_TEST_POSTGRESQL_URL` names a server that already runs instead. Where neither a server nor PostgreSQL's programs
are found, `start` says why, and the run ends with that sentence.
"""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OWNER_CANDIDATES = ("postgres", "nobody")


class Unavailable(Exception):
    """No PostgreSQL can be had here; the message says why."""


@dataclass(frozen=True)
class Server:
    """A running server: `url` of its maintenance database, and how to stop it (nothing to do for a foreign one)."""

    url: str
    folder: Path | None = None
    programs: Path | None = None
    owner: int | None = None

    def stop(self) -> None:
        """End the server that `start` started and remove its folder."""
        if self.folder and self.programs:
            arguments: list[str | Path] = [
                self.programs / "pg_ctl",
                "-D",
                self.folder / "data",
                "-m",
                "immediate",
                "stop",
            ]
            subprocess.run(arguments, check=False, capture_output=True, user=self.owner, cwd=self.folder)
            shutil.rmtree(self.folder, ignore_errors=True)

    def database_url(self, name: str) -> str:
        """The URL of database `name` on this server."""
        head, _, tail = self.url.partition("/postgres")
        return f"{head}/{name}{tail}"


def start(environ: Mapping[str, str] = os.environ) -> Server:
    """Use the server of the environment, or start one.

    Raises:
        Unavailable: when there is no server and none can be started.
    """
    if given := environ.get("GRIYA_TEST_POSTGRESQL_URL"):
        return Server(given)
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    program = found[-1] if found else shutil.which("initdb")
    if not program:
        raise Unavailable("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")
    programs, folder, owner = Path(program).parent, Path(tempfile.mkdtemp(prefix="griya-pg-")), _owner()
    if owner is not None:
        os.chown(folder, owner, -1)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
    try:
        steps: tuple[list[str | Path], ...] = (
            [
                programs / "initdb",
                "-D",
                folder / "data",
                "-U",
                "griya",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
            ],
            [programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"],
        )
        for arguments in steps:
            subprocess.run(arguments, check=True, capture_output=True, text=True, user=owner, cwd=folder, timeout=120)
    except (subprocess.SubprocessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable(f"PostgreSQL did not start: {getattr(error, 'stderr', '') or error}") from error
    return Server(f"postgresql+psycopg://griya@/postgres?host={folder}", folder, programs, owner)


def _owner() -> int | None:
    """PostgreSQL refuses to run as root; the account to run it as, or None for the present one."""
    if os.geteuid() != 0:
        return None
    for name in OWNER_CANDIDATES:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise Unavailable("tests run as root and there is no other account to run PostgreSQL as")
