"""Settings of a run: the shipped `config/settings.toml`, then a file, then what the call says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from linkage.config import config_path, read_toml
from linkage.errors import UsageError
from linkage.evidence import EVIDENCES, Evidence

LEAST_MEMORY = 800_000_000
"""2,000 x 800 invented records, tried by hand: 500MB was too little, 800MB was enough."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([MGT]B)", re.IGNORECASE)
_UNITS = {"MB": 1e6, "GB": 1e9, "TB": 1e12}


@dataclass(frozen=True)
class Settings:
    """What a run was asked to do. `floor` is in bits, `memory` as people and DuckDB write it ("3GB")."""

    top: int
    floor: float
    seed: int
    memory: str
    model: str
    overlap: float | None
    ask_for: tuple[str, ...]
    leave_out: tuple[str, ...]
    report_remains: int
    report_candidates: int
    xlsx_rows: int
    located_alive: str

    @property
    def memory_bytes(self) -> int:
        """`memory` in bytes; 0 when it is no size."""
        size = _SIZE.fullmatch(self.memory.strip())
        return round(float(size[1]) * _UNITS[size[2].upper()]) if size else 0

    def evidences(self) -> tuple[Evidence, ...]:
        """The evidence this run uses, in the engine's order."""
        known = {evidence.name for evidence in EVIDENCES}
        for name in (*self.ask_for, *self.leave_out):
            if name not in known:
                raise UsageError(f"No evidence '{name}'. There are: {', '.join(sorted(known))}.")
        return tuple(e for e in EVIDENCES if (e.on or e.name in self.ask_for) and e.name not in self.leave_out)


_WHERE = {
    "run": {"top": "top", "floor": "floor", "seed": "seed", "memory": "memory"},
    "input": {"located_alive": "located_alive"},
    "model": {"name": "model", "overlap": "overlap"},
    "evidence": {"ask_for": "ask_for", "leave_out": "leave_out"},
    "report": {"remains": "report_remains", "candidates": "report_candidates"},
    "exports": {"xlsx_rows": "xlsx_rows"},
}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "top": int, "floor": (int, float), "seed": int, "memory": str, "model": str, "overlap": (int, float),
    "ask_for": list, "leave_out": list, "report_remains": int, "report_candidates": int, "xlsx_rows": int,
    "located_alive": str,
}  # fmt: skip


def _flat(path: Path) -> dict[str, Any]:
    """The settings of one file by their names here; UsageError for a table or key nobody knows."""
    flat: dict[str, Any] = {}
    for table, values in read_toml(path).items():
        if table not in _WHERE or not isinstance(values, dict):
            raise UsageError(f"{path}: no table [{table}]. There are: {', '.join(_WHERE)}.")
        for key, value in values.items():
            name = _WHERE[table].get(key)
            if name is None:
                raise UsageError(f"{path}: [{table}] has no '{key}'. It has: {', '.join(_WHERE[table])}.")
            if not isinstance(value, _TYPES[name]) or isinstance(value, bool):
                raise UsageError(f"{path}: [{table}] {key} = {value!r} is not of the expected type.")
            flat[name] = tuple(value) if isinstance(value, list) else value
    return flat


def read_settings(config: Path | None = None, **said: Any) -> Settings:
    """The shipped settings, overridden by the file `config` and by what is not None in `said`."""
    values = {"overlap": None} | _flat(config_path("settings.toml"))
    if config is not None:
        values |= _flat(config)
    settings = replace(Settings(**values), **{k: v for k, v in said.items() if v is not None})
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    rules: Sequence[tuple[bool, str]] = (
        (settings.top >= 1, "top must be at least 1"),
        (-1000 < settings.floor < 1000, "floor must be a number of bits"),
        (
            settings.memory_bytes >= LEAST_MEMORY,
            f"memory is a size such as 3GB, of at least 800MB, not {settings.memory!r}",
        ),
        (settings.overlap is None or 0 < settings.overlap < 1, "overlap must lie between 0 and 1"),
        (settings.report_remains >= 0 and settings.report_candidates >= 1, "the report needs at least one candidate"),
        (settings.xlsx_rows >= 0, "xlsx_rows must not be negative"),
        (settings.located_alive in ("leave out", "compare"), "located_alive is 'leave out' or 'compare'"),
    )
    for holds, message in rules:
        if not holds:
            raise UsageError(f"Settings: {message}.")
