"""What offices make of a date: turned round, rounded, or the day on which it was entered."""

from __future__ import annotations

import numpy as np

from linkage.invent.draw import Generator

Day = np.datetime64


def turned_round(day: Day) -> Day:
    """Day and month turned round, where that is a date too: 4 May for 5 April."""
    year, month, of_month = str(day).split("-")
    return np.datetime64(f"{year}-{of_month}-{month}", "D") if int(of_month) <= 12 else day


def first_of_month(day: Day) -> Day:
    """The first of its month, as offices write when the day is not known."""
    return np.datetime64(f"{str(day)[:7]}-01", "D")


def first_of_year(day: Day) -> Day:
    """The first of January, as offices write when only the year is known."""
    return np.datetime64(f"{str(day)[:4]}-01-01", "D")


def entered_late(rng: Generator, day: Day, closed: Day) -> Day:
    """The day of entry: some days or weeks after, and before the register was closed."""
    return min(day + np.timedelta64(1 + int(rng.exponential(20)), "D"), max(day, closed))
