"""What the tests of the claim checker share: the reader of our own phrases, and two texts."""

from clinic_check.claims.phrases import load, load_other
from clinic_check.claims.reader import Reader

SPANISH = Reader(load_other(load()), "es")
READER = Reader(load(), beside=SPANISH)
screen = READER.screen

SALES = (
    "Our clinic helps people with nerve pain. We use cells from your own fat. The cells seek out "
    "damage and rebuild the nerve. Most patients feel better within six weeks. There are no "
    "side effects. Studies show that it works. Book your free consultation today. "
)
NEWS = (
    "Researchers at the university said on Monday that the trial had failed. The study enrolled "
    "60 participants with painful feet. Some of them said that the cells repaired their nerves. "
    "The authors wrote that the placebo group did just as well. Stem cells regenerate nerves in "
    "mice. More research is needed, the scientists said. "
)


def kinds(text: str) -> set[str]:
    """The kinds of the claims that a text makes."""
    return {match.category for match in screen(text).matches}
