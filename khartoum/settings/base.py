"""What every place shares. Secrets and addresses come from the environment, once, here."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from environs import Env

from khartoum.settings import api

BASE_DIR = Path(__file__).resolve().parent.parent.parent
RUN_DIR = BASE_DIR / ".run"
RELEASE = "0.1.0"

env = Env()

INSTALLED_APPS = [
    "khartoum.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "django_filters",
    "django_prometheus",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "foundation",
    "foundation.accounts",
    "foundation.ledger",
    "foundation.outbox",
    "foundation.search",
    "parties",
    "integrations",
    "notifications",
    "documents",
    "meetings",
    "actionplan",
    "reports",
    "khartoum.apps.KhartoumConfig",
]

MIDDLEWARE = [
    "khartoum.health.HealthMiddleware",
    "khartoum.request_log.RequestLogMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "khartoum.compression.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "integrations.pace.PaceOnAnswer",
    "foundation.charset.Utf8Middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "parties.middleware.ActorMiddleware",
    "foundation.accounts.languages.LanguageOfAccount",
    "foundation.accounts.zones.ClockOfReader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "foundation.accounts.middleware.AroundTheDoors",
    "django_htmx.middleware.HtmxMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "khartoum.urls"
WSGI_APPLICATION = "khartoum.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "khartoum" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foundation.frame.page_frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
"""Fields are written with the templates of the house where it has its own."""
ABSOLUTE_URL_OVERRIDES = {"meetings.meeting": lambda meeting: reverse("meeting", kwargs={"uuid": meeting.uuid})}
"""Where pages of lower apps lead to a page of this one: they name none of its addresses."""
PAGE_FRAME = "base.html"
"""The template around the pages of every app; apps extend `portal/base.html`, which extends this."""

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "foundation.accounts.backends.SignInBackend",
    "parties.backends.MandateBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("full_name", "email")},
    },
    {"NAME": "foundation.accounts.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/portal/"
WORKBENCH_DOOR = "/admin/"
"""Where whoever may open the workbench begins; everybody else begins at LOGIN_REDIRECT_URL."""
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "foundation.accounts.adapter.ClosedDoorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "foundation.accounts.forms.SignInForm",
    "change_password": "foundation.accounts.forms.ChangePasswordForm",
    "set_password": "foundation.accounts.forms.SetPasswordForm",
    "reauthenticate": "foundation.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
"""Passwords are counted by `foundation.accounts.limits`; the library counts codes of the second factor, by account."""
MFA_ADAPTER = "foundation.accounts.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "foundation.accounts.forms.CodeForm",
    "reauthenticate": "foundation.accounts.forms.CodeAgainForm",
    "activate_totp": "foundation.accounts.forms.ActivateAppForm",
    "add_webauthn": "foundation.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "foundation.accounts.forms.RenamePasskeyForm",
}
PASSKEY_HOST = ""
"""For which host passkeys are made; empty: the one that was asked. A passkey of one host opens nothing at another."""
SECOND_FACTOR_FOR_STAFF = env.bool("SECOND_FACTOR_FOR_STAFF", False)
"""Whether the workbench opens only to accounts that more than a password guards; on in production."""

SESSION_ENGINE = "foundation.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "reports.views.unsent.refused_token"
SESSION_COOKIE_AGE = 12 * 60 * 60
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "foundation_cache"}}

LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
"""The sign-in page of the next visit speaks the language of the last one."""
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = "khartoum.formats"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "khartoum.fonts.FontFinder",
]
EMAIL_BACKEND = "foundation.outbox.backend.OutboxEmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", "")
"""Without a mail server, mail stays in the development mailbox (refused in production)."""
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
"""Seconds that the mail server may take over each answer."""
OUTBOX_LONGEST_SENDING = 60
"""Seconds that one mail may take as a whole, whatever its server says meanwhile."""
OUTBOX_SHIFT = 15
"""Seconds for which one task sends before others are heard."""
OUTBOX_LEASE = 180
"""Seconds for which nobody else may have a message; longer than the time limit of a task (CELERY_TASK_TIME_LIMIT)."""
WEBHOOKS_TO_LOOPBACK = env.bool("WEBHOOKS_TO_LOOPBACK", False)
"""Whether a receiver on this very machine may be called, by http and on any port; production refuses it."""
WEBHOOK_LONGEST_SILENCE = 5
"""Seconds that a receiver of webhooks may let us wait for each connection and each answer."""
WEBHOOK_LONGEST_CALL = 10
"""Seconds that one call may take as a whole, whatever its receiver says meanwhile."""
WEBHOOK_LOG_DAYS = env.int("WEBHOOK_LOG_DAYS", 90)
"""For how long it is kept what became of each call."""
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Presidency and Secretariat <secretariat@localhost>")
REMINDERS_FROM_HOUR = env.int("REMINDERS_FROM_HOUR", 9)
REMINDERS_TO_HOUR = env.int("REMINDERS_TO_HOUR", 17)
"""Between which hours people are reminded, on their own clock; `manage.py refresh_calendars` brings a change in."""
REMINDERS_GAP_HOURS = env.int("REMINDERS_GAP_HOURS", 20)
"""The shortest time between two reminders of one person, unless the date would pass meanwhile."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["foundation.uploads.handler.BoundedUploadHandler"]

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
    }
}

REST_FRAMEWORK = api.FRAMEWORK
API_PERSON_PER_MINUTE = env.int("API_PERSON_PER_MINUTE", 600)
API_ANONYMOUS_PER_MINUTE = env.int("API_ANONYMOUS_PER_MINUTE", 120)
"""Requests that the API answers in a minute: to a person signed in, to an address without a key. A key has its own."""
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_FORMATTER_CLASS": "foundation.api.errors.Formatter"}
SPECTACULAR_SETTINGS = api.DESCRIPTION

LEDGER_ANCHOR_FILE = env.str("LEDGER_ANCHOR_FILE", str(RUN_DIR / "ledger-anchors.jsonl"))
"""In production on a disk that whoever rules the database cannot write."""

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_LOST_WAIT = 1
"""Seconds for which the place of a process that fell stays empty: nobody waits for what it may have said at its end."""
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_PRIORITY = 6
CELERY_TASK_TIME_LIMIT = 150
CELERY_TASK_SOFT_TIME_LIMIT = 130
"""Seconds. A sending that began at the end of its shift has its longest time, and the connection before it."""
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
"""Kilobytes: a process that grew beyond is replaced when its task is done."""
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    "priority_steps": [0, 6],
}
"""A task of a worker that was killed is taken up again after the time limit, not after the library's hour."""

METRICS_OPEN = env.bool("METRICS_OPEN", False)
"""Whether /metrics answers; open it only where the proxy keeps it inside."""

PGTRIGGER_MIGRATIONS = True

SILENCED_SYSTEM_CHECKS = ["auth.W004"]
"""Addresses are unique without regard to case: by the constraint `one_account_per_address`."""
