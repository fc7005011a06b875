"""Company: people who travelled together, and remains that were found together.

A person who disappeared with others may have died with them. Where remains found beside these fit
a companion, that speaks for this person too. Whether they do is known only after the companions
themselves have been compared with all remains: `linkage/engine/company.py` does so first and fills
the column `company` (before that it is NULL, and the finding is "unknown").

- missing: "<remains> strong", "... some" or "... weak" for the remains that the company speaks for;
  NULL where it speaks for none
- remains: the three ways in which a list may name this very record; NULL where nobody was found near
"""

from __future__ import annotations

from linkage.evidence.record import COMPANIONS, INCIDENT
from linkage.evidence.value import Derived, Evidence, Example, Level

RUNGS: tuple[tuple[str, float], ...] = (("strong", 4.0), ("some", 2.0), ("weak", 1.0))
"""The levels by the least bits that a companion's candidates must give."""

_BITS = (
    "the weight stands for a factor of evidence worked out from the companion's candidates ({least:g} bits or more), "
    "and bounds it; how often companions die together and both reach the register has no source: a fifth of true "
    "pairs are taken to be heard of in this way"
)


def _level(number: int, m: float, bits: float, says: str) -> Level:
    name, least = RUNGS[number]
    when = f"list_contains(company_l, company_r[{number + 1}])"
    return Level(name, when, m, m / 2**bits, _BITS.format(least=least), says)


_HEARD = (
    _level(
        0,
        0.10,
        5.0,
        "Somebody who travelled with this person fits remains found with these or near them, and hardly any other remains so well.",
    ),
    _level(1, 0.06, 3.0, "Somebody who travelled with this person fits remains found with these or near them well."),
    _level(
        2,
        0.04,
        1.5,
        "Somebody who travelled with this person fits remains found with these or near them to some degree.",
    ),
)
_APART = Level(
    "apart", "ELSE", 1 - sum(level.m for level in _HEARD), 1 - sum(level.u for level in _HEARD),
    "what is left: companions part on the way, and most are never found, so it says next to nothing",
    "Those who travelled with this person fit other remains than the ones found near these; people part on the way.",
)  # fmt: skip

_NAMED = {"companions": "M-2"}
_PHONE, _FOUND_PHONE = {"id": "M-2", "phones": "+502 5512 3498"}, {"id": "R-2", "phones": "502 55123498"}
_PAULA = {"id": "M-2", "name_full": "Paula Ixchel Tzoc", "sex": "mujer"}
_PRESUMED = {"id": "R-2", "name_full": "Paula", "sex": "mujer"}
_MORE = ({"id": "R-3"}, {"id": "R-4"})
_SPOT = {"recovery_place_coordinates": "31.4500, -111.5400", "found": "14/06/2019"}
_NEAR = {"recovery_place_coordinates": "31.4522, -111.5415", "found": "26/06/2019"}

COMPANY = Evidence(
    name="company",
    title="Company",
    question="Do the remains found near these fit the people who travelled with this person?",
    fields=(COMPANIONS, INCIDENT),
    derived=(Derived("company", "VARCHAR[]", "NULL"),),
    needs=("company",),
    shares=("company",),
    levels=(*_HEARD, _APART),
    examples=(
        Example(
            _NAMED, {"companions": "R-2"}, "strong", "the companion's telephone was found on R-2, recovered together with R-1",
            (_PHONE,), (_FOUND_PHONE, *_MORE),
        ),
        Example(
            _NAMED, _SPOT, "strong", "R-2 was found 280 m away and twelve days later",
            (_PHONE,), ({**_FOUND_PHONE, **_NEAR}, *_MORE),
        ),
        Example(
            {"incident": "Naufragio 2023-04"}, {"incident": "naufragio 2023-04"}, "strong", "one incident of a few people on both sides",
            ({**_PHONE, "incident": "Naufragio 2023-04"},), ({**_FOUND_PHONE, "incident": "Naufragio 2023-04"}, *_MORE),
        ),
        Example(_NAMED, {"companions": "R-2"}, "some", "a first name that is presumed", (_PAULA,), (_PRESUMED,)),
        Example(
            _NAMED, {"companions": ", ".join(f"R-{n}" for n in range(2, 9))}, "weak", "she may be any of seven who were recovered together",
            (_PAULA,), (_PRESUMED, *({"id": f"R-{n}"} for n in range(3, 9))),
        ),
        Example(
            _NAMED, {"companions": "R-4"}, "apart", "the companion fits R-2, which was recovered with R-3",
            (_PHONE,), ({**_FOUND_PHONE, "companions": "R-3"}, *_MORE),
        ),
        Example(
            _NAMED, {}, "unknown", "nobody was found near R-1, as far as is recorded", (_PHONE,), (_FOUND_PHONE, *_MORE),
        ),
        Example(
            {"companions": "dos primos y su tía"}, {"companions": "R-2"}, "unknown", "no number of a report",
            (_PHONE,), (_FOUND_PHONE, *_MORE),
        ),
    ),
)  # fmt: skip
