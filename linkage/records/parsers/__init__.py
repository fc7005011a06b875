"""Parsers of values, by the name of the kind they read."""

from __future__ import annotations

from linkage.records.parsers.values import make_code, make_text
from linkage.records.parsing import ParserMaker, unknown

PARSER_MAKERS: dict[str, ParserMaker] = {
    "text": make_text,
    "code": make_code,
    "codes": lambda c, v: lambda t: unknown(c),
    "date": lambda c, v: lambda t: unknown(c),
    "flag": lambda c, v: lambda t: unknown(c),
}
