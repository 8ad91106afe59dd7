"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from foundation.charset import known_charsets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.production")
application = known_charsets(get_wsgi_application())
