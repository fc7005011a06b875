"""The store of judgements: what people decided is added to it, and never changed or removed.

store = open_store("judgements.db")                 # or "postgresql://..."
store.add(Judgement(...), Person("ana", "reviewer"))
store.since(0)                                      # every judgement, in order
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select

from linkage.errors import Refused
from linkage.judgements.chain import START, Chain, check_chain, hash_of
from linkage.judgements.checks import check_content
from linkage.judgements.engine import open_engine, writing
from linkage.judgements.roles import Person
from linkage.judgements.standing import refusal
from linkage.judgements.tables import EVENTS, JUDGEMENTS, SECRETS
from linkage.judgements.values import Judgement

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The time, as the store writes it: UTC."""
    return dt.datetime.now(dt.UTC)


class Store:
    """An open store. Safe to use from several threads, and by several processes at once."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self.engine = engine
        self._clock = clock

    def add(self, judgement: Judgement, person: Person) -> Judgement:
        """Write the judgement, signed by `person`, and give it back as stored.

        A token that was used before stores nothing and gives the judgement it made then. Refused when
        the rules do not allow it. When this returns, the judgement is on the disk.
        """
        check_content(judgement)
        with writing(self.engine) as connection:
            before = _read(connection, JUDGEMENTS.c.token == judgement.token)
            if before:
                return before[0]
            return self._add(connection, replace(judgement, who=person.name, role=person.role), person)

    def _add(self, connection: Connection, judgement: Judgement, person: Person) -> Judgement:
        of_pair = _read(
            connection, JUDGEMENTS.c.missing_id == judgement.missing_id, JUDGEMENTS.c.remains_id == judgement.remains_id
        )
        why_not = refusal(of_pair, person, judgement.act)
        if not why_not and judgement.act == "undo" and not _withdrawable(of_pair, judgement):
            why_not = "Only a judgement of one's own that still holds can be withdrawn."
        if why_not:
            raise Refused(why_not)
        return _judgement(self._append(connection, JUDGEMENTS, _line(judgement)))

    def note(self, who: str, what: str, about: str = "") -> None:
        """Write down that something was done (a pair opened, a file exported), about ids only."""
        with writing(self.engine) as connection:
            self._append(connection, EVENTS, {"who": who, "what": what, "about": about})

    def _append(self, connection: Connection, table: Table, content: Mapping[str, Any]) -> dict[str, Any]:
        """Add one line to the chain of a table."""
        last = connection.execute(select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)).first()
        number, previous = last if last else (0, START)
        when = self._clock().isoformat(timespec="milliseconds")
        line = {**content, "number": number + 1, "when": when, "previous": previous}
        line["hash"] = hash_of(line)
        connection.execute(insert(table).values(line))
        return line

    def since(self, number: int = 0) -> tuple[Judgement, ...]:
        """The judgements after the given number, in order; all of them after 0."""
        with self.engine.connect() as connection:
            return _read(connection, JUDGEMENTS.c.number > number)

    def of_pair(self, missing_id: str, remains_id: str) -> tuple[Judgement, ...]:
        """The judgements of one pair, in order."""
        with self.engine.connect() as connection:
            return _read(connection, JUDGEMENTS.c.missing_id == missing_id, JUDGEMENTS.c.remains_id == remains_id)

    def count(self) -> int:
        """How many judgements there are, undone ones included."""
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(JUDGEMENTS)).scalar_one())

    def events(self, number: int = 0) -> tuple[Mapping[str, Any], ...]:
        """What was done besides judging, after the given number."""
        with self.engine.connect() as connection:
            found = connection.execute(select(EVENTS).where(EVENTS.c.number > number).order_by(EVENTS.c.number))
            return tuple(dict(row) for row in found.mappings())

    def verify(self, head: str | None = None) -> tuple[Chain, ...]:
        """Walk both chains, judgements and events; ChainBroken when anything was changed.

        `head`, the hash of a judgement noted earlier, must still be there.
        """
        with self.engine.connect() as connection:
            return _walk(connection, JUDGEMENTS, head), _walk(connection, EVENTS)

    def secret(self, name: str = "signing") -> str:
        """A random secret made once for this store, for signing sessions and forms."""
        with writing(self.engine) as connection:
            found = connection.execute(select(SECRETS.c.value).where(SECRETS.c.name == name)).scalar()
            if found is None:
                found = secrets.token_urlsafe(32)
                connection.execute(insert(SECRETS).values(name=name, value=found))
            return str(found)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_store(where: str | Path, clock: Clock = now, *, must_exist: bool = False) -> Store:
    """The store in a file or at a PostgreSQL URL; it is made if it is not there, unless it `must_exist`.

    UsageError when it cannot be opened.
    """
    return Store(open_engine(where, must_exist), clock)


def _withdrawable(of_pair: tuple[Judgement, ...], undo: Judgement) -> bool:
    gone = {j.withdraws for j in of_pair}
    return any(
        j.number == undo.withdraws and j.who == undo.who and j.act != "undo" and j.number not in gone for j in of_pair
    )


def _read(connection: Connection, *conditions: Any) -> tuple[Judgement, ...]:
    found = connection.execute(select(JUDGEMENTS).where(*conditions).order_by(JUDGEMENTS.c.number))
    return tuple(_judgement(dict(row)) for row in found.mappings())


def _walk(connection: Connection, table: Table, head: str | None = None) -> Chain:
    """Check a chain line by line, without holding them all."""
    one_by_one = connection.execution_options(yield_per=1000)
    with one_by_one.execute(select(table).order_by(table.c.number)) as found:
        return check_chain(table.name, map(dict, found.mappings()), head)


def _line(judgement: Judgement) -> dict[str, Any]:
    """What a judgement holds, as columns; its place in the chain is given later."""
    line = asdict(judgement)
    line["total"] = None if judgement.total is None else float(judgement.total) + 0.0  # no integer, no minus zero
    line["seen"] = json.dumps(dict(judgement.seen), sort_keys=True, ensure_ascii=False)
    return {name: value for name, value in line.items() if name not in ("number", "when", "previous", "hash")}


def _judgement(line: Mapping[str, Any]) -> Judgement:
    return Judgement(**{**line, "seen": json.loads(line["seen"])})
