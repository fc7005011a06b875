"""What the invented registers hold, beside what was published of real ones.

python -m benchmarks.marginals        # counts, and writes benchmarks/results/marginals.json
python -m benchmarks.manual           # writes docs/reference/invented-registers.md from it
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.rates import STEPS as STEP_NAMES
from benchmarks.rates import sources
from linkage.invent import invent
from linkage.invent.profile import profiles

RESULT = Path(__file__).parent / "results" / "marginals.json"
SIZE = 20_000
BIG = (100_000, 70_000)
SEED = 5


@dataclass(frozen=True)
class Marginal:
    """One published figure: of which profile and side, what it is, the SQL that counts it, its value and source."""

    profile: str
    side: str
    what: str
    sql: str
    published: float
    source: str


def _filled(column: str) -> str:
    return f"avg(({column} IS NOT NULL)::DOUBLE)"


def _agree(value: str) -> str:
    """How often a random record of either side says the same, where both say anything."""
    missing, remains = (
        f"(SELECT {value} AS said, count(*) / sum(count(*)) OVER () AS share FROM {side} WHERE said IS NOT NULL GROUP BY 1)"
        for side in ("missing", "remains")
    )
    return f"any_value((SELECT sum(a.share * b.share) FROM {missing} a JOIN {remains} b USING (said)))"


def _words(number: int) -> str:
    words = "len(string_split(name_full, ' '))"
    return f"avg(({words} = {number})::DOUBLE) FILTER (WHERE {words} > 1)"


LOW, HIGH = (f"TRY_CAST(split_part(age, '-', {n}) AS DOUBLE)" for n in (1, 2))
NAMUS = "NamUs export of 2024"
PIMA = "Pima County, 2000-2021"
CDMX = "export of Mexico City, 12,968 reports"


def _table(profile: str, side: str, source: str, rows: Sequence[tuple[str, str, float]]) -> list[Marginal]:
    return [Marginal(profile, side, what, sql, published, source) for what, sql, published in rows]


def _percentile(values: str, share: float) -> str:
    return f"quantile_cont({values}, {share})"


def _state(words: str) -> str:
    return f"avg((condition = '{words}')::DOUBLE)"


MARGINALS = (
    *_table("border", "remains", PIMA, [
        ("male, of known sex", "avg((sex IN ('masculino', 'M'))::DOUBLE)", 0.84),
        ("fully fleshed", _state("fresco"), 996 / 3302), ("decomposed", _state("descompuesto"), 372 / 3302),
        ("partly skeletal", _state("parcialmente esqueletizado"), 242 / 3302), ("mummified", _state("momificado"), 319 / 3302),
        ("articulated skeleton", _state("esqueleto articulado"), 287 / 3302), ("skeleton", _state("esqueleto"), 343 / 3302),
        ("weathered skeleton", _state("esqueleto degradado"), 743 / 3302),
        ("placed by GPS", "avg((recovery_place_radius_km = '0.1')::DOUBLE)", 0.668),
        ("no sex, of weathered skeletons", "avg((sex IS NULL)::DOUBLE) FILTER (WHERE condition = 'esqueleto degradado')", 0.098),
        ("names of two words", _words(2), 0.19), ("names of three words", _words(3), 0.56), ("names of four words", _words(4), 0.23),
    ]),
    *_table("border", "missing", PIMA + ", the named", [
        (f"age, percentile {p}", _percentile("age::DOUBLE", p / 100), age) for p, age in ((5, 18), (25, 23), (50, 30), (75, 38), (95, 50))
    ]),
    *_table("border", "missing", CDMX, [
        ("age", _filled("age"), 0.967), ("birth date", _filled("birth_date"), 0.27), ("document", _filled("documents"), 0.146),
        ("second surname", _filled("name_maternal"), 0.991), ("date of the facts", _filled("last_contact"), 0.904),
    ]),
    *_table("mexico", "missing", CDMX, [
        ("sex", _filled("sex"), 0.977), ("age", _filled("age"), 0.967), ("birth date", _filled("birth_date"), 0.27),
        ("document", _filled("documents"), 0.146), ("second surname", _filled("name_maternal"), 0.991),
        ("date of the facts", _filled("last_contact"), 0.904), ("place of birth", _filled("origin_place"), 0.187),
        ("located alive", "avg((status = 'localizada con vida')::DOUBLE)", 0.575),
    ]),
    *_table("mexico", "remains", "Jalisco, 2,045 bodies", [
        ("tattooed, of fresh bodies looked over", "avg(coalesce(lower(marks) LIKE '%tatuaje%', false)::DOUBLE) FILTER (WHERE condition = 'fresco') / 0.8", 0.46),
    ]),
    *_table("us", "remains", NAMUS, [
        ("sex", _filled("sex"), 0.928), ("male, of known sex", "avg((sex IN ('Male', 'M'))::DOUBLE)", 0.80), ("age", _filled("age"), 0.809),
        ("stature", _filled("stature"), 0.732), ("weight", _filled("weight"), 0.468), ("hair", _filled("hair"), 0.567),
        ("eyes", _filled("eyes"), 0.307), ("marks", _filled("marks"), 0.241), ("clothing", _filled("clothing"), 0.599),
        ("time of death", _filled("pmi"), 0.655), ("tattoo", "avg(coalesce(lower(marks) LIKE '%tattoo%', false)::DOUBLE)", 0.069),
        ("same sex as a random report", _agree("left(lower(sex), 1)"), 0.561), ("same hair", _agree("lower(hair)"), 0.288),
        ("same eyes", _agree("lower(eyes)"), 0.484),
        *((f"width of the age, percentile {p}", _percentile(f"{HIGH} - {LOW}", p / 100), width) for p, width in ((10, 6), (25, 10), (50, 15), (75, 20), (90, 35), (95, 60))),
    ]),
    *_table("us", "missing", NAMUS, [
        ("sex", _filled("sex"), 1.0), ("male", "avg((sex IN ('male', 'M'))::DOUBLE)", 0.63), ("age", _filled("age"), 1.0),
        ("stature", _filled("stature"), 0.999), ("weight", _filled("weight"), 0.998), ("hair", _filled("hair"), 0.978),
        ("eyes", _filled("eyes"), 0.972), ("marks", _filled("marks"), 0.531), ("clothing", _filled("clothing"), 0.518),
        ("city", _filled("last_contact_place"), 0.996),
    ]),
    *_table("mediterranean", "remains", "wreck of April 2015", [("some document", _filled("name_full"), 0.10)]),
)  # fmt: skip


def counted(profile: str) -> list[dict[str, Any]]:
    """Every published figure of one profile beside the invented one."""
    con = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        made = invent(folder, missing=SIZE, remains=SIZE, overlap=0.1, profile=profile, seed=SEED)
        for side, path in (("missing", made.missing), ("remains", made.remains)):
            con.execute(f"CREATE TABLE {side} AS SELECT * FROM read_csv('{path}', all_varchar = true)")
    mine = [m for m in MARGINALS if m.profile == profile]
    return [
        {"side": m.side, "what": m.what, "published": round(m.published, 4), "source": m.source,
         "invented": round(float(con.execute(f"SELECT {m.sql} FROM {m.side}").fetchall()[0][0]), 4)}
        for m in mine
    ]  # fmt: skip


def seconds(profile: str) -> float:
    """How long a large pair of registers takes."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        invent(folder, missing=BIG[0], remains=BIG[1], profile=profile, seed=SEED)
        return round(time.monotonic() - began, 1)


