"""Sets up gettext for the templates, `{% trans %}` and `_()`, in the language of the app."""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2.ext import Extension

from clinic_check.languages.translations import for_templates, open_translations

_BLOCK = re.compile(r"\{% trans %\}([^{]*)\{% endtrans %\}")
_CALL = re.compile(r"\{\{ _\('([^'{}]*)'\) \}\}")
_LINE_END = re.compile(r"\s*\n\s*")


class Sentences(Extension):
    """Puts a sentence with nothing to fill in into a template before it is compiled: an app has one
    language, and half of a page is such sentences. Jinja's own `{% trans %}` does the others.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return a template's source with these sentences in the app's language."""
        env: Any = self.environment
        source = _CALL.sub(lambda call: _put(env.worded, call[1], call[0]), source)
        return _BLOCK.sub(lambda block: _put(env.worded_and_marked, block[1], block[0]), source)


def _put(worded: Callable[[str], str], said: str, otherwise: str) -> str:
    """Return what to put for a sentence, as Jinja makes its name: on one line, `%` doubled."""
    ready = worded(_LINE_END.sub(" ", said.strip()).replace("%", "%%")) % {}
    return ready if "{" not in ready else otherwise  # Jinja would read it as its own


def add_sentences(app: Flask, language: str) -> None:
    """Set up `{% trans %}` and `_()`; call it after Flask-Babel, whose own it stands in for.

    `{% trans %}` marks what is still in English as such; `_()` doesn't, so it is what stands in an
    attribute or a title. Both know their language from the start: Flask-Babel's would look it up
    for each sentence, at three times the cost.
    """
    env: Any = app.jinja_env
    env.policies["ext.i18n.trimmed"] = True
    plain, marking = open_translations(language), for_templates(language)
    env.install_gettext_translations(plain, newstyle=True)
    env.globals["_"] = env.globals["gettext"]
    env.install_gettext_translations(marking, newstyle=True)
    env.extend(worded=plain.gettext, worded_and_marked=marking.gettext)
    env.add_extension(Sentences)
