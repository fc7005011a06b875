"""One pair in words and bits: the explanation is the score, read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linkage.evidence import COMPANY, UNKNOWN, Evidence
from linkage.evidence.condition import CONDITION_FIELDS
from linkage.evidence.record import RECORD_FIELDS
from linkage.evidence.value import Polarity, polarity
from linkage.explanation.asked import compared_fields, lacking, own_fields
from linkage.explanation.company import by_whom
from linkage.explanation.numbers import one_in, signed, times
from linkage.explanation.primary import primaries
from linkage.explanation.reopened import reopened
from linkage.explanation.standing import claim, notice, open_world, standing
from linkage.explanation.values import Explanation, Line, Rung, Unknown
from linkage.explanation.worth import worth_asking, worth_bits
from linkage.explanation.written import RawRecord, both
from linkage.model import Model
from linkage.words import Translator, translator

TOLERANCE = 0.01
"""Bits by which prior plus weights may miss the total: columns are stored rounded, no more than that."""

ABOUT = (*(f for f in RECORD_FIELDS if f.name in ("agency", "status", "modified")), *CONDITION_FIELDS)
"""What is told of each record before the comparison: whose it is, its status and age, the state of the remains."""

_READING_ORDER: Mapping[Polarity, int] = {"contradicts": 0, "agrees": 1, "neutral": 2}


@dataclass(frozen=True)
class Reading:
    """Everything needed to explain pairs, besides the pairs: evidence, numbers, language, wanted detail.

    `top` is how many best candidates the run kept for each record.
    """

    evidences: Sequence[Evidence]
    model: Model
    prior_bits: float
    top: int
    language: str
    levels: bool = False

    @property
    def translate(self) -> Translator:
        """From English to the reader's language."""
        return translator(self.language)


def explain_pair(
    pair: Mapping[str, Any],
    missing_raw: RawRecord,
    remains_raw: RawRecord,
    reading: Reading,
) -> Explanation:
    """Why this pair has its total: prior, weight and raw values of each evidence, what is unknown, what comes next.

    `pair` is a row of the candidates (missing_id, remains_id, total, rank_in_remains,
    rank_in_missing, tie_size, w_<evidence>, f_<evidence>, and p_not_in_file where it was worked
    out). A rank is None where the pair is beyond the best candidates of that record; without ranks
    the pair is told as no candidate. The raw records are texts by canonical raw column. With
    `reading.levels` every line also carries the table of its levels. ValueError when prior and
    weights do not give the total.
    """
    _ = reading.translate
    known = [e for e in reading.evidences if _finding(pair, e) != UNKNOWN]
    lines = [_line(e, pair, missing_raw, remains_raw, reading) for e in known]
    unknowns = [_unknown(e, missing_raw, remains_raw, reading) for e in reading.evidences if e not in known]
    weights = sum(line.bits for line in lines)
    _check_sum(pair, reading.prior_bits + weights)
    return Explanation(
        language=reading.language,
        missing_id=str(pair["missing_id"]),
        remains_id=str(pair["remains_id"]),
        about_missing=both(ABOUT, missing_raw, {}, _),
        about_remains=both(ABOUT, {}, remains_raw, _),
        prior_bits=reading.prior_bits,
        prior_words=_("Before looking at anything: of pairs taken at random, {chance} speaks of one person.").format(
            chance=one_in(reading.prior_bits, _)
        ),
        lines=tuple(sorted(lines, key=_reading_order)),
        unknowns=tuple(unknowns),
        total=float(pair["total"]),
        total_words=_total_words(weights, float(pair["total"]), _),
        rank_in_remains=pair.get("rank_in_remains"),
        rank_in_missing=pair.get("rank_in_missing"),
        tie_size=pair.get("tie_size"),
        standing=(*reopened(pair, reading.evidences, _), *standing(pair, reading.top, _)),
        open_world=open_world(pair.get("p_not_in_file"), _),
        claim=claim(reading.model, _, reading.prior_bits, weights),
        primaries=primaries(missing_raw, remains_raw, reading.evidences, _),
        model=reading.model.name,
        notice=notice(_),
        worth_asking=worth_asking(unknowns, _),
    )


def _finding(pair: Mapping[str, Any], evidence: Evidence) -> str:
    return str(pair.get(f"f_{evidence.name}") or UNKNOWN)


def _line(
    evidence: Evidence, pair: Mapping[str, Any], missing: RawRecord, remains: RawRecord, reading: Reading
) -> Line:
    _, finding = reading.translate, _finding(pair, evidence)
    bits = float(pair[f"w_{evidence.name}"])
    return Line(
        evidence=evidence.name,
        title=_(evidence.title or evidence.name),
        question=_(evidence.question),
        finding=finding,
        says=_(evidence.level(finding).says) + (by_whom(pair, _) if evidence is COMPANY else ""),
        bits=bits,
        polarity=polarity(bits),
        values=both(compared_fields(evidence, finding), missing, remains, _),
        rungs=_rungs(evidence, finding, reading),
    )


def _unknown(evidence: Evidence, missing: RawRecord, remains: RawRecord, reading: Reading) -> Unknown:
    _ = reading.translate
    values = both(own_fields(evidence), missing, remains, _)
    return Unknown(
        evidence=evidence.name,
        title=_(evidence.title or evidence.name),
        question=_(evidence.question),
        lacks=lacking(values, _),
        values=values,
        worth_bits=worth_bits(evidence, reading.model),
        rungs=_rungs(evidence, UNKNOWN, reading),
    )


def _rungs(evidence: Evidence, finding: str, reading: Reading) -> tuple[Rung, ...]:
    if not reading.levels:
        return ()
    numbers, _ = reading.model.evidences[evidence.name].levels, reading.translate
    return tuple(
        Rung(level.name, _(level.says), n.m, n.u, n.bits, n.because, n.u_because or n.because, level.name == finding)
        for level, n in ((level, numbers[level.name]) for level in evidence.levels)
    )


def _reading_order(line: Line) -> tuple[int, float]:
    return _READING_ORDER[line.polarity], -abs(line.bits)


def _check_sum(pair: Mapping[str, Any], told: float) -> None:
    if abs(told - float(pair["total"])) > TOLERANCE:
        raise ValueError(
            f"Pair {pair['missing_id']} / {pair['remains_id']}: prior and weights give {signed(told)} bits, "
            f"the total says {signed(float(pair['total']))}. The prior or the evidences are not those of the run."
        )


def _total_words(weights: float, total: float, _: Translator) -> str:
    """How much better one account explains what was compared than the other, and whether it makes up for the start."""
    if abs(weights) < 0.5:
        return _("Taken together, what was compared fits one person about as well as two different people.")
    if weights < 0:
        return _(
            "Taken together, by the numbers of this model, what was compared is {times} more likely "
            "if the records speak of two people taken at random than if they speak of one person."
        ).format(times=times(weights, _))
    sentence = _(
        "Taken together, by the numbers of this model, what was compared is {times} more likely "
        "if both records speak of one person than if they speak of two people taken at random."
    ).format(times=times(weights, _))
    if total < 0:
        sentence += " " + _(
            "That does not make up for the start: by these numbers, two different people are still the "
            "likelier account."
        )
    return sentence
