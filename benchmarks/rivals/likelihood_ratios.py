"""The published likelihood ratios of mispitools (Marsico; R, GPL-3), written anew as formulas: sex, age, hair, birth date.

Each is P(what is recorded | the same person) / P(it | somebody of the file at hand), with the defaults of its functions:
error of sex 0.05; age by a window of 6 years, error 0.05, with remains uncertain by 0.07 of the age and 1; hair by the
matrix of errors; birth date by classes of days apart. They are multiplied as if independent, as its lr_combine does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.field import Field

Array = npt.NDArray[np.float64]

ERROR = 0.05
HAIRS = ("black", "brown", "blond", "red", "grey")
CONFUSED = {
    ("black", "brown"): 0.01, ("black", "blond"): 0.005, ("black", "red"): 0.01, ("black", "grey"): 0.003,
    ("brown", "blond"): 0.01, ("brown", "red"): 0.003, ("brown", "grey"): 0.01, ("blond", "red"): 0.003,
    ("blond", "grey"): 0.003, ("red", "grey"): 0.01,
}  # fmt: skip
DAYS = (-120, -30, 30, 120, 240, 360)
TRUE_DAYS = np.array([1, 4, 60, 11, 6, 4, 4]) / 90
"""Classes of days between the birth dates of one person in two files, and the mean of their Dirichlet prior."""

AGE = "(age_found_low_r + age_found_high_r) / 2"
AGE_FITS = (
    f"abs(age_then_low_l + date_diff('day', last_contact_low_l, died_low_r) / 365.25 - {AGE}) <= 6 + 0.07 * {AGE} + 1"
)
BORN_APART = "date_diff('day', born_low_l, born_low_r)"


def bits(field: Field, pairs: npt.NDArray[np.int64]) -> Array:
    """The sum of the four, in bits; what is unknown says nothing."""
    code = ", ".join(f"WHEN '{hair}' THEN {n}" for n, hair in enumerate(HAIRS)).replace(", ", " ")
    same_sex, age_fits, told, seen, apart = field.numbers(
        ["sex_l = sex_r", AGE_FITS, f"CASE hair_l {code} END", f"CASE hair_r {code} END", BORN_APART], pairs
    ).T.astype(np.float64)
    return _yes_or_no(same_sex) + _yes_or_no(age_fits) + _hair(told, seen) + _birth(apart)


def _yes_or_no(agrees: Array) -> Array:
    """Agreement against how often pairs of the file agree."""
    often = float(np.clip(np.nanmean(agrees), 0.01, 0.99)) if np.isfinite(agrees).any() else 0.5
    bits_ = np.where(agrees > 0, np.log2((1 - ERROR) / often), np.log2(ERROR / (1 - often)))
    return np.where(np.isnan(agrees), 0.0, bits_)


def _hair(told: Array, seen: Array) -> Array:
    errors = np.eye(len(HAIRS))
    for (a, b), error in CONFUSED.items():
        errors[HAIRS.index(a), HAIRS.index(b)] = errors[HAIRS.index(b), HAIRS.index(a)] = error
    errors = errors / errors.sum(1, keepdims=True)  # the diagonal is 1 / (1 + sum), as there
    known = np.isfinite(told) & np.isfinite(seen)
    often = np.bincount(seen[known].astype(int), minlength=len(HAIRS)) + 1.0
    out = np.zeros(len(told))
    row, column = told[known].astype(int), seen[known].astype(int)
    out[known] = np.log2(errors[row, column] / (often / often.sum())[column])
    return out


def _birth(apart: Array) -> Array:
    """Classes of days apart, true pairs by the prior, others by how often pairs of the file fall in them."""
    known = np.isfinite(apart)
    out = np.zeros(len(apart))
    if known.any():
        classes = np.searchsorted(DAYS, apart[known])
        often = np.bincount(classes, minlength=len(TRUE_DAYS)) + 1.0
        out[known] = np.log2(TRUE_DAYS[classes] / (often / often.sum())[classes])
    return out
