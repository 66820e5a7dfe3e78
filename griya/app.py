"""Composition root: the only module that knows every feature."""

from flask import Flask

from griya.accounts import desk as account_desk
from griya.catalog import desk as catalog_desk
from griya.catalog import views as catalog_views
from griya.catalog.queries.airtime import provide_airtime
from griya.catalog.queries.distinctions import provide_distinctions
from griya.catalog.queries.index.selected import provide_selected
from griya.config import PROJECT_ROOT, Settings
from griya.core import (
    addresses,
    assets,
    compression,
    db,
    error_pages,
    fixed,
    http,
    jinja,
    language,
    log,
    media,
    preview,
    sessions,
    speculation,
    stencils,
    unit_of_work,
)
from griya.core.private import store
from griya.curation import desk as curation_desk
from griya.curation import views as curation_views
from griya.curation.queries.recognition import list_distinctions_of
from griya.desk import views as desk_views
from griya.dossier import desk as dossier_desk
from griya.gallery import views as gallery_views
from griya.inquiry import desk as inquiry_desk
from griya.inquiry import views as inquiry_views
from griya.privacy import desk as privacy_desk
from griya.publication import views as publication_views
from griya.selection import desk as selection_desk
from griya.selection import views as selection_views
from griya.selection.queries import find_selected
from griya.selection.queries.previews import find_preview
from griya.selection.queries.rounds import provide_round
from griya.showroom import desk as showroom_desk
from griya.showroom import modes
from griya.showroom import views as showroom_views
from griya.showroom.queries.counters import product_sentence
from griya.showroom.queries.rounds import find_round
from griya.site import views as site_views
from griya.verification import desk as verification_desk

# Limits of a form that carries no file; a route that takes files raises its own.
MAX_CONTENT_BYTES = 1_000_000
MAX_FORM_BYTES = 500_000
MAX_FORM_PARTS = 200
SEVEN_DAYS_SECONDS = 7 * 24 * 3600
# Features whose pages are read in English too, under /en/.
BILINGUAL = frozenset({"gallery", "site", "catalog", "curation", "selection", "inquiry", "publication"})
# Pages that a link to a preview opens as they will be at another moment.
PREVIEWED = frozenset(
    {
        "site.home_show", "selection.selection_index", "selection.selection_show", "selection.slot_show",
        "showroom.list_show", "showroom.screen_show", "showroom.kiosk_show", "showroom.kiosk_product_show",
    }
)  # fmt: skip

# What is sent without a form's token: no form can send its kind of body, and its cookie is `SameSite=Strict`.
TOKENLESS = (showroom_views.devices.report_create,)

# Nested at import: a second create_app() would find the blueprint registered already and refuse.
desk_views.blueprint.register_blueprint(account_desk.blueprint)
desk_views.blueprint.register_blueprint(catalog_desk.blueprint)
desk_views.blueprint.register_blueprint(curation_desk.blueprint)
desk_views.blueprint.register_blueprint(dossier_desk.blueprint)
desk_views.blueprint.register_blueprint(inquiry_desk.blueprint)
desk_views.blueprint.register_blueprint(privacy_desk.blueprint)
desk_views.blueprint.register_blueprint(selection_desk.blueprint)
desk_views.blueprint.register_blueprint(verification_desk.blueprint)
desk_views.blueprint.register_blueprint(showroom_desk.blueprint)


def create_app(settings: Settings) -> Flask:
    """Build the WSGI application for these settings. May be called more than once in a process."""
    app = modes.KioskFlask(
        "griya",
        instance_path=str(settings.instance),
        static_folder=None,
        template_folder=str(PROJECT_ROOT / "templates"),
    )
    _configure(app, settings)
    app.config["PRIVATE_FOLDER"] = settings.instance / store.FOLDER
    sessions.init_app(app)
    addresses.init_app(app)
    unit_of_work.init_app(app)  # first: its commit must come after everybody else's last word
    preview.init_app(app, previewed=PREVIEWED)  # before the cache policy, so that it has the last word on it
    db.init_app(app, settings.database_url, threads=settings.threads)
    jinja.init_app(app)
    fixed.init_app(app)
    stencils.init_app(app)
    language.init_app(app, bilingual=BILINGUAL)  # before the layers that serve files: those have one address
    modes.init_app(app)
    preview.wrap(app)
    assets.init_app(app, PROJECT_ROOT / "static")
    media.init_app(app, settings.instance / "media")
    compression.init_app(app)
    http.init_app(app, https=settings.is_https, proxies=settings.proxies)
    speculation.init_app(app)
    tokens = http.FormTokens(app)
    for view in TOKENLESS:
        tokens.exempt(view)
    error_pages.init_app(app)
    _register_features(app)
    log.init_app(app)  # last: its layer is the outermost one
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        PUBLIC_URL=settings.public_url,
        TRUSTED_HOSTS=settings.trusted_hosts,
        MAX_CONTENT_LENGTH=MAX_CONTENT_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        SESSION_COOKIE_NAME="__Host-griya" if settings.is_https else "griya",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SEVEN_DAYS_SECONDS,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open on a tablet for days
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]


def _register_features(app: Flask) -> None:
    """Register the pages of every feature, and what a lower one has to be told by an upper one."""
    provide_selected(find_selected)
    provide_distinctions(list_distinctions_of)
    provide_airtime(product_sentence)
    provide_round(find_round)
    preview.provide_preview(find_preview)
    error_pages.provide_frame(modes.MOUNT, "errors/kiosk.html")
    if app.config["SETTINGS"].is_local:
        app.register_blueprint(gallery_views.blueprint)
    app.register_blueprint(site_views.blueprint)
    app.register_blueprint(catalog_views.blueprint)
    app.register_blueprint(curation_views.blueprint)
    app.register_blueprint(desk_views.blueprint)
    app.register_blueprint(inquiry_views.blueprint)
    app.register_blueprint(inquiry_views.answers.blueprint)
    app.register_blueprint(publication_views.files)
    app.register_blueprint(publication_views.pages)
    app.register_blueprint(selection_views.blueprint)
    app.register_blueprint(showroom_views.blueprint)
