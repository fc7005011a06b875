"""The people of a store that is shared: accounts with a password (argon2) and a role."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from linkage.errors import Refused, UsageError
from linkage.judgements.checks import is_text
from linkage.judgements.engine import writing
from linkage.judgements.roles import ROLES, Person, Role
from linkage.judgements.store import Store
from linkage.judgements.tables import ACCOUNTS

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 12
"""Characters of a password (NIST SP 800-63B asks for 8 at least, and for no rules on which)."""

MOST = 1000
"""Characters of a password; more would only keep the processor busy."""

MOST_NAME = 100


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in. `epoch` grows when older sessions must end."""

    name: str
    role: Role
    group: str = ""
    exact: bool = False
    closed: bool = False
    epoch: int = 0

    @property
    def person(self) -> Person:
        """The account as whoever is at the page."""
        return Person(self.name, self.role, self.group, self.exact)


def add_account(store: Store, account: Account, password: str) -> None:
    """Make an account; Refused when the name is taken or the password too short."""
    _check(account, password)
    with writing(store.engine) as connection:
        if connection.execute(select(ACCOUNTS.c.name).where(ACCOUNTS.c.name == account.name)).first():
            raise Refused("There is an account of that name already.")
        values = {**account.__dict__, "password": _hasher().hash(password), "closed": False, "epoch": 0}
        connection.execute(insert(ACCOUNTS).values(values))


def _check(account: Account, password: str) -> None:
    name = account.name
    if not name or name != name.strip() or not name.isprintable() or len(name) > MOST_NAME or not is_text(name):
        raise Refused(f"A name has 1 to {MOST_NAME} characters that can be seen.")
    if account.role not in ROLES:
        raise UsageError(f"No role '{account.role}'. There are: {', '.join(ROLES)}.")
    if account.role == "search_group" and not account.group:
        raise Refused("A search group's account needs its group: the agency whose cases it sees.")
    _check_password(password)


def _check_password(password: str) -> None:
    if not LEAST <= len(password) <= MOST:
        raise Refused(f"A password has at least {LEAST} characters, and at most {MOST}.")


def sign_in(store: Store, name: str, password: str) -> Account | None:
    """The account, when the password is right and it is not closed; takes as long when there is no such account."""
    from argon2.exceptions import InvalidHashError, VerificationError

    found = _row(store, name) if is_text(name) else None
    hashed = found["password"] if found else _nobody()
    try:
        _hasher().verify(hashed, password[:MOST])
    except (VerificationError, InvalidHashError):
        return None
    return None if found is None or found["closed"] else _account(found)


def account(store: Store, name: str) -> Account | None:
    """The account of that name, closed or not."""
    found = _row(store, name) if is_text(name) else None
    return _account(found) if found else None


def accounts(store: Store) -> tuple[Account, ...]:
    """All accounts, by name."""
    with store.engine.connect() as connection:
        return tuple(_account(dict(row)) for row in connection.execute(select(ACCOUNTS).order_by("name")).mappings())


def any_account(store: Store) -> bool:
    """Whether there is any account yet."""
    with store.engine.connect() as connection:
        return bool(connection.execute(select(func.count()).select_from(ACCOUNTS)).scalar_one())


def change_account(store: Store, name: str, **values: Any) -> Account:
    """Change role, group, exact or closed; sessions that began before end. UsageError for a name nobody has."""
    return _change(store, name, values)


def change_password(store: Store, name: str, password: str) -> Account:
    """Set a new password; sessions that began before end."""
    _check_password(password)
    return _change(store, name, {"password": _hasher().hash(password)})


def _change(store: Store, name: str, values: dict[str, Any]) -> Account:
    if values.get("role", ROLES[0]) not in ROLES:
        raise UsageError(f"No role '{values['role']}'. There are: {', '.join(ROLES)}.")
    with writing(store.engine) as connection:
        changed = update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values, epoch=ACCOUNTS.c.epoch + 1)
        if connection.execute(changed).rowcount != 1:
            raise UsageError("There is no account of that name.")
    return _account(_row(store, name) or {})


def _row(store: Store, name: str) -> dict[str, Any] | None:
    with store.engine.connect() as connection:
        found = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).mappings().first()
        return dict(found) if found else None


def _account(row: dict[str, Any]) -> Account:
    return Account(**{name: value for name, value in row.items() if name != "password"})


@cache
def _hasher() -> PasswordHasher:
    """argon2id with 19 MiB, 2 passes and 1 lane: what OWASP asks for at least, and an old laptop can bear."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobody() -> str:
    """The hash of a password that nobody has, so that an unknown name takes as long as a known one."""
    return _hasher().hash("nobody has this password")
