"""How names from other scripts are spelled in Latin letters: one key for the French, English and Spanish ways.

Of names of the Arabs and of West Africa the key keeps three vowels (a, e = i = y = ai, o = ou = oo = w), and
kh = k = q, gh = g, dj = j, th = t, sh = ch = s = z; an h is not heard, a letter doubled counts once, and a final
e or eh may be mute.
Names of the Horn are spelled with any vowels: only their consonants are kept, without w, y and h.
"""

from __future__ import annotations

from functools import lru_cache

from linkage.records.names.rules import rewritten, rules

_RULES = rules(
    (r"[^a-z]", ""),
    (r"(e|ou|u)d+in$|(e|ou|u)d+ine$", "idin"),
    (r"ah$", "a"),
    (r"eh?$", ""),
    (r"dj|d[iy](?=[aou])|dz|g(?=[ei])", "j"),
    (r"tch|sch|sh|ch|ts|z", "s"),
    (r"gh|gu(?=[aei])", "g"),
    (r"kh|ck|qu|[qc]", "k"),
    (r"ph", "f"),
    (r"h", ""),
    (r"x", "s"),
    (r"o[uo]|w|v|u|o", "u"),
    (r"a[iy]|e[iy]|e[ea]|[ey]", "i"),
    (r"(.)\1+", r"\1"),
)
_HORN = rules(
    (r"[^a-z]", ""),
    (r"tch|sh|ch", "s"),
    (r"ts|tz|th", "s"),
    (r"gh", "g"),
    (r"[qc]", "k"),
    (r"ph", "f"),
    (r"[aeiouwyh]", ""),
    (r"(.)\1+", r"\1"),
)


@lru_cache(maxsize=100_000)
def romanised(name: str) -> str:
    """The key of one folded name.

    >>> romanised("mouhamadou") == romanised("muhammadu"), romanised("khadija") == romanised("kadidja")
    (True, False)
    """
    return rewritten(name, _RULES) or name


@lru_cache(maxsize=100_000)
def of_the_horn(name: str) -> str:
    """The consonants of one folded name, and its first letter where that is a vowel."""
    first = name[:1] if name[:1] in "aeiou" else ""
    return ("a" if first else "") + rewritten(name, _HORN)
