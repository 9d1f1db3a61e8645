"""A text in Spanish is read in Spanish: the same kinds of claim, by the same frames."""

from dataclasses import replace
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.claims.phrases import load, load_other
from clinic_check.claims.proofread import faults_in_other_phrases
from clinic_check.claims.reader import Reader
from clinic_check.claims.text import sentences
from clinic_check.settings import CONTENT
from tests.claims.reading import READER, SPANISH, screen

SALES = """Nuestra clínica repara los nervios dañados con células de su propia grasa.
No tiene efectos secundarios y no hay riesgo de rechazo.
El 90 % de nuestros pacientes nota alivio en seis semanas.
Contamos con licencia de COFEPRIS. ¡Agende hoy su consulta gratis!"""

NEWS = """La agencia advirtió ayer que algunas clínicas prometen curar la neuropatía.
Según los investigadores, no hay pruebas de que sus células madre reparen los nervios. En el ensayo,
los participantes que las recibieron no mejoraron más que los que recibieron agua con sal.
El producto no está aprobado por la FDA y puede causar infecciones o tumores.
Los autores señalan que se necesitan más estudios. Hable con su médico antes de pagar.
La profesora Ejemplo, de la universidad, explicó que la mayoría de esos anuncios son engañosos.
«No podemos prometer nada», dijo. El estudio se publicó en una revista médica."""


def kinds(text: str) -> set[str]:
    return {match.category for match in SPANISH.read(text).matches}


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Nuestra terapia regenera los nervios de sus pies.", "cure_or_reversal"),
        ("¡Despídase del dolor para siempre!", "cure_or_reversal"),
        ("Las células madre eliminan la neuropatía.", "cure_or_reversal"),
        ("El suero acelera la recuperación de la rodilla.", "cure_or_reversal"),
        ("¿Por qué vivir con dolor si nuestras células reparan el nervio?", "cure_or_reversal"),
        ("En nuestra clínica, 9 de cada 10 personas caminan mejor.", "success_rate"),
        ("La gran mayoría de nuestros pacientes siente menos dolor.", "success_rate"),
        ("Sentirá el alivio después de la primera sesión.", "success_rate"),
        ("Es un método natural, indoloro y seguro.", "safe_no_risk"),
        ("El procedimiento no conlleva ningún riesgo.", "safe_no_risk"),
        ("Su cuerpo no puede rechazar sus propias células.", "safe_no_risk"),
        ("Nuestro laboratorio está certificado por la COFEPRIS.", "fda_halo"),
        ("Aviso de funcionamiento 0000000", "fda_halo"),
        ("Permiso de publicidad 0000", "fda_halo"),
        ("Cumplimos con todas las normas de la FDA.", "fda_halo"),
        ("Sirve para tratar más de 40 padecimientos.", "many_conditions"),
        ("Tratamos artritis, autismo, lupus y diabetes.", "many_conditions"),
        ("La terapia que revierte la diabetes", "cure_or_reversal"),
        ("Más de 5,000 pacientes satisfechos", "success_rate"),
        ("Registro sanitario vigente", "fda_halo"),
        ("Tenía los pies dormidos y ahora duermo bien.", "testimonial"),
        ("Una señora de 61 años con dolor llegó a nuestra clínica.", "testimonial"),
        ("Llámenos hoy mismo.", "pressure_or_price"),
        ("¡Últimos lugares con 20 % de descuento!", "pressure_or_price"),
        ("Don Ejemplo, de 72 años, ya no usa bastón.", "testimonial"),
        # as it is said in messages, in posts and on the radio, in roundabout ways
        ("¿Le dijeron que su dolor no tiene remedio?", "cure_or_reversal"),
        ("Con este láser sus dedos vuelven a despertar.", "cure_or_reversal"),
        ("Su rodilla queda como nueva.", "cure_or_reversal"),
        ("Rejuvenezca sus articulaciones.", "cure_or_reversal"),
        ("Seis de cada siete tiran el bastón.", "success_rate"),
        ("Bastan cuatro infusiones.", "success_rate"),
        ("O le devolvemos su dinero.", "success_rate"),
        ("Ni una sola complicación en diez años.", "safe_no_risk"),
        ("Seguridad garantizada en cada visita.", "safe_no_risk"),
        ("Como es su propia grasa, no necesita aprobación ni licencia.", "fda_halo"),
        ("El aparato tiene el visto bueno de la FDA.", "fda_halo"),
        ("Lo mismo sirve para un riñón cansado que para el lupus.", "many_conditions"),
        ("Mi abuela se lo puso y ya camina sola.", "testimonial"),
        ("¿Se lo aparto para el martes?", "pressure_or_price"),
        ("Mándanos la palabra PIES y te llamamos.", "pressure_or_price"),
        ("Llévese la segunda a mitad de precio.", "pressure_or_price"),
        ("Solo esta semana, valoración de regalo.", "pressure_or_price"),
        ("Book now tu free evaluación.", "pressure_or_price"),
    ],
)
def test_a_claim_in_spanish_is_marked_with_its_kind(sentence: str, category: str) -> None:
    assert category in kinds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        # said not to be so
        "No cura la neuropatía.",
        "No podemos prometer que repare los nervios.",
        "Nadie puede garantizar una cura.",
        "No existe una cura para la neuropatía.",
        "Este producto no está aprobado por la FDA.",
        "Ningún tratamiento es sin riesgo.",
        "No hay evidencia de que las células madre regeneren los nervios.",
        "Un permiso de publicidad no es una aprobación.",
        # hoped for or being looked into
        "Podría reparar los nervios algún día.",
        "El objetivo es regenerar el tejido.",
        "Se investiga si alivia el dolor.",
        "Esperamos que un día cure la diabetes.",
        # asked
        "¿Cura la neuropatía?",
        "¿Es seguro el tratamiento?",
        "¿Está aprobado por COFEPRIS?",
        # told as somebody else's
        "Según los investigadores, la terapia repara los nervios.",
        "El vendedor me dijo que no tiene riesgos.",
        "Algunas clínicas prometen curar la artritis, la diabetes y el autismo.",
        "En el ensayo, el 40 % de los participantes mejoró.",
        # warned of
        "Desconfíe de quien le diga que elimina el dolor.",
        "Pregunte si el laboratorio está autorizado por COFEPRIS.",
        # no claim at all
        "Si repara los nervios, bien.",
        "Su seguro médico no lo paga.",
        "La neuropatía afecta a 20 millones de personas.",
        "Las células se sacan de la grasa.",
        # told by a person who was promised it, or whom it didn’t help
        "A mi hermano le prometieron que iba a caminar.",
        "Me lo hice en marzo y no me sirvió de nada.",
        "Vi un anuncio que decía: últimos lugares.",
        "Mi tía tiene neuropatía y ya no duerme bien.",
        # ordinary care, and the reader’s own doctor
        "El ejercicio mejora el equilibrio.",
        "La duloxetina está aprobada por la FDA.",
        "El trasplante de médula ósea cura algunas leucemias.",
        "Pida una cita con su neuróloga.",
        "Llame a urgencias si tiene fiebre.",
        "No deje sus pastillas sin hablar con su médico.",
        "El azúcar alta daña los nervios, los riñones, el corazón y la vista.",
        "Paciente con DM tipo 2.",
        # what a person signs
        "Entiendo que puedo retirar mi consentimiento.",
    ],
)
def test_what_is_denied_hoped_asked_or_reported_in_spanish_is_not_marked(sentence: str) -> None:
    assert not kinds(sentence)


