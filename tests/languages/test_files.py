"""The translators' files: brought up to date without guessing, and proofread one by one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

import hatch_build
from clinic_check.cli import main
from clinic_check.languages import LANGUAGES, TRANSLATIONS, files

Sentences = dict[tuple[str | None, str], str]
"""(context, English) -> Spanish, which may be empty."""


def catalog(sentences: Sentences) -> Catalog:
    made = Catalog(locale="es")
    for (context, english), spanish in sentences.items():
        made.add(english, spanish, [("content/a.toml", 1)], context=context)
    return made


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Catalog]:
    """Writes a translator's file, changes the English, and reads what became of it."""
    monkeypatch.setattr(files, "TRANSLATIONS", tmp_path)

    def after(before: Sentences, english: Sentences) -> Catalog:
        path = files.po_of("es")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog(before))
        monkeypatch.setattr(files, "sentences", lambda: catalog(english))
        files.bring_up_to_date("es")
        return files.read("es")

    return after


def test_what_did_not_change_keeps_its_translation(spanish: Callable[..., Catalog]) -> None:
    same = {("a:x:told", "You told us."): "Usted nos dijo."}
    message = spanish(same, same).get("You told us.", "a:x:told")
    assert message is not None
    assert (message.string, message.fuzzy) == ("Usted nos dijo.", False)


def test_a_sentence_whose_english_changed_keeps_its_translation_marked_fuzzy(
    spanish: Callable[..., Catalog],
) -> None:
    now = spanish(
        {("a:x:told", "Ask them."): "Pregúnteles.", ("a:y:told", "Ask us."): "Pregúntenos."},
        {("a:x:told", "Something else altogether."): "", ("a:y:told", "Ask us."): ""},
    )
    changed = now.get("Something else altogether.", "a:x:told")
    assert changed is not None
    assert (changed.string, changed.fuzzy) == ("Pregúnteles.", True)
    first = files.po_of("es").read_text("utf-8")
    assert '#| msgid "Ask them."' in first
    files.bring_up_to_date("es")  # a second time: nothing has changed since
    assert files.po_of("es").read_text("utf-8") == first
    assert now.get("Ask them.", "a:x:told") is None
    kept = now.get("Ask us.", "a:y:told")
    assert kept is not None
    assert (kept.string, kept.fuzzy) == ("Pregúntenos.", False)


def test_no_translation_is_taken_from_another_place(spanish: Callable[..., Catalog]) -> None:
    now = spanish(
        {("a:x:told", "Ask them for it."): "Pídalo."},
        {("a:x:told", "Ask them for it."): "", ("a:y:told", "Ask them for it."): ""},
    )
    new = now.get("Ask them for it.", "a:y:told")
    assert new is not None
    assert (new.string, new.fuzzy) == ("", False)


def test_in_a_list_each_changed_text_is_known_by_its_likeness(
    spanish: Callable[..., Catalog],
) -> None:
    now = spanish(
        {
            ("a::records", "The name of the product."): "El nombre del producto.",
            ("a::records", "Every bill."): "Todas las facturas.",
        },
        {("a::records", "Each bill."): "", ("a::records", "The exact name of the product."): ""},
    )
    product = now.get("The exact name of the product.", "a::records")
    assert product is not None
    assert (product.string, product.fuzzy) == ("El nombre del producto.", True)


def test_a_changed_sentence_of_a_template_is_known_by_its_likeness_or_new(
    spanish: Callable[..., Catalog],
) -> None:
    now = spanish(
        {(None, "Go back to my answers"): "Volver a mis respuestas"},
        {(None, "Go back to your answers"): "", (None, "Privacy"): ""},
    )
    changed, new = now.get("Go back to your answers"), now.get("Privacy")
    assert changed is not None
    assert new is not None
    assert changed.fuzzy
    assert (new.string, new.fuzzy) == ("", False)


def problems(
    monkeypatch: pytest.MonkeyPatch, english: str, worded: str, *, fuzzy: bool = False
) -> list[str]:
    """Return what is said of one translated sentence."""
    made = catalog({("a:x:told", english): worded})
    message = made.get(english, "a:x:told")
    assert message is not None
    message.flags.update({"fuzzy"} if fuzzy else ())
    monkeypatch.setattr(files, "sentences", lambda: catalog({("a:x:told", english): ""}))
    monkeypatch.setattr(files, "read", lambda _: made)
    return files.faults("es")


