"""Settings, all of them, each with a default: clone and run needs none. `docs/reference/settings.md` explains them."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from pledgeline.web import compiled
from pledgeline.web.environment import (
    database_from_url,
    env_bool,
    env_count,
    env_engine,
    env_language,
    env_memory,
    env_secret,
    env_str,
    env_zone,
    mail_from_url,
)

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(env_str("PLEDGELINE_HOME", "pledgeline-home")).absolute()
KEYS = HOME / "keys"
compiled.keep_in(HOME, PACKAGE)

# --- Pledgeline's own ---------------------------------------------------------------------------------------------
PLEDGELINE_HOME = HOME
PLEDGELINE_LAKE = HOME / "lake"
# `duckdb`, or a Spark master URL such as `local[2]` or `spark://host:7077`.
PLEDGELINE_ENGINE = env_engine("PLEDGELINE_ENGINE", "duckdb")
# Five million rows of a wide delivery stay in memory; with 1 GiB they spilled, for a tenth more work.
PLEDGELINE_MEMORY_LIMIT = env_memory("PLEDGELINE_MEMORY_LIMIT", "1536MiB")
PLEDGELINE_PSEUDONYM_KEY = env_secret("PLEDGELINE_PSEUDONYM_KEY", KEYS / "pseudonym.key")
PLEDGELINE_MAX_UPLOAD_BYTES = env_count("PLEDGELINE_MAX_UPLOAD_BYTES", 2 * 1024**3)
# Where this house is reached from outside: mails and webhooks lead there.
PLEDGELINE_PUBLIC_URL = env_str("PLEDGELINE_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
PLEDGELINE_WEBHOOKS_TO_PRIVATE = env_bool("PLEDGELINE_WEBHOOKS_TO_PRIVATE", False)

# --- Django -------------------------------------------------------------------------------------------------------
# An empty key makes Django refuse to start with a clear sentence; `pledgeline init` creates one.
SECRET_KEY = env_secret("PLEDGELINE_SECRET_KEY", KEYS / "secret.key")
DEBUG = env_bool("PLEDGELINE_DEBUG", False)
ALLOWED_HOSTS = env_str("PLEDGELINE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env_str("PLEDGELINE_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    # First, so that its templates and words come before those of the packages below.
    "pledgeline.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # The page of passkeys, which allauth brings, writes dates with it.
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "pledgeline.organisation",
    "pledgeline.contacts",
    "pledgeline.needs",
    "pledgeline.experience",
    "pledgeline.briefing",
    "pledgeline.capacity",
    "pledgeline.partnership",
    "pledgeline.assurance",
    "pledgeline.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Deny by default: every view asks for a sign-in unless it says `login_not_required`.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    # A person's stored language, where the browser has no cookie of its own.
    "pledgeline.organisation.middleware.ReadersLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "pledgeline.web.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pledgeline.web.navigation.navigation",
            ],
        },
    }
]

FORM_RENDERER = "pledgeline.ui.forms.FormRenderer"

DATABASES = {
    "default": database_from_url(env_str("PLEDGELINE_DATABASE_URL", f"sqlite:///{HOME / 'records.sqlite3'}")),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "pledgeline.organisation.sign_in.PasswordBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "pledgeline.organisation.sign_in.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "pledgeline.ui.sign_in.SignInForm",
    "change_password": "pledgeline.ui.sign_in.PasswordForm",
    "reset_password_from_key": "pledgeline.ui.sign_in.FirstPasswordForm",
    "reauthenticate": "pledgeline.ui.sign_in.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Whoever held the link may choose the password, and so may come in with it; a second factor is still asked for.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Pledgeline"
MFA_PASSKEY_LOGIN_ENABLED = False
# One machine, many processes: counters of the login limit must be shared, so they live in the record store.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"},
}

# --- safety -------------------------------------------------------------------------------------------------------
_HTTPS = env_bool("PLEDGELINE_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("PLEDGELINE_BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["pledgeline.ui.uploads.BoundedFileUploadHandler"]

# --- mail ---------------------------------------------------------------------------------------------------------
_MAIL_URL = env_secret("PLEDGELINE_EMAIL_URL", KEYS / "email.url")
PLEDGELINE_SENDS_MAIL = _MAIL_URL != ""
# As Django names them, in one place; empty names are the defaults.
_MAIL = mail_from_url(_MAIL_URL)
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _MAIL.get("EMAIL_FILE_PATH")
EMAIL_HOST, EMAIL_PORT = _MAIL.get("EMAIL_HOST", "localhost"), _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_USER", ""), _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_SSL", False), _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = _MAIL.get("EMAIL_TIMEOUT")
DEFAULT_FROM_EMAIL = env_str("PLEDGELINE_EMAIL_FROM", "pledgeline@localhost")

# --- log ----------------------------------------------------------------------------------------------------------
# Django's own keeps silent outside of DEBUG: a fault would stand nowhere. Who asks for what is not there is no fault.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "pledgeline": {"handlers": ["stderr"], "level": "WARNING"},
    },
}

# --- words --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = env_language("PLEDGELINE_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_zone("PLEDGELINE_TIME_ZONE", "Asia/Shanghai")
USE_THOUSAND_SEPARATOR = True

# --- files and work -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# No STATIC_ROOT: whitenoise reads the files where the packages keep them, so nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
SILENCED_SYSTEM_CHECKS: list[str] = []
