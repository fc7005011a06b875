"""Inscriptions: what stands in quotation marks, in capitals, or after "letters", "leyenda", "name"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from linkage.records.phrases import SENTENCE, TOGETHER, Hit, Token

LONGEST = 5
"""Words taken after "name" or "leyenda" when they are not in quotation marks."""

_BETWEEN = frozenset(["the", "of", "is", "el", "la", "los", "las", "de", "del", "que", "es", "son", "are"])


def inscriptions(found: Sequence[Token], hits: Sequence[Hit], never: Collection[str], shouting: bool) -> Iterator[Hit]:
    """Hits of category "text" whose code is the inscription; capitals are none where the whole text is `shouting`."""
    taken = {at for hit in hits for at in range(hit.start, hit.end)}
    cues = {hit.end for hit in hits if hit.category == "says"}
    at = 0
    while at < len(found):
        token = found[at]
        end = at + 1
        if token.quoted:
            if at in cues or token.word not in never:
                yield Hit("text", token.word, at, end, token.gap)
        elif at in cues:
            start, end = _after_cue(found, at, taken, never, shouting)
            if end > start:
                yield _joined(found, start, end)
            end = max(end, at + 1)
        elif not shouting and at not in taken and _capitals(token, never):
            while end < len(found) and end not in taken and found[end].gap == TOGETHER and _capitals(found[end], never):
                end += 1
            yield _joined(found, at, end)
        at = end


def leads_on(found: Sequence[Token], hits: Sequence[Hit]) -> bool:
    """Whether a cue stands so near the end that it may announce what the next sentence begins with."""
    ends = [hit.end for hit in hits if hit.category == "says"]
    return bool(ends) and all(token.word in _BETWEEN for token in found[ends[-1] :])


def _joined(found: Sequence[Token], start: int, end: int) -> Hit:
    text = " ".join(token.word for token in found[start:end])
    return Hit("text", text, start, end, found[start].gap)


def _after_cue(
    found: Sequence[Token], at: int, taken: Collection[int], never: Collection[str], shouting: bool
) -> tuple[int, int]:
    """The tokens after a cue word: capitalised words, or one word where the writer uses no capitals."""
    while at + 1 < len(found) and found[at].word in _BETWEEN and not found[at].quoted:
        at += 1
    end = at
    while end < len(found) and end - at < LONGEST and (end == at or found[end].gap == TOGETHER):
        token = found[end]
        name = not shouting and (token.written[0].isupper() or token.written.isdigit())
        if (
            token.quoted
            or token.gap >= SENTENCE
            or not (name or token.word not in never)
            or (end > at and (end in taken or not name))
        ):
            break
        end += 1
    return at, end


def _capitals(token: Token, never: Collection[str]) -> bool:
    letters = token.written.replace("&", "").replace(".", "")
    return len(letters) > 1 and letters.isalpha() and letters.isupper() and token.word not in never


def is_shouting(found: Sequence[Token]) -> bool:
    """True where the whole text is in capitals, so that capitals mean nothing."""
    words = [
        token.written for token in found if not token.quoted and token.written.isalpha() and len(token.written) > 2
    ]
    return sum(word.isupper() for word in words) * 2 > len(words)
