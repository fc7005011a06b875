"""A matcher by hard filters, as hobby tools for the lists of NamUs and of Jalisco do it.

A pair is let be unless sex, age, date, distance and stature fit; unknown fits, but remains without an age are left out, as
they are there. What is left is ordered by points: the weights of one such tool (sex 2, age 1.5, distance 2, time 1.2) with
the decay of another (0.0025 a km, 0.15 a year), and names and tattoos by the likeness of their words, as a third adds them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.field import Field

KM = "6371 * sqrt(pow(last_contact_place_x_l - place_x_r, 2) + pow(last_contact_place_y_l - place_y_r, 2) + pow(last_contact_place_z_l - place_z_r, 2))"
YEARS = "date_diff('day', last_contact_low_l, found_low_r) / 365.25"
FITS = (
    "coalesce(sex_l = sex_r, true)",
    "age_found_low_r IS NOT NULL AND coalesce(age_then_low_l <= age_found_high_r + 2 AND age_then_high_l + 10 >= age_found_low_r, true)",
    f"coalesce({YEARS} >= -7 / 365.25, true)",
    f"coalesce({KM} <= 500, true)",
    "coalesce(stature_low_cm_l <= stature_high_cm_r + 7.6 AND stature_high_cm_l >= stature_low_cm_r - 7.6, true)",
)
POINTS = (
    "2 * coalesce((sex_l = sex_r)::INTEGER, 0)",
    "1.5 * coalesce(1 - abs(age_then_low_l - (age_found_low_r + age_found_high_r) / 2) / 30, 0)",
    f"2 * coalesce(exp(-0.0025 * {KM}), 0)",
    f"1.2 * coalesce(exp(-0.15 * abs({YEARS})), 0)",
    "4 * coalesce(jaro_winkler_similarity(array_to_string(name_tokens_l, ' '), array_to_string(name_tokens_r, ' ')), 0)",
    "4 * coalesce(jaccard(array_to_string(marks_l, ' '), array_to_string(marks_r, ' ')), 0)",
)


def points(field: Field, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The points of each pair; -1 where a filter cuts it."""
    listed = [" AND ".join(f"({fits})" for fits in FITS), " + ".join(POINTS)]
    fits, gained = field.numbers(listed, pairs).T
    return np.where(fits > 0, gained, -1.0).astype(np.float64)
