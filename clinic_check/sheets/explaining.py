"""Explains a word of the glossary where it first stands on a page: “FDA (the US agency …)”."""

import re
from collections.abc import Iterable
from functools import lru_cache

from clinic_check.checklist.catalogue import Term


class Explainer:
    """Explains each word once: the texts come in the order in which they stand on the page."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._left = [term for term in terms if term.short]

    def __call__(self, text: str) -> str:
        """Return the text with those words explained that no earlier text had."""
        for term in list(self._left):
            found = _pattern(term).search(text)
            if found is not None:
                self._left.remove(term)
                if found["explained"] is None:
                    text = f"{text[: found.end()]} ({term.short}){text[found.end() :]}"
        return text


@lru_cache
def _pattern(term: Term) -> re.Pattern[str]:
    names = sorted((re.escape(name) for name in (term.term, *term.also)), key=len, reverse=True)
    # A word that is explained already, in brackets or after a comma, isn't explained again.
    explained = r"(?P<explained>(?= ?[(:]|, (?:the|an?|or|el|las?|los|una?|o)\b))?"
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(names)})(?![\w’-]| (?:letter|number)s?\b){explained}",
        re.IGNORECASE,
    )
