"""No text crashes the claim finder, and time grows with its length and no faster."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.claims.text import LONGEST_SENTENCE, fold, sentences
from tests.claims.reading import screen

PIECES = [
    *("our cells repair nerves", "no", "may", "risk", "stem cells", "“", "”", '"', "'", ". ", "? "),
    *("\n", "\r\n", "\u202e", "\u200b", "\u0301", "\ufeff", "\x00", "<b>", "{{ 7 * 7 }}", "&lt;"),
    *("ß", "İ", "ﬁ", "ﷺ", "Ⅻ", "神经", "לרפא", "😀", "100%", "$5", "FDA", "\ud800", "\u2028"),
]
texts = st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join) | st.text(st.characters())


@given(texts)
def test_any_text_is_read_and_every_place_is_right(text: str) -> None:
    for match in screen(text).matches:
        assert 0 <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text


@given(texts)
def test_sentences_come_in_order_and_words_keep_their_places(text: str) -> None:
    last = 0
    for sentence in sentences(text):
        assert last <= sentence.start < sentence.end <= len(text)
        assert len(sentence.words) == len(sentence.spots)
        assert all(word and " " not in word for word in sentence.words)
        for start, end in sentence.spots:
            assert last <= start < end or start >= sentence.start
        last = sentence.end - 1


@given(st.text())
def test_folding_keeps_track_of_every_character(text: str) -> None:
    folded, origin = fold(text)
    assert len(origin) == len(folded) + 1
    assert list(origin) == sorted(origin)
    assert origin[-1] == len(text)


@pytest.mark.parametrize("before", ["🙂 ", "ﬁﬂ ", "e\u0301 ", "\u202eabc\u202c ", "\u200b\u200d "])
def test_odd_letters_before_a_claim_shift_nothing(before: str) -> None:
    text = before * 5 + "Our cells repair damaged nerves."
    (match,) = screen(text).matches
    assert "repair damaged" in text[match.start : match.end]


def calls(work: Callable[[], object]) -> int:
    """Count the Python calls that some work takes: a measure of its time that never wavers."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


NEAR_MATCHES = {
    "words": "stem cells may not repair no risk of ",
    "denied": "no stem cells repair nerves and never heal ",
    "one word": "regenerat",
    "gaps": "treat a b c d e f g h ",
    "quotes": "\"'“I had a",
    "stops": "A. B. no. 1. ",
    "lines": "I had\n",
    "blanks": " \t\u00a0",
    "accents": "e\u0301\u0302\u0303",
    "markup": "<p class='x'>{{ repair }}</p>",
    "story": "What our patients say\nThe staff were kind to me.\n",
}


@pytest.mark.no_cover  # to count which lines are met a million times takes as long again
@pytest.mark.parametrize("name", NEAR_MATCHES)
def test_200_kb_of_near_matches_take_no_more_than_their_share(name: str) -> None:
    text = NEAR_MATCHES[name] * (200_000 // len(NEAR_MATCHES[name]) + 1)
    short, long = text[:20_000], text[:200_000]
    screen(short)  # the phrases and the spellings of these words are read before the count
    assert calls(lambda: screen(long)) <= 12 * calls(lambda: screen(short))


def test_a_sentence_without_an_end_is_read_in_pieces() -> None:
    text = "nerves and cells " * 1000
    assert all(each.end - each.start <= LONGEST_SENTENCE for each in sentences(text))
