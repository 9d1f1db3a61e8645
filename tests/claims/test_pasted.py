"""A text is read alike however it was copied, and nothing of it stays behind."""

import gc
import textwrap
from collections.abc import Iterator
from functools import lru_cache

import pytest

from clinic_check.claims.text import sentences
from clinic_check.claims.unwrap import unwrap
from tests.claims.reading import READER, screen

PAGE = (
    "Our clinic uses cells from your own fat to repair nerve damage in your feet.",
    "There is no proof that rest alone regenerates damaged nerves, and we do not say so.",
    "Most patients feel less pain within six weeks of the first treatment. Steroid shots only "
    "mask the pain for a short while. Call us today for a free consultation at our clinic!",
    "The cells seek out the damage and tell your nerves to heal. This treatment has no side "
    "effects and is completely safe, because the cells are your own.",
)
JOINED = "\n\n".join(PAGE)


def marks(text: str) -> list[tuple[str, str]]:
    """Return kind and words of each mark, without the line ends and what mail puts before them."""
    return [
        (match.category, "".join(match.text.replace("> ", "").replace("-\n", "").split()))
        for match in screen(text).matches
    ]


def wrapped(width: int) -> str:
    return "\n\n".join(
        textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in PAGE
    )


def cut_in_words(width: int) -> str:
    """Wrap as a PDF does that cuts words in two at the line’s end."""

    def lines(paragraph: str) -> Iterator[str]:
        line = ""
        for word in paragraph.split():
            room = width - len(line) - 2
            if len(line) + 1 + len(word) <= width:
                line = f"{line} {word}".strip()
            elif 3 <= room <= len(word) - 3 and word.isalpha():
                yield f"{line} {word[:room]}-"
                line = word[room:]
            else:
                yield line
                line = word
        yield line

    return "\n\n".join("\n".join(lines(paragraph)) for paragraph in PAGE)


def quoted(depth: int) -> str:
    return "\n".join("> " * depth + line for line in wrapped(60).split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        wrapped(30),
        wrapped(44),
        wrapped(72),
        wrapped(72).replace("\n", "\r\n"),
        cut_in_words(32),
        cut_in_words(52),
        quoted(1),
        quoted(3),
        "\n".join("• " + line for line in PAGE),
        "\n".join("- " + line for line in PAGE),
        " • ".join(PAGE),
    ],
    ids=[
        "30",
        "44",
        "72",
        "72-cr",
        "cut-32",
        "cut-52",
        "mail",
        "mail-3",
        "bullets",
        "dashes",
        "row",
    ],
)
def test_a_text_gives_the_same_marks_however_it_was_copied(text: str) -> None:
    assert len(marks(JOINED)) >= 6
    assert marks(text) == marks(JOINED)


def test_the_texts_of_this_test_are_cut_in_words() -> None:
    assert all("-\n" in cut_in_words(width) for width in (32, 52))


def test_a_word_cut_at_the_line_s_end_is_one_word() -> None:
    text = "They can be used for treatment of nerve dam-\nage and for repair of other tis-\nsue."
    words = [word for sentence in sentences(text) for word in sentence.words]
    assert {"damage", "tissue"} <= set(words)


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    text = (
        "Many of the people who come to us ask for a non-\nsurgical way to go on with their life."
    )
    words = [word for sentence in sentences(text) for word in sentence.words]
    assert "surgical" in words


def test_a_list_of_short_lines_is_not_joined() -> None:
    listed = "What we treat:\nknee pain\nnumb feet\nback pain\nstiff shoulders\nold scars\n"
    assert len(list(sentences(listed))) == 6


def test_joining_moves_no_character() -> None:
    for text in (wrapped(30), cut_in_words(32), quoted(2)):
        assert len(unwrap(text)) == len(text)


CONTAINERS = (dict, list, tuple, set, frozenset)
SECRET = ("zweiundvierzigster", "qwertzuiopas", "abigailthornbury")


def held(each: object, known: set[int]) -> bool:
    """Say whether an object holds one of the secret words, in itself or in what only it holds."""
    for part in gc.get_referents(each):
        if id(part) in known:
            continue
        if isinstance(part, str):
            if any(word in part.lower() for word in SECRET):
                return True
        elif not gc.is_tracked(part) and isinstance(part, CONTAINERS) and held(part, known):
            return True
    return False


def holders() -> int:
    """Count the live objects that hold one of the secret words."""
    gc.collect()
    known = {id(SECRET), id(__file__), *map(id, SECRET)}
    frames = {id(held.__code__), id(holders.__code__)}
    return sum(held(each, known) for each in gc.get_objects() if id(each) not in known | frames)


def test_nothing_that_was_pasted_is_found_in_any_live_object_afterwards() -> None:
    before = holders()
    text = "Our clinic heals {}. I, {}, feel my pain is gone. Call {} today!\n".format(*SECRET)
    assert screen(text * 3).matches
    del text
    assert holders() == before


def test_a_cache_of_pasted_words_would_be_found() -> None:
    @lru_cache
    def folded(word: str) -> str:
        return word.lower()

    before = holders()
    folded("".join(("ZWEI", "UNDVIERZIGSTER")))
    assert holders() > before


FOREIGN = {
    "French": "Notre clinique propose des cellules souches pour réparer les nerfs. La plupart des "
    "patients vont mieux dans les six semaines. Appelez-nous pour une consultation.",
    "German": "Unsere Klinik behandelt Schmerzen mit Stammzellen, die die Nerven heilen. Den "
    "meisten Patienten geht es nach sechs Wochen besser. Rufen Sie uns an.",
    "Portuguese": "A nossa clínica usa células do seu próprio corpo para reparar os nervos. A "
    "maioria dos pacientes sente melhoras em seis semanas. Ligue para nós.",
    "Tagalog": "Ang aming klinika ay gumagamit ng mga selula para sa mga nasirang ugat ng paa at "
    "kamay. Tumawag na sa amin para sa libreng konsulta.",
    "Chinese": "我们的诊所用干细胞修复受损的神经。大多数患者在六周内感觉好转。今天就打电话给我们。",
    "Russian": "Наша клиника лечит нервы стволовыми клетками. Большинству пациентов лучше.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_in_another_language_is_told_apart(language: str) -> None:
    found = screen(FOREIGN[language])
    assert found.kind == "other-language"
    assert (found.matches, found.missing, found.reported) == ((), (), ())
    assert not found.language


@pytest.mark.parametrize(
    "text",
    [
        JOINED,
        "Stem cells",
        "Knee pain\nBack pain\nNeuropathy\nPRP\nExosomes\nBook now\nPrices\nFinancing\nAbout us\n",
        "Dr. José Núñez heals nerve pain in Cancún with cells from your own fat. Call today.",
        "",
    ],
)
def test_an_english_text_is_not_taken_for_another_language(text: str) -> None:
    assert screen(text).kind != "other-language"


def test_every_kind_of_text_has_its_sentence() -> None:
    assert all(kind.told for kind in READER.content.kinds)
