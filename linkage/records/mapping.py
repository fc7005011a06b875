"""How one raw column is filled from the columns of a file: from the words of a source's TOML to SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkage.errors import UsageError
from linkage.records.headers import Header
from linkage.records.unknown import unknown_words

_KEYS = frozenset(
    {
        "from",
        "join",
        "with",
        "labels",
        "choices",
        "constant",
        "where",
        "before",
        "after",
        "blank",
        "values",
        "differing",
    }
)
_YES = "('1', '1.0', 'true', 'yes', 'si', 'sí', 'sim', 'oui', 'x')"


@dataclass(frozen=True)
class Column:
    """Where the text of one raw column comes from.

    `headers`: the first of them that says something; with `joined`, all of them with that text
    between, each after its label; with `differing`, that text where they do not say the same.
    `choices`: the select-multiple question whose chosen words are listed. Then `before` / `after`:
    only what stands before or after the last such mark; `blank`: texts that match this pattern say
    nothing; `values`: the text that goes with the first key found in it. `constant`: the same text
    in every row (in rows where `headers` say something, if there are any).
    """

    headers: tuple[str, ...] = ()
    joined: str | None = None
    labels: tuple[str, ...] = ()
    differing: str | None = None
    choices: str | None = None
    constant: str | None = None
    before: str | None = None
    after: str | None = None
    blank: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def used(self, header: Header) -> tuple[str, ...]:
        """The columns of the file that it reads, those that are there."""
        if self.choices is not None:
            single = header.find(self.choices)
            return tuple(header.choices(self.choices).values()) or ((single,) if single else ())
        found = [header.find(name) for name in self.headers]
        return tuple(dict.fromkeys(column for column in found if column is not None))

    def sql(self, header: Header) -> str | None:
        """The expression over the file's columns, or None where the file has none of them."""
        used = self.used(header)
        if self.constant is not None and not self.headers:
            return _literal(self.constant)
        if not used:
            return None
        return self._finished(self._gathered(header, used))

    def _gathered(self, header: Header, used: tuple[str, ...]) -> str:
        if self.choices is not None:
            return _chosen(header.choices(self.choices), used[0])
        texts = [f"nullif(trim({quoted(column)}), '')" for column in used]
        if self.joined is not None:
            return self._joined(header, texts)
        first = f"coalesce({', '.join(texts)})"
        if self.differing is None or len(texts) < 2:
            return first
        return (
            f"CASE WHEN len(list_distinct([{', '.join(texts)}])) > 1 THEN {_literal(self.differing)} ELSE {first} END"
        )

    def _joined(self, header: Header, texts: list[str]) -> str:
        """The texts that say something, each after its label; a column that is not there takes no label."""
        labels = [
            label
            for name, label in zip(self.headers, self.labels or [""] * len(self.headers), strict=True)
            if header.find(name) is not None
        ]
        known = [
            f"CASE WHEN {_says_something(text)} THEN {_literal(label)} || {text} END"
            for label, text in zip(labels, texts, strict=True)
        ]
        return f"nullif(concat_ws({_literal(self.joined or '')}, {', '.join(known)}), '')"

    def _finished(self, text: str) -> str:
        if self.before is not None:
            text = f"trim(regexp_extract({text}, {_literal(f'(?s)^(.*){_escaped(self.before)}')}, 1))"
        if self.after is not None:
            text = f"trim(regexp_extract({text}, {_literal(f'(?s)^.*{_escaped(self.after)}(.*)$')}, 1))"
        if self.blank is not None:
            text = f"CASE WHEN NOT regexp_full_match({text}, {_literal(self.blank)}, 'i') THEN {text} END"
        if self.values:
            cases = [
                f"WHEN contains(lower(strip_accents({text})), {_literal(key)}) THEN {_literal(value)}"
                for key, value in self.values.items()
            ]
            text = f"CASE {' '.join(cases)} END"
        if self.constant is not None:
            text = f"CASE WHEN {text} <> '' THEN {_literal(self.constant)} END"
        return f"nullif({text}, '')"


def read_column(name: str, spec: Any) -> Column:
    """The column of one line of a source's TOML: a header, a list of headers (the first that says
    something), or a table; UsageError where it is none of these."""
    if isinstance(spec, str):
        return Column((spec,))
    if isinstance(spec, list):
        return Column(tuple(str(header) for header in spec))
    if not isinstance(spec, dict) or set(spec) - _KEYS:
        raise UsageError(f"column '{name}': expected a header, a list, or a table of {', '.join(sorted(_KEYS))}.")
    headers: Any = spec.get("join", spec.get("from", spec.get("where", ())))
    return Column(
        headers=(headers,) if isinstance(headers, str) else tuple(headers),
        joined=spec.get("with", ", ") if "join" in spec else None,
        labels=tuple(spec.get("labels", ())),
        differing=spec.get("differing"),
        choices=spec.get("choices"),
        constant=spec.get("constant"),
        before=spec.get("before"),
        after=spec.get("after"),
        blank=spec.get("blank"),
        values=spec.get("values", {}),
    )


def quoted(name: str) -> str:
    """A column's name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escaped(mark: str) -> str:
    return "".join(f"\\{c}" if c in r"\.^$*+?{}[]|()" else c for c in mark)


def _says_something(text: str) -> str:
    """False for "Unknown", "S/D" and the like, so that they are not joined to what is known."""
    words = ", ".join(_literal(word) for word in sorted(unknown_words()))
    return f"rtrim(lower(strip_accents({text})), ' .,;:') NOT IN ({words})"


def _chosen(choices: Mapping[str, str], single: str) -> str:
    """The chosen words with ";" between; one column that lists them with spaces serves as well."""
    if not choices:
        return f"replace(trim({quoted(single)}), ' ', ';')"
    cases = [
        f"CASE WHEN lower(trim({quoted(column)})) IN {_YES} THEN {_literal(word)} END"
        for word, column in choices.items()
    ]
    return f"nullif(concat_ws(';', {', '.join(cases)}), '')"
