"""The content is read strictly: every fault of shape in any file is told at once."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import Catalogue, CatalogueFault, worded
from clinic_check.checklist.load import load
from clinic_check.settings import CONTENT
from tests.support.small import EVIDENCE, PRODUCT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content, to be broken."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def faults(content: Path) -> list[str]:
    """What reading the folder is refused with."""
    with pytest.raises(CatalogueFault) as caught:
        load(content)
    return caught.value.faults


def add(file: Path, words: str) -> None:
    """Put words at the top of a file, before its first table."""
    file.write_text(words + "\n" + file.read_text(encoding="utf-8"), encoding="utf-8")


def test_the_shipped_content_has_the_sections_in_their_order(catalogue: Catalogue) -> None:
    assert [section.id for section in catalogue.sections] == [
        *("offer", "claims", "signing", "people", "oversight", "trial", "safety", "evidence")
    ]


def test_everything_is_found_by_its_id(catalogue: Catalogue) -> None:
    assert catalogue.question["price"].id == "price"
    assert catalogue.section_of["price"] is catalogue.section["signing"]
    assert catalogue.question["price"].option["no"].id == "no"
    assert all(catalogue.source[source.id] is source for source in catalogue.sources)
    assert catalogue.findings[-1] is catalogue.combinations[-1]


def test_a_scale_gives_its_answers_to_its_questions(catalogue: Catalogue) -> None:
    scale = next(scale for scale in catalogue.frame.scales if scale.id == "evidence")
    assert catalogue.question["price"].options == worded(catalogue.question["price"], scale.options)
    assert catalogue.question["price"].no_answer == {"no-answer"}
    assert len(catalogue.question["state"].options) == 56
    assert catalogue.question["state"].option["fl"].label == "Florida"


def test_a_question_may_word_the_plain_no_of_its_scale() -> None:
    plain = PRODUCT.option["no"]
    assert plain.label == PRODUCT.no
    assert replace(plain, label="There is none") == EVIDENCE[3]
    assert PRODUCT.options[:3] == EVIDENCE[:3]


@pytest.mark.parametrize(
    ("file", "words", "told"),
    [
        ("catalogue.toml", 'colour = "teal"', "colour"),
        ("sections/offer.toml", 'titel = "x"', "titel"),
        ("sections/offer.toml", "this is no TOML", "this isn't valid TOML"),
        ("sources.toml", "[extra]\nx = 1", "extra"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(
    content: Path, file: str, words: str, told: str
) -> None:
    add(content / file, words)
    found = faults(content)
    assert told in "\n".join(found)
    assert all(fault.startswith(file) for fault in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("number = 1", 'number = "1"'),
        ("number = 1", "number = true"),
        ("key = true", 'key = "yes"'),
        ('pick = "many"', 'pick = "some"'),
        ('weight = "open"', 'weight = "opne"'),
        ('weight = "open"', 'wieght = "open"'),
        ('place = ["us"]', 'place = "us"'),
        ('place = ["us"]', "place = [1]"),
        ("shown.any", "shown.every"),
        ('id = "place"\n', ""),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(content: Path, old: str, new: str) -> None:
    file = content / "sections" / "offer.toml"
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")
    assert all(fault.startswith("sections/offer.toml") for fault in faults(content))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "combinations.toml",
            'weight = "serious"',
            'weight = "seriuos"',
            "combinations.toml, finding “sold-outside-trial”: "
            "`weight` has to be one of “serious”, “caution”, “note”.",
        ),
        (
            "sections/signing.toml",
            'label = "Deposit"\n',
            "",
            "sections/signing.toml, question “deposit”: `label` is missing.",
        ),
        (
            "sections/offer.toml",
            'label = "Still looking"',
            "label = 7",
            "sections/offer.toml, question “stage”, option “looking”: `label` has to be a text.",
        ),
        (
            "sections/offer.toml",
            'shown.any = { place = ["us"] }',
            'shown.any = { place = "us" }',
            "sections/offer.toml, question “state”: `shown.any.place` has to be a list of texts.",
        ),
        (
            "sections/offer.toml",
            'id = "stage"',
            'idd = "stage"',
            "sections/offer.toml, questions 1: there is no key “idd”.",
        ),
        (
            "glossary.toml",
            "[[terms]]",
            "[terms]",
            "glossary.toml",
        ),
    ],
)
def test_a_fault_of_shape_names_the_place_and_what_belongs_there(
    content: Path, file: str, old: str, new: str, told: str
) -> None:
    words = (content / file).read_text(encoding="utf-8")
    assert old in words
    (content / file).write_text(words.replace(old, new, 1), encoding="utf-8")
    assert any(fault.startswith(told) for fault in faults(content)), faults(content)


def test_a_file_that_is_missing_or_not_text_is_told(content: Path) -> None:
    (content / "glossary.toml").unlink()
    (content / "trust.toml").write_bytes(b"\xff\xfe")
    assert faults(content) == [
        "trust.toml: the file isn't UTF-8 text.",
        "glossary.toml: the file is missing or can't be read.",
    ]


def test_faults_of_all_files_are_told_at_once(content: Path) -> None:
    names = ("evidence.toml", "combinations.toml", "sections/offer.toml", "sections/safety.toml")
    for name in names:
        add(content / name, "unknown_key = 1")
    told = "\n".join(faults(content))
    assert all(name in told for name in names)


def test_without_its_frame_the_other_files_are_still_read(content: Path) -> None:
    for name in ("catalogue.toml", "evidence.toml"):
        add(content / name, "unknown_key = 1")
    assert [fault.partition(":")[0] for fault in faults(content)] == [
        "catalogue.toml",
        "evidence.toml",
    ]


def test_a_section_that_is_named_but_not_there_is_told(content: Path) -> None:
    (content / "sections" / "people.toml").unlink()
    assert faults(content) == ["sections/people.toml: the file is missing or can't be read."]


def test_a_section_file_that_is_not_listed_is_a_fault(content: Path) -> None:
    (content / "sections" / "stray.toml").write_text("", encoding="utf-8")
    assert faults(content) == ["sections/stray.toml: catalogue.toml does not list this section."]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("offer", ["product", "doctor", "risks", "price", "foreign-licence", "ind"]),
        ("study", ["product", "doctor", "risks", "trial-pay", "ind"]),
    ],
)
def test_a_call_begins_with_plain_questions_and_comes_then_to_the_fdas_letter(
    catalogue: Catalogue, kind: str, first: list[str]
) -> None:
    asked = [call.questions[0] for call in getattr(catalogue.frame.call, kind) if call.questions]
    assert asked[: len(first)] == first


def test_a_call_to_a_study_ends_with_what_it_may_cost_later(catalogue: Catalogue) -> None:
    last = catalogue.frame.call.study[-1]
    assert not last.questions
    assert "later study" in last.ask
