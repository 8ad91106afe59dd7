"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from foundation.charset import known_charsets
from foundation.room import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.production")
application = with_room(known_charsets(get_wsgi_application()))
