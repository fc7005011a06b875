"""Make the shipped tables of Mexican names from the counts of a public register.

    python benchmarks/tables/names_mx.py FOLDER

FOLDER holds mx_given_freq_semefo.csv and mx_surname_freq_semefo.csv: how often each given name and
each surname is written in a public Mexican register of the forensic medical service (counts only,
no persons; the source is MIT-licensed). Written are
- config/names/roles_mx.csv: how often each spelling is a given name and a surname;
- config/frequencies/names_mx.csv: the share of people who bear each name, by its sound, after
  abbreviations and spellings are read as the engine reads them.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from linkage.config import config_path
from linkage.records.fold import fold
from linkage.records.names.sound import sound
from linkage.records.names.tables import Tables, tables
from linkage.records.names.words import words_of

GIVEN_PER_PERSON = 1.4
"""Given names per person: Jose, borne by about 7 % of men and women of these years, then comes out so."""

SURNAMES_PER_PERSON = 2
LEAST = 5


def _counts(path: Path) -> Counter[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return Counter({name: int(n) for name, n in rows})


def _kept(counts: Counter[str], known: Tables) -> Counter[str]:
    """Counts by the names as the engine reads them; husbands' surnames and initials are left out."""
    kept: Counter[str] = Counter()
    for written, n in counts.items():
        for word in words_of(written, known):
            if not word.initial and not word.husband:
                kept[word.name] += n
    return kept


def _roles(given: Counter[str], surname: Counter[str]) -> list[tuple[str, int, int]]:
    names = sorted(n for n in {*given, *surname} if given[n] + surname[n] >= LEAST and fold(n) == n)
    return [(n, given[n], surname[n]) for n in names]


def _shares(given: Counter[str], surname: Counter[str]) -> list[tuple[str, float]]:
    people_given = given.total() / GIVEN_PER_PERSON
    people_surname = surname.total() / SURNAMES_PER_PERSON
    shares: Counter[str] = Counter()
    for name in {*given, *surname}:
        shares[sound(name)] += given[name] / people_given + surname[name] / people_surname  # type: ignore[assignment]
    return sorted((s, round(x, 7)) for s, x in shares.items())


def _write(path: Path, header: list[str], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(path, len(rows))


def main(folder: Path) -> None:
    """Write both tables."""
    known = tables()
    given = _kept(_counts(folder / "mx_given_freq_semefo.csv"), known)
    surname = _kept(_counts(folder / "mx_surname_freq_semefo.csv"), known)
    _write(config_path("names", "roles_mx.csv"), ["name", "given", "surname"], list(_roles(given, surname)))
    _write(config_path("frequencies", "names_mx.csv"), ["element", "share"], list(_shares(given, surname)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
