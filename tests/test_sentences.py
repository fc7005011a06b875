"""Descriptions are read sentence by sentence, and sentences are remembered: what is read is that of the whole text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage.records.belongings import reading as belongings
from linkage.records.marks import reading as marks
from linkage.records.phrases import Token, sentences, tokens

_WORDS = (
    "leyenda", "dice", "de", "la", "Rosa", "XL", "talla", "size", "M", "32", "y", "con", "camisa", "azul", "tatuaje",
    "cruz", "brazo", "izq", "der.", "sin", "no", "'Ana'", '"J; R"', "ROSA", "letters", "roja", "jeans", "Levi's", "and",
    "of", "el", "marca", "Nike", "cicatriz", "left", "arm", "scar", "tattoo", "brand", "unknown", "backpack", "black",
)  # fmt: skip
_TEXTS = st.lists(
    st.tuples(st.sampled_from(_WORDS), st.sampled_from([" ", " ", " ", "; ", ". ", ", ", "\n", "|"])), max_size=14
).map(lambda pieces: "".join(word + gap for word, gap in pieces))


def whole(found: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The text as one sentence."""
    if found:
        yield tuple(found)


def read(text: str) -> tuple[object, object]:
    return belongings.read(text), marks.read(text)


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_sentence_by_sentence_says_what_the_whole_says(text: str) -> None:
    cut = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(belongings, "sentences", whole)
        patch.setattr(marks, "sentences", whole)
        assert cut == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "camisa roja y; jeans azules",
        "camisa talla M; talla 32",
        "tatuaje con la leyenda; de la Rosa",
        "tatuaje con la leyenda de; la Rosa",
        "black jeans and unknown brand\nbackpack black with green",
    ],
)
def test_what_leads_into_the_next_sentence_is_read_with_it(text: str) -> None:
    test_sentence_by_sentence_says_what_the_whole_says.hypothesis.inner_test(text)  # type: ignore[attr-defined]


def test_sentences_end_at_full_stops_semicolons_and_lines() -> None:
    found = list(sentences(tokens("camisa roja, nueva; jeans. gorra\nbotas")))
    assert [[token.word for token in sentence] for sentence in found] == [
        ["camisa", "roja", "nueva"], ["jeans"], ["gorra"], ["botas"],
    ]  # fmt: skip
