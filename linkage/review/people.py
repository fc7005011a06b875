"""Who is at the page: on one's own machine whoever gives a name, on a server those who have an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from linkage.judgements import Person, Store
from linkage.judgements.accounts import Account, account, accounts, add_account, change_account, sign_in
from linkage.judgements.roles import Role
from linkage.words import Translator

Session = Mapping[str, Any]


class People(Protocol):
    """Who may enter, and who has."""

    def reader(self, session: Session) -> Person | None:
        """The person whom a session names; None when it names nobody who may be in."""

    def enter(self, name: str, password: str) -> dict[str, Any] | None:
        """What the session keeps of somebody who enters; None when it is refused."""

    def may_manage(self) -> bool:
        """Whether there are accounts to manage."""


@dataclass(frozen=True)
class OwnMachine:
    """On one's own machine a name suffices, and whoever works there does what coordinators do."""

    role: Role = "coordinator"

    def reader(self, session: Session) -> Person | None:
        """Whoever gave the name."""
        name = str(session.get("name", ""))
        return Person(name, self.role) if name else None

    def enter(self, name: str, password: str) -> dict[str, Any] | None:
        """Anybody with a name that can be seen."""
        return {"name": name} if name and name.isprintable() else None

    def may_manage(self) -> bool:
        """There are no accounts."""
        return False


@dataclass(frozen=True)
class Accounts:
    """On a server: accounts of the store. A session ends when its account is closed or changed."""

    store: Store

    def reader(self, session: Session) -> Person | None:
        """The account, if it is as it was when the session began."""
        found = account(self.store, str(session.get("name", "")))
        if found is None or found.closed or found.epoch != session.get("epoch"):
            return None
        return found.person

    def enter(self, name: str, password: str) -> dict[str, Any] | None:
        """The account of that name, if the password is right."""
        found = sign_in(self.store, name, password)
        self.store.note(name if found else "?", "entered" if found else "entry refused")
        return {"name": found.name, "epoch": found.epoch} if found else None

    def may_manage(self) -> bool:
        """An administrator manages them."""
        return True

    def all(self) -> tuple[Account, ...]:
        """Every account, closed ones as well."""
        return accounts(self.store)

    def add(self, by: Person, new: Account, password: str) -> None:
        """Open an account; Refused or UsageError where it cannot be."""
        add_account(self.store, new, password)
        self.store.note(by.name, "account opened", new.name)

    def close(self, by: Person, name: str) -> bool:
        """Close an account; False when there is none of that name."""
        found = account(self.store, name)
        if found is None or found.closed:
            return False
        change_account(self.store, name, closed=True)
        self.store.note(by.name, "account closed", name)
        return True


def role_words(role: str, _: Translator) -> str:
    """A role in the reader's words."""
    return {
        "reviewer": _("reviewer"),
        "search_group": _("search group"),
        "coordinator": _("coordinator"),
        "auditor": _("auditor"),
        "administrator": _("administrator"),
    }[role]
