"""How a French name sounds in Haiti: French and Creole spellings of one name get the same key.

Creole writes what is heard: Woz is Rose, Pyè Pierre, Senlwi Saint-Louis, Gelin Guerline. In the
order applied: mute endings, ch, k for c and qu, u for i, e for eu, o for eau, wa for oi; the nasal
vowels of sans, saint and un are one, because French "en" and Creole "en" are two; s is z and g is j,
an r after a vowel is not heard, and before o or ou it is w.
"""

from __future__ import annotations

from functools import lru_cache

from linkage.records.names.rules import rewritten, rules

_RULES = rules(
    (r"[^a-z]", ""),
    (r"^w(?=[ie])", "v"),
    (r"(?<=[aeiou])s(?=r)", ""),
    (r"eaux?$|eau|aux?$|au(?!n)|ault$|auld$", "o"),
    (r"ill(?=[aeou])", "y"),
    (r"ch(?=[rl])", "k"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"sch|sh|ch", "1"),
    (r"^h|(?<=[^1])h", ""),
    (r"p(?=t)", ""),
    (r"gz|cc|x(?=[aeiou])", "s"),
    (r"qu|q|c(?![eiy])", "k"),
    (r"c", "s"),
    (r"gn|ny", "n"),
    (r"gu(?=[eiy])|g(?=[eiy])", "j"),
    (r"g", "j"),
    (r"z", "s"),
    (r"ouis?$|oui|wi|(?<=[^aeiou])ui", "2i"),
    (r"ou", "3"),
    (r"oin|wen", "2en"),
    (r"oi|oy", "2a"),
    (r"ieu|yeu", "ye"),
    (r"i(?=[aeo])", "y"),
    (r"oeu|eu", "e"),
    (r"u(?![nm](?![aeiouy]))", "i"),
    (r"ea(?=n)", "a"),
    (r"a[iy](?![nm])|ei(?![nm])|ey", "e"),
    (r"(.)\1+", r"\1"),
    (r"[edtspxz]+$", ""),
    (r"(?<=[aeiouy][^aeiouy])e(?=[^aeiouy][aeiouy])", ""),
    (r"(?<=[aeiouy3])r(?=[^aeiouy3]|$)", ""),
    (r"[edtspxz]+$", ""),
    (r"(ai|ei|[aeiuy])[nm](?![aeiouy])", "en"),
    (r"om(?=[pb])", "on"),
    (r"r(?=[o3])|w", "2"),
    (r"y(?![aeo])", "i"),
    (r"1", "ch"),
    (r"2", "w"),
    (r"3", "ou"),
    (r"(.)\1+", r"\1"),
)


@lru_cache(maxsize=100_000)
def creole(name: str) -> str:
    """The key of one folded name.

    >>> creole("rose") == creole("woz"), creole("toussaint") == creole("tousen"), creole("jean") == creole("joel")
    (True, True, False)
    """
    return rewritten(name, _RULES) or name
