"""How a sentence is read: does it make the claim, or deny it, doubt it, ask it or report it?

And whose voice the whole text has: a seller's, or that of a reporter or a study.
"""

from collections.abc import Mapping, Sequence

from clinic_check.claims.matcher import Hit
from clinic_check.claims.phrases import Reading
from clinic_check.claims.text import Sentence

AFTER = "after"  # the pattern of signs that follow the claim
BUILT_IN = frozenset({"question", "heading"})  # readings that no words of a sentence show
HEADING = 3  # words; so few, and no full stop, name a thing and claim nothing
SHORT = 120  # words; a shorter text is read sentence by sentence
MARGIN = 0.01  # how much more a text must report than offer, for each of its words
TURNS = frozenset({"but", "however", "although", "yet", "because", "so", "therefore", "while"})


def readings_of(
    claim: Hit, signs: Sequence[Hit], sentence: Sentence, readings: Mapping[str, Reading]
) -> set[str]:
    """Return the ids of the readings that hold for this claim in its sentence.

    A sign that is one of the claim's own words belongs to the claim ("no risk"), and "not only"
    denies nothing. A denial or a hedge governs what follows it in the same clause.
    """
    asks = sentence.asks and not any(sign.owner == "rhetorical" for sign in signs)
    emphatic = {sign.first for sign in signs if sign.owner == "emphasis"}
    held = {"question"} if asks else set()
    if len(sentence.words) <= HEADING and not sentence.stops:
        held.add("heading")
    for sign in signs:
        inside = claim.first <= sign.first and sign.end <= claim.end
        if sign.first in emphatic or (inside and _own(sign, claim, sentence)):
            continue
        if inside or _governs(sign, claim, sentence, readings[sign.owner]):
            held.add(readings[sign.owner].id)
    return held


def _own(sign: Hit, claim: Hit, sentence: Sentence) -> bool:
    return all(claim.wording.names(word) for word in sentence.words[sign.first : sign.end])


def _governs(sign: Hit, claim: Hit, sentence: Sentence, reading: Reading) -> bool:
    if not reading.reach:
        return True
    if sign.pattern == AFTER:
        between = range(claim.end, sign.first)
        near = claim.end <= sign.first and len(between) <= reading.reach
    else:
        between = range(sign.end, claim.first)
        near = sign.first < claim.first and len(between) <= reading.reach
    return near and not any(
        place in sentence.breaks or sentence.words[place] in TURNS
        for place in (*between, between.stop)
    )


def speaks_as_report(voices: Mapping[str, int], claims: int, words: int) -> bool:
    """Say whether the whole text reports or studies treatments rather than offering one.

    `voices` are the weights of the signs of each voice, added up, in a text of so many words in
    which so many claims were found: a text full of claims is no report.
    """
    offered = voices.get("seller", 0) + voices.get("you", 0) / 3 + claims
    reported = voices.get("report", 0) + voices.get("sober", 0) / 3
    return words >= SHORT and reported - offered > MARGIN * words
