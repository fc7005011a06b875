"""What a total is worth: the place in both lists, ties, the person who may be in no list, and what is not claimed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from linkage.explanation.numbers import chance, count, one_in
from linkage.model import Model
from linkage.words import Translator

LEAST_TOLD = 0.01
"""A chance of not being in the file below this is told as "less than": no model is known to be surer. Even where
offices had named the dead, 4 of 22 retested bodies proved to be somebody else (EULEX, Kosovo)."""


def notice(_: Translator) -> str:
    """The sentence that stands on everything the engine shows."""
    return _(
        "This is not an identification. It proposes a comparison; only the offices that keep both records "
        "can conclude, by fingerprints, teeth or DNA."
    )


def standing(pair: Mapping[str, Any], top: int, _: Translator) -> tuple[str, ...]:
    """The place of the pair in both lists, and how many candidates are as good; or that it is in neither."""
    in_remains, in_missing = pair.get("rank_in_remains"), pair.get("rank_in_missing")
    if in_remains is None and in_missing is None:
        return (
            _(
                "This pair is not among the candidates of this run: it is beyond the best {top} of both records, "
                "and its total is below the floor."
            ).format(top=top),
        )
    return (*_places(in_remains, in_missing, top, _), _tie(int(pair["tie_size"]), _))


def _places(in_remains: int | None, in_missing: int | None, top: int, _: Translator) -> Iterator[str]:
    if in_remains is None:
        yield _("Beyond the best {top} in the list of these remains.").format(top=top)
    else:
        yield _("Number {n} in the list of these remains.").format(n=count(in_remains))
    if in_missing is None:
        yield _("Beyond the best {top} in the list of this missing person.").format(top=top)
    else:
        yield _("Number {n} in the list of this missing person.").format(n=count(in_missing))


def _tie(size: int, _: Translator) -> str:
    if size <= 1:
        return _("No other candidate in these two lists has the same total.")
    return _(
        "{n} candidates in these two lists, this one among them, have the same total: "
        "nothing that is written tells them apart."
    ).format(n=count(size))


def open_world(p_not_in_file: float | None, _: Translator) -> str:
    """That the person may not be in the file of missing persons, and how likely that is, where it was worked out."""
    may = _("The person may not be in the file of missing persons at all.")
    if p_not_in_file is None:
        return may + " " + _("How likely that is was not worked out.")
    if p_not_in_file < LEAST_TOLD:
        low = _(
            "By the numbers of this model, the chance of that is less than 1 in {n}; "
            "such numbers have been wrong before."
        )
        return may + " " + low.format(n=count(1 / LEAST_TOLD))
    by_model = _("By the numbers of this model, the chance of that is {chance}.")
    return may + " " + by_model.format(chance=chance(p_not_in_file, _))


def claim(model: Model, _: Translator, prior_bits: float = 0.0, weights: float | None = None) -> str:
    """What the total says. A chance for the pair is told only by a model that was checked against solved cases.

    `weights` is the sum of the pair's weights; without it only what holds for every pair is said.
    """
    if not model.calibration:
        return _(
            "The numbers come from published studies and from the two registers; they have not been checked against "
            "solved cases. So the total puts pairs in order, and no chance is stated for any pair."
        )
    checked = _("The model was checked against solved cases; its card says which.")
    if weights is None:
        return checked
    says = _("If the model is right for these registers, of the pairs with this total {chance} speak of one person.")
    return says.format(chance=one_in(prior_bits + _worth(weights, model), _)) + " " + checked


def _worth(weights: float, model: Model) -> float:
    """What such a sum of weights was worth in solved cases, in bits."""
    sums, worths = zip(*model.calibration, strict=True)
    return float(np.interp(weights, sums, worths))
