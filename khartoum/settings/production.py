"""Production: refuses to start without its secrets, in a sentence; HTTPS only; no demonstration."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from khartoum.settings.base import *  # noqa: F403 -- a place extends the base
from khartoum.settings.base import WEBHOOKS_TO_LOOPBACK, env
from khartoum.settings.logs import logging
from khartoum.settings.servers import app_login, database

NEEDED = {
    "SECRET_KEY": "a long random text, at least 50 characters, kept secret; it signs sessions",
    "DATABASE_URL": "the address of PostgreSQL, for example postgresql://user:password@host:5432/khartoum",
    "REDIS_URL": "the address of Redis or Valkey, for example redis://host:6379/0",
    "ALLOWED_HOSTS": "the host names people type, parted by commas",
    "LEDGER_ANCHOR_KEY": "a long random text that the database never sees; it signs the heads of the ledger",
    "EMAIL_HOST": "the mail server that takes our mail",
    "PUBLIC_URL": "the address people type, for example https://khartoum.example.org",
}
SHORTEST_SECRET = 50


def needed(name: str) -> str:
    """The value of a variable that production cannot do without."""
    value = env.str(name, "").strip()
    if not value:
        sentence = f"Set {name}: {NEEDED[name]}."
        raise ImproperlyConfigured(sentence)
    return value


def secret(name: str) -> str:
    """A needed value that must be hard to guess."""
    value = needed(name)
    if len(value) < SHORTEST_SECRET or value.startswith("development-only"):
        sentence = f"Set {name} to another value: {NEEDED[name]}."
        raise ImproperlyConfigured(sentence)
    return value


DEBUG = False
DEMONSTRATION = False
SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
LEDGER_ANCHOR_KEY = secret("LEDGER_ANCHOR_KEY")
needed("DATABASE_URL")
DATABASES = {"default": database(env)}
DATABASE_LOGIN = app_login(env)
EMAIL_HOST = needed("EMAIL_HOST")
REDIS_URL = needed("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
ALLOWED_HOSTS = [host.strip() for host in needed("ALLOWED_HOSTS").split(",") if host.strip()]
PUBLIC_URL = needed("PUBLIC_URL").rstrip("/")
if not re.match(r"https://[\w.-]+", PUBLIC_URL) or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("PUBLIC_URL must begin with https:// and a host; ALLOWED_HOSTS must name hosts, not *.")
if WEBHOOKS_TO_LOOPBACK:
    raise ImproperlyConfigured("Leave WEBHOOKS_TO_LOOPBACK out: production calls no machine of its own.")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PASSKEY_HOST = urlsplit(PUBLIC_URL).hostname or ""
SECOND_FACTOR_FOR_STAFF = env.bool("SECOND_FACTOR_FOR_STAFF", True)

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", False) else 0
"""Tries at a door are counted by where they come from, and only a proxy of ours may say where that is."""
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "khartoum.static_files.ModulesToo"},
}
LOGGING = logging(json=True, level=env.str("LOG_LEVEL", "WARNING"), everything=True)
