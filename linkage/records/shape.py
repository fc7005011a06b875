"""What a source is: one office's export, in one or more shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linkage.evidence.fields import SIDES, Side
from linkage.records.headers import Header, header_of
from linkage.records.mapping import Column
from linkage.records.parsing import Conventions


@dataclass(frozen=True)
class Shape:
    """One table of an office: which headers it must have, and how they fill our raw columns.

    `side` is None where the header does not tell (our own template). `requires` are alternatives
    in each element: one header of each must be there.
    """

    title: str
    side: Side | None
    requires: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Column]
    conventions: Conventions
    grouped: bool = False

    def header(self, columns: tuple[str, ...]) -> Header:
        """The header of a file, read the way this shape writes headers."""
        return header_of(columns, self.grouped)

    def lacks(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The required headers that a file does not have, the first of each set of alternatives."""
        header = self.header(columns)
        return tuple(names[0] for names in self.requires if not any(header.find(name) for name in names))

    def used(self, columns: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """Each raw column that the file fills, and the columns of the file that fill it."""
        header = self.header(columns)
        found = {name: column.used(header) for name, column in self.columns.items()}
        return {name: used for name, used in found.items() if used}


@dataclass(frozen=True)
class Source:
    """One institution's export: its name, what it is, and its shapes."""

    name: str
    title: str
    shapes: tuple[Shape, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that it has a shape for."""
        return tuple(side for side in SIDES if any(shape.side in (side, None) for shape in self.shapes))

    def to_dict(self) -> dict[str, Any]:
        """Name, title, sides, and what each header of the office fills, for `linkage sources`."""
        columns: dict[str, str] = {}
        for shape in self.shapes:
            for name, column in shape.columns.items():
                headers = (column.choices,) if column.choices else column.headers
                for header in headers or (f"(always '{column.constant}')",):
                    filled = columns.get(header, "").split(", ") if header in columns else []
                    columns[header] = ", ".join(dict.fromkeys([*filled, name]))
        return {"name": self.name, "title": self.title, "sides": list(self.sides), "columns": columns}