def test_the_text_chooses_the_language_that_it_is_read_in() -> None:
    found = screen(SALES)
    assert (found.language, found.kind) == ("es", "short")
    assert {match.category for match in found.matches} == {
        *("cure_or_reversal", "safe_no_risk", "success_rate", "fda_halo", "pressure_or_price"),
    }
    assert screen("Our stem cells repair your nerves. Call us today!").language == "en"
    assert all(SALES[match.start : match.end] == match.text for match in found.matches)


def test_a_text_in_two_languages_is_read_in_that_of_its_larger_part() -> None:
    english = "We repair your nerves, and most of our patients feel relief in six weeks. "
    assert screen(SALES + "\n" + english).language == "es"
    assert screen(SALES + "\n" + english * 6).language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Curamos la neuropatía de los pies.", "es"),
        ("¿No es un riesgo para la salud?", "es"),
        ("Stem cells in La Jolla", "en"),
        ("Células madre", "en"),
        ("", "en"),
    ],
)
def test_a_short_text_is_in_spanish_where_its_small_words_are(text: str, language: str) -> None:
    assert screen(text).language == language


def test_news_in_spanish_is_told_apart_and_what_it_names_is_not_missing() -> None:
    found = screen(NEWS)
    assert (found.kind, found.matches) == ("report", ())
    assert found.missing == ("trial-number", "people", "product", "price")


