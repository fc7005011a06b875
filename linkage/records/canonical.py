"""Our own template as a source: its headers are the raw columns' names, in English or in Spanish."""

from __future__ import annotations

from linkage.evidence import Field, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.records.mapping import Column
from linkage.records.parsing import Conventions
from linkage.records.shape import Shape, Source

CANONICAL = "canonical"

SHEETS = {
    "es": {"missing": "desaparecidas", "remains": "restos", "fields": "campos"},
    "en": {"missing": "missing", "remains": "remains", "fields": "fields"},
}
"""The sheets of the template in each language: one for each side, and one that explains the fields."""

SPANISH_PARTS = {
    "low": "desde", "high": "hasta", "given": "nombres", "paternal": "apellido_paterno",
    "maternal": "apellido_materno", "full": "completo", "aliases": "alias", "basis": "base",
    "municipality": "municipio", "state": "estado", "country": "pais", "coordinates": "coordenadas",
    "lat": "latitud", "lon": "longitud", "radius_km": "radio_km", "certainty": "certeza", "text": "texto",
}  # fmt: skip
"""The Spanish endings of the parts of a field; a part that is not listed keeps its own."""


def spanish_header(field: Field, part: str) -> str:
    """The Spanish header of one part of a field: "edad", "edad_desde", "lugar_hallazgo_municipio"."""
    return field.spanish if part == "" else f"{field.spanish}_{SPANISH_PARTS.get(part, part)}"


def spanish_headers() -> dict[str, str]:
    """Every raw column and its Spanish header."""
    return {
        column: spanish_header(field, part)
        for field in all_fields()
        for column, part in zip(field.raw_columns(), field.kind.parts, strict=True)
    }


def sheets_for(side: Side) -> tuple[str, ...]:
    """The template's sheets in the order in which they are read for one side; those of the other side last."""
    return tuple(names[s] for s in sorted(SIDES, key=lambda s: s != side) for names in SHEETS.values())


def canonical() -> Source:
    """The template, for both sides: which of them a file holds is for the caller to say."""
    spanish = spanish_headers()
    columns = {name: Column((name, header)) for name, header in spanish.items()}
    shape = Shape("our own template", None, (("id", spanish["id"]),), columns, Conventions())
    return Source(CANONICAL, "The project's own template (English or Spanish headers)", (shape,))
