"""Writes the pages of the manual that come from the code: evidence, fields, commands, worked figures.

Run: make docs
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks import figures, marginals, worked_example
from benchmarks.accuracy import cards
from benchmarks.accuracy import page as accuracy
from linkage.cli import CONTEXT, cli
from linkage.evidence import EVIDENCES, Evidence
from linkage.model import load
from linkage.records.template import fields_page

COST = Path(__file__).parent / "results" / "cost_evidence.json"
REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
MADE = "<!-- Made by `make docs`: change the code, not this page. -->\n\n"


def evidence_page() -> str:
    """Every kind of evidence: its question, fields, levels with numbers and sources, worked examples."""
    head = (
        "# Evidence\n\nOne section for each kind. Weights are those of the model `baseline` in bits, before u is "
        "measured on the registers at hand. Unknown always weighs 0. Where levels have a group, agreement is judged "
        "within it.\n"
    )
    return MADE + head + "".join(_evidence(evidence) for evidence in EVIDENCES)


def _evidence(evidence: Evidence) -> str:
    numbers = load("baseline").evidences[evidence.name].levels
    lines = [f"\n## {evidence.title} (`{evidence.name}`)\n", evidence.question]
    lines.append(f"\n{_cost(evidence)}")
    if not evidence.on:
        lines.append("\nOff unless asked for: `[evidence] ask_for` in the settings.")
    lines += ["\n| field | written in | meaning |", "|---|---|---|"]
    lines += [f"| {f.name} | {_code(f.raw_columns())} | {f.meaning} |" for f in evidence.fields]
    lines += ["\n| level | bits | m | u | group | says |", "|---|---|---|---|---|---|"]
    for lv in evidence.levels:
        n = numbers[lv.name]
        lines.append(f"| {lv.name} | {n.bits:+.1f} | {n.m:.3g} | {n.u:.3g} | {lv.group} | {lv.says} |")
    sources = dict.fromkeys(lv.because for lv in evidence.levels)
    lines += ["\nWhere the numbers come from:", *(f"- {source}" for source in sources)]
    lines += ["\n| missing person | remains | finding |", "|---|---|---|"]
    lines += [
        f"| {_record(x.missing)} | {_record(x.remains)} | {x.finding}{': ' + x.note if x.note else ''} |"
        for x in evidence.examples
    ]
    return "\n".join(lines) + "\n"


def _cost(evidence: Evidence) -> str:
    cost = json.loads(COST.read_text(encoding="utf-8"))["evidence"][evidence.name]
    seconds, times = cost["seconds_per_million_pairs"], cost["times_sex"]
    return f"Cost: {seconds:.2g} seconds of one processor for a million pairs, {times:g} times what sex costs."


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _record(record: object) -> str:
    pairs = dict(record).items() if hasattr(record, "keys") else ()  # type: ignore[call-overload]  # a Mapping
    return "; ".join(f"{k} = {v}" for k, v in pairs).replace("|", "\\|").replace("\n", " / ") or "nothing"


def commands_page() -> str:
    """Every command with its options, as `--help` shows them."""
    lines = [
        MADE + "# Commands\n",
        "Exit codes: 0 done, 1 internal error, 2 usage, 3 input rejected, 4 judgements changed, 6 not enough memory "
        "or disk, 130 interrupted.\n",
    ]
    for name, command in sorted(cli.commands.items()):
        lines += _command(f"linkage {name}", command)
    return "\n".join(lines)


def _command(name: str, command: click.Command) -> list[str]:
    """A command with its help; a group with its commands after it."""
    context = click.Context(command, info_name=name, **CONTEXT)
    lines = [f"## {name}\n", "```", command.get_help(context), "```\n"]
    below = command.commands if isinstance(command, click.Group) else {}
    return lines + [line for word, inner in sorted(below.items()) for line in _command(f"{name} {word}", inner)]


PAGES = {
    "evidence.md": evidence_page,
    "fields.md": fields_page,
    "commands.md": commands_page,
    "invented-registers.md": marginals.page,
    "accuracy.md": accuracy.page,
}


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
    worked_example.main()
    figures.main()
    cards.main()


if __name__ == "__main__":
    main()
