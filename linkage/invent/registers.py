"""Two registers and the truth about them, as files in our own format."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linkage.errors import UsageError
from linkage.invent.draw import Flags, Generator, Objects, People, chance
from linkage.invent.examiner import make_records
from linkage.invent.journey import make_journeys
from linkage.invent.people import make_people
from linkage.invent.profile import Profile, read_profile
from linkage.invent.registry import registered
from linkage.invent.report import make_reports


@dataclass(frozen=True)
class Invented:
    """Where the invented files are, and how many true pairs there are (a person reported twice counts twice)."""

    missing: Path
    remains: Path
    truth: Path
    true_pairs: int


def invent(
    folder: str | Path,
    *,
    missing: int,
    remains: int,
    overlap: float = 0.3,
    profile: str | Profile = "border",
    seed: int = 7,
    first: int = 1,
) -> Invented:
    """Write missing.csv, remains.csv and truth.csv (missing_id, remains_id) into `folder`.

    `overlap` is the share of the smaller register whose counterpart is in the other; numbers of
    records begin with `first`. The same arguments give the same bytes.
    """
    if missing < 1 or remains < 1 or not 0 <= overlap <= 1:
        raise UsageError("At least one record on each side, and an overlap between 0 and 1.")
    rng = np.random.default_rng(seed)
    rates = read_profile(profile) if isinstance(profile, str) else profile
    twice = round(missing * rates["report"]["duplicate"] / (1 + rates["report"]["duplicate"]))
    reported = missing - twice
    both = round(overlap * min(reported, remains))
    people = make_people(rng, rates, reported + remains - both)
    people |= make_journeys(rng, rates, people)
    people["alive"] = _alive(rng, rates["report"]["located_alive"], (reported, remains, both))
    reported_rows = np.concatenate([np.arange(reported), rng.choice(reported, twice, replace=False)])
    found_rows = np.arange(reported - both, reported - both + remains)
    reports = make_reports(rng, rates, _rows(people, reported_rows))
    told = chance(rng.spawn(1)[0], rates["report"]["companions_told"], missing)
    reports["companions"] = _others(people["company"][reported_rows], reported_rows, told)
    _of_the_same_wreck(rng.spawn(1)[0], rates["report"]["passengers_told"], people["wreck"], reported_rows, reports)
    records = make_records(rng, rates, _rows(people, found_rows))
    report_desk, remains_desk = rng.spawn(2)
    return _write(
        rng, Path(folder), first,
        (reported_rows, registered(report_desk, rates, "report", reports)),
        (found_rows, registered(remains_desk, rates, "remains", records)),
    )  # fmt: skip


def _alive(rng: Generator, share: float, sizes: tuple[int, int, int]) -> Flags:
    """Who is known to live: of those reported who are not among the remains, so many that the share of all is met."""
    reported, remains, both = sizes
    alive = np.zeros(reported + remains - both, bool)
    never_found = reported - both
    alive[:never_found] = chance(rng, min(1.0, share * reported / max(never_found, 1)), never_found)
    return alive


def _rows(people: People, rows: Any) -> People:
    return {k: v[rows] if isinstance(v, np.ndarray) else [v[i] for i in rows] for k, v in people.items()}


def _write(
    rng: Generator,
    folder: Path,
    first: int,
    missing: tuple[Any, dict[str, Objects]],
    remains: tuple[Any, dict[str, Objects]],
) -> Invented:
    folder.mkdir(parents=True, exist_ok=True)
    ids = []
    for prefix, (_, columns) in (("M", missing), ("R", remains)):
        size = len(next(iter(columns.values())))
        numbers = rng.permutation(size) + first
        named = np.array([f"{prefix}-{n:06d}" for n in numbers], dtype=object)
        if "companions" in columns:
            texts = ["; ".join(named[list(rows)]) or None for rows in columns["companions"]]
            columns["companions"] = np.array(texts, dtype=object)
        order = np.argsort(numbers)
        path = folder / ("missing.csv" if prefix == "M" else "remains.csv")
        _csv(path, ("id", *columns), zip(named[order], *(c[order] for c in columns.values()), strict=True))
        ids.append(named)
    found = {int(person): ids[1][row] for row, person in enumerate(remains[0])}
    pairs = [(ids[0][row], found[int(person)]) for row, person in enumerate(missing[0]) if int(person) in found]
    _csv(folder / "truth.csv", ("missing_id", "remains_id"), sorted(pairs))
    return Invented(folder / "missing.csv", folder / "remains.csv", folder / "truth.csv", len(pairs))


def _others(company: Any, people: Any, told: Flags) -> Objects:
    """For each report the rows of those of the other people of its company; none where the company is not told."""
    reports: dict[int, list[int]] = {}
    for row, group in enumerate(company):
        reports.setdefault(int(group), []).append(row)
    found = np.empty(len(company), dtype=object)
    for row, group in enumerate(company):
        found[row] = [other for other in reports[int(group)] if told[row] and people[other] != people[row]]
    return found


def _of_the_same_wreck(rng: Generator, share: float, wreck: Any, people: Any, reports: dict[str, Objects]) -> None:
    """Some reports name another passenger too, whom a family of its own looks for."""
    of = wreck[people]
    order = np.argsort(of, kind="stable")
    beside = np.empty(len(of), int)
    beside[order] = np.roll(order, 1)
    hit = chance(rng, share, len(of)) & (of[beside] == of) & (people[beside] != people)
    for row in np.flatnonzero(hit):
        named = reports["companions"][row]
        reports["companions"][row] = [*named, *({int(beside[row])} - set(named))]


def _csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
