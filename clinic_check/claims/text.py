"""Cuts a pasted text into sentences and words, and remembers where each word stood.

Everything here is one pass over the text, so time grows with length and no faster.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clinic_check.claims.unwrap import GLUE, unwrap
from clinic_check.languages import ENGLISH, SPANISH

LONGEST_WORD = 40  # characters; a longer run of letters is read as several words
LONGEST_SENTENCE = 600  # characters; a longer one is read in pieces, so that each stays quick

_WORD = re.compile(rf"[^\W_][\w'{GLUE}]{{0,{LONGEST_WORD - 1}}}|[%$€£;:()\[\]•|]")
_ODD = re.compile(r"[^\x01-\x7f]")
SHORTEST_SPELLED = 5  # letters; "our" and "your" are no British spelling of "or" and "yor"
_SPELLINGS = (
    (re.compile(r"(?<!prom)(?<!advert)is(e|ed|es|er|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile(r"our"), "or"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"tre(s?)$"), r"ter\1"),
    (re.compile(r"mme(s?)$"), r"m\1"),
    (re.compile(r"ll(ed|ing)$"), r"l\1"),
    (re.compile(r"ageing"), "aging"),
    (re.compile(r"fibre"), "fiber"),
    (re.compile(r"licence"), "license"),
)
_SPELLED = re.compile(
    r"[iy]s(?:e|ed|es|er|ing|ations?)$|our|ae|oe|tres?$|mmes?$|ll(?:ed|ing)$|ageing|fibre|licence"
)
_SIGNS = {"%": "percent", "$": "$", "€": "$", "£": "$"}
_HARD_STOPS = frozenset(";:()[]•|")  # a new clause begins here; "not" doesn't reach past it
# Words before a full stop that doesn't end the sentence, by language.
_SHORTENED = {
    ENGLISH: frozenset(
        (
            *("dr", "mr", "mrs", "ms", "prof", "jr", "sr", "st", "inc", "ltd", "corp", "dept"),
            *("vs", "eg", "ie", "fig", "nos", "vol", "cf", "ca", "approx", "jan", "feb", "mar"),
            *("apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        )
    ),
    SPANISH: frozenset(
        (
            *("dr", "dra", "drs", "dras", "sr", "sra", "srta", "sres", "prof", "profa", "lic"),
            *("ing", "ud", "uds", "vd", "vds", "ee", "st", "sta", "inc", "ltd", "corp", "depto"),
            *("vs", "p", "pp", "ej", "pag", "pags", "fig", "art", "nro", "num", "vol"),
            *("cf", "aprox", "tel", "av", "avda", "col", "ene", "feb", "mar", "abr", "may", "jun"),
            *("jul", "ago", "sept", "oct", "nov", "dic", "cia", "hnos"),
        )
    ),
}
# Letters before a full stop: U.S. Food, EE. UU. y, but: in the U.S. The
_LETTERS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]|(?:EE\.)?UU")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_STARTERS = frozenset(
    (
        *("The", "This", "These", "In", "It", "We", "Our", "If", "But", "They", "He"),
        *("El", "La", "Los", "Las", "En", "Es", "Se", "Su", "Esta", "Este", "Nuestra", "Nuestro"),
    )
)
# Small pictures stand where a full stop would, in posts and messages.
_PICTURE = "\u2600-\u2712\u2715-\u27bf\U0001f300-\U0001faff"
_STOP_AND_SPACE = re.compile(
    rf"[.!?]{{1,8}}[\"')\]]{{0,3}}\s|\s[•●▪◦✓✔|]\s|[{_PICTURE}]\s|\s(?=[¿¡])"
)
_ASKS = re.compile(r"\?[\"')\]]*\.?$")  # also where a full stop follows the quotation mark
_ENDS = re.compile(rf"[.!?;{_PICTURE}]$")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_MARKS = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **_DASHES,
    "…": ".",
    "—": ";",  # a long dash opens a new clause; a short one joins two words
    "―": ";",
}


class Sentence(NamedTuple):
    """One sentence of the text.

    `start` and `end` are characters of the text as pasted, end exclusive. `words` are folded
    (small letters, no accents, no apostrophes); `spots` gives each word's (start, end) in the
    pasted text, and `breaks` the words that a new clause begins with. `text` is as pasted, `line`
    counts the lines from 0, `quoted` says that the sentence stands in quotation marks, `asks` and
    `stops` that it ends in a question mark, or in any mark that ends a sentence.
    """

    start: int
    end: int
    text: str
    line: int
    words: tuple[str, ...]
    spots: tuple[tuple[int, int], ...]
    breaks: frozenset[int]
    asks: bool
    stops: bool
    quoted: bool


def sentences(text: str, language: str = ENGLISH) -> Iterator[Sentence]:
    """Yield the sentences of `text` in order; a line that isn't wrapped ends a sentence.

    British words are folded into American ones in English alone: “tratamiento” has no “tre”.
    """
    folded, origin = fold(text)
    known: dict[str, str] = {}  # words are remembered while this text is read, and no longer
    begin = 0
    for number, line in enumerate(unwrap(folded).split("\n")):
        if not line or line.isspace():
            begin += len(line) + 1
            continue
        inside = False  # a quotation that runs on to the next line opens anew there
        for start, end in _pieces(_sentence_spans(line, _SHORTENED[language])):
            piece = line[start:end]
            quoted = inside or piece.lstrip("*- ").startswith('"')
            sentence = _read(
                text, piece, begin + start, origin, number, quoted, known, language == ENGLISH
            )
            inside ^= piece.count('"') % 2 == 1
            if sentence is not None:
                yield sentence
        begin += len(line) + 1


def fold(text: str) -> tuple[str, Sequence[int]]:
    """Return the text with plain quotes and no accents or invisible signs, and where from.

    The second value holds, for each character of the first, its place in `text`, and one more
    for the end.
    """
    pieces: list[str] = []
    origin = array("L")
    known: dict[str, str] = {}
    last = 0
    for odd in _ODD.finditer(text):
        place, character = odd.start(), odd.group()
        pieces.append(text[last:place])
        origin.extend(range(last, place))
        plain = known.get(character)
        if plain is None:
            plain = known[character] = _plain(character)
        pieces.append(plain)
        origin.extend([place] * len(plain))
        last = place + 1
    pieces.append(text[last:])
    origin.extend(range(last, len(text) + 1))
    return "".join(pieces), origin


def words_of(phrase: str, language: str = ENGLISH) -> list[str]:
    """Return the folded words of a short phrase, as `sentences` would read them."""
    return [word for sentence in sentences(phrase, language) for word in sentence.words]


def _plain(character: str) -> str:
    if character == GLUE:
        return " "
    if character in _MARKS:
        return _MARKS[character]
    if character in "\u2028\u2029\x85":
        return "\n"
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""  # soft hyphens, zero-width signs, direction marks, accents set apart
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me"))


def _pieces(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        if end - start <= LONGEST_SENTENCE:
            yield start, end
            continue
        for first in range(start, end, LONGEST_SENTENCE):
            yield first, min(first + LONGEST_SENTENCE, end)


def _sentence_spans(line: str, shortened: frozenset[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP_AND_SPACE.finditer(line):
        if _ends_sentence(line, start, stop.start(), stop.end(), shortened):
            yield start, stop.end()
            start = stop.end()
    yield start, len(line)


def _ends_sentence(line: str, start: int, stop: int, after: int, shortened: frozenset[str]) -> bool:
    if line[after : after + 1] in ("¿", "¡"):
        return True  # Spanish marks where a question begins, also after a comma
    following = line[after : after + 12].lstrip(" \t\"'([*-•✓¿¡")
    if not following or not (following[0].isupper() or following[0].isdigit()):
        return False
    if line[stop] != "." or line[stop + 1 : stop + 2] in (".", "!", "?"):
        return True
    tail = line[max(start, stop - LONGEST_WORD) : stop].split()
    before = tail[-1].strip("(\"'") if tail else ""
    if before.replace(".", "").lower() in shortened:
        return False
    if _LETTERS.fullmatch(before):
        word = _FIRST_WORD.match(following)
        return word is not None and word.group() in _STARTERS
    initial = len(before) == 1 and before.isupper()
    numbered = before.isdigit() and len(before) < 3 and start + len(before) >= stop - 1
    return not (initial or numbered)


def _read(
    text: str,
    piece: str,
    begin: int,
    origin: Sequence[int],
    line: int,
    quoted: bool,
    known: dict[str, str],
    english: bool,
) -> Sentence | None:
    words: list[str] = []
    spots: list[tuple[int, int]] = []
    breaks: set[int] = set()
    for found in _WORD.finditer(piece):
        token = found[0]
        if token in _HARD_STOPS:
            breaks.add(len(words))
            continue
        word = known.get(token)
        if word is None:
            word = known[token] = _SIGNS.get(token) or _folded_word(token, english)
        words.append(word)
        first, end = found.span()
        spots.append((origin[begin + first], origin[begin + end - 1] + 1))
    if not words:
        return None
    ending = piece.rstrip(" \t\"')]")[-1:]
    return Sentence(
        start=spots[0][0],
        end=spots[-1][1],
        text=text[spots[0][0] : spots[-1][1]],
        line=line,
        words=tuple(words),
        spots=tuple(spots),
        breaks=frozenset(breaks),
        asks=_ASKS.search(piece.rstrip()) is not None,
        stops=_ENDS.match(ending) is not None,
        quoted=quoted,
    )


def _folded_word(token: str, english: bool) -> str:
    word = token.replace(GLUE, "").lower().rstrip("'")
    if word.endswith("'s"):
        word = word[:-2]
    word = word.replace("'", "") or token.lower().strip(GLUE)
    if english and len(word) >= SHORTEST_SPELLED and _SPELLED.search(word):
        for british, american in _SPELLINGS:
            word = british.sub(american, word)
    return word
