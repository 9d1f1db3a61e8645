"""Times the claim finder: characters a second, and whether time grows faster than length.

    python benchmarks/claims.py

Prints one line for each kind of text. `ratio` is the time for 200 kB over that for 20 kB: about 10
when time grows with length, and at most 12 is allowed.
"""

import sys
import time
from collections.abc import Mapping

from clinic_check.claims.phrases import load
from clinic_check.claims.reader import Reader

screen = Reader(load()).screen
SHORT, LONG = 20_000, 200_000
MOST = 12

# Made up: a page that sells, a page that reports, and near-matches that never become a claim.
TEXTS: Mapping[str, str] = {
    "sales page": (
        "Our clinic repairs worn nerves with your own stem cells. There are no side effects. "
        "Most patients feel better within six weeks. Call us today for a free consultation!\n"
        "Why risk surgery? Exosomes tell your nerves to heal. We treat arthritis and stroke.\n"
    ),
    "news story": (
        "Researchers said on Monday that 40 people took part in the trial. Those who had the cells "
        "did no better than those who had salt water. There is no proof that it repairs nerves.\n"
    ),
    "near matches": "stem cells may not repair no risk of stem cells that signal growth ",
    "one long word": "regenerat",
    "quotes and stops": "\"No.\" 'A. B' ",
    "no Latin letter": "神经病变治疗 клетки לרפא ",
}


def characters_a_second(text: str) -> float:
    """Return how many characters are read in a second of the processor’s time (best of five)."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        screen(text)
        best = min(best, time.process_time() - start)
    return len(text) / best


def growth(text: str) -> tuple[float, float]:
    """Return characters a second at 200 kB of this text repeated, and the ratio to 20 kB."""
    repeated = text * (LONG // len(text) + 1)
    short = SHORT / characters_a_second(repeated[:SHORT])
    rate = characters_a_second(repeated[:LONG])
    return rate, LONG / rate / short


def main() -> int:
    """Print the figures; return 1 when a ratio is too high."""
    worst = 0.0
    for name, text in TEXTS.items():
        rate, ratio = growth(text)
        worst = max(worst, ratio)
        print(f"claims: {name:18} {rate:10,.0f} characters a second, ratio {ratio:5.1f}")
    print(f"claims: worst ratio {worst:.1f} (at most {MOST})")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
