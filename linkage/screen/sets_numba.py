"""What two lists share, compiled: one of the workshop's words for many pairs. Kinds are numbered as in `sets`."""

from __future__ import annotations

from linkage.screen.compiling import hot
from linkage.screen.plan import Array


@hot
def tell(
    kind: int, start: Array, element: Array, bits: Array, others_start: Array, others: Array,
    a: Array, b: Array, out: Array,
) -> None:  # fmt: skip
    """For pairs (a[k], b[k]) of codes: how many elements of the first list are in the other; their bits; the most."""
    for k in range(len(a)):
        low, high, count, total, best = others_start[b[k]], others_start[b[k] + 1], 0, 0.0, 0.0
        for q in range(start[a[k]], start[a[k] + 1]):
            if element[q] < 0:
                continue
            for r in range(low, high):
                if others[r] == element[q]:
                    best = bits[q] if count == 0 or bits[q] > best else best
                    total += bits[q]
                    count += 1
                    break
        out[k] = count if kind == 0 else total if kind == 1 else best if kind == 2 else min(count, 1)
