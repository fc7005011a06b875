"""What a record may hold: fields, the kinds they are written in, and the columns kept of each.

A field is documented once, in the evidence that reads it (or in `record.py` when none does). Its
kind says which texts are read for it (`parts`) and which typed columns are kept (`columns`). A
column is NULL when the value is unknown: unknown is not no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["missing", "remains"]
SIDES: tuple[Side, Side] = ("missing", "remains")


@dataclass(frozen=True)
class Kind:
    """A way of writing a value.

    `parts` are the texts a source may give for it: "" is the text itself (raw column `<field>`),
    any other part `p` is the raw column `<field>_<p>`.
    `columns` are the typed columns kept: (pattern, DuckDB type); "{f}" is the field's name and
    "{u}" its unit with a leading underscore, or nothing.
    """

    name: str
    parts: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


TEXT = Kind("text", ("",), (("{f}", "VARCHAR"),))
TEXTS = Kind("texts", ("",), (("{f}", "VARCHAR[]"),))
CODE = Kind("code", ("",), (("{f}", "VARCHAR"),))
CODES = Kind("codes", ("",), (("{f}", "VARCHAR[]"),))
FLAG = Kind("flag", ("",), (("{f}", "BOOLEAN"),))
NUMBER = Kind("number", ("", "low", "high"), (("{f}_low{u}", "DOUBLE"), ("{f}_high{u}", "DOUBLE")))
DATE = Kind("date", ("", "low", "high"), (("{f}_low", "DATE"), ("{f}_high", "DATE")))
DURATION = Kind("duration", ("", "low", "high"), (("{f}_low_days", "DOUBLE"), ("{f}_high_days", "DOUBLE")))

DOCUMENTS = Kind(
    "documents",
    ("",),
    (
        ("{f}", "VARCHAR[]"),
        ("{f}_checked", "VARCHAR[]"),
        ("{f}_near", "VARCHAR[]"),
        ("{f}_births", "VARCHAR[]"),
        ("{f}_state", "VARCHAR"),
    ),
)
PHONES = Kind("phones", ("",), (("{f}", "VARCHAR[]"), ("{f}_near", "VARCHAR[]")))


@dataclass(frozen=True)
class Field:
    """One thing that is written about a person: its name, kind, unit, meaning and codes.

    `spanish` is the header of the Spanish template (English headers are the names themselves);
    `vocabulary` names the file in config/vocabularies that holds the codes and their words;
    `beside` are raw columns of other fields that the parser needs to see (a date "three months
    ago" needs the reporting date); `sensitive` fields are used only when asked for.
    """

    name: str
    kind: Kind
    meaning: str
    spanish: str
    sides: tuple[Side, ...] = SIDES
    unit: str | None = None
    vocabulary: str | None = None
    beside: tuple[str, ...] = ()
    sensitive: bool = False
    example: str = ""

    def raw_columns(self) -> tuple[str, ...]:
        """The raw text columns that a source may fill for this field, in the order of the parts."""
        return tuple(self.name if part == "" else f"{self.name}_{part}" for part in self.kind.parts)

    def columns(self) -> tuple[tuple[str, str], ...]:
        """The typed columns kept of this field: (name, DuckDB type)."""
        unit = f"_{self.unit}" if self.unit else ""
        return tuple((pattern.format(f=self.name, u=unit), sql_type) for pattern, sql_type in self.kind.columns)