MADE = "<!-- Made by `python -m benchmarks.manual` from benchmarks/results/marginals.json. -->\n\n"

HEAD = """# Invented registers

The engine is tried on people who never lived: their families' reports, and examiners' records of their remains. Every
rate stands in `config/profiles/<profile>.toml`, or in `everywhere/habits.toml` beside it, with its source, or with the words
"no source" where it is a cautious choice of ours. Here the published figures stand beside those of {size:,} invented records of either side.

Where the two differ, the reason is told below the table. A figure that was published and is not in a table was not met.

| profile | what it is | rates | without a source | with one for a part | 100,000 x 70,000 records take |
|---|---|--:|--:|--:|--:|
"""

STEPS = """
Most rates that nobody has published are of two kinds: how often a field of a report or of a record is filled where no register
could be counted, and how often somebody errs. How often each motif, site, scar, garment and thing occurs stands in
`linkage/invent`: in the published order for motifs and sites of tattoos, else ours. Rates without a source, of all, by the step of
the makers:

"""

ABOUT = {
    "border": "people who cross from Mexico and Central America to the United States, and die in the desert; in Spanish",
    "mexico": "the national register of Mexico and its forensic services; in Spanish",
    "mediterranean": "people of Arab, West African and East African descent who drown; reports in French, records in English",
    "us": "a public system of the United States such as NamUs; in English",
}