def test_what_a_text_in_spanish_leaves_out_is_listed() -> None:
    assert screen(SALES).missing == ("oversight", "trial-number", "risks", "people", "price")
    said = (
        "La Dra. Ejemplo pone células mesenquimales, que no están aprobadas por la FDA. "
        "El ensayo es el NCT01234567. Puede causar infección. Cuesta 3.000 €."
    )
    assert screen(said).missing == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Nuestra clínica tiene aviso de funcionamiento de COFEPRIS.",
        "Contamos con permiso de publicidad autorizado por COFEPRIS.",
        "Nuestro laboratorio está registrado ante la COFEPRIS.",
    ],
)
def test_a_notice_or_a_permit_to_advertise_says_nothing_of_the_product(sentence: str) -> None:
    found = SPANISH.read(sentence)
    assert "fda_halo" in {match.category for match in found.matches}
    assert "oversight" in found.missing


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("La Dra. Ejemplo y el Sr. Muestra viven en EE. UU. desde 2020.", 1),
        ("Vive en EE. UU. La clínica abre hoy.", 2),
        ("Vive en EE.UU. y trabaja.", 1),
        ("Llame al tel. 555. ¿Cuándo abren? ¡Venga!", 3),
        ("Vea la pág. 3 y el art. 315.", 1),
    ],
)
def test_abbreviations_in_spanish_end_no_sentence(text: str, count: int) -> None:
    assert len(list(sentences(text, "es"))) == count


def test_small_pictures_and_opening_marks_part_sentences_as_in_messages() -> None:
    assert len(list(sentences("✨ Sede en el centro ✨ Abrimos los lunes 🙌 Te vemos", "es"))) == 3
    _, question = sentences("Ya quedan pocos, ¿se lo aparto?", "es")
    assert question.asks
    *_, quoted = sentences("Quizá se pregunte: «¿Es seguro para mí?».", "es")
    assert quoted.asks
    assert kinds("¡El milagro del año! ✅ Sin riesgos ✅ Sin dolor") == {"safe_no_risk"}


def test_a_message_in_spanish_with_english_words_is_read_in_spanish() -> None:
    text = "Stem cells en tu barrio 🙌 Book now tu cita, que hoy es gratis y ya quedan pocas."
    assert screen(text).language == "es"
    assert "pressure_or_price" in {match.category for match in screen(text).matches}


def test_accents_do_not_count_and_english_spelling_is_not_put_on_spanish() -> None:
    (read,) = sentences("Mi fibra y nuestro centre, sin daño.", "es")
    assert read.words == ("mi", "fibra", "y", "nuestro", "centre", "sin", "dano")
    (read,) = sentences("Our centre", "en")
    assert read.words == ("our", "center")
    plain = SALES.translate(str.maketrans("áéíóúñ", "aeioun"))
    assert [m.category for m in screen(plain).matches] == [
        m.category for m in screen(SALES).matches
    ]


def test_a_reader_without_spanish_looks_for_nothing_in_it() -> None:
    found = Reader(load()).screen(SALES)
    assert (found.kind, found.matches, found.missing) == ("other-language", (), ())


def test_the_spanish_phrases_have_no_fault() -> None:
    assert faults_in_other_phrases(SPANISH.content, SPANISH) == []


def test_a_fault_in_the_spanish_phrases_is_named_with_their_file() -> None:
    category, *others = SPANISH.content.categories
    pattern, *patterns = category.patterns
    wrong = replace(
        SPANISH.content,
        categories=(
            replace(
                category,
                patterns=(
                    replace(pattern, match=("Volamos cometas.",), wordings=("{no} sana",)),
                    *patterns,
                ),
            ),
            *others,
        ),
    )
    assert any(
        fault.startswith("phrases-es.toml, cure_or_reversal, pattern “mends-tissue”: '{no} sana'")
        for fault in faults_in_other_phrases(wrong)
    )
    wrong = replace(
        SPANISH.content,
        categories=(
            replace(category, patterns=(replace(pattern, match=("Volamos cometas.",)), *patterns)),
            *others,
        ),
    )
    (fault,) = faults_in_other_phrases(wrong)
    assert fault.endswith("pattern “mends-tissue”: doesn’t find “Volamos cometas.”.")


def test_an_id_that_the_english_phrases_do_not_have_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "phrases-es.toml"
    words = (CONTENT / "phrases-es.toml").read_text("utf-8")
    copy.write_text(words.replace('id = "many_conditions"', 'id = "many"'), encoding="utf-8")
    with pytest.raises(CatalogueFault, match=r"categories “many”: phrases\.toml has no such id"):
        load_other(load(), copy)


def test_the_words_that_a_person_reads_are_those_of_the_reader_that_was_asked() -> None:
    groups = READER.grouped(screen(SALES).matches)
    assert groups[0].entry in READER.content.categories
    assert "nervios" in groups[0].phrases[0]
