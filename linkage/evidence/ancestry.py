"""Ancestry and skin: sensitive, biased, and off unless asked for.

Self-reported ethnicity is not read from bone, and categories do not travel between countries.
"""

from __future__ import annotations

from linkage.evidence.fields import CODE, CODES, Field
from linkage.evidence.value import Derived, Evidence, Example, Level, falling

_M = "right in 90.9 % of 99 DNA-checked cases (Thomas, Parks & Richard 2017, J Forensic Sci)"
_U = "random records with known ancestry agree in .41 of pairs (counted in the NamUs exports of 2024)"
_SKIN = "no published rate; two steps of five are within what different people call one skin"

ANCESTRY = Evidence(
    name="ancestry",
    title="Ancestry and skin",
    question="Do ancestry or skin, as written, agree?",
    on=False,
    fields=(
        Field("ancestry", CODES, "Ancestry or ethnicity as written; several are possible.", "ascendencia",
              vocabulary="ancestry", sensitive=True, example="hispana"),
        Field("skin", CODE, "Skin tone as described.", "tez", vocabulary="skin", sensitive=True, example="morena clara"),
    ),
    derived=(
        Derived("skin_rung", "INTEGER",
                "CASE skin WHEN 'very_light' THEN 1 WHEN 'light' THEN 2 WHEN 'medium' THEN 3 WHEN 'dark' THEN 4 "
                "WHEN 'very_dark' THEN 5 END"),
    ),
    needs=(),
    unknown="(ancestry_l IS NULL OR ancestry_r IS NULL) AND (skin_rung_l IS NULL OR skin_rung_r IS NULL)",
    levels=falling((
        Level("agrees", "list_has_any(ancestry_l, ancestry_r)", 0.909, 0.41, f"{_M}; {_U}",
              "The ancestry as written agrees.", "ancestry"),
        Level("differs", "ancestry_l IS NOT NULL AND ancestry_r IS NOT NULL AND NOT list_has_any(ancestry_l, ancestry_r)",
              0.091, 0.59, f"{_M}; {_U}", "The ancestry as written differs; such words are often wrong.", "ancestry"),
        Level("skin_alike", "(ancestry_l IS NULL OR ancestry_r IS NULL) AND abs(skin_rung_l - skin_rung_r) <= 1",
              0.85, 0.65, _SKIN, "The skin is described alike.", "skin"),
        Level("skin_apart", "(ancestry_l IS NULL OR ancestry_r IS NULL) AND abs(skin_rung_l - skin_rung_r) > 1",
              0.15, 0.35, _SKIN, "The skin is described differently; words for it vary.", "skin"),
    )),
    u_given="coalesce(hair_l = hair_r, true) AND coalesce(eyes_l = eyes_r, true)",
    examples=(
        Example({"ancestry": "hispana"}, {"ancestry": "Hispanic / Latino"}, "agrees"),
        Example({"ancestry": "asiática"}, {"ancestry": "hispana"}, "differs"),
        Example({"skin": "morena clara"}, {"skin": "morena"}, "skin_alike"),
        Example({"skin": "blanca"}, {"skin": "negra"}, "skin_apart"),
        Example({"skin": "blanca"}, {"ancestry": "hispana"}, "unknown"),
    ),
)  # fmt: skip
