"""The frozen results on the cards of the models and in the README."""

from __future__ import annotations

from pathlib import Path

from benchmarks.accuracy.page import BLOCK, RESULT, frozen, line, readme, table
from linkage.config import folder
from linkage.invent.profile import read_profile
from linkage.model import load

README = Path(__file__).parents[2] / "README.md"

CARD = """# Model `{name}`

Trained on invented people of the profile `{name}`: {solved:,} true pairs of {registers} registers of {missing:,} missing
persons and {remains:,} remains each (first seed {seed}), who disappeared from {from_year} to {to_year}. Trained on {trained}. m of
every level is blended with `baseline`, which counts as 30 true pairs in each group of levels; the sum of weights is calibrated
on true pairs held out. u is measured on the registers at hand at run time.

Written by `python -m benchmarks.train_models`; this card by `python -m benchmarks.manual`.

{figures}
## Limits

No real pair was used. The profile's rates are in `config/profiles/{name}.toml`, each with its source or "no source"; where they
are wrong, so is this model. Stated chances hold for registers such as these. Train on your own registers and solved cases
(`linkage train --model {name}`), and measure on cases that it has not seen (`linkage evaluate`).

It orders pairs for a forensic comparison. It never identifies.
"""

SOLVED = "Cllr and ECE after calibration on 300 solved cases ([more](../../docs/reference/accuracy.md)).\n"


def card(name: str) -> str:
    """The card of one model."""
    facts = {**load(name).notes, **read_profile(name)["journey"]}
    found = frozen()["profiles"][name] if RESULT.is_file() else None
    figures = "" if found is None else "## On invented people it has not seen\n\n" + "\n".join(table(found)) + "\n"
    keys = ("solved", "registers", "missing", "remains", "seed", "from_year", "to_year", "trained")
    return CARD.format(name=name, figures=figures, **{key: facts[key] for key in keys})


def of_baseline(text: str) -> str:
    """The card of `baseline` with its figures written anew: one line for each profile."""
    head, rule, *_ = table(next(iter(frozen()["profiles"].values())))
    lines = ["## On invented people\n", SOLVED, head.replace("| |", "| profile |", 1), rule]
    for name, found in frozen()["profiles"].items():
        lines.append(line(name, found["rivals"]["ours_baseline"]))
    return BLOCK.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], text)


def main() -> None:
    """Write the cards of the models, and the figures of the README."""
    for path in sorted(folder("models").glob("*/model.json")):
        if "profile" in load(path.parent.name).notes:
            (path.parent / "README.md").write_text(card(path.parent.name), encoding="utf-8")
    if RESULT.is_file():
        for path, written in ((README, readme), (folder("models") / "baseline" / "README.md", of_baseline)):
            path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
