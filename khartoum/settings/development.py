"""A developer's laptop: private servers, a secret that protects nothing, mails in the development mailbox."""

from khartoum.settings.base import *  # noqa: F403 -- a place extends the base
from khartoum.settings.base import RUN_DIR, env
from khartoum.settings.servers import database, read_run_env

read_run_env(RUN_DIR)

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = "development-only: this key protects nothing outside this machine"  # noqa: S105 -- refused in production by name
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DATABASES = {"default": database(env)}
REDIS_URL = env.str("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
