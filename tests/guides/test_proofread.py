"""Faulty pages of their own are refused by name, every fault at once."""

import shutil
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.library import open_library
from clinic_check.settings import CONTENT

# File, what stands there, what is put in its place, what the proofreader says.
FAULTY = [
    ("questions", 'group = "harm"\ntext', 'group = "fear"\ntext', "there is no group “fear”"),
    ("questions", 'id = "prp"', 'id = "exosomes"', "question “exosomes”: is given more than once"),
    ("questions", '"fda-exosomes-2019"', '"nobody"', "there is no source “nobody”"),
    ("questions", '["glossary", "start"]', '["glossry"]', "there is no link “glossry”"),
    ("questions", '"compare" = ', '"nowhere" = ', "“nowhere” leads to no page of ours"),
    ("questions", "We can’t check a study", "You should check a study", "says “you should”"),
    ("questions", "We can’t check a study", "We can't check a study", "has a straight quote"),
    ("questions", 'leads_to = ["privacy"]', "", "has no source, nobody who can answer"),
    ("questions", "We looked at people only.", "We looked. " * 60, "`answer` is over 110 words"),
    ("signed", 'deadline = "cancel"', 'deadline = "soon"', "there is no deadline “soon”"),
    ("signed", 'letter = "dispute"', 'letter = "love"', "there is no letter “love”"),
    ("signed", '"small-claims"]', '"big-claims"]', "there is no helper “big-claims”"),
    (
        "signed",
        "end of {date}.",
        "end of the third day.",
        "`by` has to have one placeholder, {date}",
    ),
    ("signed", 'id = "ca"\n', 'id = "zz"\n', "there is no such state in states.toml"),
    ("signed", 'counts = "business"\n', "", "`days`, `counts`, `by` and `past` belong together"),
    (
        "signed",
        "counted on the early side.",
        "counted {how}.",
        "has to have one placeholder, {date}",
    ),
    (
        "signed",
        "general of {state}.",
        "general of {it}.",
        "`state_unknown` has to have one placeholder",
    ),
    ("signed", "future = ", "later = ", "“future” is missing"),
    ("signed", 'pushed = ["loan"]', 'pushed = ["lone"]', "names “lone”, which is no answer"),
    ("signed", "https://www.smpresource.org", "www.smpresource.org", "begin with https://"),
    ("signed", 'id = "dispute"\nlabel', 'id = "disputes"\nlabel', "“dispute” is missing"),
    ("signed", 'id = "dispute"\nlabel', 'id = "disputes"\nlabel', "works out no such day"),
    ("other-ways", 'id = "chemo"', 'id = "cold"', "“condition” has no such answer"),
    ("other-ways", ', sources = ["asco-2020"] },\n]\n\n[[conditions]]\nid = "immune"', "", "valid"),
    ("method", "{sources} sources", "{many} sources", "there is no count “many”"),
    ("ways-in", 'link = "signed"\n', 'link = "sign"\n', "there is no link of this name"),
    ("ways-in", "helper = true", "", "has neither `when` nor `helper`"),
    ("ways-in", "helper = true", "helper = 1", "`helper` has to be true or false"),
    ("letters", "On {day} I signed", "On {today} I signed", "a placeholder “today”"),
    ("letters", 'only = "asked"', 'only = "answered"', "there is no field “answered”"),
    ("letters", "I dispute a charge", "This is a scam. I dispute a charge", "says “scam”"),
    ("letters", 'id = "dispute"', 'id = "cancel"', "“cancel”: is given more than once"),
    ("letters", 'purpose = "name"', 'purpse = "name"', "there is no key “purpse”"),
    (
        "letters",
        "Thank you.",
        "Thank you for nothing.  ",
        "what stands in every letter has a double",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTY)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    path = content / "guides" / f"{file}.toml"
    words = path.read_text(encoding="utf-8")
    assert old in words, "the content has changed; choose another place"
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueFault) as fault:
        open_library(content)
    assert any(said in told for told in fault.value.faults), fault.value.faults
    assert any(f"guides/{file}.toml" in told for told in fault.value.faults)


def test_a_folder_without_the_pages_is_refused(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    shutil.rmtree(content / "guides")
    with pytest.raises(CatalogueFault) as fault:
        open_library(content)
    missing = [told for told in fault.value.faults if "is missing or can't be read" in told]
    assert len(missing) == 7, "every file at once"


def test_what_people_ask_may_use_their_own_words(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    path = content / "guides" / "questions.toml"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("Where do I report it?", "Is it a scam?"), encoding="utf-8")
    assert open_library(content)
