"""What two marks may have in common, from the particular to the general.

A key is `kind|place|side|content`. Each mark gives keys for its place and the larger places that
hold it, for its side and for "~" (whatever the side: photographs are mirrored, and "left" may be
the viewer's), and for its content wherever it is on the body (empty place). How telling a key is,
is counted over both registers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from linkage.records.marks.reading import Description, Mark
from linkage.records.marks.sides import Site
from linkage.records.marks.vocabulary import HARD, PARTS, vocabulary

ANY_SIDE = "~"
ANYWHERE = "anywhere"

_SAID = {"left": ("left",), "right": ("right",)}

_SHORTEST = 4
"""Letters of a word of a longer inscription that is compared by itself."""

_PLAIN = frozenset(
    [
        "para",
        "amor",
        "love",
        "madre",
        "mother",
        "familia",
        "family",
        "siempre",
        "forever",
        "with",
        "from",
        "that",
        "this",
        "always",
        "nunca",
        "never",
    ]
)


def keys(marks: Sequence[Mark]) -> list[str]:
    """Every key of the marks, sorted, each once."""
    return sorted(set().union(*map(_keys, marks)))


def things(marks: Sequence[Mark]) -> list[str]:
    """One entry for each thing that is shown, written or known of the marks, not nested in one another."""
    found = set()
    for mark in marks:
        regions = sorted({vocabulary().parts[site.place] for site in mark.sites}) or [""]
        found |= {f"{mark.kind}|{content}" for content in mark.contents}
        if not mark.contents:
            found |= {f"{mark.kind}|{region}" for region in regions}
    return sorted(found)


def regions(marks: Sequence[Mark], seen: bool) -> list[str]:
    """Where the marks are, as `tissue:part` and `kind:part`.

    With `seen` (the remains) a mark also says that its tissue was looked at somewhere, so that a
    mark whose place the family did not say can be compared.
    """
    found = set()
    for mark in marks:
        tissue = vocabulary().tissues.get(mark.kind, "soft")
        parts = {vocabulary().parts[site.place] for site in mark.sites}
        where = parts | {ANYWHERE} if seen else parts or {ANYWHERE}
        if seen and not parts:
            where |= set(PARTS)
        found |= {f"{name}:{part}" for name in (tissue, mark.kind) for part in where}
    return sorted(found)


def plain(marks: Sequence[Mark], seen: bool) -> list[str]:
    """Where the marks are of which nothing more is said than their kind, as the `kind:part` of `regions`."""
    bare = [mark for mark in marks if not mark.contents]
    kinds = tuple(f"{mark.kind}:" for mark in bare)
    return [region for region in regions(bare, seen) if region.startswith(kinds)]


def denied(description: Description) -> list[str]:
    """Where the examiner says that there is no mark, as `regions`; bone is not denied by looking at skin."""
    names = {kind for kind in description.denied if vocabulary().tissues.get(kind) != HARD}
    names = {"soft"} if "all" in names else names
    return sorted(f"{name}:{part}" for name in names for part in (*PARTS, ANYWHERE))


@lru_cache(maxsize=50_000)
def _keys(mark: Mark) -> frozenset[str]:
    """The keys of one mark; remembered, because the common ones recur."""
    contents = tuple(_with_words(mark.contents))
    found = {f"{mark.kind}|||{content}" for content in contents}
    for site in mark.sites:
        for place in vocabulary().places(site.place):
            for side in _sides(site):
                found.update(f"{mark.kind}|{place}|{side}|{content}" for content in ("", *contents))
    return frozenset(found)


def _sides(site: Site) -> tuple[str, ...]:
    """The sides a site may be on, and whatever side; a side that is not said may be either."""
    return (*_SAID.get(site.side, ("left", "right")), ANY_SIDE)


def _with_words(contents: Sequence[str]) -> Iterator[str]:
    """The contents, and each longer word of an inscription of several words."""
    for content in contents:
        yield content
        words = content.removeprefix("text:").split() if content.startswith("text:") else []
        if len(words) > 1:
            yield from (f"text:{word}" for word in words if len(word) >= _SHORTEST and word not in _PLAIN)
