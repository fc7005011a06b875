"""Sex: what the family reports against what the examiner found."""

from __future__ import annotations

from linkage.evidence.fields import CODE, Field
from linkage.evidence.value import Evidence, Example, Level

_U = "domain.md 2.2: two random NamUs records with known sex agree in .561 of pairs"
_M = {
    "fresh": (0.998, "domain.md 3.3: soft tissue shows sex, .998"),
    "decomposed": (0.99, "domain.md 3.3: between fleshed .998 and complete skeleton .98"),
    "skeletal": (0.95, "domain.md 0.4: 94.7 % right in 360 DNA-checked skeletal cases"),
    "partial": (0.90, "domain.md 3.3: fragments .90; an unknown condition is taken as the least reliable"),
}
_WHEN = {c: f"condition_class_r = '{c}'" for c in _M} | {"partial": "condition_class_r IN ('partial', 'unknown')"}


def _agrees(condition: str) -> Level:
    m, because = _M[condition]
    return Level(
        f"agrees_{condition}", f"sex_l = sex_r AND {_WHEN[condition]}",
        m, 0.561, f"{because}; {_U}", "The recorded sex is the same.", group=condition,
    )


def _differs(condition: str) -> Level:
    m, because = _M[condition]
    return Level(
        f"differs_{condition}", _WHEN[condition] if condition != "fresh" else "ELSE",
        1 - m, 0.439, f"{because}; {_U}", "The recorded sex differs; examiners are sometimes wrong about it.",
        group=condition,
    )


SEX = Evidence(
    name="sex",
    title="Sex",
    question="Is the sex that the family reports the sex that the examiner found?",
    fields=(
        Field("sex", CODE, "Sex of the person, or as found by the examiner. Indeterminate counts as unknown.",
              "sexo", vocabulary="sex", example="mujer"),
        Field("sex_basis", CODE, "What the sex of the remains rests on.", "base_sexo",
              sides=("remains",), vocabulary="sex_basis", example="hueso"),
    ),
    needs=("sex",),
    levels=(
        *(_agrees(c) for c in ("fresh", "decomposed", "skeletal", "partial")),
        *(_differs(c) for c in ("partial", "skeletal", "decomposed", "fresh")),
    ),
    examples=(
        Example({"sex": "mujer"}, {"sex": "mujer", "condition": "fresco"}, "agrees_fresh"),
        Example({"sex": "mujer"}, {"sex": "mujer", "condition": "descompuesto"}, "agrees_decomposed"),
        Example({"sex": "mujer"}, {"sex": "female", "condition": "esqueleto"}, "agrees_skeletal"),
        Example({"sex": "mujer"}, {"sex": "female"}, "agrees_partial", "condition not written"),
        Example({"sex": "mujer"}, {"sex": "male", "condition": "esqueleto"}, "differs_skeletal"),
        Example({"sex": "mujer"}, {"sex": "male", "condition": "descompuesto"}, "differs_decomposed"),
        Example({"sex": "hombre"}, {"sex": "F", "condition": "fresco"}, "differs_fresh"),
        Example({"sex": "hombre"}, {"sex": "mujer", "condition": "fragmentos"}, "differs_partial"),
        Example({"sex": "hombre"}, {"sex": "indeterminado"}, "unknown"),
    ),
)