@pytest.mark.parametrize(
    ("english", "worded", "said"),
    [
        ("Ask.", "", "not translated"),
        ("{count} signs", "señales", "placeholders differ: none, in English count"),
        ("{count} signs", "{n} señales", "placeholders differ: n, in English count"),
        ("{count} signs", "{count señales", "a brace too many or too few"),
        ("%(count)s signs", "%(cuenta)s señales", "placeholders differ: cuenta"),
        ('See <a href="%(url)s">it</a>.', "Véalo.", "links and marks differ: none"),
        ("<b>Ask</b> them.", "<b>Pregunte<b>.", "links and marks differ"),
    ],
)
def test_the_proofreader_names_what_is_wrong_with_a_translation(
    monkeypatch: pytest.MonkeyPatch, english: str, worded: str, said: str
) -> None:
    faults = problems(monkeypatch, english, worded)
    assert any(fault.startswith("a:x:told, “") and said in fault for fault in faults)


def test_the_proofreader_names_what_is_fuzzy_and_nothing_that_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (fault,) = problems(monkeypatch, "Ask.", "Pregunte.", fuzzy=True)
    assert "marked fuzzy" in fault
    right = 'Vea <a href="%(url)s">las {count} respuestas</a>.'
    assert not problems(monkeypatch, 'See <a href="%(url)s">{count} answers</a>.', right)


def test_the_proofreader_names_what_the_file_lacks_and_what_nothing_says_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "sentences", lambda: catalog({("a:x:told", "New."): ""}))
    monkeypatch.setattr(files, "read", lambda _: catalog({("a:x:told", "Old."): "Viejo."}))
    lacking, superfluous = files.faults("es")
    assert "“New.”: this sentence is not in the file yet. Run `./run translate`." in lacking
    assert "“Old.”: nothing says this any more." in superfluous


def test_the_command_lists_the_faults_and_fails_where_there_are_some(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems(monkeypatch, "Ask.", "")
    assert main(["proofread", "--language", "es"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 fault."
    problems(monkeypatch, "Ask.", "Pregunte.")
    assert main(["proofread", "--language", "es"]) == 0
    assert capsys.readouterr().out == "No faults.\n"


def test_the_shipped_files_hold_every_sentence_and_none_that_is_gone() -> None:
    english = {(m.context, m.id) for m in files.sentences() if m.id}
    for language in LANGUAGES[1:]:
        theirs = {(m.context, m.id) for m in files.read(language) if m.id}
        assert theirs == english, "run ./run translate"


def test_nothing_that_is_translated_is_misworded() -> None:
    unfinished = ("not translated", "marked fuzzy")
    for language in LANGUAGES[1:]:
        wrong = [f for f in files.faults(language) if not any(u in f for u in unfinished)]
        assert not wrong


def test_each_language_has_a_folder_and_each_folder_a_language() -> None:
    folders = {path.name for path in TRANSLATIONS.iterdir() if path.is_dir()}
    assert folders == set(LANGUAGES[1:])


def test_a_file_is_compiled_when_it_is_newer_and_fuzzy_sentences_are_left_out(
    tmp_path: Path,
) -> None:
    home = tmp_path / hatch_build.TRANSLATIONS / "es" / "LC_MESSAGES"
    home.mkdir(parents=True)
    made = catalog({("a:x:told", "Ask."): "Pregunte.", ("a:y:told", "Show."): "Muestre."})
    message = made.get("Show.", "a:y:told")
    assert message is not None
    message.flags.add("fuzzy")
    with (home / "messages.po").open("wb") as file:
        write_po(file, made)
    (compiled,) = hatch_build.compile_translations(tmp_path)
    mo = tmp_path / compiled
    assert b"Pregunte." in mo.read_bytes()
    assert b"Muestre." not in mo.read_bytes()
    written = mo.stat().st_mtime_ns
    hatch_build.compile_translations(tmp_path)
    assert mo.stat().st_mtime_ns == written, "it was not newer"
    assert [path.name for path in home.iterdir() if path.suffix == ".new"] == []
