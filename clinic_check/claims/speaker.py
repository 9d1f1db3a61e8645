"""Who speaks: a seller, a reporter, or a patient who tells a story; and in which language."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from clinic_check.claims.text import Sentence, fold
from clinic_check.claims.wording import Hit
from clinic_check.languages import ENGLISH, SPANISH

OFFER, MIXED, REPORT, SHORT, FOREIGN = "offer", "mixed", "report", "short", "other-language"
KINDS = (OFFER, MIXED, REPORT, SHORT, FOREIGN)
"""What kind of text it looks like; phrases.toml has a sentence for each."""

PRESS = "press"  # the voice of a company that announces
SELLING = ("offer", "press", "seller", "you", "price")  # the voices of one who sells
FEW_WORDS = 120  # a shorter text is read sentence by sentence,
FEWEST_WORDS = 40  # unless it is longer than this, and reports
PLAINLY = 6  # the weight of two sentences that report, in a text without a sign of a seller
MARGIN = 0.01  # how much more a text must report than offer, for each of its words
FIRM = 2  # sentences that plainly offer; so many, and the text is no report
HEAVY = 0.015  # claims for each word; with so many, one sentence that plainly offers is enough
SPARSE = 0.004  # claims for each word; a text that plainly offers nothing and claims less explains
SPARSER = 0.008  # the same, for a text that has no sign of a seller at all

STORY = "testimonial"
STORY_SIGNS = ("opens", "closes", "fared", "past", "mine", "person", "says", "turns", "healers")
LONGEST = 12  # sentences under a heading such as "What patients say"
LONGEST_HEADING = 12  # words
LONGEST_SILENCE = 4  # sentences that a story goes on for without naming its patient

ENOUGH_WORDS = 12  # for telling a language; a shorter text is taken for English, unless
FEWEST_SMALL = (
    2  # so many of its words are small words of Spanish, and twice as many as English ones
)
LONGEST_SMALL = 8  # letters of the longest small word
FOREIGN_LETTERS = 0.5  # of a text's letters; from there on it is in no language that is told here
_BEYOND_LATIN = re.compile("[\u0250-\U0010ffff]")
_WORD = re.compile(r"[^\W_][\w'’]*")


def kind_of(voices: Mapping[str, int], claims: int, stories: tuple[int, int], words: int) -> str:
    """Say what kind of text it is: of an offer, a report, or both.

    `voices` are the weights of the signs of each voice, added up, in a text of so many words in
    which so many claims were found: a text full of claims is no report. `stories` counts the
    sentences of patients' stories, and those of them in which nobody says “I”. News tells stories
    too, so they count for less; and a patient who writes of herself, with no seller in sight,
    sells nothing.
    """
    firm = voices.get("offer", 0) + voices.get(PRESS, 0)
    if words < FEW_WORDS:
        told = voices.get("report", 0) >= PLAINLY and words >= FEWEST_WORDS
        return REPORT if told and not any(map(voices.get, SELLING)) else SHORT
    if firm >= FIRM or (firm and claims >= HEAVY * words):
        return OFFER
    offered = voices.get("seller", 0) + voices.get("you", 0) / 3 + claims
    if firm:
        offered += stories[0] / 2
    reported = voices.get("report", 0) + voices.get("sober", 0) / 3
    seller = firm or voices.get("seller", 0)
    claims += stories[0 if seller else 1] // 2
    sparse = SPARSE if seller else SPARSER
    if reported - offered > MARGIN * words or (not firm and claims < sparse * words):
        return MIXED if firm or voices.get("price", 0) else REPORT
    return OFFER


def language_of(text: str, common: Mapping[str, frozenset[str]]) -> str | None:
    """Return the code of the language that a text is in, by its small words and its letters.

    `common` holds small words of each language, by code. A text in two languages is in that of its
    larger part. None stands for a text in letters of which no language is told here.
    """
    words = Counter(_WORD.findall(text.lower()))
    strange = sum(letter.isalpha() for letter in _BEYOND_LATIN.findall(text))
    if strange > FOREIGN_LETTERS * sum(len(word) * many for word, many in words.items()):
        return None
    share = dict.fromkeys((ENGLISH, *common), 0)
    for word, many in words.items():
        if len(word) <= LONGEST_SMALL:
            plain = word if word.isascii() else fold(word)[0]
            for code, small in common.items():
                if plain in small:
                    share[code] += many
    english, spanish = share[ENGLISH], share.get(SPANISH, 0)
    if words.total() < ENOUGH_WORDS:
        return SPANISH if spanish >= FEWEST_SMALL and spanish > 2 * english else ENGLISH
    return max(share, key=share.__getitem__)  # English where it is as much as another


_NONE: frozenset[str] = frozenset()


class _Told(NamedTuple):
    """A sentence that may belong to a story, and the signs of stories in it."""

    sentence: Sentence
    speaks: bool
    under: bool
    signs: frozenset[str]

    def goes_on(self) -> bool:
        """Say whether it goes on with a story that has begun: nobody else speaks in it."""
        if self.sentence.asks or "says" in self.signs:
            return False
        tells = "past" in self.signs or "fared" in self.signs
        return "person" in self.signs or (tells and "turns" not in self.signs)


@dataclass(slots=True)
class Stories:
    """Follows patients' stories through a text, also the sentences that show none themselves.

    A story begins with a sentence in a patient's own voice, or one that tells of a patient. It
    runs on until somebody else speaks, and it is one only if it tells how the patient fared.
    Sentences are taken in their order; `told` gives those that belong to a story.
    """

    _left: int = 0  # sentences that may still stand under a heading for stories
    _line: list[_Told] = field(default_factory=list)
    _run: list[_Told] = field(default_factory=list)
    _silent: int = 0  # sentences of the run since the patient was last named
    _told: list[Sentence] = field(default_factory=list)
    told_by_others: int = 0  # sentences of stories in which nobody says “I”

    def take(self, sentence: Sentence, hits: Sequence[Hit], *, speaks: bool) -> None:
        """Read on by one sentence; `speaks` says that a patient speaks in it or is told of."""
        if self._line and self._line[0].sentence.line != sentence.line:
            self._close_line()
        if not hits and not self._left:
            self._line.append(_Told(sentence, speaks, under=False, signs=_NONE))
            return
        signs = frozenset(hit.owner for hit in hits if hit.kind == "story")
        few = len(sentence.words) <= LONGEST_HEADING
        heading = few and not sentence.stops and not sentence.quoted
        under = False
        if heading and "opens" in signs:
            self._left = LONGEST
        elif "closes" in signs and not sentence.quoted and not speaks:
            self._left = 0
        elif self._left and (sentence.stops or len(sentence.words) > LONGEST_HEADING // 2):
            self._left -= 1
            under = True
        self._line.append(_Told(sentence, speaks, under, signs))

    def told(self) -> list[Sentence]:
        """Return the sentences that are part of a story."""
        self._close_line()
        self._close_run()
        return self._told

    def _close_line(self) -> None:
        """Tell which sentences of a line go on with the story; a line has one speaker mostly."""
        line = self._line
        if not self._run and not any(told.speaks or told.under for told in line):
            line.clear()
            return
        mine = sum(told.speaks for told in line)
        whole = 2 * mine >= len(line) > 1 or (mine and all(t.sentence.quoted for t in line))
        for told in line:
            goes_on = self._run and self._silent < LONGEST_SILENCE and told.goes_on()
            if told.speaks or told.under or whole or goes_on:
                self._run.append(told)
                patient = told.speaks or "person" in told.signs
                self._silent = 0 if patient else self._silent + 1
            else:
                self._close_run()
        self._line = []

    def _close_run(self) -> None:
        if not self._run:
            return
        fared = any("fared" in told.signs or told.under for told in self._run)
        healer = any({"healers", "mine"} <= told.signs and not told.under for told in self._run)
        if fared and not healer:
            self._told += [told.sentence for told in self._run]
            if not any("mine" in told.signs for told in self._run):
                self.told_by_others += len(self._run)
        self._run = []
