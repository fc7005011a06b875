"""The forms of identity numbers: what each looks like, what it is called, and what it tells of its holder."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from linkage.config import config_path, read_toml
from linkage.records.identity import checks


@dataclass(frozen=True)
class Form:
    """One kind of identity number. `words` are its names; a number of a form with `by_name` counts as
    checked, and tells a state, only beside one of its names, because its shape is too common. `unchecked` forms have
    no check digit. `state_at` is where it holds the state or department of birth."""

    name: str
    pattern: re.Pattern[str]
    valid: Callable[[str], bool]
    words: tuple[str, ...]
    by_name: bool = False
    unchecked: bool = False
    state_at: slice | None = None


def _form(name: str, pattern: str, valid: Callable[[str], bool], *words: str, by_name: bool = False,
          unchecked: bool = False, state_at: slice | None = None) -> Form:  # fmt: skip
    return Form(name, re.compile(pattern), valid, words, by_name, unchecked, state_at)


CURP = _form("CURP", r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d", checks.curp, "curp", state_at=slice(11, 13))
ELECTOR = _form("clave de elector", r"[A-Z]{6}\d{8}[HM]\d{3}", lambda t: True, "elector", "ine", "ife", unchecked=True,
                state_at=slice(12, 14))  # fmt: skip

FORMS: tuple[Form, ...] = (
    CURP,
    ELECTOR,
    _form("RFC", r"[A-Z]{4}\d{6}[A-Z0-9]{2}[0-9A]", checks.rfc, "rfc"),
    _form("DNI", r"\d{13}", checks.honduras, "dni", "identidad", by_name=True, unchecked=True, state_at=slice(0, 2)),
    _form("DPI", r"\d{13}", checks.dpi, "dpi", "cui", state_at=slice(9, 11)),
    _form("cédula", r"\d{13}[A-Z]", checks.nicaragua, "cedula"),
    _form("CPF", r"\d{11}", checks.cpf, "cpf"),
    _form("cédula", r"\d{11}", checks.luhn, "cedula", "nss", "imss", "seguro"),
    _form("cédula", r"\d{10}", checks.ecuador, "cedula", by_name=True),
    _form("DUI", r"\d{9}", checks.dui, "dui", by_name=True),
    _form("SSN", r"\d{9}", checks.social_security, "ssn", "social", by_name=True, unchecked=True),
    _form("RUT", r"\d{7,8}[0-9K]", checks.rut, "rut", "run", by_name=True),
)

MUST_CHECK = {"curp": "CURP", "dui": "DUI", "cpf": "CPF", "dpi": "DPI", "cui": "DPI"}
"""Names of numbers whose check digit must fit: where it does not, a digit is written wrongly."""


def is_checked(number: str, words: frozenset[str]) -> bool:
    """Whether the number has a check digit and it fits."""
    return any(
        form.pattern.fullmatch(number) is not None
        and (not form.by_name or bool(words & set(form.words)))
        and form.valid(number)
        for form in FORMS
        if not form.unchecked
    )


def failed_check(number: str, words: frozenset[str]) -> str | None:
    """The name of the kind of number, when its name stands beside it and its check digit does not fit."""
    for word in sorted(words & set(MUST_CHECK)):
        forms = [form for form in FORMS if form.name == MUST_CHECK[word]]
        if not any(form.pattern.fullmatch(number) and form.valid(number) for form in forms):
            return MUST_CHECK[word]
    return None


def state_of(number: str, words: frozenset[str]) -> str | None:
    """The state or department of birth that the number holds, as GeoNames codes it; None if it holds none."""
    for form in FORMS:
        named = not form.by_name or bool(words & set(form.words))
        if form.state_at and named and form.pattern.fullmatch(number) and form.valid(number):
            state: str | None = _told()["states"][form.name].get(number[form.state_at])
            return state
    return None


def is_generic(number: str) -> bool:
    """Whether the number is one that an office writes for people who have none."""
    return number.startswith(tuple(_told()["generic"]))


@lru_cache(maxsize=1)
def _told() -> Mapping[str, Any]:
    return read_toml(config_path("documents", "numbers.toml"))


def birth_of(number: str, today: date) -> str | None:
    """Date of birth and sex that a CURP or a clave de elector holds: "1990-05-04 female"; None if it holds none."""
    if CURP.pattern.fullmatch(number):
        century = 1900 if number[16].isdigit() else 2000
        return _birth(number[4:10], century, number[10], today)
    if ELECTOR.pattern.fullmatch(number):
        century = 2000 if int(number[6:8]) <= today.year % 100 - 16 else 1900
        return _birth(number[6:12], century, number[14], today)
    return None


def _birth(digits: str, century: int, letter: str, today: date) -> str | None:
    sex = {"H": "male", "M": "female"}.get(letter)
    try:
        born = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
    return f"{born.isoformat()} {sex}" if sex and born <= today else None
