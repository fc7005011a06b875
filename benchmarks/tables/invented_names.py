"""Makes config/profiles/names/mexico.csv: the tokens that invented Mexican names are drawn from.

Source: token counts of a public Mexican register (counts only, no person), MIT licence; see NOTICE.
Run: python -m benchmarks.tables.invented_names GIVEN.csv SURNAMES.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUT = Path(__file__).parents[2] / "config" / "profiles" / "names" / "mexico.csv"
NOT_NAMES = {"de", "del", "la", "las", "los", "y", "ma", "cruz", "angeles", "jr", "san", "no", "nombre", "desconocido"}
FEMALE = {
    "carmen", "guadalupe", "luz", "isabel", "dolores", "refugio", "socorro", "consuelo", "rosario", "mercedes",
    "soledad", "pilar", "concepcion", "irene", "esther", "beatriz", "raquel", "ruth", "noemi", "edith", "elizabeth",
    "karen", "lourdes", "asuncion", "piedad", "caridad", "paz", "judith", "maribel", "ines", "araceli", "leonor",
    "magdalen", "nieves", "trinidad", "marisol", "itzel", "yazmin", "jazmin", "abigail", "belen", "evelyn",
    "jacqueline", "lizbeth", "monserrat", "rocio", "amparo", "matilde", "natividad", "encarnacion",
}  # fmt: skip
MALE_IN_A = {
    "bautista",
    "garcia",
    "elias",
    "luca",
    "jonas",
    "matias",
    "zacarias",
    "isaias",
    "jeremias",
    "tobias",
    "ananias",
}
GIVEN, SURNAMES = 320, 900


def read(path: str) -> list[tuple[str, int]]:
    """(token, count) of the proper words of one table, commonest first."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = [(row[0].strip(), int(row[1])) for row in list(csv.reader(file))[1:] if row[0].strip()]
    return [(w, n) for w, n in rows if len(w) > 2 and w.isalpha() and w not in NOT_NAMES]


def main(given: str, surnames: str) -> None:
    """Write the table: kind (given_f, given_m, surname), token, count."""
    rows = []
    for word, number in read(given)[:GIVEN]:
        female = word in FEMALE or (word.endswith("a") and word not in MALE_IN_A)
        rows.append(("given_f" if female else "given_m", word, number))
    rows += [("surname", word, number) for word, number in read(surnames)[:SURNAMES]]
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "token", "count"))
        writer.writerows(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
