"""What the templates are given beside what a view hands them: the content, addresses, words."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable, MutableMapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, session
from flask.templating import Environment
from flask_babel import format_decimal
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from clinic_check import __version__
from clinic_check.checklist.catalogue import Catalogue, Question, Term
from clinic_check.checklist.dates import in_words
from clinic_check.checklist.proofread_sources import stale
from clinic_check.languages import LANGUAGES
from clinic_check.languages.translations import InEnglish
from clinic_check.sheets.pdf import can_be_made
from clinic_check.sheets.summary import sources_of
from clinic_check.web.context import Site, site
from clinic_check.web.fragments import add_fragments
from clinic_check.web.gettext import add_sentences
from clinic_check.web.links import address_in, preferred, root
from clinic_check.web.session import is_empty, is_unreadable


class TemplateEnvironment(Environment):
    """Flask's own, without a layer over the globals that no template of ours uses: each page and
    each import copied 70 names through it, a tenth of the time of a question."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows beside what a view hands it."""
        return super().make_globals(d) if d else self.globals


def set_up_templates(app: Flask, here: Site, static: Path) -> None:
    """Give the templates the catalogue and what they ask of it."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = (
        app.debug
    )  # a file that vanishes under a running copy changes nothing
    add_sentences(app, here.language)
    versions = app.extensions["clinic_check.static"] = hashes(static)
    add_fragments(app)
    catalogue = here.catalogue

    def static_url(name: str) -> str:
        return f"{root()}/static/{name}?v={versions[name]}"  # the same for every language

    @lru_cache(maxsize=1)
    def old_on(day: datetime.date) -> bool:
        return bool(stale(catalogue, day))

    @lru_cache
    def words_of(question: Question) -> tuple[Term, ...]:
        return terms_in(catalogue, question)

    def linked(text: str, question: Question) -> Markup:
        return with_links(text, words_of(question))

    app.jinja_env.filters.update(
        in_words=lru_cache(partial(in_words, language=here.language)),
        linked=linked,
        number=format_decimal,
        by_letter=by_letter,
        plain=str,  # without a mark of its language: for a title, an attribute, an option of a list
        telephone=telephone,
    )
    app.jinja_env.globals.update(
        language=here.language,
        other_languages=[each for each in LANGUAGES if each != here.language],
        address_in=address_in,
        preferred_language=preferred,
        catalogue=catalogue,
        frame=catalogue.frame,
        trials=here.library.trials,
        static_url=static_url,
        csrf_token=generate_csrf,
        say=here.library.messages.say,
        words_of=words_of,
        phrases=here.library.reader.content,
        sources_of=lambda names: sources_of(catalogue, names),
        pdf_can_be_made=can_be_made,
        sources_are_old=lambda: old_on(site().today()),
        registry_is_on=lambda: site().registry.on,
        cookie_is_unreadable=is_unreadable,
        nothing_to_clear=is_empty,
        kept_for_a_week=lambda: session.permanent,
        version=__version__,
    )


def by_letter(terms: Iterable[Term]) -> list[Term]:
    """Return words of the glossary by the alphabet, where “É” stands beside “E”."""
    return sorted(terms, key=lambda term: unicodedata.normalize("NFKD", term.term).casefold())


def hashes(static: Path) -> dict[str, str]:
    """Return the file's address inside the folder -> a short hash of what it holds."""
    return {
        path.relative_to(static).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(static.rglob("*"))
        if path.is_file()
    }


def terms_in(catalogue: Catalogue, question: Question) -> tuple[Term, ...]:
    """Return the words of the glossary that stand on a question's page, in the glossary's order."""
    texts = [question.text, question.hint, question.why, question.clear, question.vague]
    texts += [words for option in question.options for words in (option.label, option.hint)]
    page = "\n".join(texts)
    return tuple(term for term in catalogue.terms if _pattern(term).search(page))


def with_links(text: str, terms: tuple[Term, ...]) -> Markup:
    """Return the text with each of these words linked to its meaning, where it first stands."""
    places: dict[int, tuple[int, Term]] = {}
    for term in terms:
        found = _pattern(term).search(text)
        if found and not any(
            start < found.end() and found.start() < end for start, (end, _) in places.items()
        ):
            places[found.start()] = (found.end(), term)
    html, at = Markup(), 0
    if isinstance(text, InEnglish):
        return Markup('<span lang="en">{}</span>').format(with_links(str(text), terms))
    for start, (end, term) in sorted(places.items(), key=lambda place: place[0]):
        link = Markup('<a href="#word-{}">{}</a>').format(term.id, text[start:end])
        html += escape(text[at:start]) + link
        at = end
    return html + escape(text[at:])


@lru_cache
def _pattern(term: Term) -> re.Pattern[str]:
    names = sorted((re.escape(name) for name in (term.term, *term.also)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})s?(?!\w)", re.IGNORECASE)


def telephone(numbers: str) -> Markup:
    """Return telephone numbers as links that call them, each of which stays on one line."""

    def link(number: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", number[0])
        if len(digits) == 3:
            return f'<a class="phone" translate="no" href="tel:{digits}">{digits}</a>'
        called = f"+{digits}" if len(digits) == 11 else f"+1{digits}"
        return f'<a class="phone" translate="no" href="tel:{called}">{number[0]}</a>'

    return Markup(re.sub(r"[\d(][\d() –-]{8,}\d|\b911\b", link, str(escape(numbers))))  # noqa: S704  # escaped first
