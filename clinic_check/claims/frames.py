"""How a sentence is read: does it make the claim, or deny it, doubt it, ask it or report it?

A claim is heard out in its frame: the words around it, and the grammar that joins them.
"""

from collections.abc import Iterator, Mapping, Sequence

from clinic_check.claims.matcher import Hit
from clinic_check.claims.phrases import Reading
from clinic_check.claims.text import Sentence

AFTER = "after"  # the pattern of signs that follow the claim
REPORT = "report"  # the reading in which a claim is somebody else's
BUILT_IN = frozenset({"question", "heading"})  # readings that no words of a sentence show
HEADING = 3  # words; so few, and no full stop, name a thing and claim nothing
TURNS = frozenset(
    {"but", "however", "although", "yet", "because", "so", "therefore", "while", "which"}
)


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
            held.add(sign.owner)
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


def standing(
    kind: str,
    hits: Sequence[Hit],
    sentence: Sentence,
    readings: Mapping[str, Reading],
    rules: Mapping[tuple[str, str], tuple[frozenset[str], frozenset[str]]],
) -> Iterator[tuple[Hit, bool]]:
    """Yield the hits of a kind that hold in their frame, with True where they are only reported.

    `rules` holds, for each owner and pattern, the readings that it heeds and those that it needs
    one of.
    """
    signs = [hit for hit in hits if hit.kind == "reading"]
    for hit in hits:
        if hit.kind != kind:
            continue
        heeds, needs = rules[hit.owner, hit.pattern]
        held = readings_of(hit, signs, sentence, readings)
        if needs and held.isdisjoint(needs):
            continue
        withheld = held & heeds
        if withheld <= {REPORT}:
            yield hit, bool(withheld)
