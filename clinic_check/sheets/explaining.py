"""Explains a word of the glossary where it first stands on a page: “FDA (the US agency …)”."""

import re
from collections.abc import Callable
from functools import lru_cache

from clinic_check.checklist.catalogue import Term

TEXTS = 4096
"""Texts whose words are remembered: more than the content has. Nothing that is typed comes here."""


Found = tuple[tuple[int, Term, bool], ...]
"""Where each word first ends in a text, in the text's order, and if it is explained there."""


class Explainer:
    """Explains each word once: the texts come in the order in which they stand on the page."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self._words_in = _finder(terms)
        self._met: set[str] = set()

    def __call__(self, text: str) -> str:
        """Return the text with those words explained that no earlier text had."""
        for at, term, explained in reversed(self._words_in(text)):
            if term.id not in self._met:
                self._met.add(term.id)
                if not explained:
                    text = f"{text[:at]} ({term.short}){text[at:]}"
        return text


@lru_cache
def _finder(terms: tuple[Term, ...]) -> Callable[[str], Found]:
    """Return what finds these words in a text. It remembers: to look again took a quarter of the
    time of a summary."""

    @lru_cache(TEXTS)
    def words_in(text: str) -> Found:
        found = [
            (match.span(), term, match["explained"] is not None)
            for term in terms
            if term.short and (match := _pattern(term).search(text))
        ]
        # Of “lot” and “lot number”, or “IND” and “número IND”, the longer is meant.
        whole = [
            one
            for one in found
            if not any(_within(one[0], other[0]) for other in found if other is not one)
        ]
        return tuple(
            sorted(
                ((span[1], term, explained) for span, term, explained in whole),
                key=lambda one: one[0],
            )
        )

    return words_in


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


@lru_cache
def _pattern(term: Term) -> re.Pattern[str]:
    names = sorted((re.escape(name) for name in (term.term, *term.also)), key=len, reverse=True)
    # A word that is explained already, in brackets or after a comma, isn't explained again.
    explained = r"(?P<explained>(?= ?[(:]|, (?:the|an?|or|el|las?|los|una?|o)\b))?"
    end = rf"(?![\w’-]| (?:letter|number|product)s?\b){explained}"
    return re.compile(rf"(?<![\w-])(?:{'|'.join(names)}){end}", re.IGNORECASE)
