"""By whose company a pair gained, told by numbers of records and a distance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkage.words import Translator


def by_whom(pair: Mapping[str, Any], _: Translator) -> str:
    """A sentence that names the companion, and the remains beside these that fit the companion; "" without one."""
    missing, remains = pair.get("company_missing_id"), pair.get("company_remains_id")
    if missing is None or remains is None:
        return ""
    km = pair.get("company_km")
    if km is None:
        says = _(
            "This person travelled with {missing}, a candidate for {remains}, which was recovered in the same company "
            "as these remains."
        )
        return " " + says.format(missing=missing, remains=remains)
    says = _(
        "This person travelled with {missing}, a candidate for {remains}, "
        "which was found {distance} from these remains."
    )
    return " " + says.format(missing=missing, remains=remains, distance=_distance(float(km), _))


def _distance(km: float, _: Translator) -> str:
    """Whole hundreds of metres within a kilometre, else kilometres."""
    if km < 0.95:
        return _("{n} m").format(n=max(100, round(km * 10) * 100))
    return _("{n} km").format(n=f"{km:.1f}")
