"""Migrations as a library: no ini file, one transaction for a whole upgrade, the caller's own connection."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for one connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the schema to `target`. Everything or nothing: the caller's transaction holds all of it."""
    command.upgrade(configuration(connection), target)


def downgrade(connection: Connection, target: str) -> None:
    """Take the schema back to `target`, such as `-1` or `base`."""
    command.downgrade(configuration(connection), target)


def check(connection: Connection) -> None:
    """Raise `alembic.util.CommandError` when models and migrations disagree."""
    command.check(configuration(connection))


def current(connection: Connection) -> str | None:
    """The revision that the database is at."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision that the program knows."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()
