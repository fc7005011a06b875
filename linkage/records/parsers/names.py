"""Names of people, in parts or whole."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.records.names.compared import Name
from linkage.records.names.reading import read_name
from linkage.records.names.tables import tables
from linkage.records.parsing import Context, Parsed, Parser, Problem, Texts
from linkage.records.unknown import known, plain
from linkage.records.vocabulary import vocabulary


def make_name(context: Context, values: Sequence[Texts]) -> Parser:
    """A parser of names: given, paternal, maternal, full, aliases, and what the name rests on."""
    own = {plain(word): code for word, code in context.conventions.words.get("name_basis", {}).items()}
    known_tables = tables()

    def parse(texts: Texts) -> Parsed:
        basis, problem = _basis(texts.get("basis"), own)
        name = read_name(texts, context.side == "missing", known_tables)
        return Parsed((*_columns(name), basis), problem)

    return parse


def _columns(name: Name | None) -> tuple[object, ...]:
    """The typed columns of a name; a list without words is unknown, but a known name has lists of both roles."""
    if name is None:
        return (None,) * len(Name._fields)
    given, surnames, *others = name
    return (given, surnames, *[value or None for value in others])


def _basis(text: str | None, own: dict[str, str]) -> tuple[str | None, Problem | None]:
    said = known(text)
    if said is None:
        return None, None
    words = vocabulary("name_basis")
    code = own.get(plain(said)) or words.codes.get(plain(said))
    if code is None and plain(said) not in words.codes:
        return None, Problem(
            "what the name rests on is not a known word", f"write one of: {words.accepted()}", "basis", kept=True
        )
    return code, None
