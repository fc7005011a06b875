"""The stores that tests of judgements run on: SQLite, and PostgreSQL where its server is installed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from stores import new_schema, postgres_server, server_binaries

from linkage.judgements import Store, open_store

_names = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    binaries = server_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    with postgres_server(binaries) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store."""
    if request.param == "sqlite":
        return str(tmp_path / "judgements.db")
    return new_schema(request.getfixturevalue("server"), f"store{next(_names)}")


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    opened = open_store(where)
    yield opened
    opened.close()
