"""Times the claim finder: milliseconds for 20 kB, and whether time grows faster than length.

    python benchmarks/claims.py

Prints one line for each kind of text. `ratio` is the time for 200 kB over that for 20 kB: about 10
when time grows with length, and at most 15 is allowed. The texts after the first four are the
dearest that were found: words that begin many wordings, and as many sentences as fit.
"""

import random
import sys
import time
from collections.abc import Iterator, Mapping

from clinic_check.claims.phrases import load, load_other
from clinic_check.claims.reader import Reader

READER = Reader(load(), beside=Reader(load_other(load()), "es"))
SHORT, LONG = 20_000, 200_000
MOST = 15  # 10 is linear; the rest is the garbage collector, which has ten times as much to look at

# Made up: a page that sells, a page that reports, and near-matches that never become a claim.
TEXTS: Mapping[str, str] = {
    "sales page": (
        "Our clinic repairs worn nerves with your own stem cells. There are no side effects. "
        "Most patients feel better within six weeks. Call us today for a free consultation!\n"
        "Why risk surgery? Exosomes tell your nerves to heal. We treat arthritis and stroke.\n"
    ),
    "sales page in Spanish": (
        "Nuestra clínica repara los nervios dañados con sus propias células. No hay efectos "
        "secundarios. La mayoría de los pacientes mejora en seis semanas. ¡Llámenos hoy!\n"
        "¿Por qué vivir con dolor? Los exosomas regeneran el cartílago. Tratamos la artritis.\n"
    ),
    "news story": (
        "Researchers said on Monday that 40 people took part in the trial. Those who had the cells "
        "did no better than those who had salt water. There is no proof that it repairs nerves.\n"
    ),
    "near matches": "stem cells may not repair no risk of stem cells that signal growth ",
    "short claims": "We heal. No risk! ",
    "short stories": "I had pain\n",
    "lines of a letter": "a\n",
    "quoted words": '"No." ',
    "one long word": "regenerat",
    "quotes and stops": "\"No.\" 'A. B' ",
    "no Latin letter": "神经病变治疗 клетки לרפא ",
}


def dear_words() -> Iterator[str]:
    """Yield words that begin the most wordings for their length, shuffled alike each time."""
    vocabulary = sorted(
        {
            word
            for words in READER.content.words.values()
            for entry in words
            for word in entry.split()
        }
    )
    plain = [word for word in vocabulary if word.isalpha()]
    plain.sort(key=lambda word: -len(READER.finder.meaning(word)[1]) / len(word))
    draw = random.Random(1)  # noqa: S311 - nothing is kept secret with it
    length = 0
    while length < LONG:
        word = draw.choice(plain[:150])
        length += len(word) + 1
        yield word


def seconds(text: str) -> float:
    """Return the processor’s time for reading a text (best of five)."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        READER.screen(text)
        best = min(best, time.process_time() - start)
    return best


def all_texts() -> dict[str, str]:
    """Return every kind of text by its name, each at its longest."""
    texts = {name: text * (LONG // len(text) + 1) for name, text in TEXTS.items()}
    return {**texts, "words that begin many": " ".join(dear_words())}


def usual_text() -> str:
    """Return 20 kB of a page that sells."""
    return all_texts()["sales page"][:SHORT]


def dearest() -> str:
    """Return the 20 kB that take longest of all that are known."""
    return max((text[:SHORT] for text in all_texts().values()), key=seconds)


def main() -> int:
    """Print the figures; return 1 when a ratio is too high."""
    worst = longest = 0.0
    for name, text in all_texts().items():
        short = seconds(text[:SHORT])
        ratio = seconds(text[:LONG]) / short
        worst, longest = max(worst, ratio), max(longest, short)
        print(f"claims: {name:22} {1000 * short:6.1f} ms for 20 kB, ratio {ratio:5.1f}")
    print(f"claims: dearest {1000 * longest:.1f} ms, worst ratio {worst:.1f} (at most {MOST})")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
