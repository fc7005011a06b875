"""Compiling hot loops with Numba, and saying whether that is possible here."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


SMALL_JOB = 5_000_000
"""Pairs up to which NumPy and DuckDB are done before Numba has compiled its loops."""


@cache
def _importable() -> bool:
    try:
        import numba  # noqa: F401  whether it loads is the question
    except Exception:  # a broken installation raises all sorts of errors
        return False
    return True


def has_numba() -> bool:
    """Whether the compiled machine can run; LINKAGE_NO_NUMBA=1 says no."""
    return os.environ.get("LINKAGE_NO_NUMBA", "") in ("", "0") and _importable()


def pays(sizes: tuple[int, int]) -> bool:
    """Whether a job of so many records on each side runs compiled; LINKAGE_NO_NUMBA=1 says no, =0 yes if it can be."""
    wish = os.environ.get("LINKAGE_NO_NUMBA", "")
    return has_numba() and (sizes[0] * sizes[1] > SMALL_JOB or wish == "0")


def hot(function: Function) -> Function:
    """Compile a function, keep the machine code where Numba can, and let other threads run meanwhile.

    Beside the source, else in the user's cache folder or in NUMBA_CACHE_DIR; where none of them can be written,
    each process compiles anew. Never with fastmath: it may assume that there is no NaN and no infinity and lose
    pairs silently.
    """
    from numba import njit

    try:
        return cast(Function, njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:  # "no locator available"
        return cast(Function, njit(nogil=True, error_model="numpy")(function))
