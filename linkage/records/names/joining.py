"""Words that are one name written apart: San Juan, De la O, Abd el Rahman, Gebre Meskel."""

from __future__ import annotations

from linkage.records.names.tables import Tables

_OF_ONE_LETTER = "delao"


def joined(raw: list[str], tables: Tables) -> list[str]:
    """The words with those that are one name put together, in a spelling that the tables know where they know one."""
    out: list[str] = []
    place = 0
    while place < len(raw):
        whole, used = _name_at(raw, place, tables)
        out.append(whole)
        place += used
    return out


def _name_at(raw: list[str], place: int, tables: Tables) -> tuple[str, int]:
    """The name that begins at this word, and how many words it takes."""
    word, rest = raw[place], raw[place + 1 :]
    bare = word.strip(".")
    follows = [w.strip(".") for w in rest]
    if bare == "la" and follows[:1] == ["o"] and not rest[0].endswith("."):
        return _OF_ONE_LETTER, 2
    if bare in tables.words["servant"]:
        skipped = next((n for n, w in enumerate(follows) if w not in tables.words["articles"]), len(follows))
        if skipped < len(follows) and not _stands_alone(bare, follows[skipped], tables):
            return _servant(bare, follows[skipped], tables), skipped + 2
    elif follows and _belongs(bare, follows[0], tables):
        return tables.joined_short.get(bare, bare) + follows[0], 2
    return word, 1


def _belongs(bare: str, follows: str, tables: Tables) -> bool:
    words = tables.words
    return (
        ((bare in words["joined"] or bare in tables.joined_short) and len(follows) > 2)
        or (bare in words["horn"] and follows in words["horn_ends"])
        or follows in words["joined_ends"]
    )


def _stands_alone(bare: str, follows: str, tables: Tables) -> bool:
    """Abdou Samb: a name by itself, unless the two are known to be one (Abdou Rahman)."""
    known = any(way in tables.plain or (way,) in tables.kept for way in _ways(bare, follows))
    return bare in tables.words["servant_alone"] and not known


def _servant(bare: str, follows: str, tables: Tables) -> str:
    """Abdul Rahman and Abd er Rahman are one name."""
    return next((way for way in _ways(bare, follows) if way in tables.plain), "abd" + follows)


def _ways(bare: str, follows: str) -> tuple[str, ...]:
    return (bare + follows, "abd" + follows, "abdul" + follows, "abdel" + follows)
