"""Sex: what the family reports against what the examiner found."""

from __future__ import annotations

from linkage.evidence.fields import CODE, Field
from linkage.evidence.value import Evidence, Example, Level, falling

_U = "two random records with known sex agree in .561 of pairs (counted in the NamUs exports of 2024)"
_M = {
    "fresh": (0.998, "soft tissue shows the sex; .998 is a cautious round figure, to be replaced by training"),
    "decomposed": (0.99, "between a fleshed body (.998) and a complete skeleton"),
    "skeletal": (0.95, "Thomas, Parks & Richard 2017, J Forensic Sci: right in 94.7 % of 360 DNA-checked cases"),
    "partial": (
        0.90,
        "half of the errors in Thomas, Parks & Richard 2017 had one element only, so parts are taken as twice as "
        "error-prone; an unknown condition is taken as the least reliable",
    ),
}
_WHEN = {c: f"condition_class_r = '{c}'" for c in _M} | {"partial": "condition_class_r IN ('partial', 'unknown')"}


def _levels(condition: str) -> tuple[Level, Level]:
    m, because = _M[condition]
    return (
        Level(
            f"agrees_{condition}",
            f"sex_l = sex_r AND {_WHEN[condition]}",
            m,
            0.561,
            f"{because}; {_U}",
            "The recorded sex is the same.",
            condition,
        ),
        Level(
            f"differs_{condition}",
            f"sex_l <> sex_r AND {_WHEN[condition]}",
            1 - m,
            0.439,
            f"{because}; {_U}",
            "The recorded sex differs; examiners are sometimes wrong about it, mostly on bones.",
            condition,
        ),
    )


SEX_FIELD = Field(
    "sex",
    CODE,
    "Sex of the person, or as found by the examiner. Indeterminate counts as unknown.",
    "sexo",
    vocabulary="sex",
    example="mujer",
)

SEX = Evidence(
    name="sex",
    title="Sex",
    question="Is the sex that the family reports the sex that the examiner found?",
    fields=(
        SEX_FIELD,
        Field(
            "sex_basis",
            CODE,
            "What the sex of the remains rests on.",
            "base_sexo",
            sides=("remains",),
            vocabulary="sex_basis",
            example="hueso",
        ),
    ),
    needs=("sex",),
    levels=falling(level for condition in _M for level in _levels(condition)),
    examples=(
        Example({"sex": "mujer"}, {"sex": "mujer", "condition": "fresco"}, "agrees_fresh"),
        Example({"sex": "mujer"}, {"sex": "mujer", "condition": "descompuesto"}, "agrees_decomposed"),
        Example({"sex": "mujer"}, {"sex": "female", "condition": "esqueleto"}, "agrees_skeletal"),
        Example({"sex": "mujer"}, {"sex": "female"}, "agrees_partial", "condition not written"),
        Example({"sex": "hombre"}, {"sex": "mujer", "condition": "fragmentos"}, "differs_partial"),
        Example({"sex": "mujer"}, {"sex": "male", "condition": "esqueleto"}, "differs_skeletal"),
        Example({"sex": "mujer"}, {"sex": "male", "condition": "descompuesto"}, "differs_decomposed"),
        Example({"sex": "hombre"}, {"sex": "F", "condition": "fresco"}, "differs_fresh"),
        Example({"sex": "hombre"}, {"sex": "indeterminado"}, "unknown"),
    ),
)
