"""The settings of the web whose pages are compared: the product's, with the addresses of the other arms."""

from khartoum.settings.test import *  # noqa: F403 -- a place extends another
from khartoum.settings.test import DATABASES

ROOT_URLCONF = "bench.http.urls"
DATABASES["default"]["CONN_MAX_AGE"] = 600
WHITENOISE_AUTOREFRESH = False
"""As in production."""
