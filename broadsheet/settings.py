"""Django's settings, all derived from the variables that `broadsheet.env` declares."""

from __future__ import annotations

import secrets
from datetime import timedelta
from gettext import find
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.conf import global_settings
from django.conf import locale as django_locale
from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale

from broadsheet import env

_read = env.read()


def _value(name: str) -> Any:
    return _read[f"BROADSHEET_{name}"].value


PACKAGE = Path(__file__).parent
HOME = Path(_value("HOME")).expanduser().resolve()

# --- Address -------------------------------------------------------------------------------------------------------

PUBLIC_URL = env.public_url(_read)
SERVER_URL = env.server_url(_read)
_public = urlsplit(PUBLIC_URL)
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname or "localhost", *_value("HOSTS")]
if not SECURE:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
WAGTAILADMIN_BASE_URL = PUBLIC_URL
ROOT_URLCONF = "broadsheet.urls"
ASGI_APPLICATION = "broadsheet.asgi.application"
DEBUG = _value("DEBUG")


def _secret_key() -> str:
    """The home's signing key; before `broadsheet init` has written one, a key for this process alone."""
    path = HOME / "secret.key"
    return _value("SECRET_KEY") or (path.read_text().strip() if path.is_file() else secrets.token_urlsafe(50))


SECRET_KEY = _secret_key()

# --- Rooms ---------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "broadsheet.front",
    "broadsheet.discovery",
    "broadsheet.importers",
    "broadsheet.comments",
    "broadsheet.newsletter",
    "broadsheet.related",
    "broadsheet.articles",
    "broadsheet.media",
    "broadsheet.accounts",
    "broadsheet.edge",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "broadsheet.accounts.apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "broadsheet.edge.middleware.PressingMiddleware",
    "broadsheet.edge.guard.GuardMiddleware",
    "broadsheet.edge.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "broadsheet.accounts.signin.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "broadsheet.articles.gone.GoneMiddleware",
    "broadsheet.articles.desk.refusals.Refusals",
    "broadsheet.importers.addresses.OldAddresses",
    "broadsheet.articles.redirects.Redirects",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "broadsheet.front.context.paper",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data ----------------------------------------------------------------------------------------------------------

_SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
    ),
}
_database = dj_database_url.parse(
    _value("DATABASE_URL") or f"sqlite:///{HOME / 'broadsheet.sqlite3'}", conn_max_age=600, conn_health_checks=True
)
_engine = _database["ENGINE"].rpartition(".")[2]
_database["ENGINE"] = f"broadsheet.edge.backends.{_engine}"
if _engine == "sqlite3":
    _database["OPTIONS"] = _SQLITE
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
_search = "broadsheet.articles.searching" if _engine == "sqlite3" else "wagtail.search.backends.database"
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {"default": {"BACKEND": _search}}
if _value("SEARCH_URL"):
    WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "wagtail.search.backends.opensearch3",
            "URLS": [_value("SEARCH_URL")],
            "INDEX_PREFIX": "broadsheet_",
        }
    }

EDGE_FOLDER = HOME / "edge"
EDGE_STORE_BYTES = _value("EDGE_STORE_MB") << 20
EDGE_SHELF_BYTES = _value("EDGE_SHELF_MB") << 20
METRICS_TOKEN = _value("METRICS_TOKEN")
MOST_READ = _value("MOST_READ")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
MEDIA_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
"""An uploaded file that a browser opens by itself may do nothing."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "broadsheet.front.sheets.Sheets"},
}

# --- Language and time ---------------------------------------------------------------------------------------------

PAPER_LANGUAGE = _value("LANGUAGE")
LOCALE_PATHS = [PACKAGE / "locale"]
_related = [PAPER_LANGUAGE, *LANG_INFO.get(PAPER_LANGUAGE, {}).get("fallback", [])]
_known = [code for code in _related if find("django", Path(django_locale.__path__[0]), [to_locale(code)])]
LANGUAGE_CODE = next(iter(_known), "en")
"""The language of the furniture: the paper's, but English where Django, which refuses to start then, has no words."""
LANGUAGES = [*global_settings.LANGUAGES]
if LANGUAGE_CODE not in dict(LANGUAGES):
    LANGUAGES.append((LANGUAGE_CODE, LANGUAGE_CODE))
TIME_ZONE = _value("TIMEZONE")
USE_TZ = True
USE_I18N = True

# --- Staff ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "broadsheet_accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "broadsheet.accounts.signin.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes counts these in the database, across processes and restarts
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
REQUIRE_2FA = _value("REQUIRE_2FA")
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "broadsheet.accounts.signin.name_of"
AXES_LOCKOUT_CALLABLE = "broadsheet.accounts.signin.locked_out"
AXES_RESET_ON_SUCCESS = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- Newsroom ------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILIMAGES_IMAGE_MODEL = "broadsheet_media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.media.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif", "heic"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILIMAGES_AVIF_QUALITY = 52
WAGTAILIMAGES_WEBP_QUALITY = 76
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the desk asks no other host for anything
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# --- Mail and log --------------------------------------------------------------------------------------------------

_mail = urlsplit(_value("EMAIL_URL"))
EMAIL_BACKEND = "broadsheet.accounts.mail.QueuedBackend"
EMAIL_DELIVERY = f"django.core.mail.backends.{'console' if _mail.scheme == 'console' else 'smtp'}.EmailBackend"
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
EMAIL_USE_TLS = not EMAIL_USE_SSL and (_mail.scheme == "smtp+tls" or EMAIL_PORT == 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _value("EMAIL_FROM") or f"newsroom@{_public.hostname}"
LETTER_SERVERS = _value("LETTER_SERVERS") or (
    [] if _mail.scheme == "console" else [_value("EMAIL_URL") + "?rate=10&connections=4"]
)
LETTER_PROVIDERS = [one.partition("://")[0].removeprefix("anymail+") for one in LETTER_SERVERS if one[:8] == "anymail+"]
LETTER_WEBHOOK = _value("LETTER_WEBHOOK")
ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True, "WEBHOOK_SECRET": LETTER_WEBHOOK, **env.kinds.anymail(LETTER_SERVERS)}
LETTER_DKIM = _value("LETTER_DKIM")
LETTER_BOUNCES = _value("LETTER_BOUNCES")
LETTER_MAILBOX = _value("LETTER_MAILBOX")
DISPOSABLE_DOMAINS = _value("DISPOSABLE_DOMAINS")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _value("LOG_LEVEL")},
    "loggers": {
        name: {"level": "DEBUG" if _value("LOG_LEVEL") == "DEBUG" else "WARNING"}
        for name in ("django_tasks", "django_tasks_db", "wagtail", "PIL", "asyncio", "axes")
    },
}
