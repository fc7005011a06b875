"""The worked example of docs/explanation/how-the-weights-add-up.md: invented records, compared by the engine itself.

Run: make docs
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linkage.engine.cartesian import score_all, shortlist
from linkage.engine.rank import not_in_file, rank
from linkage.evidence import EVIDENCES
from linkage.explanation import Explanation, Reading, explain_pair
from linkage.explanation.numbers import chance, signed
from linkage.model import Model, load
from linkage.trial import records_of
from linkage.words import Translator, translator

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "how-the-weights-add-up.md"
BLOCK = re.compile(r"(<!-- example (\w+) (\w\w) -->\n).*?(<!-- end -->)", re.DOTALL)
TOP = 25
USED = tuple(evidence for evidence in EVIDENCES if evidence.on)

REMAINS = {
    "id": "R-1", "sex": "hombre", "condition": "esqueleto", "age": "18-25", "stature": "158-164 cm",
    "found": "2021-11-03", "recovery_place": "31.90, -112.30",
}  # fmt: skip
WOMAN = {
    "id": "M-1", "sex": "mujer", "age": "24", "stature": "1.63 m", "last_contact": "2019-05-14",
    "last_contact_place": "Altar, Sonora", "marks": "tatuaje de una rosa en el hombro izquierdo",
}  # fmt: skip
MAN = {
    "sex": "hombre",
    "age": "22",
    "stature": "1.64 m",
    "last_contact": "2018-06-02",
    "last_contact_place": "Nogales, Sonora",
}
ELSEWHERE = {"id": "M-4", "sex": "hombre", "age": "45", "last_contact": "2012-03-01", "last_contact_place": "Tijuana"}
MISSING = (WOMAN, MAN | {"id": "M-2"}, MAN | {"id": "M-3"}, ELSEWHERE)


@dataclass(frozen=True)
class Worked:
    """The pairs of the example, best first, and the chance that the person found is none of the missing."""

    pairs: tuple[Mapping[str, Any], ...]
    model: Model
    prior_bits: float
    nobody: float

    def explained(self, language: str) -> Explanation:
        """The first missing person with the remains, in words and bits."""
        pair = next(pair for pair in self.pairs if pair["missing_id"] == "M-1")
        reading = Reading(USED, self.model, self.prior_bits, TOP, language)
        return explain_pair({**pair, "p_not_in_file": self.nobody}, WOMAN, REMAINS, reading)


def worked() -> Worked:
    """The example, scored and ranked as a run does it, with the numbers of the model `baseline` as they stand."""
    model = load("baseline")
    con = records_of(MISSING, [REMAINS], USED)
    score_all(con, USED, model, "scored")
    shortlist(con, "scored", 0.0, TOP)
    rank(con, USED, "scored", 0.0, "candidates")
    not_in_file(con, model, "candidates", "nobody")
    pairs = con.sql("SELECT * FROM candidates ORDER BY rank_in_remains, missing_id").to_arrow_table().to_pylist()
    nobody = con.execute("SELECT probability FROM nobody WHERE side = 'remains'").fetchall()[0][0]
    con.close()
    return Worked(tuple(pairs), model, model.prior_bits(len(MISSING), 1), nobody)


def comparison(example: Worked, _: Translator, language: str) -> Iterator[str]:
    """What is written on both sides, what was found, and its weight."""
    x = example.explained(language)
    yield f"| | {_('Missing person')} {x.missing_id} | {_('Remains')} {x.remains_id} | {_('bits')} |"
    yield "|---|---|---|---|"
    for line in x.lines:
        yield f"| **{line.title}**. {line.says} | | | {signed(line.bits)} |"
        for row in line.values:
            yield f"| {row.label} | {row.missing or '–'} | {row.remains or '–'} | |"
    for unknown in x.unknowns:
        if unknown.values:
            yield f"| **{unknown.title}**. {unknown.lacks} | | | 0 |"


def addition(example: Worked, _: Translator, language: str) -> Iterator[str]:
    """The sum, as the report shows it."""
    x = example.explained(language)
    yield f"| {_('The addition, in bits')} | |"
    yield "|---|--:|"
    yield f"| {_('before looking at anything')} | {signed(x.prior_bits)} |"
    yield from (f"| {line.title} | {signed(line.bits)} |" for line in x.lines)
    if x.rounding():
        yield f"| {_('rounding')} | {signed(x.rounding())} |"
    yield f"| **{_('total')}** | **{signed(x.total)}** |"


def places(example: Worked, _: Translator, language: str) -> Iterator[str]:
    """The four candidates with their totals and how many are alike."""
    yield f"| {_('Missing person')} | {_('Total')} | {_('Place in the list')} | {_('Alike')} |"
    yield "|---|--:|--:|--:|"
    for pair in example.pairs:
        yield f"| {pair['missing_id']} | {signed(pair['total'])} | {pair['rank_in_remains']} | {pair['tie_size']} |"


def nobody(example: Worked, _: Translator, language: str) -> Iterator[str]:
    """How the chance that the person is in no record comes about."""
    share = example.model.overlap
    masses = [2 ** (pair["total"] - example.prior_bits) for pair in example.pairs]
    listed = " + ".join(f"{mass:.4g}" for mass in masses)
    alone, others = 1 - share, share / len(masses)
    yield "```"
    yield f"{alone:.3f} / ({alone:.3f} + {others:.3f} * ({listed})) = {example.nobody:.2f}: {chance(example.nobody, _)}"
    yield "```"


PARTS = {"comparison": comparison, "addition": addition, "places": places, "nobody": nobody}


def page(text: str, example: Worked) -> str:
    """The page with every block of figures written anew."""

    def block(found: re.Match[str]) -> str:
        begin, part, language, end = found.groups()
        return begin + "\n".join(PARTS[part](example, translator(language), language)) + "\n" + end

    return BLOCK.sub(block, text)


def main() -> None:
    """Write the figures into the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), worked()), encoding="utf-8")


if __name__ == "__main__":
    main()
