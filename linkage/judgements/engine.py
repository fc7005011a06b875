"""The database under the store: one SQLite file, or a PostgreSQL server where one machine is not enough.

SQLite runs in WAL mode with synchronous=FULL: what was acknowledged survives a killed process and a
power cut, and others read while one writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from linkage.errors import UsageError
from linkage.judgements.tables import METADATA, SECRETS

PATIENCE_S = 30
"""How long a writer waits for another one."""

TURN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(6021917)"}
"""How a writer takes its turn; the number of PostgreSQL's lock means nothing, it is the same for all of us."""


def open_engine(where: str | Path, must_exist: bool = False) -> Engine:
    """The database at a path or at a URL, made if it is not there; UsageError when it cannot be reached or made."""
    named = str(where)
    if must_exist and "://" not in named and not Path(named).is_file():
        raise UsageError(f"{named}: no such store of judgements.")
    try:
        engine = create_engine(_url(named))
        if engine.dialect.name == "sqlite":
            _tune_sqlite(engine)
        if not inspect(engine).has_table(SECRETS.name):
            with writing(engine) as connection:
                METADATA.create_all(connection)  # whole or not at all
    except ModuleNotFoundError as error:
        raise UsageError(
            f"The store needs the package '{error.name}': pip install 'linkage-engine[postgres]'."
        ) from None
    except (SQLAlchemyError, OSError) as error:
        raise UsageError(f"The store of judgements cannot be opened ({_reason(error)}): {_shown(named)}") from None
    return engine


def _url(named: str) -> str:
    if "://" not in named:
        path = Path(named).resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{path}"
    return named.replace("postgresql://", "postgresql+psycopg://", 1)


def _shown(named: str) -> str:
    """The address without its password."""
    try:
        return make_url(named).render_as_string(hide_password=True)
    except ArgumentError:
        return named


def _reason(error: Exception) -> str:
    if isinstance(error, NoSuchModuleError):
        return "only SQLite and PostgreSQL are known"
    return str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        for setting in (f"busy_timeout={PATIENCE_S * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is committed whole or not at all; one at a time, the others wait their turn."""
    with engine.connect() as connection:
        connection.exec_driver_sql(TURN[engine.dialect.name])
        yield connection
        connection.commit()
