"""Who may do what, as one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from linkage.judgements.values import Act

Role = Literal["reviewer", "search_group", "coordinator", "auditor", "administrator"]
"""A search group reviews its own cases. An auditor sees no personal data, an administrator no cases."""

Action = Literal[
    "see_cases", "see_all_cases", "see_exact_place", "answer", "request", "assume", "sign", "settle", "reopen",
    "see_agreement", "see_counts", "export_judgements", "export_dossier", "export_family_dossier",
    "verify_chain", "see_audit", "manage_accounts",
]  # fmt: skip

ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)

_PERMITTED: Mapping[Role, frozenset[Action]] = {
    "reviewer": frozenset(
        ("see_cases", "see_all_cases", "see_exact_place", "answer", "request", "see_counts", "export_family_dossier")
    ),
    "search_group": frozenset(("see_cases", "answer", "see_counts", "export_family_dossier")),
    "coordinator": frozenset(ACTIONS) - {"manage_accounts", "see_audit"},
    "auditor": frozenset(("see_counts", "see_agreement", "verify_chain", "see_audit")),
    "administrator": frozenset(("manage_accounts",)),
}

NEEDED: Mapping[Act, Action] = {
    "first": "answer", "final": "answer", "undo": "answer", "request": "request", "settled": "settle",
    "assume": "assume", "confirm": "sign", "exclude": "sign", "reopen": "reopen",
}  # fmt: skip
"""The permission that each kind of judgement asks for."""


@dataclass(frozen=True)
class Person:
    """Who is at the page. `group` is the agency whose cases a search group sees; `exact` grants it exact places."""

    name: str
    role: Role
    group: str = ""
    exact: bool = False

    def may(self, action: Action) -> bool:
        """Whether this person may do this."""
        return may(self.role, action) or (action == "see_exact_place" and self.exact and may(self.role, "see_cases"))


def may(role: Role, action: Action) -> bool:
    """Whether the role may do this. An exact place is also seen by whoever it was granted to (see Person)."""
    return action in _PERMITTED[role]
