"""A developer's laptop: private servers, a secret that protects nothing, mails in the development mailbox."""

import os

from khartoum.settings.base import *  # noqa: F403 -- a place extends the base
from khartoum.settings.base import RUN_DIR, env
from khartoum.settings.logs import logging
from khartoum.settings.servers import app_login, database, read_run_env

if os.environ.get("DJANGO_SETTINGS_MODULE") != "khartoum.settings.test":
    read_run_env(RUN_DIR)  # tests have servers of their own, also beside a `make run` of the same checkout

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = "development-only: this key protects nothing outside this machine"  # noqa: S105 -- refused in production by name
LEDGER_ANCHOR_KEY = env.str("LEDGER_ANCHOR_KEY", "development-only: it signs anchors that nobody relies on")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DATABASES = {"default": database(env)}
DATABASE_LOGIN = app_login(env)
REDIS_URL = env.str("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000")
DEMONSTRATION = env.bool("DEMONSTRATION", True)
"""Demonstration data and accounts may be loaded here; production refuses them."""
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]  # -- a folder in production
"""Served from where they lie: nothing is collected on a laptop."""
LOGGING = logging(json=False)
WEBHOOKS_TO_LOOPBACK = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