DIFFERENCES = {
    "us": "Of the remains two in three are male, as of the missing: the same people are in both registers here, and in NamUs they "
    'are not. NamUs\'s widest ages (over 60 years) are "adult" in other words; the invented ones are narrower there. '
    "More remains here bear a tattoo, for scars and tattoos together fill the published share of records with any mark. Hair is "
    "black or brown oftener on either side.",
    "mexico": "The tattooed share is that of bodies on which anybody looked.",
    "border": "The age of the named dead is set beside that of those reported.",
    "mediterranean": "No register of the drowned has been published in a form that could be counted. Who dies in one wreck is found within "
    "days or along one coast over weeks; the sizes of the wrecks have the published mean, and the form of their tail is ours.",
}


def page() -> str:
    """The page of the manual."""
    facts = json.loads(RESULT.read_text(encoding="utf-8"))
    lines = [MADE + HEAD.format(size=facts["size"]).rstrip("\n")]
    for name, told in facts["profiles"].items():
        none, part, all_ = map(sum, zip(*told["rates"].values(), strict=True))
        lines.append(f"| `{name}` | {ABOUT[name]} | {all_} | {none} | {part} | {told['seconds']:.0f} s |")
    lines += _steps(facts["profiles"])
    for name, told in facts["profiles"].items():
        lines += [f"\n## {name}\n", "| register | what | published | invented | source |", "|---|---|--:|--:|---|"]
        lines += [_row(row) for row in told["figures"]]
        lines.append(f"\n{DIFFERENCES[name]}")
    return "\n".join(lines) + "\n"


def _steps(profiles_: Mapping[str, Any]) -> Iterator[str]:
    """The rates without a source by step, a column for each profile."""
    yield STEPS + "| step | " + " | ".join(f"`{name}`" for name in profiles_) + " |"
    yield "|---|" + "--:|" * len(profiles_)
    for step in dict.fromkeys(STEP_NAMES.values()):
        counts = (told["rates"][step] for told in profiles_.values())
        yield f"| {step} | {' | '.join(f'{none} of {all_}' for none, _, all_ in counts)} |"


def _row(row: Mapping[str, Any]) -> str:
    published, invented = (_figure(row["what"], row[key]) for key in ("published", "invented"))
    return f"| {row['side']} | {row['what']} | {published} | {invented} | {row['source']} |"


def _figure(what: str, value: float) -> str:
    return f"{value:.0f}" if re.search("percentile", what) else f"{value:.1%}"


def main() -> None:
    """Count, measure and write the result."""
    told = {name: {"figures": counted(name), "seconds": seconds(name), "rates": sources(name)} for name in profiles()}
    facts = {"size": SIZE, "seed": SEED, "big": BIG, "profiles": told}
    RESULT.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
