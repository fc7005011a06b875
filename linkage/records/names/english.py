"""How an English name is written by a Spanish ear: Jacob is Yeicob, Chelsea Chelsi, Maybelline Meibelin.

English spelling does not say which vowel is heard, so one name has several hearings; each is given by its sound.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linkage.records.names.rules import rewritten, rules
from linkage.records.names.sound import sound

_PLAIN = rules(
    (r"kn|gn(?=.)", "n"),
    (r"wh", "w"),
    (r"wr", "r"),
    (r"th", "t"),
    (r"igh", "ai"),
    (r"gh", ""),
    (r"ee|ea(?=.)|ie$|ey$|ea$|ii$", "i"),
    (r"oo", "u"),
    (r"a[iy]|ei|ey", "ei"),
    (r"aw|au", "o"),
    (r"mb$", "m"),
    (r"([^aeiou])\1", r"\1"),
)
_HEARINGS = (
    (re.compile(r"a(?=[^aeiouy](?:[aeiouy]|$))"), "ei"),
    (re.compile(r"i(?=[^aeiouy]e)|y(?=[^aeiouy]|$)"), "ai"),
    (re.compile(r"u(?=[^aeiouy])"), "a"),
    (re.compile(r"u(?=[^aeiouy])"), "o"),
    (re.compile(r"le$"), "el"),
)
_MUTE_E = re.compile(r"(?<=[^aeiou])e$")


@lru_cache(maxsize=10_000)
def hearings(name: str) -> frozenset[str]:
    """The sounds under which one folded English name may be written down."""
    plain = rewritten(name, _PLAIN)
    heard = {name, plain}
    for pattern, to in _HEARINGS:
        heard |= {pattern.sub(to, way, count=1) for way in heard}
    return frozenset(sound(_MUTE_E.sub("", way)) for way in heard) | {sound(name)}
