"""Sources: one office's export each, as a TOML file in config/sources, and our own template.

A source has one or more shapes (an office exports its missing persons and its remains in different
tables). Adding one touches no Python: see docs/how-to/add-a-source.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from linkage.config import config_path, read_toml
from linkage.errors import UsageError
from linkage.evidence import all_fields
from linkage.evidence.fields import SIDES
from linkage.records.canonical import canonical
from linkage.records.mapping import Column, read_column
from linkage.records.parsing import Conventions
from linkage.records.shape import Shape, Source

_SHAPE_KEYS = {"title", "side", "requires", "columns", "units", "date_order", "list_separators", "words", "grouped"}


def all_sources() -> tuple[Source, ...]:
    """Our own template first, then every file of config/sources by name."""
    files = sorted(config_path("sources").glob("*.toml"))
    return (canonical(), *(read_source(path) for path in files))


def source_named(name: str) -> Source:
    """The source of that name, or of the TOML file of that path; UsageError if there is none."""
    if name.endswith(".toml"):
        return read_source(Path(name))
    sources = all_sources()
    for source in sources:
        if source.name == name:
            return source
    listed = ", ".join(source.name for source in sources)
    raise UsageError(f"No source '{name}'. There are: {listed}; a path to a .toml file works too.")


def read_source(path: Path) -> Source:
    """The source of one TOML file; UsageError that names the file and what is wrong when it is wrong."""
    table = read_toml(path)
    try:
        shapes = tuple(_shape(table, shape) for shape in table["shapes"])
        return Source(path.stem, str(table["title"]), shapes)
    except KeyError as error:
        raise UsageError(f"{path}: {error.args[0]} is missing. See docs/how-to/add-a-source.md.") from None
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _shape(table: Mapping[str, Any], shape: Mapping[str, Any]) -> Shape:
    if set(shape) - _SHAPE_KEYS:
        raise UsageError(f"unknown key(s) in a shape: {', '.join(sorted(set(shape) - _SHAPE_KEYS))}.")
    if shape["side"] not in SIDES:
        raise UsageError(f"side = '{shape['side']}': expected missing or remains.")
    columns = {name: read_column(name, spec) for name, spec in shape["columns"].items()}
    _check_names(columns)
    return Shape(
        title=str(shape.get("title", table["title"])),
        side=shape["side"],
        requires=tuple((name,) if isinstance(name, str) else tuple(name) for name in shape["requires"]),
        columns=columns,
        conventions=_conventions(table, shape),
        grouped=bool(shape.get("grouped", table.get("grouped", False))),
    )


def _check_names(columns: Mapping[str, Column]) -> None:
    known = {name for field in all_fields() for name in field.raw_columns()}
    strange = sorted(set(columns) - known)
    if strange:
        raise UsageError(f"no field has the column(s) {', '.join(strange)}. See docs/reference/fields.md.")
    if "id" not in columns:
        raise UsageError("a shape must say which column is the record's own number (id).")


def _conventions(table: Mapping[str, Any], shape: Mapping[str, Any]) -> Conventions:
    """The source's conventions, with the shape's own over them."""
    plain = Conventions()
    words = {**table.get("words", {}), **shape.get("words", {})}
    return replace(
        plain,
        units={**table.get("units", {}), **shape.get("units", {})},
        date_order=shape.get("date_order", table.get("date_order", plain.date_order)),
        list_separators=shape.get("list_separators", table.get("list_separators", plain.list_separators)),
        words={name: {str(k): str(v) for k, v in codes.items()} for name, codes in words.items()},
    )
