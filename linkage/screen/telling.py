"""What a program says of chosen pairs: compiled where that pays, else with NumPy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from linkage.screen.codes import Bytes, Ints, Numbers
from linkage.screen.compiling import pays
from linkage.screen.machine_numpy import run
from linkage.screen.packed import pack_programs
from linkage.screen.program import Program


def teller_of(program: Program, sizes: tuple[int, int]) -> Callable[[Ints | Numbers, Ints | Numbers], Bytes]:
    """Gives the levels of pairs of record numbers (remains, missing), of so many on each side; threads may share it."""
    if not pays(sizes):
        return lambda remains, missing: run(program, missing, remains)[0].astype(np.uint8)
    from linkage.screen import machine_numba

    packed = pack_programs([program], *sizes)
    return lambda remains, missing: machine_numba.levels(packed, remains, missing)
