"""The bar: the goals that were set, and whether a fresh run is below the frozen one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linkage.evaluation.recall import KS

OF_CEILING = 0.97
CLLR_WITHIN = 0.05
ECE = 0.02
SLACK = 0.01
"""A figure may fall by so much before the bar has dropped: other versions of libraries round otherwise."""

RIVALS = ("splink_stock", "likelihood_ratios", "hard_filters")


def goals(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Each goal on each profile: whether it is met, and the figures."""
    return [goal for name, found in told["profiles"].items() for goal in _goals(name, found)]


def _goals(name: str, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    ours, top = found["rivals"]["ours"], found["rivals"]["ceiling"]
    mine, most = (r["recall"]["remains"]["10"][0] for r in (ours, top))
    of_most = f"{mine:.3f} of {most:.3f}, {mine / most:.3f} of it"
    yield _goal(name, "recall@10 at least 0.97 of the ceiling's", mine >= OF_CEILING * most, of_most)
    for rival in RIVALS:
        theirs = found["rivals"][rival]["recall"]["remains"]
        least = min((ours["recall"]["remains"][str(k)][0] - theirs[str(k)][0], k) for k in KS)
        yield _goal(name, f"above {rival} at every k", least[0] > 0, f"least {least[0]:+.3f} at {least[1]}")
    gap = ours["cllr"][0] - top["cllr"][0]
    yield _goal(
        name, "Cllr within 0.05 of the ceiling's", gap <= CLLR_WITHIN, f"{ours['cllr'][0]:.3f} and {top['cllr'][0]:.3f}"
    )
    yield _goal(name, "calibration error under 0.02", ours["ece_even"][0] < ECE, f"{ours['ece_even'][0]:.3f}")


def _goal(profile: str, goal: str, met: bool, told: str) -> dict[str, Any]:
    return {"profile": profile, "goal": f"{profile}: {goal}", "met": bool(met), "told": told}


def dropped(frozen: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """What has become worse than it was by more than SLACK."""
    out = []
    for name in fresh["profiles"]:
        before, after = (run["profiles"][name]["rivals"]["ours"] for run in (frozen, fresh))
        for side, ks in after["recall"].items():
            for k, told in ks.items():
                was = before["recall"][side][k][0]
                if told[0] < was - SLACK:
                    out.append(f"{name}: recall@{k} in the lists of {side} fell from {was:.3f} to {told[0]:.3f}")
        if after["cllr"][0] > before["cllr"][0] + SLACK:
            out.append(f"{name}: Cllr rose from {before['cllr'][0]:.3f} to {after['cllr'][0]:.3f}")
    return out


def table(found: dict[str, Any]) -> str:
    """The figures of one profile as lines of text."""
    lines = [f"  {found['missing']} x {found['remains']}, {found['true_pairs']} true pairs"]
    for name, rival in found["rivals"].items():
        recall = " ".join(f"{rival['recall']['remains'][str(k)][0]:.3f}" for k in KS)
        cost, least, error = (rival[figure][0] for figure in ("cllr", "cllr_min", "ece_even"))
        lines.append(f"  {name:<18} {recall}  Cllr {cost:.3f} min {least:.3f} ECE {error:.3f}")
    return "\n".join(lines)
