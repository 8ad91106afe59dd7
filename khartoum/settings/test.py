"""The tests: real PostgreSQL in the app's role, fast password hashing, no manifest of static files."""

from khartoum.settings.development import *  # noqa: F403 -- a place extends another
from khartoum.settings.development import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEBUG = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
WHITENOISE_AUTOREFRESH = True
"""Files are looked for when they are asked for: reading all of them took a tenth of a second for each new client."""
API_PERSON_PER_MINUTE = API_ANONYMOUS_PER_MINUTE = 1_000_000
"""Every test comes from one address."""
