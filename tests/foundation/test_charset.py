"""What a request may claim about its characters."""

import pytest
from django.test import RequestFactory

from khartoum.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)


def ask(method, kind):
    """The status that the web server would answer with."""
    said = []
    environ = RequestFactory().generic(method, "/?q=%C3%A9", b"a=b").environ | {"CONTENT_TYPE": kind}
    list(application(environ, lambda status, *_rest: said.append(int(status.split()[0]))))
    return said


@pytest.mark.parametrize("charset", ["rot13", "undefined", "utf-16", "nowhere"])
def test_address_is_read_whatever_character_set_is_claimed(charset):
    assert ask("GET", f"text/plain; charset={charset}") == [200]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_what_is_sent_in_another_character_set_is_refused(kind):
    assert ask("POST", f"{kind}; charset=rot13") == [400]


@pytest.mark.parametrize("charset", ["UTF-8", "us-ascii"])
def test_utf_8_is_understood_under_its_names(charset):
    assert ask("GET", f"text/plain; charset={charset}") == [200]
