"""What the engine can do, as values: the kinds of evidence and the sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from linkage.errors import UsageError
from linkage.evidence import EVIDENCES, Evidence
from linkage.model import Model, load
from linkage.words import translator


def evidence(name: str | None = None, *, model: str = "baseline") -> list[dict[str, Any]]:
    """Every kind of evidence, or the one named, with its fields, levels and the numbers of `model`."""
    numbers = load(model)
    chosen = [e for e in EVIDENCES if name in (None, e.name)]
    if not chosen:
        raise UsageError(f"No evidence '{name}'. There are: {', '.join(e.name for e in EVIDENCES)}.")
    return [_evidence(e, numbers) for e in chosen]


def _evidence(evidence: Evidence, model: Model) -> dict[str, Any]:
    levels = model.evidences[evidence.name].levels
    return {
        "name": evidence.name,
        "title": evidence.title,
        "question": evidence.question,
        "used": "always" if evidence.on else "only when asked for",
        "fields": [
            {
                "name": f.name, "meaning": f.meaning, "unit": f.unit, "sides": list(f.sides),
                "columns": list(f.raw_columns()),
            }
            for f in evidence.fields
        ],
        "levels": [
            {
                "name": lv.name, "when": lv.when, "says": lv.says, "group": lv.group, "m": levels[lv.name].m,
                "u": levels[lv.name].u, "bits": levels[lv.name].bits, "because": levels[lv.name].because,
            }
            for lv in evidence.levels
        ],
        "examples": [
            {"missing": dict(x.missing), "remains": dict(x.remains), "finding": x.finding} for x in evidence.examples
        ],
    }  # fmt: skip


def describe_evidence(listed: list[dict[str, Any]], language: str) -> str:
    """The list for the terminal: a line each; one alone with its fields and levels."""
    say = translator(language)
    if len(listed) > 1:
        return "\n".join(f"{e['name']:<14} {say(e['question'])}" for e in listed)
    e = listed[0]
    lines = [f"{e['name']}: {say(e['title'])}", say(e["question"]), ""]
    lines += [f"  {', '.join(f['columns'])}: {say(f['meaning'])}" for f in e["fields"]]
    lines.append("")
    lines += [f"  {lv['bits']:+6.1f} bits  {lv['name']}: {say(lv['says'])}" for lv in e["levels"]]
    lines += ["", *dict.fromkeys(f"  Source: {lv['because']}" for lv in e["levels"])]
    return "\n".join(lines)


def sources(name: str | None = None, *, template: str | Path | None = None) -> list[dict[str, Any]]:
    """Every source that can be read, or the one named; writes the empty template where asked."""
    from linkage.records.sources import all_sources, source_named
    from linkage.records.template import write_template

    if template is not None:
        write_template(Path(template))
    return [source.to_dict() for source in ((source_named(name),) if name else all_sources())]


def describe_sources(listed: list[dict[str, Any]]) -> str:
    """The list for the terminal: a line each; one alone with its columns."""
    if len(listed) > 1:
        return "\n".join(f"{s['name']:<20} {'/'.join(s['sides']):<16} {s['title']}" for s in listed)
    source = listed[0]
    lines = [f"{source['name']} ({'/'.join(source['sides'])}): {source['title']}", ""]
    return "\n".join([*lines, *(f"  {header} -> {column}" for header, column in source["columns"].items())])
