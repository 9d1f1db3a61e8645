"""Which signs can be printed: read from the fonts, and tried with the fonts."""

import pytest

from clinic_check.settings import CONTENT
from clinic_check.sheets.glyphs import FONTS, _unprintable, as_printed, printable
from clinic_check.sheets.pdf import render
from tests.sheets.conftest import DAY


def test_the_fonts_print_every_sign_that_we_say_they_have() -> None:
    signs = "".join(chr(n) for n in range(0x20, 0x3000) if printable(chr(n)))
    assert len(signs) > 300
    sheet = {"to": [], "date": "", "title": "T", "paragraphs": [" ".join(signs)], "closing": []}
    pdf = render("letter", {"sheet": {**sheet, "name": ""}}, title="T", day=DAY, size="letter")
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("sign", ["京", "ก", "א", "م", "😀", "\x07", "\u200b", "\u202e", "\ud800"])
def test_other_scripts_pictures_and_invisible_signs_cannot_be_printed(sign: str) -> None:
    assert not printable(sign)


def test_spanish_and_typographic_signs_can() -> None:
    assert printable("¿Dónde está el niño? ¡Aquí! “ ” ’ … – — ½ × ≥ ñ ü")


def test_a_word_that_cannot_be_printed_becomes_a_line_and_the_others_stay() -> None:
    assert as_printed("Clinic 東京 here") == "Clinic ____________ here"
    assert as_printed("東京 大阪 here") == "____________ here"
    assert as_printed("Cafe\u0301") == "Café"


def test_all_of_our_content_can_be_printed() -> None:
    for file in sorted(CONTENT.rglob("*.toml")):
        if file.name not in ("phrases.toml", "messages.toml"):  # these are never on paper
            assert not _unprintable().findall(file.read_text(encoding="utf-8")), file.name


def test_the_fonts_come_with_their_license() -> None:
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
