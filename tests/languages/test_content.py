"""The content in another language: every sentence is asked for, and nothing else changes."""

import gettext
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.checklist.load import load
from clinic_check.checklist.messages import load_messages
from clinic_check.checklist.texts import texts as texts_of
from clinic_check.claims.phrases import load as load_phrases
from clinic_check.languages import content, translations
from clinic_check.languages.translations import InEnglish
from clinic_check.library import Library, in_language, open_library
from clinic_check.settings import CONTENT

ASKED_OF_NOBODY = re.compile(
    r"""Library\.(
        reader\.content\.(words|languages|readings|voices|stories|\w+\.patterns)
      | trials\.(\w+\.pattern | fits | united_states | \w+_(words|sites|names|endings))
      | catalogue\.sources
      | guides\.other_ways\.conditions\.search
      | register
    )\b""",
    re.VERBOSE,
)
"""Fields of strings that no translator is asked for: they are searched for, or other people's, or
what a question of an old code was called."""


class Made(gettext.NullTranslations):
    """A made-up language: English between exclamation marks."""

    def pgettext(self, context: str, message: str) -> str:
        return f"¡{message}!"


@pytest.fixture(scope="module")
def english() -> Library:
    return open_library(CONTENT)


@pytest.fixture
def made_up(english: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """The shipped content with a translation of every sentence."""
    monkeypatch.setattr(translations, "open_translations", lambda *_: Made())
    return in_language(english, CONTENT, "es")


def strings(thing: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield every string of the content, with the names of the fields that lead to it."""
    if isinstance(thing, str):
        yield path, thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from strings(getattr(thing, field.name), f"{path}.{field.name}")
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield f"{path}.keys", key
            yield from strings(value, path)
    elif isinstance(thing, frozenset):
        yield from ((path, each) for each in sorted(thing))
    elif isinstance(thing, tuple):
        for each in thing:
            yield from strings(each, path)
    elif not isinstance(thing, int | None):
        yield from strings(getattr(thing, "content", None), f"{path}.content")  # a Reader


def numbers(thing: object) -> Iterator[object]:
    """Yield everything of the content that isn't a string, in its order."""
    if is_dataclass(thing):
        for field in fields(thing):
            yield from numbers(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from numbers(value)
    elif isinstance(thing, tuple):
        yield len(thing)
        for each in thing:
            yield from numbers(each)
    elif isinstance(thing, int | None):
        yield thing


def test_a_translation_changes_no_id_rule_number_or_weight(
    english: Library, made_up: Library
) -> None:
    before, after = list(strings(english, "Library")), list(strings(made_up, "Library"))
    assert [path for path, _ in before] == [path for path, _ in after]
    for (path, was), (_, now) in zip(before, after, strict=True):
        assert now in (was, f"¡{was}!") or path.endswith(".language"), path
        if re.search(r"\.(id|keys|weight|group|when\.\w+|sources)$", path) and "paper" not in path:
            assert now == was, f"{path} was translated: {was}"
    assert list(numbers(english)) == list(numbers(made_up))


def test_every_rule_is_the_same_in_spanish(english: Library) -> None:
    spanish = in_language(english, CONTENT, "es")
    for was, now in zip(english.catalogue.findings, spanish.catalogue.findings, strict=True):
        assert (was.id, was.weight, was.rank, was.when) == (now.id, now.weight, now.rank, now.when)
    for asked, in_spanish in zip(
        english.catalogue.questions, spanish.catalogue.questions, strict=True
    ):
        assert (asked.id, asked.number, asked.shown) == (
            in_spanish.id,
            in_spanish.number,
            in_spanish.shown,
        )
        assert [(o.id, o.number, o.weight, o.exclusive) for o in asked.options] == [
            (o.id, o.number, o.weight, o.exclusive) for o in in_spanish.options
        ]


def test_translators_are_asked_for_every_sentence_of_the_content(made_up: Library) -> None:
    for path, text in strings(made_up, "Library"):
        worded = " " in text or text[:1].isupper()
        if worded and not path.endswith(".keys") and not ASKED_OF_NOBODY.match(path):
            assert text.startswith("¡"), f"no translator is asked for {path}: “{text}”"


def test_translators_are_asked_for_each_text_that_the_proofreader_reads(made_up: Library) -> None:
    for text in texts_of(made_up.catalogue):
        assert not text.words or text.words.startswith("¡"), text


def test_no_id_is_given_to_translators() -> None:
    plain = {"both", "radiation", "exosomes"}  # texts of one word
    for path in CONTENT.rglob("*.toml"):
        name = path.relative_to(CONTENT).as_posix()
        for context, text in content.texts(name, tomllib.loads(path.read_text("utf-8"))):
            field = context.rpartition(":")[2]
            if text not in plain and field not in ("also", "phone", "papers", "blank"):
                assert set(" {/") & set(text) or text[0].isupper() or not text.isascii(), (
                    f"{context} looks like an id: {text}"
                )


def test_a_text_is_known_by_where_it_stands_not_by_its_line() -> None:
    data = tomllib.loads(
        """
        title = "A"
        [[questions]]
        id = "place"
        text = "B"
        [[questions.options]]
        id = "us"
        label = "C"
        [[expected]]
        option = "infection"
        ask = "D"
        """
    )
    assert content.texts("sections/offer.toml", data) == [
        ("sections/offer.toml::title", "A"),
        ("sections/offer.toml:questions.place:text", "B"),
        ("sections/offer.toml:questions.place.options.us:label", "C"),
        ("sections/offer.toml:expected.infection:ask", "D"),
    ]


def test_what_nobody_translated_is_english_and_marked_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing(gettext.NullTranslations):
        pass

    def none_yet(language: str, otherwise: gettext.NullTranslations) -> gettext.NullTranslations:
        empty = Nothing()
        empty.add_fallback(otherwise)
        return empty

    monkeypatch.setattr(translations, "open_translations", none_yet)
    catalogue = load(CONTENT, "es")
    title = catalogue.sections[0].title
    assert title == load(CONTENT).sections[0].title
    assert isinstance(title, InEnglish)
    assert title.__html__() == f'<span lang="en">{title}</span>'
    assert InEnglish("A & {b}").format(b="<").__html__() == '<span lang="en">A &amp; &lt;</span>'
    assert isinstance(catalogue.sources[0].title, InEnglish), "sources are in English"
    assert not any(isinstance(place.address, InEnglish) for place in catalogue.places)
    assert isinstance(load_messages(CONTENT, "es").say("name.long", most=80), InEnglish)


@pytest.mark.parametrize("worded", ["{number} preguntas", "preguntas", "{count preguntas"])
def test_a_translation_with_other_placeholders_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, worded: str
) -> None:
    class Wrong(gettext.NullTranslations):
        def pgettext(self, context: str, message: str) -> str:
            return worded if "{count}" in message else message

    monkeypatch.setattr(translations, "open_translations", lambda *_: Wrong())
    with pytest.raises(CatalogueFault, match=r"other \{placeholders\} than “") as refused:
        load(CONTENT, "es")
    assert "es: catalogue.toml:headlines.serious:text" in refused.value.faults[0]


def test_spanish_phrases_find_the_same_claims(english: Library) -> None:
    spanish = in_language(english, CONTENT, "es")
    text = "Our stem cells will cure your neuropathy."
    assert spanish.reader.screen(text) == english.reader.screen(text)
    assert spanish.reader.content == load_phrases(CONTENT / "phrases.toml", "es")
    assert spanish.register is english.register


def test_a_checkout_whose_translations_are_not_compiled_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(translations, "TRANSLATIONS", tmp_path)
    with pytest.raises(CatalogueFault, match=r"python3 hatch_build\.py"):
        load(CONTENT, "es")
