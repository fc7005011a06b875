"""Our own template: an empty workbook to fill in, and the manual's page of all fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from linkage.evidence import Field, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.export import replacing
from linkage.records.canonical import SHEETS, spanish_header
from linkage.records.vocabulary import vocabulary
from linkage.words import Translator, translator

HEADS = {
    "es": ("columna", "para", "unidad", "qué significa", "palabras que se aceptan", "ejemplo"),
    "en": ("column", "for", "unit", "meaning", "accepted words", "example"),
}

FIRST_LINE = {
    "es": "Llene la hoja de desaparecidas, la de restos o las dos. Deje en blanco lo que no se sabe.",
    "en": "Fill in the sheet of missing persons, that of remains, or both. Leave blank what is not known.",
}

VALIDATED_ROWS = 5000
"""Rows of the template that offer a list of words; other words of the vocabulary are accepted too."""

LONGEST_LIST = 255
"""Characters that a spreadsheet allows for such a list."""

_MADE = datetime(2000, 1, 1)  # a fixed date, so that the same template has the same bytes


def columns(side: Side, language: str) -> Iterator[tuple[str, Field]]:
    """The headers of one side in the order of the template, each with its field."""
    for field in all_fields():
        if side in field.sides:
            for part, name in zip(field.kind.parts, field.raw_columns(), strict=True):
                yield (spanish_header(field, part) if language == "es" else name), field


def codes(field: Field, language: str) -> list[str]:
    """The words of a coded field in one language, one for each code."""
    if field.vocabulary is None:
        return []
    labels = vocabulary(field.vocabulary).labels
    return [words.get(language, words.get("en", code)) for code, words in labels.items()]


def write_template(path: Path) -> None:
    """Write the empty workbook: a sheet for each side and one that explains, in Spanish and in English."""
    with replacing(path) as part:
        book = xlsxwriter.Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8E8E8"})
        for language, names in SHEETS.items():
            for side in SIDES:
                _empty_sheet(book.add_worksheet(names[side]), list(columns(side, language)), language, bold)
        for language, names in SHEETS.items():
            _explanations(book.add_worksheet(names["fields"]), language, book, bold)
        book.close()


def _empty_sheet(sheet: Any, headers: list[tuple[str, Field]], language: str, bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for number, (header, field) in enumerate(headers):
        sheet.write_string(0, number, header, bold)
        sheet.set_column(number, number, max(12, len(header) + 2))
        words = codes(field, language)
        if _fits_a_list(words) and header in (field.name, field.spanish):
            options = {"validate": "list", "source": words, "error_type": "information"}
            sheet.data_validation(1, number, VALIDATED_ROWS, number, options)


def _fits_a_list(words: list[str]) -> bool:
    """Whether a spreadsheet can offer the words: it takes a comma for the end of a word."""
    return bool(words) and len(",".join(words)) <= LONGEST_LIST and not any("," in word for word in words)


def _explanations(sheet: Any, language: str, book: Any, bold: Any) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, FIRST_LINE[language])
    for number, (head, width) in enumerate(zip(HEADS[language], (34, 16, 10, 60, 50, 30), strict=True)):
        sheet.write_string(1, number, head, bold)
        sheet.set_column(number, number, width, wrapped)
    for row, texts in enumerate(_explained(language), start=2):
        for number, text in enumerate(texts):
            sheet.write_string(row, number, text)


def _explained(language: str) -> Iterator[tuple[str, ...]]:
    """One line for each field: its columns, side, unit, meaning, words and example."""
    say, sheets = translator(language), SHEETS[language]
    for field in all_fields():
        yield (
            "\n".join(_headers(field, language)),
            ", ".join(sheets[side] for side in field.sides),
            field.unit or "",
            say(field.meaning),
            "; ".join(codes(field, language)),
            field.example,
        )


def _headers(field: Field, language: str) -> list[str]:
    if language == "es":
        return [spanish_header(field, part) for part in field.kind.parts]
    return list(field.raw_columns())


_INTRODUCTION = """# Fields

The fields of a record, each with its columns in our own template (`linkage sources --template FILE.xlsx`), its unit,
its meaning and its code words. This page is generated from the evidence; do not edit it.

Every cell is text and may be blank. A blank, and every word for "unknown" (`config/vocabularies/unknown.toml`), weighs
nothing. Numbers and dates may be intervals: in one cell ("29-32", "más de 40", "mediados de mayo 2019") or in the
columns that end in `_low` and `_high` (`_desde`, `_hasta`). A number may carry its unit ("1.70 m", 5'7", "150 lb").
Lists are separated by `;`, `|` or line breaks. Code words are compared without case, accents and final punctuation;
besides the words named here, those of the field's file in `config/vocabularies` are accepted.
"""

_TOLD = {"missing": "missing persons", "remains": "remains"}


def fields_page() -> str:
    """The manual's page of all fields, as Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(field, translator("es")) for field in all_fields())])


def _section(field: Field, in_spanish: Translator) -> str:
    lines = [f"## {field.name}", "", f"{field.meaning}", ""]
    spanish = in_spanish(field.meaning)
    lines += [f"*{spanish}*", ""] if spanish != field.meaning else []
    lines.append(f"- For: {' and '.join(_TOLD[side] for side in field.sides)}. Kind: {field.kind.name}.")
    lines += [f"- Unit: {field.unit}."] if field.unit else []
    lines.append(f"- Columns: {', '.join(f'`{name}`' for name in field.raw_columns())}")
    lines.append(f"- Columnas: {', '.join(f'`{name}`' for name in _headers(field, 'es'))}")
    lines += ["- Sensitive: used only when asked for."] if field.sensitive else []
    lines += [f"- Example: {field.example}"] if field.example else []
    lines += _code_lines(field)
    return "\n".join([*lines, ""])


def _code_lines(field: Field) -> list[str]:
    if field.vocabulary is None:
        return []
    labels = vocabulary(field.vocabulary).labels
    told = [f"`{code}` ({words.get('en', code)} / {words.get('es', code)})" for code, words in labels.items()]
    return [f"- Codes: {', '.join(told)}"]
