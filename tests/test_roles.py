"""Who may do what: the whole table of roles and actions, and the accounts of a shared store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stores import judge

from linkage.errors import Refused, UsageError
from linkage.judgements import Person, Store, may, open_store
from linkage.judgements.accounts import (
    Account,
    account,
    accounts,
    add_account,
    any_account,
    change_account,
    change_password,
    sign_in,
)
from linkage.judgements.roles import ACTIONS, NEEDED, ROLES
from linkage.judgements.values import ACTS

# fmt: off
TABLE = {
    #                         reviewer  group  coordinator  auditor  administrator
    "see_cases":             (True,     True,  True,        False,   False),
    "see_all_cases":         (True,     False, True,        False,   False),
    "see_exact_place":       (True,     False, True,        False,   False),
    "answer":                (True,     True,  True,        False,   False),
    "request":               (True,     False, True,        False,   False),
    "assume":                (False,    False, True,        False,   False),
    "sign":                  (False,    False, True,        False,   False),
    "settle":                (False,    False, True,        False,   False),
    "reopen":                (False,    False, True,        False,   False),
    "see_agreement":         (False,    False, True,        True,    False),
    "see_counts":            (True,     True,  True,        True,    False),
    "export_judgements":     (False,    False, True,        False,   False),
    "export_dossier":        (False,    False, True,        False,   False),
    "export_family_dossier": (True,     True,  True,        False,   False),
    "verify_chain":          (False,    False, True,        True,    False),
    "see_audit":             (False,    False, False,       True,    False),
    "manage_accounts":       (False,    False, False,       False,   True),
}
# fmt: on

EVERY = [(role, action) for role in ROLES for action in ACTIONS]
PASSWORD = "nueve caballos de madera"


@pytest.mark.parametrize(("role", "action"), EVERY, ids=[f"{role}-{action}" for role, action in EVERY])
def test_every_role_may_do_what_the_table_says_and_nothing_else(role: str, action: str) -> None:
    assert may(role, action) is TABLE[action][ROLES.index(role)]


def test_every_act_asks_for_a_permission() -> None:
    assert set(NEEDED) == set(ACTS)


@pytest.mark.parametrize("role", ROLES)
def test_an_exact_place_is_granted_only_to_those_who_see_cases(role: str) -> None:
    sees = role in ("reviewer", "search_group", "coordinator")
    assert Person("x", role, "group", exact=True).may("see_exact_place") is sees


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_the_store_itself_refuses_who_may_not(store_in_memory: Store, role: str, act: str) -> None:
    person = Person("x", role, "group")
    if person.may(NEEDED[act]):
        return
    answer = "worth" if act in ("first", "final", "settled") else None
    with pytest.raises(Refused):
        store_in_memory.add(judge(act, answer, withdraws=1 if act == "undo" else None), person)
    assert store_in_memory.count() == 0


@pytest.fixture(scope="module")
def store_in_memory(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("store") / "s.db")


def test_an_account_signs_in_with_its_password_alone(store: Store) -> None:
    assert not any_account(store)
    made = Account("Doña Inés", "search_group", "Colectivo de ejemplo")
    add_account(store, made, PASSWORD)
    assert any_account(store)
    assert sign_in(store, "Doña Inés", PASSWORD) == made == account(store, "Doña Inés")
    for name, password in (("Doña Inés", "x"), ("Doña Inés", ""), ("nobody", PASSWORD), ("\0", PASSWORD)):
        assert sign_in(store, name, password) is None
    assert made.person == Person("Doña Inés", "search_group", "Colectivo de ejemplo")


def test_a_password_is_kept_only_as_an_argon2_hash(store: Store) -> None:
    add_account(store, Account("ana", "reviewer"), PASSWORD)
    with store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT password FROM accounts").scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_a_closed_account_does_not_sign_in_and_every_change_ends_older_sessions(store: Store) -> None:
    add_account(store, Account("ana", "reviewer"), PASSWORD)
    assert change_password(store, "ana", PASSWORD[::-1]).epoch == 1
    assert sign_in(store, "ana", PASSWORD) is None
    assert sign_in(store, "ana", PASSWORD[::-1]) is not None
    closed = change_account(store, "ana", closed=True)
    assert (closed.closed, closed.epoch) == (True, 2)
    assert sign_in(store, "ana", PASSWORD[::-1]) is None
    assert change_account(store, "ana", role="coordinator", closed=False).role == "coordinator"
    assert [a.name for a in accounts(store)] == ["ana"]


@pytest.mark.parametrize(
    ("made", "password"),
    [
        (Account("", "reviewer"), PASSWORD),
        (Account(" ana", "reviewer"), PASSWORD),
        (Account("a\nb", "reviewer"), PASSWORD),
        (Account("x" * 101, "reviewer"), PASSWORD),
        (Account("ana", "reviewer"), "short"),
        (Account("ana", "reviewer"), "x" * 1001),
        (Account("ana", "search_group"), PASSWORD),
        (Account("ana", "queen"), PASSWORD),  # type: ignore[arg-type]  # what a command line may send
        (Account("taken", "reviewer"), PASSWORD),
    ],
)
def test_an_account_that_cannot_be_is_refused(store_with_one: Store, made: Account, password: str) -> None:
    with pytest.raises(UsageError):
        add_account(store_with_one, made, password)
    assert len(accounts(store_with_one)) == 1


@pytest.fixture(scope="module")
def store_with_one(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("store") / "s.db")
    add_account(store, replace(Account("taken", "reviewer")), PASSWORD)
    return store


def test_what_nobody_has_cannot_be_changed(store: Store) -> None:
    for change in (lambda: change_account(store, "zoe", closed=True), lambda: change_password(store, "zoe", PASSWORD)):
        with pytest.raises(UsageError):
            change()
    add_account(store, Account("ana", "reviewer"), PASSWORD)
    with pytest.raises(UsageError):
        change_account(store, "ana", role="queen")
