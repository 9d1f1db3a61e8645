"""Puts the web app together."""

import datetime
import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from clinic_check.library import open_library
from clinic_check.settings import Settings, folder
from clinic_check.trials.cache import open_cache
from clinic_check.trials.registry import RegistrySettings
from clinic_check.web.context import Running
from clinic_check.web.cookie import Cookie
from clinic_check.web.errors import add_error_pages
from clinic_check.web.headers import add_headers
from clinic_check.web.limits import limit_forms, limit_pages
from clinic_check.web.loaded import load_static, load_templates
from clinic_check.web.questions import versions
from clinic_check.web.signing import add_tokens
from clinic_check.web.summary_page import set_up_summary
from clinic_check.web.templating import set_up_templates
from clinic_check.web.views import about, checklist, claims, compare, health, papers, trial, who
from clinic_check.web.views import saving as resume

BODY_LIMIT = 64 * 1024
"""Bytes. A page with everything ticked sends under 4 kB; the rest is room."""

WEEK = datetime.timedelta(days=7)
"""How long an answer may wait in a browser that is kept open: people ask by telephone and post."""


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app. Raises SettingsFault or CatalogueFault, each with every fault at once."""
    settings = settings or Settings.from_environment(os.environ)
    library = open_library(settings.content)
    static = folder("static")
    app = Flask("clinic_check", template_folder=str(folder("templates")), static_folder=str(static))
    app.session_interface = Cookie()
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[settings.secret_key_old] if settings.secret_key_old else None,
        SESSION_COOKIE_NAME="clinic-check" if settings.local else "__Host-clinic-check",
        SESSION_COOKIE_SECURE=not settings.local,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=WEEK,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        # A token lives as long as the cookie: nobody loses a page by reading it slowly.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.behind_proxy:
        hops = settings.behind_proxy
        # Only as many hops as there are: a client could write the headers of any further one.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # as Flask's own documentation does

    started = Running(
        settings,
        library,
        versions(static),
        RegistrySettings(on=settings.registry, url=settings.registry_url),
        open_cache(settings.cache_url),
    )
    app.extensions["clinic_check"] = started
    add_tokens(app)
    set_up_templates(app, started)
    set_up_summary(app)
    add_headers(app)
    add_error_pages(app)
    limit_forms(app)
    limit_pages(app)
    app.register_blueprint(checklist.pages)
    app.register_blueprint(about.pages)
    app.register_blueprint(claims.pages)
    app.register_blueprint(trial.pages)
    app.register_blueprint(resume.pages)
    app.register_blueprint(who.pages)
    app.register_blueprint(compare.pages)
    app.register_blueprint(papers.pages)
    app.register_blueprint(health.pages)
    if settings.metrics:
        from clinic_check.web.metrics import add_metrics  # loaded only where it counts

        add_metrics(app)
    load_static(app)
    load_templates(app)
    return app
