"""Puts the web app together."""

import datetime
import os
from dataclasses import replace

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from clinic_check.languages import ENGLISH, LANGUAGES, LOCALES, TRANSLATIONS
from clinic_check.library import in_language, open_library
from clinic_check.settings import Settings, folder
from clinic_check.trials.cache import open_cache
from clinic_check.trials.registry import RegistrySettings
from clinic_check.web.context import Site
from clinic_check.web.errors import add_error_pages
from clinic_check.web.headers import add_headers
from clinic_check.web.limits import limit_forms, limit_pages
from clinic_check.web.loaded import load_static, load_templates
from clinic_check.web.session import SessionInterface
from clinic_check.web.templating import TemplateEnvironment, set_up_templates
from clinic_check.web.views import (
    about,
    checklist,
    claims,
    compare,
    guides,
    saving,
    sheets,
    summary,
    trial,
)

BODY_LIMIT = 64 * 1024
"""Bytes. A page with everything ticked sends under 4 kB; the rest is room."""

WEEK = datetime.timedelta(days=7)
"""How long an answer may wait in a browser that is kept open: people ask by telephone and post."""


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app. Raises SettingsFault or CatalogueFault, each with every fault at once.

    The app that is returned speaks English. Each other language has an app of its own below it, at
    `/es` and so on, with the same key, cookie, registry and records, so that nothing but the
    address says in which language a person reads.
    """
    settings = settings or Settings.from_environment(os.environ)
    english = open_library(settings.content)
    libraries = {
        language: english
        if language == ENGLISH
        else in_language(english, settings.content, language)
        for language in LANGUAGES
    }
    registry = RegistrySettings(on=settings.registry, url=settings.registry_url)
    here = Site(settings, ENGLISH, libraries, registry, open_cache(settings.cache_url))
    app = _in_one_language(here)
    app.register_blueprint(about.machines)
    others = {
        f"/{language}": _in_one_language(replace(here, language=language))
        for language in LANGUAGES
        if language != ENGLISH
    }
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {**others})  # type: ignore[method-assign]  # as Flask's own documentation does
    if settings.behind_proxy:
        hops = settings.behind_proxy
        # Only as many hops as there are: a client could write the headers of any further one.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # as above
    if settings.metrics:
        from clinic_check.web.metrics import add_metrics  # loaded only where it counts

        add_metrics(app, *others.values())
    return app


def _in_one_language(here: Site) -> Flask:
    """Make the app of one language. Style sheets and pictures come from the English one alone."""
    settings, static = here.settings, folder("static")
    app = Flask(
        "clinic_check",
        template_folder=str(folder("templates")),
        static_folder=str(static) if here.language == ENGLISH else None,
    )
    app.session_interface = SessionInterface()
    app.jinja_environment = TemplateEnvironment
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[settings.secret_key_old] if settings.secret_key_old else None,
        SESSION_COOKIE_NAME="clinic-check" if settings.local else "__Host-clinic-check",
        SESSION_COOKIE_SECURE=not settings.local,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",  # one cookie for every language
        # A cookie for a week counts from the last answer, as its signature does.
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=WEEK,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        # A token lives as long as the cookie: nobody loses a page by reading it slowly.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # what a form says is in our content: WTForms needs no words
    )
    app.extensions["clinic_check"] = here
    Babel(
        app,
        default_locale=LOCALES[here.language],
        default_translation_directories=str(TRANSLATIONS),
    )
    set_up_templates(app, here, static)
    add_headers(app)
    add_error_pages(app)
    limit_forms(app)
    limit_pages(app)
    for area in (about, checklist, claims, compare, guides, saving, sheets, summary, trial):
        app.register_blueprint(area.pages)
    if here.language == ENGLISH:
        load_static(app)
    load_templates(app)
    return app
